// What the server told us, kept in memory and indexed. No DOM here.

const byId = (items) => new Map((items ?? []).map((item) => [item.id, item]));

export class Store {
  constructor() {
    this.revision = 0;
    // Kept here alone: the server does not tell who has blocked whom.
    this.blocked = new Set();
    this.load({ now: Date.now() / 1000 });
  }

  /** Take a whole state; everything known before is forgotten. */
  load(state) {
    this.setNow(state.now);
    this.controls = state.controls ?? [];
    this.bots = byId(state.bots);
    this.people = byId(state.people);
    this.phones = byId(state.phones);
    this.chats = new Map();
    for (const chat of state.chats ?? []) this.addChat(chat);
  }

  /** Take one event in; the views read the result afterwards. */
  apply(event) {
    const how = { message: "upsert", edit: "upsert", delete: "drop", reaction: "react", chat: "setChat", phone: "setPhone", clock: "setClock" };
    const name = how[event.type];
    if (name) this[name](event);
  }

  /** Seconds of the messenger's clock, running on between two events. */
  now() {
    return this.base + (performance.now() - this.since) / 1000;
  }

  setNow(now) {
    this.base = now;
    this.since = performance.now();
  }

  setClock(event) {
    this.setNow(event.now);
  }

  setPhone({ phone }) {
    this.phones.set(phone.id, phone);
  }

  setChat({ chat }) {
    const known = this.chats.get(chat.key);
    if (known) Object.assign(known, chat, { messages: known.messages });
    else this.addChat(chat);
  }

  addChat(chat) {
    this.chats.set(chat.key, { ...chat, messages: new Map() });
    for (const message of chat.messages ?? []) this.upsert({ message: { chat: chat.key, ...message } });
  }

  upsert({ message }) {
    const chat = this.chats.get(message.chat) ?? this.discover(message.chat);
    if (message.chat.startsWith(`p:${message.from}:`)) this.blocked.delete(message.chat); // writing lifts a block
    if (message.deleted) chat.messages.delete(message.id);
    else chat.messages.set(message.id, { ...message, revision: ++this.revision });
  }

  /** A first message may be faster than the news of its chat. */
  discover(key) {
    this.addChat(this.imagine(key));
    return this.chats.get(key);
  }

  drop({ chat, id }) {
    this.chats.get(chat)?.messages.delete(id);
  }

  react(event) {
    if (event.message) return this.upsert(event);
    const message = this.message(event.chat, event.id);
    if (message) this.upsert({ message: { ...message, reactions: event.reactions } });
  }

  chat(key) {
    return this.chats.get(key) ?? this.imagine(key);
  }

  /** A private chat exists for its owner before anything was said in it. */
  imagine(key) {
    const [kind, user, bot] = key.split(":");
    const alone = kind === "p" || kind === "w";
    const type = alone ? "private" : "group";
    const members = alone ? [Number(user), Number(bot)] : [];
    const channel = kind === "w" ? "whatsapp" : undefined;
    return { key, type, channel, title: "", members, admins: [], topics: [], messages: new Map() };
  }

  message(key, id) {
    return this.chats.get(key)?.messages.get(id);
  }

  /** Messages of a chat in order, of one topic if `thread` is given (null is the general one). */
  messages(key, thread) {
    const all = [...this.chat(key).messages.values()].sort((a, b) => a.id - b.id);
    return thread === undefined ? all : all.filter((message) => topicOf(message) === thread);
  }

  person(id) {
    return this.people.get(id) ?? this.bots.get(id);
  }

  name(id) {
    const person = this.person(id);
    return person ? [person.first_name, person.last_name].filter(Boolean).join(" ") : "Seseorang";
  }

  title(chat) {
    const bot = this.botOf(chat);
    return bot ? bot.first_name : chat.title || "Grup";
  }

  /** The bot at the other end of a private chat. */
  botOf(chat) {
    return chat.type === "private" ? this.bots.get(Number(chat.key.split(":")[2])) : undefined;
  }

  /** People, not bots, who can speak in a chat. */
  speakers(chat) {
    const ids = chat.members?.length ? chat.members : [...new Set([...chat.messages.values()].map((m) => m.from))];
    return ids.filter((id) => this.people.has(id));
  }

  /** Commands offered in a chat: the chat's own list, else those of the bots in it. */
  commands(chat) {
    if (chat.commands?.length) return chat.commands;
    const bots = chat.type === "private" ? [this.botOf(chat)] : (chat.members ?? []).map((id) => this.bots.get(id));
    return bots.filter(Boolean).flatMap((bot) => (bot.commands ?? []).map((command) => ({ ...command, bot: bot.username })));
  }
}

/** The general topic is told as no thread or as thread 1. */
export const topicOf = (message) => (message.thread && message.thread !== 1 ? message.thread : null);
