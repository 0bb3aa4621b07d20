"""What both Telegram bots have in common, whichever library speaks: button data and the meaning of refusals.

Texts of refusals: https://github.com/tdlib/telegram-bot-api and its tests; limits: https://core.telegram.org/bots/api
"""

from bot.channels import Gone, Refused
from flows.events import Chose

POLL_SECONDS = 30
"""How long a poll waits for news. Telegram allows up to 50."""

MOST_DOWNLOAD = 20 * 1024 * 1024
"""A bot may fetch files of up to 20 MB."""

NOT_MODIFIED = "message is not modified"

GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be deleted",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
UNKNOWN_CHAT = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")


def read_button(data: str) -> Chose:
    """`name:ref:value`, as `Choice.wire` wrote it; anything else is a choice nobody offered."""
    name, _, rest = data.partition(":")
    ref, _, value = rest.partition(":")
    return Chose(name, ref, value)


def bad_request(description: str) -> Refused | None:
    """What a 400 means; None when what was wanted is so already."""
    said = description.lower()
    if NOT_MODIFIED in said:
        return None
    if any(words in said for words in GONE):
        return Gone("gone", description)
    if any(words in said for words in UNKNOWN_CHAT):
        return Refused("gone", description)
    return Refused("refused", description)
