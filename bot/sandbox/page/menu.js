// The menu of a message, opened by right click, long press or the keyboard; and swiping to answer.
import { h } from "./dom.js";

const EMOJI = ["👍", "❤️", "🙏", "😢", "👎"];
const HOLD_MS = 450;
const SWIPE_PX = 56;

let open = null;

/** @param items {{label: string, act(): void}[]} */
export function showMenu(host, point, items, onEmoji) {
  closeMenu();
  const back = document.activeElement;
  const entry = (label, act, cls = "") => h("button", { type: "button", role: "menuitem", class: cls, onclick: () => (closeMenu(), act()) }, label);
  const faces = h("div", { class: "faces" }, EMOJI.map((emoji) => entry(emoji, () => onEmoji(emoji))));
  const menu = h("div", { class: "menu", role: "menu", "aria-label": "Pesan", onkeydown: keys }, faces, items.map((item) => entry(item.label, item.act)));
  host.append(menu);
  settle(menu, host, point);
  open = { menu, back };
  menu.querySelector(":scope > button").focus();
}

export function closeMenu() {
  const was = open;
  open = null;
  if (!was) return;
  const inside = was.menu.contains(document.activeElement);
  was.menu.remove();
  if (inside) was.back?.focus?.({ preventScroll: true });
}

/** Keep the whole menu within its phone. */
function settle(menu, host, point) {
  const frame = host.getBoundingClientRect();
  const left = Math.min(point.x - frame.left, frame.width - menu.offsetWidth - 8);
  const top = Math.min(point.y - frame.top, frame.height - menu.offsetHeight - 8);
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}

function keys(event) {
  const all = [...event.currentTarget.querySelectorAll("button")];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu();
  if (step) all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  if (step || event.key === "Escape") event.preventDefault();
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.menu.contains(event.target)) closeMenu();
});

/**
 * Listen on a list of bubbles.
 * @param on {{menu(id: number, point: {x, y}): void, reply(id: number): void}}
 */
export function gestures(list, on) {
  const bubbleOf = (event) => event.target.closest(".bubble");
  const id = (bubble) => Number(bubble.dataset.message);
  list.addEventListener("contextmenu", (event) => {
    const bubble = bubbleOf(event);
    if (!bubble) return;
    event.preventDefault();
    on.menu(id(bubble), pointOf(event, bubble));
  });
  list.addEventListener("keydown", (event) => {
    if (!event.target.matches(".bubble") || event.key !== "Enter") return;
    event.preventDefault(); // else the same key would press the menu's first entry
    on.menu(id(event.target), pointOf({}, event.target));
  });
  list.addEventListener("pointerdown", (event) => {
    const bubble = bubbleOf(event);
    if (bubble && event.pointerType === "touch") follow(bubble, event, () => on.reply(id(bubble)), (point) => on.menu(id(bubble), point));
  });
}

/** A menu asked for by key has no pointer; it opens at the bubble. */
function pointOf(event, bubble) {
  const box = bubble.getBoundingClientRect();
  return event.clientX ? { x: event.clientX, y: event.clientY } : { x: box.left + 24, y: box.top + 24 };
}

function follow(bubble, start, onSwipe, onHold) {
  const hold = setTimeout(() => (end(), onHold({ x: start.clientX, y: start.clientY })), HOLD_MS);
  let pulled = 0;
  const move = (event) => {
    const x = event.clientX - start.clientX;
    if (Math.hypot(x, event.clientY - start.clientY) > 8) clearTimeout(hold);
    pulled = Math.max(-80, Math.min(0, x));
    bubble.style.transform = pulled < -8 ? `translateX(${pulled}px)` : "";
  };
  const release = () => {
    end();
    if (pulled < -SWIPE_PX) onSwipe();
  };
  const end = () => {
    clearTimeout(hold);
    bubble.style.transform = "";
    bubble.removeEventListener("pointermove", move);
    bubble.removeEventListener("pointerup", release);
    bubble.removeEventListener("pointercancel", end);
  };
  bubble.addEventListener("pointermove", move);
  bubble.addEventListener("pointerup", release);
  bubble.addEventListener("pointercancel", end);
}
