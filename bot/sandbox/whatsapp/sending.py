"""POST /{phone id}/messages: messages, read marks and the typing indicator, once their shape is right."""

import re
from typing import Any

from bot.sandbox.whatsapp import filling, outgoing
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.fetching import fetched
from bot.sandbox.whatsapp.media import TYPES, fits
from bot.sandbox.whatsapp.people import Contact
from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import mapping, one_of
from bot.sandbox.whatsapp.threads import Note, Thread

Json = dict[str, Any]

TYPING = 25
"""Seconds the typing indicator stays unless a message ends it."""

AFTERWARDS = (131026, 131047, 131049, 131053)
"""Refusals that Meta may as well accept first and tell later, in a failed status."""


async def send(exchange: Exchange, business: Business, call: Json) -> Json:
    """Obeys the call and gives Meta's answer; raises GraphError."""
    if "status" in call:
        return _mark(exchange, business, call)
    kind = outgoing.kind_of(call)
    body = outgoing.checked(call, kind)
    if business.locked:
        raise GraphError(business.locked)
    contact = _recipient(exchange, business, call)
    thread = exchange.thread(contact, business)
    facts = _facts(thread, call)
    if kind == "reaction":
        return _answer(call, contact, _reacted(exchange, thread, body), kind)
    facts |= _filled(exchange, thread, kind, body) | await _loaded(exchange, business, kind, body)
    facts.setdefault("error", _refusal(exchange, thread, kind))
    if exchange.limits:
        exchange.limits.spend(business.phone_id, contact.user_id, exchange.clock())
    return _answer(call, contact, exchange.sent(thread, kind, body, **facts).wamid, kind)


def _recipient(exchange: Exchange, business: Business, call: Json) -> Contact:
    number = re.sub(r"[\s()+.-]", "", str(call.get("to") or ""))
    if number == re.sub(r"\D", "", business.number):
        raise GraphError(131021)
    contact = exchange.found(wa_id=number) if number else exchange.found(user_id=str(call["recipient"]))
    if contact is None:
        raise GraphError(131026)
    return contact


def _facts(thread: Thread, call: Json) -> Json:
    facts: Json = {"tracker": call.get("biz_opaque_callback_data", ""), "by_user_id": not call.get("to")}
    if "context" in call:
        facts["reply_to"] = _known(thread, mapping(call["context"], "context", ("message_id",))["message_id"])
    return facts


def _known(thread: Thread, wamid: Any) -> Note:
    if note := thread.by_wamid.get(wamid):
        return note
    raise GraphError(131009, f"Message ID {wamid} is not a message of this conversation.")


def _refusal(exchange: Exchange, thread: Thread, kind: str) -> int:
    """The code this message fails with, 0 if it does not; raises it unless refusals are told later."""
    code = 0
    if kind != "template" and not thread.open_at(exchange.clock()):
        code = 131047
    if not thread.contact.registered:
        code = 131026
    if code and not (exchange.late_refusals and code in AFTERWARDS):
        raise GraphError(code)
    if not code and (fault := exchange.faults.for_message()):
        return fault.code
    return code


def _filled(exchange: Exchange, thread: Thread, kind: str, body: Json) -> Json:
    """A template with its parameters, and what it costs: utility is free inside the window."""
    if kind != "template":
        return {}
    template = filling.found(thread.business, body)
    category = template.category.lower()
    free = category == "utility" and thread.open_at(exchange.clock())
    return {"shown": filling.shown(template, body), "category": category, "free": free}


async def _loaded(exchange: Exchange, business: Business, kind: str, body: Json) -> Json:
    """The file of a media message; one that does not fit its kind lets the message fail later (131053)."""
    if kind not in TYPES:
        return {}
    if link := body.get("link"):
        upload = await fetched(link)
        if upload is None or not fits(kind, upload.mime, len(upload.data)):
            return {"error": 131053}
        return {"file": exchange.media.keep(business.phone_id, kind, upload, exchange.clock()).file}
    media = exchange.media.known(str(body["id"]), business.phone_id, exchange.clock())
    if media is None:
        raise GraphError(131009, f"Media ID {body['id']} is not known, or no longer.")
    return {"file": media.file} if fits(kind, media.mime, len(media.file.data)) else {"error": 131053}


def _reacted(exchange: Exchange, thread: Thread, body: Json) -> str:
    note = _known(thread, body["message_id"])
    if not thread.open_at(exchange.clock()):
        raise GraphError(131047)
    note.reactions.pop(thread.business.id, None)
    if emoji := body.get("emoji"):
        note.reactions[thread.business.id] = emoji
    exchange.show("edit", thread, note)
    return exchange.new_wamid(thread)


def _answer(call: Json, contact: Contact, wamid: str, kind: str) -> Json:
    who = {"input": call["to"], "wa_id": contact.wa_id} if call.get("to") else _by_id(call)
    said = {"id": wamid, **({"message_status": "accepted"} if kind == "template" else {})}
    return {"messaging_product": "whatsapp", "contacts": [who], "messages": [said]}


def _by_id(call: Json) -> Json:
    return {"input": call["recipient"], "user_id": call["recipient"]}


def _mark(exchange: Exchange, business: Business, call: Json) -> Json:
    given = mapping(call, "message", ("messaging_product", "status", "message_id"), ("typing_indicator",))
    one_of(given["status"], "status", ("read",))
    thread, note = _incoming(exchange, business, given["message_id"])
    if "typing_indicator" in given:
        typing = mapping(given["typing_indicator"], "typing_indicator", ("type",))
        one_of(typing["type"], "typing_indicator['type']", ("text",))
        thread.typing_until = exchange.clock() + TYPING
        exchange.show_thread(thread)
    for earlier in thread.notes.values():
        if not earlier.outgoing and earlier.id <= note.id and earlier.status != "read":
            earlier.status = "read"
            exchange.show("edit", thread, earlier)
    return {"success": True}


def _incoming(exchange: Exchange, business: Business, wamid: Any) -> tuple[Thread, Note]:
    thread = exchange.place_of(str(wamid))
    if thread is not None and thread.business is business:
        return thread, thread.by_wamid[wamid]
    raise GraphError(131009, f"Message ID {wamid} is not a message this number has received.")
