// One row of the list as DOM: a bubble with name, quote, media, words, time, reactions and keys.
import { h, icon, safeAddress } from "./dom.js";
import { clock, dayLabel, initials, preview, tint } from "./format.js";
import { format } from "./entities.js";
import { isVisual, media } from "./media.js";
import { serviceText } from "./service.js";
import { footer, header, isWhatsApp, openers, ticks } from "./whatsapp.js";
import { marked } from "./marks.js";

/** @param scene {{store, chat, speaker, acts}} where the row is shown and what taps do */
export function draw(row, scene) {
  if (row.kind === "day") return h("div", { class: "day" }, h("span", {}, dayLabel(row.messages[0].date, scene.store.now())));
  if (row.kind === "service") return service(row.messages[0], scene);
  return bubble(row, scene);
}

function service(message, { store }) {
  return h("div", { class: "service", "data-message": message.id }, h("span", {}, serviceText(message, store)));
}

function bubble(row, scene) {
  const [head] = row.messages;
  const own = head.from === scene.speaker;
  const group = scene.chat.type !== "private";
  const bare = Boolean(head.sticker);
  const cls = ["bubble", own ? "out" : "in", group && "many", row.first && "first", row.last && "last", bare && "bare"];
  const label = `${scene.store.name(head.from)}, ${clock(head.date)}: ${preview(head, isWhatsApp(scene.chat))}`;
  return h(
    "article",
    { class: cls.filter(Boolean).join(" "), "data-message": head.id, tabindex: "-1", "aria-label": label },
    group && !own ? avatar(head, row, scene) : null,
    h("div", { class: "stack" }, balloon(row, scene, own, group), inlineKeys(head, scene.acts), openers(head, scene.acts)),
    quoteButton(head, scene.acts),
  );
}

function balloon(row, scene, own, group) {
  const [head] = row.messages;
  const words = row.messages.find((message) => message.text || message.caption) ?? head;
  const visual = row.messages.some(isVisual);
  const over = visual && !head.venue && !words.text && !words.caption && !Object.keys(head.reactions ?? {}).length;
  return h(
    "div",
    { class: `balloon${visual ? " visual" : ""}${over ? " over" : ""}` },
    group && !own && row.first ? name(head, scene) : null,
    head.reply_to ? quote(head, scene) : null,
    row.messages.length > 1 ? album(row.messages) : media(head),
    header(head),
    text(words, scene),
    footer(head),
    meta(head, own, row.seen, scene),
    reactions(head, scene),
  );
}

function name(message, { store, chat }) {
  const role = store.bots.has(message.from) ? "bot" : chat.admins?.includes(message.from) ? "admin" : "";
  return h("div", { class: `name ${tint(message.from)}` }, store.name(message.from), role ? h("small", {}, role) : null);
}

function avatar(message, row, { store }) {
  if (!row.last) return h("span", { class: "face" });
  return h("span", { class: `face disc ${tint(message.from)}`, "aria-hidden": "true" }, initials(store.name(message.from)));
}

function quote(message, { store, chat, acts }) {
  const target = store.message(chat.key, message.reply_to);
  const who = target ? store.name(target.from) : "Pesan yang dihapus";
  const cls = `quote ${tint(target?.from ?? 0)}`;
  const onclick = () => acts.jump(message.reply_to);
  return h("button", { type: "button", class: cls, onclick }, h("b", {}, who), h("span", {}, target ? preview(target, isWhatsApp(chat)) : "–"));
}

function album(messages) {
  const cell = (message, index) => h("div", { class: "cell", "data-message": index ? message.id : null }, media(message));
  return h("div", { class: `album of-${Math.min(messages.length, 4)}` }, messages.map(cell));
}

function text(message, { chat, acts }) {
  const captioned = !message.text && message.caption;
  const words = message.text || message.caption;
  if (!words) return null;
  const entities = captioned ? message.caption_entities : message.entities;
  return h("div", { class: "words", dir: "auto" }, isWhatsApp(chat) ? marked(words) : format(words, entities, acts));
}

function meta(message, own, seen, { chat }) {
  const tick = !own ? null : isWhatsApp(chat) ? ticks(message) : h("span", { class: seen ? "ticks seen" : "ticks", "aria-label": seen ? "dibaca" : "terkirim" }, seen ? "✓✓" : "✓");
  const edited = message.edited ? h("span", {}, "diedit ") : null;
  return h("span", { class: "meta" }, edited, h("time", {}, clock(message.date)), tick);
}

function reactions(message, { speaker, store, acts }) {
  const entries = Object.entries(message.reactions ?? {}).filter(([, users]) => users.length);
  if (!entries.length) return null;
  const chip = ([emoji, users]) => {
    const mine = users.includes(speaker);
    const title = users.map((id) => store.name(id)).join(", ");
    const onclick = () => acts.react(message, mine ? null : emoji);
    return h("button", { type: "button", class: "chip", "aria-pressed": String(mine), title, onclick }, `${emoji} ${users.length}`);
  };
  return h("div", { class: "chips" }, entries.map(chip));
}

function inlineKeys(message, acts) {
  if (!message.buttons?.length) return null;
  return h("div", { class: "keys" }, message.buttons.map((line) => h("div", {}, line.map((button) => inlineKey(message, button, acts)))));
}

function inlineKey(message, button, acts) {
  if (!button.url) return h("button", { type: "button", onclick: (event) => acts.press(message, button, event.currentTarget) }, button.text);
  const open = () => acts.link(button.url) || (safeAddress(button.url) && window.open(button.url, "_blank", "noopener"));
  return h("button", { type: "button", class: "outward", onclick: open }, button.text);
}

/** Named "Kutip" so that it never shadows a bot's own button called "Balas". */
function quoteButton(message, acts) {
  return h("button", { type: "button", class: "quick", "aria-label": "Kutip pesan", title: "Balas", tabindex: "-1", onclick: () => acts.reply(message) }, icon("reply"));
}
