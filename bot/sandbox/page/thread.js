// The scrolling list of one phone: reuses rows that did not change and keeps to the bottom.
import { h, icon } from "./dom.js";
import { rows } from "./rows.js";
import { draw } from "./bubble.js";

const PAGE = 200;
const NEAR = 48;

export class Thread {
  constructor() {
    this.drawn = new Map();
    this.limit = PAGE;
    this.atBottom = true;
    this.fresh = 0;
    this.list = h("div", { class: "list" });
    this.earlier = h("button", { type: "button", class: "earlier", hidden: true, onclick: () => this.more() }, "Pesan sebelumnya");
    this.scroller = h("div", { class: "scroller", role: "log", "aria-live": "off", "aria-label": "Pesan", tabindex: "0" }, this.earlier, this.list);
    this.jumpButton = h("button", { type: "button", class: "fresh", hidden: true, onclick: () => this.toBottom(true) }, icon("down"), h("span"));
    this.root = h("div", { class: "thread" }, this.scroller, this.jumpButton);
    this.watch();
  }

  watch() {
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.walk(event));
    // Late pictures, an opening keyboard and a turning phone change the height; the end stays in sight.
    const keep = new ResizeObserver(() => this.atBottom && this.toBottom());
    keep.observe(this.list);
    keep.observe(this.scroller);
  }

  /** Show another conversation from its end. */
  restart() {
    this.limit = PAGE;
    this.atBottom = true;
    this.fresh = 0;
  }

  /** @param scene see bubble.js */
  draw(messages, scene) {
    this.last = [messages, scene];
    const shown = messages.slice(-this.limit);
    this.earlier.hidden = shown.length === messages.length;
    const find = (id) => scene.store.message(scene.chat.key, id);
    this.place(rows(shown, { speaker: scene.speaker, now: scene.store.now(), find }), scene);
    if (this.atBottom) this.toBottom();
    this.badge();
  }

  place(wanted, scene) {
    const next = new Map();
    let cursor = this.list.firstChild;
    for (const row of wanted) {
      const node = this.node(row, scene);
      next.set(row.key, { stamp: row.stamp, node });
      if (node === cursor) cursor = cursor.nextSibling;
      else this.list.insertBefore(node, cursor);
    }
    const kept = new Set([...next.values()].map(({ node }) => node));
    for (const node of [...this.list.children]) if (!kept.has(node)) this.retire(node, next);
    this.drawn = next;
  }

  node(row, scene) {
    const old = this.drawn.get(row.key);
    // Revisions are unique across chats, so an equal stamp is the very same row.
    return old && old.stamp === row.stamp ? old.node : draw(row, scene);
  }

  /** A redrawn bubble must not throw the keyboard user back to the start of the page. */
  retire(node, next) {
    const focused = node.contains(document.activeElement);
    node.remove();
    if (focused) next.get(`m-${node.dataset.message}`)?.node.focus({ preventScroll: true });
  }

  arrived() {
    if (!this.atBottom) this.fresh += 1;
  }

  badge() {
    this.jumpButton.hidden = this.atBottom;
    this.jumpButton.lastChild.textContent = this.fresh ? `${this.fresh} baru` : "ke bawah";
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atBottom = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.atBottom) this.fresh = 0;
    this.badge();
  }

  toBottom(focus = false) {
    this.atBottom = true;
    this.fresh = 0;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.badge();
    if (focus) this.scroller.focus({ preventScroll: true });
  }

  more() {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.limit += PAGE;
    this.draw(...this.last);
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  /** Bring a quoted message into sight and let it glow once. */
  jump(id) {
    const find = () => this.list.querySelector(`[data-message="${Number(id)}"]`);
    while (!find() && !this.earlier.hidden) this.more();
    const node = find();
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("glow");
    requestAnimationFrame(() => node.classList.add("glow"));
  }

  /** Arrows walk from bubble to bubble, so that each can be answered from the keyboard. */
  walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const all = [...this.list.querySelectorAll(".bubble")];
    const here = all.indexOf(document.activeElement.closest(".bubble"));
    const target = here < 0 ? all[all.length - 1] : all[here + step];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
}
