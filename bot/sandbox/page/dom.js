// Small helpers around the DOM. Data only ever enters as text nodes or attributes.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  attach: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4L15 6.5",
  send: "M4 12L3 4l18 8-18 8 1-8zm0 0h8",
  slash: "M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM14.5 7.5l-5 9",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M17.5 10h.01M8 14.5h8",
  reply: "M10 6L4 12l6 6M4 12h10a6 6 0 0 1 6 6",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  pin: "M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  tack: "M9 3h6l-1 7 4 4H6l4-4zM12 14v7",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
  bolt: "M13 3L5 13.5h6L10 21l9-11.5h-6z",
  pencil: "M4 20l1-4L16 5l3 3L8 19z",
  list: "M8 6h13M8 12h13M8 18h13M3 6h.01M3 12h.01M3 18h.01",
};

/** An element: props named on… are listeners, `class` and attributes are set as they are. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) put(node, name, value);
  node.append(...children.flat(2).filter((child) => child != null && child !== false));
  return node;
}

function put(node, name, value) {
  if (value == null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** A line icon of 24 units; decoration only, so hidden from assistive technology. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round button that shows only an icon and is named by its label. */
export function iconButton(name, label, onclick, props = {}) {
  return h("button", { type: "button", class: "round", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

const stamps = new WeakMap();

/**
 * Fill `host` with what `build` returns, unless `stamp` says nothing has changed since.
 * Redrawing only on change keeps focus, open pickers and text selections alive.
 */
export function refresh(host, stamp, build) {
  const mark = JSON.stringify(stamp);
  if (stamps.get(host) === mark) return false;
  stamps.set(host, mark);
  const place = focusables(host).indexOf(document.activeElement);
  host.replaceChildren(...[build()].flat().filter(Boolean));
  if (place >= 0) focusables(host)[place]?.focus();
  return true;
}

function focusables(host) {
  return [...host.querySelectorAll("button, a, input, select, textarea, [tabindex]")];
}

/** Only addresses that cannot run anything: our own paths, the web, mail and telephone. */
export function safeAddress(address) {
  const text = String(address ?? "");
  return /^(https?:\/\/|mailto:|tel:|\/(?!\/))/i.test(text) ? text : null;
}
