// What the owner of a phone can do. Every act is a request; the answer comes back as an event.
import * as api from "./api.js";
import { toast } from "./notices.js";
import { KUDUS } from "./attach.js";

const WAIT_MS = 8000;

/** @param phone see phone.js */
export function actsOf(phone) {
  let tail = Promise.resolve();
  // One after the other: two quick messages must arrive in the order they were written.
  const inTurn = (job, onFail) => (tail = tail.then(job).catch((error) => (toast(phone.root, error.message), onFail?.())));
  const place = () => ({ from: phone.speaker(), chat: phone.active });
  const post = (data, file, onFail) => {
    const where = { ...place(), thread: phone.topic };
    phone.thread.toBottom();
    return inTurn(() => api.send({ ...where, ...data }, file), onFail);
  };
  return { ...writing(phone, post, inTurn), ...touching(phone, place, inTurn) };
}

function writing(phone, post, inTurn) {
  const reply = () => {
    const target = phone.composer.target?.id;
    phone.composer.release();
    return target;
  };
  const say = (text, target = undefined) => post({ text, reply_to: target }, null, () => phone.composer.input.value || phone.composer.write(text));
  const sendPlace = (latitude, longitude) => post({ kind: "location", latitude: Number(latitude), longitude: Number(longitude), reply_to: reply() });
  return {
    say,
    command: (text) => say(text),
    sendPlace,
    sendFiles(kind, files, caption) {
      const album = files.length > 1 ? `album-${Date.now()}` : undefined;
      const target = reply();
      files.forEach((file, index) => post({ kind, album, caption: index ? "" : caption, file_name: file.name, reply_to: target }, file));
    },
    key(button) {
      if (button.request_location) return sendPlace(KUDUS.latitude, KUDUS.longitude);
      return post(button.request_contact ? { kind: "contact" } : { text: button.says ?? button.text, reply_to: reply() });
    },
    saveEdit: (message, text) => inTurn(() => api.edit({ from: message.from, chat: message.chat, id: message.id, text })),
  };
}

function touching(phone, place, inTurn) {
  return {
    async press(message, button, node) {
      node.setAttribute("aria-busy", "true");
      setTimeout(() => node.removeAttribute("aria-busy"), WAIT_MS);
      const fail = () => node.removeAttribute("aria-busy");
      await inTurn(() => api.press({ ...place(), id: message.id, data: button.data ?? "" }), fail);
    },
    revoke: (message) => inTurn(() => api.revoke({ from: message.from, chat: message.chat, id: message.id })),
    react: (message, emoji) => inTurn(() => api.react({ ...place(), id: message.id, emoji })),
    reply: (message) => phone.composer.reply(message),
    editLast() {
      const own = phone.messages().findLast((message) => message.from === phone.speaker() && message.text);
      if (own) phone.composer.edit(own);
      return Boolean(own);
    },
    jump: (id) => phone.jump(id),
    /** A t.me link to a bot this phone can talk to starts it here, as in the real messenger. */
    link: (address) => phone.follow(address),
  };
}
