"""What Meta posts to a webhook: the envelope, messages of people, statuses of the business's own messages.

Shapes as in Meta's webhook reference and in pywa's collection of real updates.
"""

from typing import Any

from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.refusals import as_status_error
from bot.sandbox.whatsapp.threads import WINDOW, Note, Thread

Json = dict[str, Any]

TOO_BIG = "Media file size too big. Max file size we currently support: 100MB."


def envelope(business: Business, field: str, value: Json, time: int | None = None) -> Json:
    """One change; account and template news carry a `time`, messages do not."""
    entry: Json = {"id": business.waba_id, **({} if time is None else {"time": time})}
    entry["changes"] = [{"value": value, "field": field}]
    return {"object": "whatsapp_business_account", "entry": [entry]}


def _value(business: Business) -> Json:
    return {"messaging_product": "whatsapp", "metadata": business.metadata()}


def message(thread: Thread, note: Note) -> Json:
    """The webhook of a person's message."""
    said: Json = {**_context(thread, note), **thread.contact.as_sender(), "id": note.wamid}
    said |= {"timestamp": str(note.date), "type": note.kind, **_content(note)}
    value = {**_value(thread.business), "contacts": [thread.contact.as_contact()], "messages": [said]}
    return envelope(thread.business, "messages", value)


def _content(note: Note) -> Json:
    if note.kind != "unsupported":
        return {note.kind: note.body}
    if "too_big" in note.body:
        return {"errors": [as_status_error(131052, TOO_BIG)]}
    return {"errors": [as_status_error(131051)], "unsupported": note.body}


def _context(thread: Thread, note: Note) -> Json:
    context: Json = {"forwarded": True} if note.forwarded else {}
    if original := note.reply_to:
        sender = thread.business.number if original.outgoing else thread.contact.wa_id
        context |= {"from": sender, "id": original.wamid}
    return {"context": context} if context else {}


def edited(thread: Thread, note: Note, wamid: str, at: int) -> Json:
    """The webhook of a person's correction; `wamid` is the correction's own id."""
    inner = {"context": {"id": note.wamid}, "type": note.kind, note.kind: note.body}
    return _event(thread, wamid, at, "edit", {"original_message_id": note.wamid, "message": inner})


def revoked(thread: Thread, note: Note, wamid: str, at: int) -> Json:
    """The webhook of a message taken back for everyone."""
    return _event(thread, wamid, at, "revoke", {"original_message_id": note.wamid})


def reaction(thread: Thread, note: Note, wamid: str, at: int, emoji: str | None) -> Json:
    """The webhook of a reaction; without an emoji it is taken back."""
    given = {"emoji": emoji} if emoji else {}
    return _event(thread, wamid, at, "reaction", {"message_id": note.wamid, **given})


def _event(thread: Thread, wamid: str, at: int, kind: str, body: Json) -> Json:
    said = {**thread.contact.as_sender(), "id": wamid, "timestamp": str(at), "type": kind, kind: body}
    value = {**_value(thread.business), "contacts": [thread.contact.as_contact()], "messages": [said]}
    return envelope(thread.business, "messages", value)


def changed(thread: Thread, wamid: str, at: int, before: tuple[str, str], *, number_known: bool) -> Json:
    """A new number (or a new user id alone): a system message, which has no `contacts`.

    `before` is her former number and user id; her contact already has the new ones.
    """
    contact, (old_number, old_id) = thread.contact, before
    names = (old_number, contact.wa_id) if number_known else (old_id, contact.user_id)
    system: Json = {"body": f"User {contact.name} changed from {names[0]} to {names[1]}"}
    if number_known:
        system |= {"wa_id": contact.wa_id, "user_id": contact.user_id, "type": "user_changed_number"}
    else:
        system |= {"previous_user_id": old_id, "user_id": contact.user_id, "type": "user_changed_user_id"}
    number = {} if contact.hidden else {"from": old_number}
    said: Json = {**number, "from_user_id": old_id, "id": wamid, "timestamp": str(at)}
    said |= {"type": "system", "system": system}
    return envelope(thread.business, "messages", {**_value(thread.business), "messages": [said]})


def status(thread: Thread, note: Note, state: str, at: int) -> Json:
    """sent, delivered, read or failed. A failed one has no `contacts`."""
    contact = thread.contact
    said: Json = {"id": note.wamid, "status": state, "timestamp": str(at)}
    said |= {} if contact.hidden else {"recipient_id": contact.wa_id}
    if state != "failed" or note.by_user_id:
        said["recipient_user_id"] = contact.user_id
    if note.tracker:
        said["biz_opaque_callback_data"] = note.tracker
    value = _value(thread.business)
    if state == "failed":
        return envelope(thread.business, "messages", {**value, "statuses": [{**said, "errors": _errors(note)}]})
    said |= _price(thread, note, state)
    value |= {"contacts": [contact.as_contact()], "statuses": [said]}
    return envelope(thread.business, "messages", value)


def _errors(note: Note) -> list[Json]:
    return [as_status_error(note.error)]


def _price(thread: Thread, note: Note, state: str) -> Json:
    conversation: Json = {"id": f"c{thread.contact.person.id:08d}{note.date // WINDOW:08d}{note.category}"}
    if state == "sent":
        conversation["expiration_timestamp"] = str(note.date + WINDOW)
    conversation["origin"] = {"type": note.category}
    kind = "free_customer_service" if note.free else "regular"
    pricing = {"billable": not note.free, "pricing_model": "PMP", "type": kind, "category": note.category}
    return {"conversation": conversation, "pricing": pricing}
