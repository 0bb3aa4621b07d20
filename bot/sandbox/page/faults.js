// The drawer for the curious: make the messenger misbehave and watch nothing get lost.
import * as api from "./api.js";
import { h } from "./dom.js";
import { toast } from "./notices.js";

export function faults(store) {
  const phones = [...store.phones.values()];
  return h(
    "div",
    { class: "panel" },
    h("p", {}, "Ganggu aplikasi pesan ini dan lihat apa yang terjadi."),
    action("Terlalu banyak permintaan (429), tunggu 5 detik", () => api.fault({ kind: "429", retry_after: 5 })),
    action("Galat peladen (500) tiga kali", () => api.fault({ kind: "500", times: 3 })),
    action("Cabut semua gangguan", api.healFaults),
    phones.flatMap((phone) => phone.chats.map((key) => perChat(store, phone, store.chat(key)))),
  );
}

function perChat(store, phone, chat) {
  const bot = store.botOf(chat);
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

function action(label, act) {
  return h("button", { type: "button", onclick: () => tell(act) }, label);
}

async function tell(act) {
  const done = () => toast(document.body, "Gangguan diatur");
  await act().then(done, (error) => toast(document.body, error.message));
}
