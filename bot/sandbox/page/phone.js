// One phone: its owner, its chats, and the one conversation it shows.
import { h, refresh } from "./dom.js";
import { clock, initials, preview, tint } from "./format.js";
import { actsOf } from "./acts.js";
import { Composer } from "./composer.js";
import { Thread } from "./thread.js";
import { gestures, showMenu } from "./menu.js";
import { alertBox, toast } from "./notices.js";
import { tabs } from "./tabs.js";
import { hint } from "./hint.js";
import { pinned } from "./pinned.js";
import { topicOf } from "./store.js";
import { isWhatsApp, windowLine } from "./whatsapp.js";
import { lookAt } from "./api.js";

const TYPING_MS = 5500;

export class Phone {
  /** @param on {{visible(): boolean, changed(): void}} how the phone stands on the page */
  constructor(id, store, on) {
    Object.assign(this, { id, store, on, unread: new Map(), drafts: new Map(), chosenSpeaker: new Map(), topic: null });
    this.thread = new Thread();
    this.acts = actsOf(this);
    this.composer = new Composer(this.acts, store);
    this.build();
    this.thread.root.addEventListener("pointerdown", () => this.composer.commands.close());
    gestures(this.thread.list, {
      menu: (message, point) => this.menu(this.store.message(this.active, message), point),
      reply: (message) => this.composer.reply(this.store.message(this.active, message)),
    });
    this.open(this.data().chats[0] ?? "");
  }

  data() {
    return this.store.phones.get(this.id);
  }

  build() {
    this.status = h("div", { class: "status" }, h("h2"), h("time"));
    this.chatTabs = h("nav", { class: "tabs", "aria-label": "Percakapan" });
    this.head = h("header", { class: "head" });
    this.topicTabs = h("nav", { class: "tabs", "aria-label": "Topik" });
    this.pin = h("div", { class: "pin-place" });
    this.hint = h("div", { class: "hint-place" });
    this.window = h("p", { class: "window", role: "status", hidden: true });
    this.live = h("p", { class: "unseen", "aria-live": "polite" });
    this.root = h("section", { class: "phone", "data-phone": this.id }, this.status, this.chatTabs, this.head, this.topicTabs, this.window, this.pin, this.hint, this.thread.root, this.composer.root, this.live);
  }

  chat() {
    return this.store.chat(this.active);
  }

  messages() {
    return this.store.messages(this.active, this.chat().is_forum ? this.topic : undefined);
  }

  /** Who writes here: the owner, or in a group the member the visitor picked. */
  speaker() {
    const { owner } = this.data();
    const chat = this.chat();
    if (chat.type === "private") return owner;
    const members = this.store.speakers(chat);
    return [this.chosenSpeaker.get(this.active), owner, ...members].find((id) => members.includes(id)) ?? owner;
  }

  open(key) {
    this.drafts.set(this.active, this.composer.input.value);
    this.composer.release();
    this.active = key;
    const last = this.store.messages(key).at(-1);
    this.topic = this.chat().is_forum && last ? topicOf(last) : null;
    this.composer.write(this.drafts.get(key) ?? "");
    this.begin();
  }

  openTopic(topic) {
    this.topic = topic;
    this.composer.release();
    this.begin();
  }

  begin() {
    this.thread.restart();
    this.draw();
    this.aimAt(this.messages().at(-1));
    this.read();
  }

  /** A bot that forces a reply has chosen the message to answer. */
  aimAt(message) {
    if (message?.keyboard === "force_reply" && message.from !== this.speaker()) this.composer.reply(message, false);
  }

  draw() {
    const { title } = this.data();
    this.root.setAttribute("aria-label", title);
    this.status.firstChild.textContent = title;
    this.root.classList.toggle("wa", isWhatsApp(this.chat()));
    this.tick();
    this.drawTabs();
    this.drawHead();
    const pin = this.store.message(this.active, this.chat().pinned?.at(-1));
    refresh(this.pin, pin ?? null, () => pinned(pin, (id) => this.jump(id)));
    refresh(this.hint, [this.data().subtitle, this.chat().type], () => hint(this.data(), this.chat()));
    this.thread.draw(this.messages(), { store: this.store, chat: this.chat(), speaker: this.speaker(), acts: this.acts });
    this.composer.draw({ commands: this.commands(), keyboard: this.keyboard(), closed: this.closed() });
  }

