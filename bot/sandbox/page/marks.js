// WhatsApp's own marks (*bold*, _italic_, ~struck~, `code`, > quote, lists) to DOM nodes.
import { h, safeAddress } from "./dom.js";

const TAGS = { "*": "strong", _: "em", "~": "s" };
const FENCE = /```([\s\S]+?)```/g;
const INLINE = /`([^`\n]+)`|(^|[\s([{"'*_~>-])([*_~])(?=\S)((?:(?!\3).)*?\S)\3(?=$|[\s.,;:!?)\]}"'*_~-])|(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/gmu;

/** @returns {Node[]} the text as a phone shows it */
export function marked(text) {
  return pieces(text, FENCE, ([, code]) => h("code", { class: "fenced" }, code), lines);
}

/** What lies between the matches of a pattern is handed on to `rest`. */
function pieces(text, pattern, dress, rest) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(pattern)) {
    nodes.push(...rest(text.slice(at, found.index)), ...[dress(found)].flat());
    at = found.index + found[0].length;
  }
  nodes.push(...rest(text.slice(at)));
  return nodes.filter((node) => node !== "");
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => [index ? "\n" : "", ...line_(line)]).filter((node) => node !== "");
}

function line_(line) {
  if (line.startsWith("> ")) return [h("q", { class: "cited" }, inline(line.slice(2)))];
  const [, bullet] = /^[*-] (.+)$/.exec(line) ?? [];
  return bullet ? ["• ", ...inline(bullet)] : inline(line);
}

function inline(text) {
  return pieces(text, INLINE, dress, (plain) => [plain]);
}

function dress([, code, before, mark, inner, address]) {
  if (code) return h("code", {}, code);
  if (address) return h("a", { href: safeAddress(address), target: "_blank", rel: "noopener noreferrer" }, address);
  return [before, h(TAGS[mark], {}, inline(inner))];
}
