// The line under the head that keeps the newest pinned message at hand.
import { h, icon } from "./dom.js";
import { preview } from "./format.js";

/** @returns the line, or nothing when no message is pinned or it is not known */
export function pinned(message, jump) {
  if (!message) return null;
  const words = h("span", {}, h("b", {}, "Pesan tersemat"), h("span", {}, preview(message)));
  return h("button", { type: "button", class: "pinned", onclick: () => jump(message.id) }, icon("tack"), words);
}
