// The foot of a phone: quote bar, commands, reply keyboard, attachments and the input itself.
import { h, icon, iconButton, refresh } from "./dom.js";
import { preview } from "./format.js";
import { Attach } from "./attach.js";
import { CommandList } from "./commands.js";

const TALLEST_PX = 160;

export class Composer {
  /** @param acts see acts.js; @param store read only */
  constructor(acts, store) {
    this.acts = acts;
    this.store = store;
    this.target = null;
    this.editing = false;
    this.folded = false;
    this.attach = new Attach(acts, () => this.input.focus());
    this.commands = new CommandList((text) => this.command(text), () => this.input.focus());
    this.build();
  }

  build() {
    this.bar = h("div", { class: "quoting", hidden: true });
    this.keys = h("div", { class: "reply-keys", hidden: true });
    this.input = h("textarea", { "aria-label": "Tulis pesan", placeholder: "Tulis pesan", rows: "1", oninput: () => this.typed(), onkeydown: (event) => this.key(event), onpaste: (event) => this.pasted(event) });
    this.slash = iconButton("slash", "Perintah bot", () => this.commands.toggle());
    this.fold = iconButton("keyboard", "Papan tombol", () => this.toggleKeys());
    this.sendButton = h("button", { type: "submit", class: "round send", "aria-label": "Kirim", title: "Kirim" }, icon("send"));
    const clip = iconButton("attach", "Lampiran", () => this.attach.toggle());
    this.form = h("form", { class: "line", onsubmit: (event) => this.submit(event) }, clip, this.input, this.slash, this.fold, this.sendButton);
    this.closed = h("p", { class: "closed", hidden: true });
    this.root = h("div", { class: "composer", onkeydown: (event) => event.key === "Escape" && this.escape() }, this.commands.root, this.attach.root, this.bar, this.form, this.closed, this.keys);
  }

  /** @param view {{commands, keyboard: {id, lines}|null, closed: string}} what the chat offers now */
  draw({ commands, keyboard, closed }) {
    this.commands.offer(commands);
    this.slash.hidden = !commands.length;
    this.form.hidden = Boolean(closed);
    this.closed.hidden = !closed;
    this.closed.textContent = closed;
    if (keyboard?.id !== this.keyboardId) this.folded = false;
    this.keyboardId = keyboard?.id;
    this.keyboard = closed ? null : keyboard;
    this.drawKeys();
  }

  drawKeys() {
    this.fold.hidden = !this.keyboard;
    this.fold.setAttribute("aria-pressed", String(!this.folded));
    this.keys.hidden = !this.keyboard || this.folded;
    const lines = this.keyboard?.lines ?? [];
    const key = (button) => h("button", { type: "button", onclick: () => this.acts.key(button) }, button.text);
    refresh(this.keys, lines, () => lines.map((line) => h("div", {}, line.map(key))));
  }

  toggleKeys() {
    this.folded = !this.folded;
    this.drawKeys();
  }

  /** Answer this message with the next one. */
  reply(message, focus = true) {
    this.aim(message, false);
    if (focus) this.input.focus();
  }

  edit(message) {
    this.aim(message, true);
    this.write(message.text || message.caption || "");
    this.input.focus();
  }

  release() {
    if (this.editing) this.write("");
    this.aim(null, false);
  }

  aim(message, editing) {
    this.target = message;
    this.editing = editing;
    this.bar.hidden = !message;
    if (!message) return this.bar.replaceChildren();
    const title = editing ? "Sunting pesan" : `Balas ${this.store.name(message.from)}`;
    this.bar.replaceChildren(
      icon(editing ? "pencil" : "reply"),
      h("div", {}, h("b", {}, title), h("span", {}, preview(message, message.chat.startsWith("w:")))),
      iconButton("close", "Batalkan", () => (this.release(), this.input.focus())),
    );
  }

  write(text) {
    this.input.value = text;
    this.typed();
  }

  typed() {
    this.commands.filter(this.input.value);
    this.grow();
  }

  grow() {
    this.input.style.height = "";
    const wanted = this.input.value ? Math.min(this.input.scrollHeight, TALLEST_PX) : 0;
    if (wanted) this.input.style.height = `${wanted}px`;
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) this.submit(event);
    else if (event.key === "ArrowUp" && this.commands.enter()) event.preventDefault();
    else if (event.key === "ArrowUp" && !this.input.value && this.acts.editLast()) event.preventDefault();
  }

  escape() {
    if (!this.commands.close() && !this.attach.close()) this.release();
    this.input.focus();
  }

  pasted(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    this.attach.take(files);
  }

  command(text) {
    this.write("");
    this.acts.say(text);
  }

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    const { target, editing } = this;
    this.write("");
    this.aim(null, false);
    this.commands.close();
    if (editing) this.acts.saveEdit(target, text);
    else this.acts.say(text, target?.id);
  }
}
