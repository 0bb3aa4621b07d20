// A small card that tells a first-time visitor what to try on this phone.
import { h, iconButton } from "./dom.js";

const TRY = {
  private: "Coba tulis: jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh",
  group: "Laporan warga muncul di sini sebagai kartu. Tekan tombolnya, atau balas kartu untuk menjawab warga.",
};

/** @returns the card, or nothing once this phone's card was put away */
export function hint(phone, chat) {
  const key = `pendopo-hint-${phone.id}`;
  if (recall(key)) return null;
  const away = (event) => {
    event.currentTarget.parentNode.remove();
    remember(key);
  };
  const words = phone.subtitle || TRY[chat.type] || TRY.group;
  return h("aside", { class: "hint", "aria-label": "Petunjuk" }, h("p", {}, words), iconButton("close", "Tutup petunjuk", away));
}

// Storage may be forbidden; the card then simply comes back next time.
function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key) {
  try {
    localStorage.setItem(key, "1");
  } catch {
    // nothing to do
  }
}
