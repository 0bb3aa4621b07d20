// Short answers of a bot: a toast that fades, or an alert that waits for "Oke".
import { h } from "./dom.js";

const STAY_MS = 4000;

export function toast(host, text) {
  const note = h("div", { class: "toast", role: "status" }, text);
  host.querySelector(".toast")?.remove();
  host.append(note);
  setTimeout(() => note.remove(), STAY_MS);
}

/** Modal for the page, yet shown over the phone it belongs to. */
export function alertBox(host, title, text) {
  const back = document.activeElement;
  const close = h("button", { type: "submit", class: "primary" }, "Oke");
  const box = h("dialog", { class: "alert", "aria-label": title }, h("form", { method: "dialog" }, h("h3", {}, title), h("p", {}, text), close));
  box.addEventListener("close", () => (box.remove(), back?.focus?.()));
  host.append(box);
  box.showModal();
  const frame = host.getBoundingClientRect();
  box.style.left = `${frame.left + (frame.width - box.offsetWidth) / 2}px`;
  box.style.top = `${Math.max(16, frame.top + (frame.height - box.offsetHeight) / 2)}px`;
}
