// The drawer for the curious: make the messenger misbehave and watch nothing get lost.
import * as api from "./api.js";
import { h } from "./dom.js";
import { toast } from "./notices.js";
import { isWhatsApp } from "./whatsapp.js";

const WHATSAPP = [
  ["WhatsApp: terlalu banyak ke satu nomor (131056)", { kind: "error", code: 131056 }],
  ["WhatsApp: kabar masuk datang dua kali", { kind: "duplicate" }],
  ["WhatsApp: pesan kantor gagal sampai (131026)", { kind: "fail", code: 131026 }],
];

export function faults(store) {
  const phones = [...store.phones.values()];
  return h(
    "div",
    { class: "panel" },
    h("p", {}, "Ganggu aplikasi pesan ini dan lihat apa yang terjadi."),
    action("Terlalu banyak permintaan (429), tunggu 5 detik", () => api.fault({ kind: "429", retry_after: 5 })),
    action("Galat peladen (500) tiga kali", () => api.fault({ kind: "500", times: 3 })),
    phones.some((phone) => phone.chats.some((key) => isWhatsApp(store.chat(key)))) ? WHATSAPP.map(([label, fault]) => action(label, () => api.whatsappFault(fault))) : null,
    action("Cabut semua gangguan", () => Promise.all([api.healFaults(), api.healWhatsApp()])),
    phones.flatMap((phone) => phone.chats.map((key) => perChat(store, phone, store.chat(key)))),
  );
}

function perChat(store, phone, chat) {
  const bot = store.botOf(chat);
  if (isWhatsApp(chat)) return telephone(store, phone, chat);
  if (bot) return blocking(store, phone, bot);
  if (chat.type !== "group") return null;
  return action(`${store.title(chat)}: jadikan supergrup`, () => api.migrate(chat.id ?? chat.key.slice(2)));
}

function blocking(store, phone, bot) {
  const who = store.name(phone.owner);
  const key = `p:${phone.owner}:${bot.id}`;
  const onchange = ({ target }) => {
    store.blocked[target.checked ? "add" : "delete"](key);
    tell(() => api.block({ user: phone.owner, bot: bot.id, blocked: target.checked }));
  };
  return h("label", {}, h("input", { type: "checkbox", onchange, checked: store.blocked.has(key) }), h("span", {}, `${who} memblokir ${bot.first_name}`));
}

function telephone(store, phone, chat) {
  const who = store.name(phone.owner);
  const choose = (label, checked, onchange) => h("label", {}, h("input", { type: "checkbox", checked, onchange: ({ target }) => tell(() => onchange(target.checked)) }), h("span", {}, label));
  return [
    choose(`Ponsel ${who} mati`, chat.presence === "off", (off) => api.presence({ person: phone.owner, presence: off ? "off" : "online" })),
    choose(`${who} memblokir nomor kantor`, Boolean(chat.stopped), (blocked) => api.blockBusiness({ person: phone.owner, blocked })),
  ];
}

function action(label, act) {
  return h("button", { type: "button", onclick: () => tell(act) }, label);
}

async function tell(act) {
  const done = () => toast(document.body, "Gangguan diatur");
  await act().then(done, (error) => toast(document.body, error.message));
}
