"""What Meta's webhook brings, taken apart: one update for each message, status or other news, in their order.

One that can't be read must not hide the others, and each keeps what it needs: whose number it came to, and who wrote.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
"""

from collections.abc import Iterator, Mapping
from typing import Any

Update = dict[str, Any]


def updates(body: Mapping[str, Any]) -> Iterator[Update]:
    """Each of the same shape as the whole: one entry with one change, with one message or one status at most."""
    for entry in _dicts(body.get("entry")):
        for change in _dicts(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict):
                yield from (_alone(body, entry, change, each) for each in _values(value))


def _dicts(value: Any) -> list[Any]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _alone(body: Mapping[str, Any], entry: Update, change: Update, value: Update) -> Update:
    return {**body, "entry": [{**entry, "changes": [{**change, "value": value}]}]}


def _values(value: Update) -> Iterator[Update]:
    contacts = _dicts(value.get("contacts"))
    shared = {key: each for key, each in value.items() if key not in ("contacts", "messages", "statuses")}
    if isinstance(number := value.get("metadata"), dict):
        shared["metadata"] = {"display_phone_number": "", **number}
    messages, statuses = _dicts(value.get("messages")), _dicts(value.get("statuses"))
    if not messages and not statuses:
        yield value
    for message in messages:
        who = _contact(contacts, message.get("from"), message.get("from_user_id"))
        yield {**shared, "contacts": [who], "messages": [message]}
    for status in statuses:
        who = _contact(contacts, status.get("recipient_id"), status.get("recipient_user_id"))
        yield {**shared, "contacts": [who], "statuses": [status]}


def _contact(contacts: list[Any], phone: Any, user: Any) -> Update:
    """Whose it is; among one there is no choice. Both keys are always there, because the library asks for them."""
    known = [each for each in contacts if user and each.get("user_id") == user]
    known = known or [each for each in contacts if phone and each.get("wa_id") == phone]
    found: Update = (known or (contacts if len(contacts) == 1 else [{}]))[0]
    return {**found, "wa_id": found.get("wa_id") or phone or "", "user_id": found.get("user_id") or user or ""}


def part(update: Mapping[str, Any]) -> tuple[str, Update]:
    """The field an update of one change is about, and its value. Raises for another shape."""
    [entry] = update["entry"]
    [change] = entry["changes"]
    return str(change.get("field", "")), change["value"]
