"""The citizens' number on WhatsApp, through Meta's Cloud API. The only file that knows pywa.

The library parses what comes and makes the calls. Its server is not used: it acknowledges before the work is done.
"""

import json
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from pywa.errors import PywaUnknownEnumMemberWarning, WhatsAppError
from pywa_async.client import WhatsApp as Client
from pywa_async.types.base_update import RawUpdate
from pywa_async.types.callback import CallbackButton, CallbackSelection
from pywa_async.types.message import Message
from pywa_async.types.message_status import MessageStatus, Pricing, PricingType
from pywa_async.types.system import PhoneNumberChange

from bot.arrival import WHATSAPP, Arrival, News, Renumbered, Reported
from bot.channels import Attached, Gone, Later, Menu, Outgoing, Raw, Refused, Trouble, Webhook, clean
from bot.channels.telegram import read_button
from bot.channels.whatsapp_account import warned
from bot.channels.whatsapp_envelope import Update, part, updates
from bot.channels.whatsapp_files import CAPTIONED, MOST_DOWNLOAD, RECEIVED, sent_as
from bot.channels.whatsapp_form import MOST_BODY, Body, as_template, bodies, plain
from bot.channels.whatsapp_text import marked, size
from bot.channels.whatsapp_trouble import at_start, trouble
from bot.templates import Filled
from bot.tls import believed
from flows.doorways import written
from flows.events import Chose, PersonEvent, Said, SentFile, SentOther, SentPlace
from routing.pieces import Evidence
from storage.database import millis
from storage.people import Sender

META = "https://graph.facebook.com"
META_MEDIA = "lookaside.fbsbx.com"
"""Where Meta's own files lie."""

CALL = httpx.Timeout(20.0)

# A word of Meta's that this version of the library does not know yet is no fault.
warnings.filterwarnings("ignore", category=PywaUnknownEnumMemberWarning)


