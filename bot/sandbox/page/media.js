// What a message carries besides words: photos, files, places, people, polls.
import { h, icon, safeAddress } from "./dom.js";
import { duration, size } from "./format.js";

/** The API tells a photo as one object or as sizes from small to large. */
const largest = (photo) => (Array.isArray(photo) ? photo[photo.length - 1] : photo);

/** @returns {Node[]} the media part of a bubble, empty if there is none */
export function media(message) {
  const kind = Object.keys(SHOW).find((name) => message[name]);
  return kind ? [SHOW[kind](message[kind])].flat() : [];
}

export const isVisual = (message) => Boolean(message.photo || message.video || message.location);

const SHOW = { photo, video, voice, document: file, venue, location, contact, sticker, poll };

function photo(value) {
  const { url, width, height } = largest(value);
  const src = safeAddress(url);
  if (!src) return h("span", { class: "photo empty" }, "Foto");
  const picture = h("img", { src, alt: "Foto", width, height, loading: "lazy", decoding: "async", draggable: "false" });
  return h("a", { class: "photo", href: src, target: "_blank", rel: "noopener" }, picture);
}

function video({ url }) {
  return h("video", { class: "photo", src: safeAddress(url), controls: true, preload: "metadata" });
}

function voice(value) {
  const player = h("audio", { src: safeAddress(value.url), controls: true, preload: "none", "aria-label": "Pesan suara" });
  return h("div", { class: "voice" }, player, value.duration ? h("small", {}, duration(value.duration)) : null);
}

function file({ url, file_name: name, file_size: bytes }) {
  const body = [h("span", { class: "disc" }, icon("file")), h("span", {}, h("b", {}, name || "Dokumen"), h("small", {}, size(bytes) || "Buka"))];
  const href = safeAddress(url);
  return href ? h("a", { class: "card", href, target: "_blank", rel: "noopener" }, body) : h("div", { class: "card" }, body);
}

function location({ latitude, longitude }) {
  const place = `${Number(latitude).toFixed(5)}, ${Number(longitude).toFixed(5)}`;
  return h("div", { class: "map" }, h("span", { class: "map-pin" }, icon("pin")), h("span", { class: "map-place" }, place));
}

function venue({ location: place, title, address }) {
  return [location(place), h("div", { class: "venue" }, h("b", {}, title), h("small", {}, address))];
}

function contact({ first_name: first, last_name: last, phone_number: number }) {
  const name = [first, last].filter(Boolean).join(" ") || "Kontak";
  return h("div", { class: "card" }, h("span", { class: "disc" }, icon("person")), h("span", {}, h("b", {}, name), h("small", {}, number || "")));
}

function sticker({ url, emoji }) {
  const src = safeAddress(url);
  return src ? h("img", { class: "sticker", src, alt: `Stiker ${emoji ?? ""}` }) : h("div", { class: "sticker" }, emoji || "🙂");
}

function poll({ question, options = [] }) {
  const total = options.reduce((sum, option) => sum + (option.voter_count ?? 0), 0);
  const row = (option) => {
    const share = total ? Math.round((100 * (option.voter_count ?? 0)) / total) : 0;
    return h("li", {}, h("span", {}, `${share}%`), h("span", {}, option.text ?? String(option)), h("meter", { min: 0, max: 100, value: share }));
  };
  return h("div", { class: "poll" }, h("b", {}, question || "Jajak pendapat"), h("ul", {}, options.map(row)), h("small", {}, `${total} suara`));
}
