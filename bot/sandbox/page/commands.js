// The list of a bot's commands: behind the "/" button, and while a command is being typed.
import { h, refresh } from "./dom.js";

export class CommandList {
  /** @param onPick gets the whole command; @param onLeave gives the focus back */
  constructor(onPick, onLeave) {
    this.onPick = onPick;
    this.onLeave = onLeave;
    this.all = [];
    this.root = h("div", { class: "commands", role: "group", "aria-label": "Perintah bot", hidden: true, onkeydown: (event) => this.key(event) });
  }

  /** @param commands {{command, description, text}[]} */
  offer(commands) {
    this.all = commands;
    if (!this.root.hidden) this.show(this.prefix ?? "");
  }

  toggle() {
    if (!this.close()) this.show("");
  }

  /** @returns whether there was something to close */
  close() {
    const was = !this.root.hidden;
    this.root.hidden = true;
    return was;
  }

  filter(typed) {
    if (/^\/\w*$/.test(typed)) this.show(typed.slice(1).toLowerCase());
    else this.close();
  }

  show(prefix) {
    this.prefix = prefix;
    const fitting = this.all.filter(({ command }) => command.startsWith(prefix));
    this.root.hidden = !fitting.length;
    refresh(this.root, fitting, () => fitting.map((item) => this.entry(item)));
  }

  entry({ command, description, text }) {
    const pick = () => (this.close(), this.onLeave(), this.onPick(text));
    return h("button", { type: "button", onclick: pick }, h("b", {}, `/${command}`), h("span", {}, description));
  }

  /** Move the focus into the list, to the entry nearest to the input. */
  enter() {
    if (this.root.hidden) return false;
    this.root.lastChild.focus();
    return true;
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === 1 && document.activeElement === this.root.lastChild) return this.onLeave();
    if (!step) return;
    event.preventDefault();
    const here = document.activeElement;
    (step > 0 ? here.nextSibling : here.previousSibling)?.focus();
  }
}
