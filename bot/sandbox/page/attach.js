// The tiny form behind the paper clip: a photo, a document or a place.
import { h } from "./dom.js";
import { samplePhoto } from "./sample.js";

/** The town hall square of Kudus. */
export const KUDUS = { latitude: -6.8048, longitude: 110.8405 };

const KINDS = [["photo", "Foto"], ["document", "Dokumen"], ["voice", "Suara"], ["location", "Lokasi"]];
let serial = 0;

export class Attach {
  /** @param onLeave gives the focus back */
  constructor(acts, onLeave) {
    this.acts = acts;
    this.onLeave = onLeave;
    this.files = [];
    const field = (label, props) => h("label", {}, h("span", {}, label), h("input", props));
    this.picker = h("input", { type: "file", multiple: true, onchange: () => this.chose([...this.picker.files]) });
    this.chosen = h("output");
    this.caption = h("input", { type: "text", autocomplete: "off" });
    const choose = h("label", { class: "plain" }, "Pilih berkas", this.picker);
    this.fileFields = h("div", {}, h("div", { class: "pick" }, choose, this.sample()), this.chosen, h("label", {}, h("span", {}, "Keterangan"), this.caption));
    this.placeFields = h("div", { class: "pair" }, field("Lintang", { type: "number", step: "any", min: -90, max: 90, value: KUDUS.latitude }), field("Bujur", { type: "number", step: "any", min: -180, max: 180, value: KUDUS.longitude }));
    this.root = h("form", { class: "attach", "aria-label": "Lampiran", hidden: true, onsubmit: (event) => this.submit(event) }, this.kinds(), this.fileFields, this.placeFields, this.foot());
    this.choose("photo");
  }

  kinds() {
    const name = `kind-${++serial}`;
    const radio = ([kind, label]) => h("label", {}, h("input", { type: "radio", name, value: kind, checked: kind === "photo", onchange: () => this.choose(kind) }), h("span", {}, label));
    return h("div", { class: "kinds", role: "radiogroup", "aria-label": "Jenis lampiran" }, KINDS.map(radio));
  }

  sample() {
    this.sampleButton = h("button", { type: "button", class: "plain", onclick: async () => this.chose([await samplePhoto()]) }, "Pakai foto contoh");
    return this.sampleButton;
  }

  foot() {
    this.confirm = h("button", { type: "submit", class: "primary" }, "Lampirkan");
    return h("div", { class: "foot" }, h("button", { type: "button", class: "plain", onclick: () => this.leave() }, "Batal"), this.confirm);
  }

  choose(kind) {
    this.kind = kind;
    this.fileFields.hidden = kind === "location";
    this.placeFields.hidden = kind !== "location";
    this.sampleButton.hidden = kind !== "photo";
    this.picker.accept = { photo: "image/*", voice: "audio/*" }[kind] ?? "";
    this.chose([]);
  }

  chose(files) {
    this.files = files;
    this.chosen.textContent = files.map((file) => file.name).join(", ");
    this.confirm.disabled = this.kind !== "location" && !files.length;
  }

  /** Files that were pasted into the input. */
  take(files) {
    const kind = files.every((file) => file.type.startsWith("image/")) ? "photo" : "document";
    this.root.hidden = false;
    this.root.querySelector(`[value=${kind}]`).checked = true;
    this.choose(kind);
    this.chose(files);
    this.confirm.focus();
  }

  toggle() {
    if (this.close()) return;
    this.root.hidden = false;
    this.root.querySelector("input:checked").focus();
  }

  close() {
    const was = !this.root.hidden;
    this.root.hidden = true;
    return was;
  }

  leave() {
    this.close();
    this.onLeave();
  }

  submit(event) {
    event.preventDefault();
    const [latitude, longitude] = [...this.placeFields.querySelectorAll("input")].map((input) => input.value);
    if (this.kind === "location") this.acts.sendPlace(latitude, longitude);
    else this.acts.sendFiles(this.kind, this.files, this.caption.value.trim());
    this.caption.value = "";
    this.picker.value = "";
    this.chose([]);
    this.leave();
  }
}
