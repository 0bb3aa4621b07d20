"""POST /{phone id}/messages: messages, read marks and the typing indicator, once their shape is right."""

import re
from typing import Any

from bot.sandbox.whatsapp import outgoing
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.people import Contact
from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import mapping, one_of
from bot.sandbox.whatsapp.threads import Note, Thread

Json = dict[str, Any]

TYPING = 25
"""Seconds the typing indicator stays unless a message ends it."""


def send(exchange: Exchange, business: Business, call: Json) -> Json:
    """Obeys the call and gives Meta's answer; raises GraphError."""
    if "status" in call:
        return _mark(exchange, business, call)
    kind = outgoing.kind_of(call)
    body = outgoing.checked(call, kind)
    if business.locked:
        raise GraphError(business.locked)
    contact = _recipient(exchange, business, call)
    thread = exchange.thread(contact, business)
    return _answer(call, contact, _sent(exchange, thread, call, kind, body))


def _recipient(exchange: Exchange, business: Business, call: Json) -> Contact:
    number = re.sub(r"[\s()+.-]", "", str(call.get("to") or ""))
    if number == re.sub(r"\D", "", business.number):
        raise GraphError(131021)
    given = {"wa_id": number} if number else {"user_id": str(call["recipient"])}
    contact = exchange.found(**given)
    if contact is None or not contact.registered:
        raise GraphError(131026)
    return contact


def _sent(exchange: Exchange, thread: Thread, call: Json, kind: str, body: Json) -> Note:
    facts: Json = {"tracker": call.get("biz_opaque_callback_data", ""), "by_user_id": not call.get("to")}
    if "context" in call:
        facts["reply_to"] = _known(thread, mapping(call["context"], "context", ("message_id",))["message_id"])
    if kind != "template" and not thread.open_at(exchange.clock()):
        raise GraphError(131047)
    return exchange.sent(thread, kind, body, **facts)


def _known(thread: Thread, wamid: Any) -> Note:
    if note := thread.by_wamid.get(wamid):
        return note
    raise GraphError(131009, f"Message ID {wamid} is not a message of this conversation.")


def _answer(call: Json, contact: Contact, note: Note) -> Json:
    who = {"input": call["to"], "wa_id": contact.wa_id} if call.get("to") else _by_id(call)
    said = {"id": note.wamid, **({"message_status": "accepted"} if note.kind == "template" else {})}
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
        if not earlier.outgoing and earlier.id <= note.id and not earlier.seen:
            earlier.seen = True
            exchange.show("edit", thread, earlier)
    return {"success": True}


def _incoming(exchange: Exchange, business: Business, wamid: Any) -> tuple[Thread, Note]:
    for thread in exchange.threads.values():
        note = thread.by_wamid.get(wamid)
        if thread.business is business and note is not None and not note.outgoing:
            return thread, note
    raise GraphError(131009, f"Message ID {wamid} is not a message this number has received.")