class WhatsApp:
    """Behind `bot.channels.Channel`. `api_url` is any server that speaks the Cloud API."""

    name = WHATSAPP
    shows_few = True
    reports = True

    def __init__(self, token: str, phone: str, business: str, verify_token: str, api_url: str) -> None:
        self.phone, self.business, self.verify_token = phone, business, verify_token
        self.http = httpx.AsyncClient(timeout=CALL, verify=believed())
        self.client = Client(phone, token, session=self.http, waba_id=business)
        version = self.http.base_url.path.strip("/")
        self.http.base_url = httpx.URL(f"{api_url}/{version}/")
        self.hosts = {urlsplit(api_url).netloc, META_MEDIA} if api_url == META else {urlsplit(api_url).netloc}

    async def start(self) -> str:
        try:
            with _troubles():
                me = await self.client.api.get_business_phone_number(self.phone, ("display_phone_number",))
        except Trouble as found:
            raise at_start(found) from None
        return str(me.get("display_phone_number") or self.phone)

    async def stop(self) -> None:
        await self.http.aclose()

    # ---- in

    async def fetch(self, offset: int | None) -> Sequence[Raw]:
        raise Refused("refused", "WhatsApp can't be asked for news; it calls the webhook")

    async def set_webhook(self, url: str, secret: str) -> None:
        """For this account alone, over what the app's settings say. `secret` is checked by signature instead."""
        with _troubles():
            await self.client.api.set_waba_alternate_callback_url(self.business, url, self.verify_token)

    async def remove_webhook(self) -> None:
        with _troubles():
            await self.client.api.delete_waba_alternate_callback_url(self.business)

    async def webhook(self) -> Webhook:
        with _troubles():
            apps = await self.client.api.get_waba_subscribed_apps(self.business)
        found = [str(each.get("override_callback_uri") or "") for each in apps.get("data", [])]
        return Webhook(next(filter(None, found), ""), 0, "" if found else "no app is subscribed to the account")

    async def standing(self, chat: str) -> str:
        raise Refused("refused", "officers' groups are on Telegram")

    def read(self, raw: Raw) -> Sequence[Arrival | News]:
        return [each for update in updates(clean(raw)) for each in self._read(update)]

    def _read(self, update: Update) -> Sequence[Arrival | News]:
        field, value = part(update)
        if field != "messages":
            return warned(field, update, value)
        if value["metadata"]["phone_number_id"] != self.phone:
            return ()  # of another number of the same account
        raw = RawUpdate(json.dumps(update).encode(), hmac_header=None, update_hash="")
        if value.get("statuses"):
            return _read_status(MessageStatus.from_update(self.client, raw))
        if not value.get("messages"):
            return ()
        [message], [contact] = value["messages"], value["contacts"]
        if message["type"] == "system":
            return self._read_system(raw, message)
        if "group_id" in message:
            return ()
        sender = _sender(contact, message)
        return _read_message(self._events(raw, message), message, sender)

    def _read_system(self, raw: RawUpdate, message: Update) -> Sequence[News]:
        """A new number or a new id; a new telephone with the same number is nothing to us."""
        if "chang" not in message["system"].get("type", "") or "identity" in message:
            return ()
        change = PhoneNumberChange.from_update(self.client, raw)
        old = tuple(filter(None, (message.get("from_user_id"), change.old_wa_id)))
        new = tuple(filter(None, (change.new_user_id, change.new_wa_id)))
        return [Renumbered(id=f"{WHATSAPP}:{change.id}", channel=WHATSAPP, old=old, new=new)] if old and new else ()

    def _events(self, raw: RawUpdate, message: Update) -> list[PersonEvent]:
        match message["type"], message.get("interactive", {}).get("type"):
            case "interactive", "button_reply":
                return [read_button(CallbackButton.from_update(self.client, raw).data)]
            case "interactive", "list_reply":
                return [read_button(CallbackSelection.from_update(self.client, raw).data)]
            case "button", _:
                return [Said(CallbackButton.from_update(self.client, raw).title)]
            case "request_welcome", _:
                return [Said("/start")]
            case type_, _ if type_ in MEANT:
                return list(_meant(Message.from_update(self.client, raw)))
            case "reaction", _ if not message["reaction"].get("emoji"):
                return []  # taken back
            case "unsupported", _ if TOO_BIG in [each.get("code") for each in message.get("errors", [])]:
                return [SentOther("too_big")]
            case type_, _:
                return [SentOther(type_)]

    # ---- out

    async def send(self, message: Outgoing) -> str:
        reply_to, sent = message.reply_to, ""
        for body in bodies(message):
            sent = await self._send(message.chat, body, reply_to, message.about)
            reply_to = ""
        return sent

    async def _send(self, chat: str, body: Body, reply_to: str = "", about: str = "") -> str:
        """To a telephone number or a user id. Returns the id of the message."""
        to = {"to": chat, "recipient": None} if chat.isdigit() else {"to": None, "recipient": chat}
        type_, content = body
        with _troubles():
            answer = await self.client.api.send_message(
                sender=self.phone,
                recipient_type="individual",
                typ=type_,
                msg=dict(content),
                reply_to_message_id=reply_to or None,
                biz_opaque_callback_data=about or None,
                **to,
            )
            return str(answer["messages"][0]["id"])

    async def announce(self, chat: str, template: Filled, about: str = "") -> str:
        """What may be said at any time, because it was approved beforehand."""
        return await self._send(chat, as_template(template), about=about)

    async def edit(self, message_id: str, message: Outgoing) -> None:
        raise Gone("gone", "what was sent on WhatsApp can't be changed")

    async def unbutton(self, chat: str, message_id: str) -> None:
        raise Gone("gone", "what was sent on WhatsApp can't be changed")

    async def withdraw(self, chat: str, message_id: str) -> None:
        raise Gone("gone", "what was sent on WhatsApp can't be taken back")

    async def answer_press(self, press: str, text: str, *, alert: bool) -> None:
        raise Refused("refused", "WhatsApp has no short notes; what is to be said is a message")

    async def download(self, file: str) -> bytes:
        """From Meta's own host alone, because the call carries our token; its addresses hold for five minutes."""
        with _troubles():
            found = await self.client.api.get_media_url(file)
            url = str(found["url"])
            if urlsplit(url).netloc not in self.hosts:
                raise Refused("refused", "the file lies on a host that is not Meta's")
            if int(found.get("file_size") or 0) > MOST_DOWNLOAD:
                raise Refused("refused", "the file is too large to be passed on")
            return await self._fetch(url)

    async def _fetch(self, url: str) -> bytes:
        content = bytearray()
        async with self.http.stream("GET", url, follow_redirects=False) as answer:
            if answer.status_code == httpx.codes.NOT_FOUND:
                raise Refused("refused", "the file is not there any more")
            if answer.status_code != httpx.codes.OK:
                raise Later(2, f"download: {answer.status_code}")
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > MOST_DOWNLOAD:
                    raise Refused("refused", "the file is too large to be passed on")
        return bytes(content)

    async def send_files(
        self, chat: str, files: Sequence[Attached], html: str, reply_to: str, about: str = ""
    ) -> Sequence[str]:
        """One after the other, for there are no albums; the words stand beneath the first, or before it."""
        words, sent = marked(html), []
        if words and (size(words) > MOST_BODY or sent_as(files[0])[0] not in CAPTIONED):
            sent.append(await self._send(chat, plain(words), reply_to, about))
            words, reply_to = "", ""
        for file in files:
            sent.append(await self._send_file(chat, file, (words, reply_to, about)))
            words, reply_to = "", ""
        return sent

    async def _send_file(self, chat: str, file: Attached, along: tuple[str, str, str]) -> str:
        """`along` go its caption, the message it answers, and what comes back."""
        caption, reply_to, about = along
        type_, mime = sent_as(file)
        with _troubles():
            kept = await self.client.api.upload_media(self.phone, file.content, mime, file.name)
        content = {"id": kept["id"]}
        content |= {"caption": caption} if caption else {}
        content |= {"filename": file.name} if type_ == "document" else {}
        return await self._send(chat, (type_, content), reply_to, about)

    async def set_commands(self, menu: Menu) -> None:
        """Shown when somebody types a slash; in one language, as there is but one list."""
        if menu.scope == "private" and not menu.language:
            commands = [{"command_name": name, "command_description": text[:256]} for name, text in menu.commands]
            with _troubles():
                await self.client.api.update_conversational_automation(self.phone, commands=json.dumps(commands))

    async def mark_read(self, message: str) -> None:
        """The blue ticks, and "typing …" until we answer or 25 seconds have passed."""
        with _troubles():
            await self.client.api.set_indicator(self.phone, message, "text")


