"""What a business may send: the body of POST /{phone id}/messages, checked kind by kind.

Limits from https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
"""

from collections.abc import Callable
from typing import Any

from bot.sandbox.whatsapp import interactive
from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import address, between, listing, mapping, one_of, words

Json = dict[str, Any]

TEXT, CAPTION, FILE_NAME, TRACKER = 4096, 1024, 240, 512
COMMON = ("messaging_product",)
ASIDE = (
    "recipient_type",
    "to",
    "recipient",
    "type",
    "context",
    "biz_opaque_callback_data",
    "recipient_identity_key_hash",
)


def kind_of(call: Json) -> str:
    """The kind of message a call sends, its frame checked."""
    if call.get("messaging_product") != "whatsapp":
        raise GraphError(100, message="(#100) The parameter messaging_product is required.")
    kind = str(call.get("type") or "text")
    if kind not in CHECKS:
        raise GraphError(
            100, message=f"(#100) Param type must be one of {{{', '.join(CHECKS).upper()}}} - got {kind!r}."
        )
    mapping(call, "message", (*COMMON, kind), ASIDE)
    one_of(call.get("recipient_type", "individual"), "recipient_type", ("individual",))
    if not call.get("to") and not call.get("recipient"):
        raise GraphError(100, message="(#100) The parameter to is required.")
    words(call.get("biz_opaque_callback_data", ""), "biz_opaque_callback_data", TRACKER, 0)
    return kind


def checked(call: Json, kind: str) -> Json:
    """What stands under the kind; raises GraphError for what Meta refuses."""
    return CHECKS[kind](call[kind])


def _text(value: Any) -> Json:
    text = mapping(value, "text", ("body",), ("preview_url",))
    words(text["body"], "text['body']", TEXT)
    return text


def _media(kind: str, *optional: str) -> Callable[[Any], Json]:
    def check(value: Any) -> Json:
        media = mapping(value, kind, (), ("id", "link", *optional))
        if ("id" in media) == ("link" in media):
            raise GraphError(100, message=f"(#100) Param {kind} must have exactly one of id or link.")
        if "link" in media:
            address(media["link"], f"{kind}['link']")
        words(media.get("caption", ""), f"{kind}['caption']", CAPTION, 0)
        words(media.get("filename", ""), f"{kind}['filename']", FILE_NAME, 0)
        return media

    return check


def _location(value: Any) -> Json:
    place = mapping(value, "location", (), ("latitude", "longitude", "name", "address"))
    for name, most in (("latitude", 90), ("longitude", 180)):
        if place.get(name) is None:
            raise GraphError(131008, f"Parameter '{name}' is mandatory for 'location'.")
        between(place[name], f"location['{name}']", -most, most)
    return place


def _contacts(value: Any) -> Json:
    for contact in listing(value, "contacts"):
        name = mapping(contact, "contacts", ("name",), ("phones", "emails", "urls", "addresses", "org", "birthday"))[
            "name"
        ]
        words(name.get("formatted_name"), "contacts['name']['formatted_name']", 1024)
    return value  # type: ignore[no-any-return]


def _reaction(value: Any) -> Json:
    return mapping(value, "reaction", ("message_id",), ("emoji",))


def _template(value: Any) -> Json:
    template = mapping(value, "template", ("name", "language"), ("components",))
    language = mapping(template["language"], "template['language']", ("code",), ("policy",))
    words(language["code"], "template['language']['code']", 15)
    words(template["name"], "template['name']", 512)
    listing(template.get("components", []), "template['components']")
    return template


CHECKS: dict[str, Callable[[Any], Json]] = {
    "text": _text,
    "image": _media("image", "caption"),
    "video": _media("video", "caption"),
    "audio": _media("audio", "voice"),
    "document": _media("document", "caption", "filename"),
    "sticker": _media("sticker"),
    "location": _location,
    "contacts": _contacts,
    "interactive": interactive.check,
    "template": _template,
    "reaction": _reaction,
}
