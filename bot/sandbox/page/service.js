// The grey lines in the middle: who came, who went, what became of the group.

const SAYS = {
  joined: (name) => `${name} bergabung ke grup`,
  left: (name) => `${name} keluar dari grup`,
  created: (name) => `${name} membuat grup`,
};

/** The server's short word in Indonesian; a sentence it already wrote stays as it is. */
export function serviceText(message, store) {
  const say = SAYS[message.service];
  return say ? say(store.name(message.from)) : message.text || message.service;
}