  tick() {
    this.status.lastChild.textContent = clock(this.store.now());
    this.drawWindow();
    if (isWhatsApp(this.chat())) this.drawHead();
  }

  /** On WhatsApp: whether the office may still write freely. Said aloud only when it changes. */
  drawWindow() {
    const line = windowLine(this.chat(), this.store.now());
    this.window.hidden = !line;
    if (!line || this.window.textContent === line.text) return;
    this.window.textContent = line.text;
    this.window.classList.toggle("shut", !line.open);
  }

  drawTabs() {
    const chats = this.data().chats.map((key) => ({ id: key, title: this.store.title(this.store.chat(key)), badge: key === this.active ? 0 : this.count(key) }));
    tabs(this.chatTabs, "Percakapan", chats, this.active, (key) => this.open(key));
    const topics = this.chat().is_forum ? [{ id: null, name: "Umum" }, ...(this.chat().topics ?? []).filter(({ id }) => id !== 1)] : [];
    const items = topics.map(({ id, name, closed }) => ({ id, title: closed ? `${name} 🔒` : name, badge: id === this.topic ? 0 : this.count(this.active, id) }));
    tabs(this.topicTabs, "Topik", items, this.topic, (id) => this.openTopic(id));
  }

  drawHead() {
    const chat = this.chat();
    const title = this.store.title(chat);
    const people = this.store.speakers(chat);
    const under = this.under(chat);
    const id = this.store.botOf(chat)?.id ?? chat.id ?? chat.key.slice(2);
    const names = people.map((person) => this.store.name(person));
    refresh(this.head, [title, under, names, this.speaker()], () => [
      h("span", { class: `disc ${tint(id)}`, "aria-hidden": "true" }, initials(title)),
      h("div", { class: "who" }, h("b", {}, title), h("small", { class: under.endsWith("mengetik…") ? "typing" : "" }, under)),
      chat.type === "private" ? null : this.picker(people),
    ]);
  }

  under(chat) {
    if (isWhatsApp(chat)) return chat.typing > this.store.now() ? "sedang mengetik…" : "akun bisnis di WhatsApp";
    if (this.typing) return `${this.typing} sedang mengetik…`;
    return chat.type === "private" ? "bot" : `${chat.members?.length ?? 0} anggota`;
  }

  picker(people) {
    const option = (id) => h("option", { value: id, selected: id === this.speaker() }, this.store.name(id));
    const onchange = (event) => {
      this.chosenSpeaker.set(this.active, Number(event.target.value));
      this.draw();
    };
    return h("label", { class: "speaker" }, h("small", {}, "berbicara sebagai"), h("select", { onchange }, people.map(option)));
  }

  commands() {
    const chat = this.chat();
    // Several bots may sit in a group, so a command there names the bot it is meant for.
    const address = (bot) => (chat.type !== "private" && bot ? `@${bot}` : "");
    return this.store.commands(chat).map(({ command, description, bot }) => ({ command, description, text: `/${command}${address(bot)}` }));
  }

  keyboard() {
    const all = this.messages();
    if (isWhatsApp(this.chat())) return null;
    if (!all.length && this.store.botOf(this.chat())) return { id: "start", lines: [[{ text: "Mulai", says: "/start" }]] };
    const last = all.findLast((message) => message.keyboard != null);
    return Array.isArray(last?.keyboard) ? { id: last.id, lines: last.keyboard } : null;
  }

  closed() {
    if (this.chat().type !== "private" && !this.chat().members.length) return "Grup ini sudah tidak ada.";
    return this.chat().topics?.find(({ id }) => id === this.topic)?.closed ? "Topik ini ditutup." : "";
  }

