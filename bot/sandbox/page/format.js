// How people, times and short previews are written: Indonesian, always at Kudus' clock.

const ZONE = "Asia/Jakarta";
const make = (options) => new Intl.DateTimeFormat("id-ID", { timeZone: ZONE, ...options });

const TIME = make({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = make({ weekday: "long", day: "numeric", month: "long" });
const DAY_YEAR = make({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const SHORT = make({ day: "numeric", month: "short" });
const DATE_KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

const date = (seconds) => new Date(seconds * 1000);

export const clock = (seconds) => TIME.format(date(seconds));
export const longDate = (seconds) => DAY_YEAR.format(date(seconds));
export const shortDate = (seconds) => SHORT.format(date(seconds));
export const dayKey = (seconds) => DATE_KEY.format(date(seconds));

/** The separator between days: the year is told only when it is not the current one. */
export function dayLabel(seconds, now) {
  if (dayKey(seconds) === dayKey(now)) return "Hari ini";
  if (dayKey(seconds) === dayKey(now - 86400)) return "Kemarin";
  const sameYear = dayKey(seconds).slice(0, 4) === dayKey(now).slice(0, 4);
  return (sameYear ? DAY : DAY_YEAR).format(date(seconds));
}

/** One of seven colours, the same for a person on every phone. */
export const tint = (id) => `tint-${Math.abs(Number(id) || 0) % 7}`;

export function initials(name) {
  const words = name.trim().split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.slice(0, 2).map((word) => [...word][0]).join("").toUpperCase() || "?";
}

export function size(bytes) {
  if (!bytes) return "";
  const unit = bytes < 1e6 ? [bytes / 1e3, "KB"] : [bytes / 1e6, "MB"];
  return `${unit[0].toLocaleString("id-ID", { maximumFractionDigits: 1 })} ${unit[1]}`;
}

export function duration(seconds) {
  const whole = Math.round(seconds || 0);
  return `${Math.floor(whole / 60)}.${String(whole % 60).padStart(2, "0")}`;
}

const KINDS = {
  photo: "🖼 Foto", video: "🎬 Video", voice: "🎤 Pesan suara", document: "📎 Dokumen",
  location: "📍 Lokasi", contact: "👤 Kontak", sticker: "Stiker", poll: "📊 Jajak pendapat",
};

/** One line that stands for a message in quotes, announcements and lists; `unmarked`: without WhatsApp's marks. */
export function preview(message, unmarked = false) {
  const said = message.text || message.caption || message.service || "";
  const words = unmarked ? said.replace(/[*_~`]/g, "") : said;
  const kind = Object.keys(KINDS).find((name) => message[name]);
  const line = [kind && KINDS[kind], words].filter(Boolean).join(" · ");
  return line.replace(/\s+/g, " ").slice(0, 160) || "Pesan";
}
