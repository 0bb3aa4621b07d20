"""What both Telegram bots have in common, whichever library speaks: button data, files, the meaning of refusals.

Texts of refusals: https://github.com/tdlib/telegram-bot-api and its tests; limits: https://core.telegram.org/bots/api
"""

from bot.channels import Gone, NoTopics, Refused, TopicGone
from flows.events import Chose, PersonEvent, Said, SentFile, SentTooLarge
from routing.pieces import Evidence, FileKind

POLL_SECONDS = 30
"""How long a poll waits for news. Telegram allows up to 50."""

MOST_DOWNLOAD = 20 * 1024 * 1024
"""A bot may fetch files of up to 20 MB."""

FILES: dict[str, FileKind] = {
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "voice",
    "audio": "audio",
    "document": "document",
}
"""The part of a message that holds a file, and what it is to us. An animation is called a document besides."""

NOT_MODIFIED = ("message is not modified", "topic_not_modified")

GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be deleted",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_closed", "topic_id_invalid")
NO_TOPICS = "the chat is not a forum"
MUTED = (
    "not enough rights to send text messages",
    "have no rights to send a message",
    "chat_write_forbidden",
    "chat_restricted",
)
UNKNOWN_CHAT = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated")


def read_button(data: str) -> Chose:
    """`name:ref:value`, as `Choice.wire` wrote it; anything else is a choice nobody offered."""
    name, _, rest = data.partition(":")
    ref, _, value = rest.partition(":")
    return Chose(name, ref, value)


def read_file(message: object, channel: str, caption: str) -> list[PersonEvent]:
    """The file in a message of either library, with its caption; one too large to fetch leaves the words."""
    evidence = next(
        (_file(message, part, kind, channel) for part, kind in FILES.items() if getattr(message, part)), None
    )
    if evidence is None:
        return []
    if evidence.size <= MOST_DOWNLOAD:
        return [SentFile(evidence, caption)]
    too_large = SentTooLarge(evidence.kind, evidence.size, MOST_DOWNLOAD)
    return [Said(caption), too_large] if caption else [too_large]


def _file(message: object, part: str, kind: FileKind, channel: str) -> Evidence:
    """Of a photo's sizes the last is the largest."""
    sent = getattr(message, part)
    sent = sent[-1] if part == "photo" else sent
    name, mime = getattr(sent, "file_name", None), getattr(sent, "mime_type", None)
    return Evidence(kind, channel, sent.file_id, name or "", sent.file_size or 0, mime or "")


def bad_request(description: str) -> Refused | None:
    """What a 400 means; None when what was wanted is so already."""
    said = description.lower()
    if any(words in said for words in NOT_MODIFIED):
        return None
    if any(words in said for words in TOPIC_GONE):
        return TopicGone("muted" if "topic_closed" in said else "gone", description)
    if NO_TOPICS in said:
        return NoTopics("topics", description)
    if "not enough rights" in said and "topic" in said:
        return NoTopics("right", description)
    if any(words in said for words in GONE):
        return Gone("gone", description)
    if any(words in said for words in UNKNOWN_CHAT):
        return Refused("gone", description)
    if any(words in said for words in MUTED):
        return Refused("muted", description)
    return Refused("refused", description)
