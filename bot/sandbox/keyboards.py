"""Reply markup: which kind it is, and Telegram's rules for inline buttons."""

from typing import Any

from bot.sandbox.messages import INLINE
from bot.sandbox.refusal import bad_request

MOST_BUTTONS = 100  # of one inline keyboard
DRESS = frozenset({"text", "icon_custom_emoji_id", "style"})


def split(markup: dict[str, Any] | None) -> dict[str, Any]:
    """{"markup": inline keyboard} or {"keyboard": any other kind}; what a new message keeps."""
    if markup is None:
        return {}
    return {"markup": inline(markup)} if INLINE in markup else {"keyboard": markup}


def inline(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """An inline keyboard after Telegram's checks; an empty one is none."""
    if markup is None:
        return None
    if INLINE not in markup:
        raise bad_request("inline keyboard expected")
    rows = [row for row in markup[INLINE] if row]
    for row in rows:
        for button in row:
            _check(button)
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {INLINE: rows} if rows else None


def _check(button: dict[str, Any]) -> None:
    kinds = button.keys() - DRESS
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: Text is empty")
    if not kinds:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one optional field must be used")
    if "url" in kinds and not button["url"].lower().startswith(("http://", "https://", "tg://", "tel:")):
        raise bad_request("BUTTON_URL_INVALID")
