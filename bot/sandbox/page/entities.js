// Formatted text: Telegram's entities to DOM nodes. Offsets count UTF-16 units, as JavaScript's strings do.
import { h, safeAddress } from "./dom.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/**
 * @param {string} text
 * @param {{type: string, offset: number, length: number}[]} entities
 * @param {{command(text: string): void, link(address: string): boolean}} acts what a tap does
 * @returns {Node[]}
 */
export function format(text, entities, acts) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, acts);
}

function span(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset >= at && stop > entity.offset) {
      const inner = others.filter((other) => other.offset < stop);
      nodes.push(text.slice(at, entity.offset), dress(entity, text, stop, inner, acts));
      at = stop;
      // A block already ends its line; the line break after it would show as an empty one.
      if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1;
    }
    rest = others.filter((other) => other.offset >= at);
  }
  nodes.push(text.slice(at, end));
  return nodes.filter((node) => node !== "");
}

function dress(entity, text, stop, inner, acts) {
  const words = text.slice(entity.offset, stop);
  const children = span(text, entity.offset, stop, inner, acts);
  if (PLAIN[entity.type]) return h(PLAIN[entity.type], {}, children);
  const special = SPECIAL[entity.type];
  return special ? special(children, words, entity, acts) : h("span", {}, children);
}

const SPECIAL = {
  pre: (children, words, entity) => h("pre", { "data-language": entity.language }, h("code", {}, children)),
  blockquote: (children) => h("blockquote", {}, children),
  expandable_blockquote: expandable,
  spoiler,
  text_link: (children, words, entity, acts) => link(children, entity.url, acts),
  url: (children, words, entity, acts) => link(children, /^\w+:\/\//.test(words) ? words : `https://${words}`, acts),
  email: (children, words, entity, acts) => link(children, `mailto:${words}`, acts),
  phone_number: (children, words, entity, acts) => link(children, `tel:${words}`, acts),
  mention: (children) => h("span", { class: "mention" }, children),
  text_mention: (children) => h("span", { class: "mention" }, children),
  hashtag: (children) => h("span", { class: "mention" }, children),
  bot_command: (children, words, entity, acts) =>
    h("button", { type: "button", class: "command", onclick: () => acts.command(words) }, children),
};

function link(children, address, acts) {
  const href = safeAddress(address);
  if (!href) return h("span", {}, children);
  const onclick = (event) => acts.link(href) && event.preventDefault();
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

function toggle(node, cls) {
  const act = () => node.classList.toggle(cls);
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => event.key === "Enter" && act());
  return node;
}

function spoiler(children) {
  return toggle(h("span", { class: "spoiler", role: "button", tabindex: "0", title: "Ketuk untuk membuka" }, children), "open");
}

function expandable(children) {
  return toggle(h("blockquote", { class: "expandable", role: "button", tabindex: "0" }, children), "open");
}
