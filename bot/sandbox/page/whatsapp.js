// What is WhatsApp's own in a bubble: header and footer, reply buttons, the list and its sheet, the request for a place.
import { h, icon } from "./dom.js";
import { clock, shortDate } from "./format.js";
import { KUDUS } from "./attach.js";

export const isWhatsApp = (chat) => chat?.channel === "whatsapp";

export const header = (message) => (message.header ? h("div", { class: "wa-header" }, message.header) : null);
export const footer = (message) => (message.footer ? h("div", { class: "wa-footer" }, message.footer) : null);

const STATES = { sent: ["✓", "terkirim"], delivered: ["✓✓", "sampai"], read: ["✓✓", "dibaca"] };

/** The ticks of a person's own message: one when it has left, two when the office has it, coloured when it was read. */
export function ticks(message) {
  const [marks, label] = STATES[message.status] ?? STATES.sent;
  return h("span", { class: message.status === "read" ? "ticks seen" : "ticks", role: "img", "aria-label": label }, marks);
}

/** Rows beneath a bubble: the list's opener, or the request for a place; nothing for other messages. */
export function openers(message, acts) {
  if (message.list) return h("div", { class: "keys" }, h("div", {}, opener("list", message.list.button, (node) => sheet(message, acts, node))));
  if (message.request !== "location") return null;
  const send = () => acts.sendPlace(KUDUS.latitude, KUDUS.longitude);
  return h("div", { class: "keys" }, h("div", {}, opener("pin", "Kirim lokasi", send)));
}

function opener(sign, label, onOpen) {
  return h("button", { type: "button", class: "signed", onclick: (event) => onOpen(event.currentTarget) }, icon(sign), label);
}

/** The sheet that rises from the foot of the phone: one row is chosen and sent. */
function sheet(message, acts, node) {
  const phone = node.closest(".phone");
  const title = message.list.button;
  const rows = message.list.sections.flatMap((section) => [section.title ? h("h4", {}, section.title) : null, ...section.rows.map(choice)]);
  const send = h("button", { type: "submit", class: "primary", disabled: true }, "Kirim");
  const close = h("button", { type: "button", class: "round", "aria-label": "Tutup", onclick: () => box.close() }, icon("close"));
  const form = h("form", { method: "dialog", onchange: () => (send.disabled = false) }, h("header", {}, close, h("h3", {}, title)), h("div", { class: "choices" }, rows), send);
  const box = h("dialog", { class: "sheet", "aria-label": title }, form);
  form.addEventListener("submit", () => acts.press(message, { data: form.elements.row.value }, node));
  box.addEventListener("close", () => (box.remove(), node.focus({ preventScroll: true })));
  box.addEventListener("click", (event) => event.target === box && box.close());
  phone.append(box);
  box.showModal();
  settle(box, phone);
}

function choice(row) {
  const words = h("span", {}, h("b", {}, row.title), row.description ? h("small", {}, row.description) : null);
  return h("label", {}, words, h("input", { type: "radio", name: "row", value: row.id }));
}

/** A modal belongs to the page; this one stands at the foot of its phone. */
function settle(box, phone) {
  const frame = phone.getBoundingClientRect();
  const edge = phone.clientLeft;
  box.style.left = `${frame.left + edge}px`;
  box.style.width = `${frame.width - 2 * edge}px`;
  box.style.bottom = `${innerHeight - frame.bottom + edge}px`;
  box.style.maxHeight = `${frame.height * 0.8}px`;
}

/** The line that tells how long the office may still write freely. */
export function windowLine(chat, now) {
  if (!isWhatsApp(chat)) return null;
  if (chat.closes == null) return { open: false, text: "Belum pernah menulis: kantor hanya boleh mengirim templat" };
  if (chat.closes > now) return { open: true, text: `Jendela 24 jam terbuka sampai ${shortDate(chat.closes)} ${clock(chat.closes)}` };
  return { open: false, text: "Jendela 24 jam tertutup: kantor hanya boleh mengirim templat" };
}
