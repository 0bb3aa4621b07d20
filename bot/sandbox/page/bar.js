// The slim bar above the phones: name, the messenger's clock, the host's controls, faults.
import * as api from "./api.js";
import { h, icon, refresh } from "./dom.js";
import { clock, longDate, shortDate } from "./format.js";
import { faults } from "./faults.js";
import { toast } from "./notices.js";

export class Bar {
  constructor(host, store) {
    this.store = store;
    this.long = h("span", { class: "long" });
    this.short = h("span", { class: "short" });
    this.time = h("span");
    this.controls = h("div", { class: "controls", role: "group", "aria-label": "Kendali simulasi" });
    this.drawer = h("details", { class: "faults" });
    const logo = h("img", { src: "/static/icon.svg", alt: "", width: 28, height: 28 });
    const name = h("h1", {}, logo, h("span", {}, "Pendopo"));
    const slogan = h("p", { class: "slogan" }, "aduan warga Kabupaten Kudus, dari ponsel ke ponsel");
    host.append(name, slogan, h("p", { class: "now", "aria-label": "Waktu simulasi" }, this.long, this.short, h("b", {}, this.time, h("span", { class: "zone" }, " WIB"))), this.controls, this.drawer);
    closing(this.drawer);
  }

  draw() {
    this.tick();
    refresh(this.controls, this.store.controls, () => this.store.controls.map((item) => this.button(item)));
    const chats = [...this.store.chats.values()].map(({ key, title }) => [key, title]);
    refresh(this.drawer, [[...this.store.phones.values()], chats, [...this.store.blocked]], () => [h("summary", { title: "Gangguan" }, icon("bolt"), h("span", {}, "Gangguan")), faults(this.store)]);
  }

  tick() {
    const now = this.store.now();
    this.long.textContent = longDate(now);
    this.short.textContent = shortDate(now);
    this.time.textContent = clock(now);
  }

  button({ id, label }) {
    const onclick = async ({ currentTarget: node }) => {
      node.setAttribute("aria-busy", "true");
      await api.control(id).then((answer) => this.moved(answer), (error) => toast(document.body, error.message));
      node.removeAttribute("aria-busy");
    };
    return h("button", { type: "button", "data-control": id, onclick }, label);
  }

  moved({ now }) {
    if (now) this.store.setNow(now);
    this.tick();
  }
}

/** A drawer closes by Escape and by a click elsewhere, like a menu. */
function closing(drawer) {
  document.addEventListener("pointerdown", (event) => drawer.contains(event.target) || drawer.removeAttribute("open"));
  drawer.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drawer.removeAttribute("open");
    drawer.querySelector("summary").focus();
  });
}
