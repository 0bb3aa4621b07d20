// The page: one store, one bar, a phone for each the server knows, and the stream of events between.
import { listen, readState } from "./api.js";
import { h } from "./dom.js";
import { Bar } from "./bar.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";
import { tabs } from "./tabs.js";

const store = new Store();
const bar = new Bar(document.getElementById("bar"), store);
const place = document.getElementById("phones");
const strip = document.getElementById("strip");
const cut = document.getElementById("cut");
const narrow = matchMedia("(max-width: 640px)");
const phones = new Map();
let front = null;
let planned = false;

function drawStrip() {
  const items = [...phones.values()].map((phone) => ({ id: phone.id, title: phone.data().title, badge: phone.badge() }));
  tabs(strip, "Ponsel", items, front, bring);
}

/** On a small screen one phone is in front; elsewhere all are in sight. */
function bring(id) {
  front = id;
  for (const phone of phones.values()) phone.root.classList.toggle("front", phone.id === front);
  phones.get(front)?.read();
  drawStrip();
}

function drawAll() {
  planned = false;
  matchPhones();
  bar.draw();
  for (const phone of phones.values()) (phone.draw(), phone.look());
  drawStrip();
}

/** Many events may come at once; one frame shows them all. */
function plan() {
  if (!planned) requestAnimationFrame(drawAll);
  planned = true;
}

function matchPhones() {
  for (const [id, phone] of phones) if (!store.phones.has(id)) retire(id, phone);
  for (const id of store.phones.keys()) if (!phones.has(id)) add(id);
  for (const phone of phones.values()) if (phone.data().chats.length && !phone.data().chats.includes(phone.active)) phone.open(phone.data().chats[0] ?? "");
  place.style.setProperty("--phones", Math.max(1, Math.min(5, phones.size)));
  place.classList.toggle("empty", !phones.size);
  if (!phones.has(front)) bring([...phones.keys()][0] ?? null);
}

function add(id) {
  const phone = new Phone(id, store, { visible: () => !narrow.matches || front === id, changed: drawStrip });
  phones.set(id, phone);
  place.append(phone.root);
}

function retire(id, phone) {
  phone.root.remove();
  phones.delete(id);
}

const SPECIAL = {
  message: (event) => each((phone) => phone.arrived(event.message)),
  typing: (event) => each((phone) => phone.typed(event)),
  toast: (event) => each((phone) => phone.answered(event)),
  reset: () => reload(),
};

function each(act) {
  for (const phone of phones.values()) act(phone);
}

function onEvent(event) {
  store.apply(event);
  if (strangers(event)) reload();
  SPECIAL[event.type]?.(event);
  plan();
}

/** People and bots have no event of their own; whoever is unknown is looked up. */
function strangers({ message, chat, phone }) {
  return [message?.from, phone?.owner, ...(chat?.members ?? [])].some((id) => id != null && !store.person(id));
}

let reading = null;

function reload() {
  reading ??= readState().then(onState, () => {}).finally(() => (reading = null));
}

function onState(state) {
  store.load(state);
  drawAll();
  cut.hidden = true;
  document.body.dataset.ready = "";
}

function onCut() {
  cut.hidden = false;
  delete document.body.dataset.ready;
}

place.replaceChildren(h("p", { class: "nobody" }, "Belum ada ponsel di sini. Daftarkan bot, orang, dan ponsel seperti di docs/messenger.md, atau jalankan: pendopo demo"));
document.addEventListener("visibilitychange", () => each((phone) => phone.look()));
narrow.addEventListener("change", () => bring(front));
setInterval(() => (bar.tick(), each((phone) => phone.tick())), 1000);
listen({ onState, onEvent, onCut });