  menu(message, point) {
    if (!message) return;
    const text = message.text || message.caption;
    const items = [{ label: "Balas", act: () => this.composer.reply(message) }];
    if (message.from === this.speaker() && text) items.push({ label: "Sunting", act: () => this.composer.edit(message) });
    if (text) items.push({ label: "Salin", act: () => this.copy(text) });
    if (isWhatsApp(this.chat()) && message.from === this.speaker()) items.push({ label: "Hapus untuk semua", act: () => this.acts.revoke(message) });
    showMenu(this.root, point, items, (emoji) => this.acts.react(message, emoji));
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).then(() => toast(this.root, "Disalin"), () => toast(this.root, "Peramban menolak menyalin"));
  }

  jump(id) {
    const message = this.store.message(this.active, id);
    if (message && this.chat().is_forum && topicOf(message) !== this.topic) this.openTopic(topicOf(message));
    this.thread.jump(id);
  }

  follow(address) {
    const [, name, payload] = /^https:\/\/t\.me\/(\w+)(?:\?start=([\w-]+))?$/.exec(address) ?? [];
    const key = this.data().chats.find((chat) => name && this.store.botOf(this.store.chat(chat))?.username === name);
    if (!key) return false;
    if (key !== this.active) this.open(key);
    this.acts.say(payload ? `/start ${payload}` : "/start");
    return true;
  }

  // ---- what comes in

  shows(message) {
    return message.chat === this.active && (!this.chat().is_forum || topicOf(message) === this.topic);
  }

  arrived(message) {
    if (!this.data().chats.includes(message.chat)) return;
    if (this.shows(message)) this.aimAt(message);
    if (message.from === this.speaker() || message.service) return;
    this.live.textContent = `${this.store.name(message.from)}: ${preview(message, isWhatsApp(this.chat()))}`;
    if (message.chat === this.active) this.quiet();
    if (this.shows(message)) this.thread.arrived();
    if (!this.shows(message) || !this.on.visible()) this.count(message.chat, topicOf(message), 1);
  }

  /** Unread messages of a chat, of one topic if given; `more` adds. */
  count(key, topic = undefined, more = 0) {
    const of = (one) => this.unread.get(`${key} ${one}`) ?? 0;
    if (more) this.unread.set(`${key} ${topic}`, of(topic) + more);
    if (topic !== undefined) return of(topic);
    return [...this.unread].filter(([name]) => name.startsWith(`${key} `)).reduce((sum, [, count]) => sum + count, 0);
  }

  /** What is in sight is read. */
  read() {
    if (!this.on.visible()) return;
    this.look();
    const place = `${this.active} ${this.chat().is_forum ? this.topic : ""}`;
    for (const name of [...this.unread.keys()]) if (name === place || (!this.chat().is_forum && name.startsWith(place))) this.unread.delete(name);
    this.on.changed();
  }

  /** On WhatsApp the office is told that its messages were seen. */
  look() {
    const seen = (message) => message.from !== this.speaker() && message.status === "delivered";
    if (isWhatsApp(this.chat()) && !document.hidden && this.on.visible() && this.messages().some(seen)) lookAt(this.active).catch(() => {});
  }

  badge() {
    return this.data().chats.reduce((sum, key) => sum + this.count(key), 0);
  }

  typed({ chat, from }) {
    if (chat !== this.active || from === this.speaker()) return;
    this.typing = this.store.name(from);
    clearTimeout(this.hush);
    this.hush = setTimeout(() => (this.quiet(), this.drawHead()), TYPING_MS);
    this.drawHead();
  }

  quiet() {
    this.typing = null;
  }

  /** The bot has answered a press: stop the waiting mark, show its words if there are any. */
  answered({ user, chat, text, alert }) {
    if (!this.data().chats.includes(chat) || user !== this.speaker()) return;
    for (const node of this.root.querySelectorAll("[aria-busy]")) node.removeAttribute("aria-busy");
    if (!text) return;
    if (alert) alertBox(this.root, this.store.title(this.store.chat(chat)), text);
    else toast(this.root, text);
  }
}
