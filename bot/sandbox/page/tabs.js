// A strip of tabs: phones on a small screen, chats of a phone, topics of a forum.
import { h, refresh } from "./dom.js";

/**
 * @param items {{id, title: string, badge: number}[]}
 * @param on called with the id of the tab that was chosen
 */
export function tabs(host, label, items, chosen, on) {
  host.hidden = items.length < 2;
  refresh(host, [items, chosen], () => h("div", { role: "tablist", "aria-label": label, onkeydown: arrows }, items.map((item) => tab(item, item.id === chosen, on))));
}

function tab(item, chosen, on) {
  const badge = item.badge ? h("span", { class: "badge", "aria-label": `${item.badge} pesan baru` }, String(item.badge)) : null;
  const props = { type: "button", role: "tab", "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", onclick: () => on(item.id) };
  return h("button", props, item.title, badge);
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const all = [...event.currentTarget.querySelectorAll("button")];
  const target = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
  event.preventDefault();
  target.focus();
  target.click();
}