# ---- reading

TOO_BIG = 131052
"""Of a file larger than the 100 MB that Meta takes."""

MEANT = ("text", "location", "sticker", "contacts", "order", *RECEIVED)


def _meant(message: Message) -> Iterator[PersonEvent]:
    if message.text is not None:
        payload, words = written(message.text)
        yield from [Said(f"/start {payload}")] if payload else []
        yield from [Said(words)] if words or not payload else []
    elif message.location:
        place = message.location
        words = ", ".join(filter(None, (place.name, place.address)))
        yield SentPlace(place.latitude, place.longitude, words)
    elif (kind := RECEIVED.get(message.type.value)) and (media := message.media):
        name, mime = getattr(media, "filename", None) or "", media.mime_type.partition(";")[0]
        evidence = Evidence("voice" if message.voice else kind, WHATSAPP, media.id, name, 0, mime)
        yield SentFile(evidence, message.caption or "")
    else:
        yield SentOther(message.type.value)


def _read_message(events: Sequence[PersonEvent], message: Update, sender: Sender) -> Sequence[Arrival]:
    answered = message.get("context", {}).get("id", "")
    return [
        Arrival(
            id=f"{WHATSAPP}:{message['id']}" + (f"/{place}" if place else ""),
            sender=sender,
            chat=sender.address,
            private=True,
            event=event,
            message=answered if isinstance(event, Chose) else message["id"],
            own=message["id"],
            reply_to="" if isinstance(event, Chose) else answered,
        )
        for place, event in enumerate(events)
    ]


def _sender(contact: Update, message: Update) -> Sender:
    """By the user id, if there is one: the number may be hidden, and may change. From Meta's own time of the message
    it counts the hours in which we may answer; a webhook may come days after it."""
    user, phone = contact["user_id"], contact["wa_id"]
    if not (user or phone):
        raise ValueError("a message from nobody")
    aliases = (phone,) if user and phone else ()
    name, seconds = str(contact.get("profile", {}).get("name") or ""), str(message.get("timestamp", ""))
    return Sender(WHATSAPP, user or phone, name, aliases, wrote=int(seconds) * 1000 if seconds.isdecimal() else 0)


def _read_status(status: MessageStatus[Any]) -> Sequence[Reported]:
    state = {"sent": "sent", "delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
    if status.status.value not in state:
        return ()
    return [
        Reported(
            id=status.id,
            channel=WHATSAPP,
            address=status.from_user.bsuid or status.from_user.wa_id or "",
            state=state[status.status.value],  # type: ignore[arg-type]
            about=str(status.tracker or ""),
            why=status.error.code if status.error else 0,
            at=millis(status.timestamp),
            **_price(status.pricing),
        )
    ]


def _price(told: Pricing | None) -> dict[str, Any]:
    """`type` says it since there is a price for each message; `billable` alone did before, and is to go."""
    if told is None:
        return {}
    billable = told.type == PricingType.REGULAR if told.type else told.billable
    return {"category": told.category.value, "billable": bool(billable)}


# ---- trouble


@contextmanager
def _troubles() -> Iterator[None]:
    try:
        yield
    except WhatsAppError as error:
        raise trouble(error.code, error.status_code or 0, f"{error.message} {error.details or ''}") from None
    except (httpx.HTTPError, OSError) as error:
        raise Later(2, type(error).__name__) from None
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise Later(5, f"an answer that is none: {type(error).__name__}") from None
