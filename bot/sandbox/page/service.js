// The grey lines in the middle: who came, who went, what became of the group.

const SAYS = {
  joined: () => "Ada anggota baru di grup",
  left: () => "Seorang anggota keluar dari grup",
  created: (name) => `${name} membuat grup`,
  upgraded: () => "Grup menjadi supergrup",
  pinned: (name) => `${name} menyematkan pesan`,
  "topic created": (name) => `${name} membuat topik`,
  "topic edited": (name) => `${name} mengubah topik`,
  "topic closed": (name) => `${name} menutup topik`,
  "topic reopened": (name) => `${name} membuka kembali topik`,
};

/** The server's short word in Indonesian; a sentence it already wrote stays as it is. */
export function serviceText(message, store) {
  if (message.status === "failed") return `Pesan dari ${store.name(message.from)} tidak sampai (galat ${message.error})`;
  const say = SAYS[message.service];
  return say ? say(store.name(message.from)) : message.text || message.service;
}
