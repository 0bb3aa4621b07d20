"""Puts one letter into words and hands it to its channel. Knows the limits that platforms set on sending."""

import asyncio
import html
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256

from msgspec.structs import replace

from bot.arrival import LASTING
from bot.bureau import Bureau
from bot.channels import (
    Attached,
    BadToken,
    Channel,
    Gone,
    Later,
    Menu,
    NoTemplate,
    Outgoing,
    Refused,
    TopicGone,
    Trouble,
)
from bot.doors import citizens, coordinators
from bot.house import House
from bot.limits import Limiter
from bot.media import Media
from bot.metrics import TEMPLATES
from bot.own_copy import FILE, Copyist
from bot.packing import REFUSED, Packed, Packer
from bot.parcels import Parcel
from bot.returns import about
from bot.speech import Buttons, Speech
from bot.topics import OnTheWay, Topic, able, lacks_card
from bot.window import Announcer, Instead, Parked, Waits, Windows
from flows.card import card
from flows.effects import (
    Line,
    MarkRead,
    Say,
    SendCopy,
    SendFigures,
    SendFiles,
    SendRecap,
    ShowCard,
    ShowMenu,
    TakeBack,
    Toast,
    Unbutton,
)
from flows.more import few
from storage.database import millis
from storage.links import Link

TOAST_LIVES = 60_000
"""Milliseconds for which answering a press is worth trying; Telegram forgets presses soon after."""

LONGEST_PAUSE = 20.0
"""Seconds a letter may wait in flight for its turn; beyond that it goes back."""

TOAST_MOST = 200


class Postman:
    def __init__(
        self,
        house: House,
        channels: Mapping[str, Channel],
        speech: Speech,
        media: Media,
        limiter: Limiter,
        bureau: Bureau,
    ) -> None:
        self.house = house
        self.channels = channels
        self.speech = speech
        self.packer = Packer(channels, media)
        self.limiter = limiter
        self.windows = Windows(house, speech)
        self.bureau = bureau

    async def deliver(self, parcel: Parcel) -> Sequence[Link]:
        """Returns the links from the new messages to what they speak of, if to anything. Raises `Trouble`."""
        if parcel.unreachable:
            raise Refused(parcel.unreachable, "known to be unreachable")
        channel = self.channels.get(parcel.channel)
        if channel is None:
            raise Later(1, f"the channel {parcel.channel} is not open")
        verdict = self.windows.look(parcel)
        return await (self._announce(channel, parcel, verdict) if verdict else self._deliver(channel, parcel))

    async def _prepare(self, channel: Channel, parcel: Parcel) -> None:
        """Where the group has topics: the ticket's, with its card, comes before the letter. Raises `OnTheWay`."""
        if (topics := able(channel)) is None:
            return
        topic = Topic(parcel, self.speech, self.house.rules)
        if topic.wants_step:
            await self._pause(parcel)
            raise await topic.take_step(topics)
        if lacks_card(parcel):
            raise OnTheWay(links=[replace(link, called="") for link in some(await self._show_card(channel, parcel))])

    async def _deliver(self, channel: Channel, parcel: Parcel) -> Sequence[Link]:
        await self._prepare(channel, parcel)
        match parcel.letter.body:
            case Say() as say:
                return some(await self._say(channel, parcel, say))
            case ShowCard():
                return some(await self._show_card(channel, parcel))
            case SendFiles(files=files):
                packed = await self.packer.pack(files)
                return some(*await self._send_files(channel, parcel, packed))
            case TakeBack():
                await self._take_back(channel, parcel)
            case SendCopy():
                await self._send_copy(channel, parcel)
            case SendFigures() | SendRecap() as asked:
                await self._send_figures(channel, parcel, asked)
            case MarkRead(message=message):
                with suppress(Trouble):  # nobody should wait for an answer because of it
                    await channel.mark_read(message)
            case ShowMenu():
                await channel.set_commands(self._menu(parcel))
            case Unbutton(message=message):
                await channel.unbutton(parcel.chat, message)
            case Toast() as toast:
                await self._answer_press(channel, parcel, toast)
        return ()

    async def _announce(self, channel: Channel, parcel: Parcel, verdict: Waits | Instead) -> Sequence[Link]:
        """Nothing else may be said now. Raises `Parked` unless that was all."""
        links: Sequence[Link] = ()
        if verdict.announce and isinstance(channel, Announcer):
            await self._pause(parcel)
            along = str(about(parcel.letter)) if isinstance(verdict, Instead) else ""
            try:
                links = some(self._link(parcel, await channel.announce(parcel.chat, verdict.announce, along)))
                TEMPLATES.labels(verdict.announce.name, "sent").inc()
            except NoTemplate as trouble:
                TEMPLATES.labels(verdict.announce.name, "refused").inc()
                raise Parked("untold", verdict.announce.name, fault=str(trouble)) from None
        if isinstance(verdict, Waits):
            raise Parked(verdict.why, verdict.template or "", links)
        return links

    def _menu(self, parcel: Parcel) -> Menu:
        if parcel.person:
            return citizens(self.speech, parcel.language, "chat", parcel.chat)
        return coordinators(self.speech, parcel.chat)

    async def _say(self, channel: Channel, parcel: Parcel, say: Say) -> Link | None:
        await self._pause(parcel, edit=bool(say.edits))
        thread = parcel.thread if say.thread is None else say.thread
        beneath = parcel.card if thread == parcel.thread and not say.draft else None
        message = Outgoing(
            chat=parcel.chat,
            html=self.speech.html(say.lines, parcel.language, parcel.names, masked=not parcel.person),
            buttons=self.speech.buttons(
                few(say.choices) if channel.shows_few else say.choices, parcel.language, parcel.names
            ),
            reply_to=beneath.message if beneath else "",
            prompt=say.prompt,
            sheet=self.speech.sentence("button.sheet", parcel.language),
            place=self.speech.plain(say.place, parcel.language) if say.place else "",
            about=str(about(parcel.letter)),
            thread=thread,
        )
        return await (self._show_draft if say.draft or say.edits else self._send)(channel, parcel, message)

    async def _send(self, channel: Channel, parcel: Parcel, message: Outgoing) -> Link | None:
        """A new message, or in the place of the one that was pressed, or of the one that is called as it is."""
        say = parcel.letter.body
        assert isinstance(say, Say)
        old = say.edits or (parcel.standing[-1].message if say.replaces and parcel.standing else "")
        if old:
            try:
                await channel.edit(old, message)
            except Gone:
                pass  # too old, or deleted: it is said anew
            else:
                return self._link(parcel, old)
        stands = bool(old) and channel.name in LASTING
        if say.quiet and not stands:
            return None
        try:
            return self._link(parcel, await channel.send(message))
        except TopicGone:
            if message.thread == parcel.thread:
                raise
            return self._link(parcel, await channel.send(replace(message, thread="")))

    async def _take_back(self, channel: Channel, parcel: Parcel) -> None:
        for link in parcel.standing:
            await self._pause(parcel, edit=True)
            with suppress(Refused):
                await channel.withdraw(parcel.chat, link.message)

    async def _show_draft(self, channel: Channel, parcel: Parcel, message: Outgoing) -> Link | None:
        """It changes where it was pressed. A draft has one living card: a new one is hung, the old one taken down."""
        say = parcel.letter.body
        assert isinstance(say, Say)
        if say.edits:
            try:
                await channel.edit(say.edits, message)
            except Gone:
                pass  # too old, or deleted: it is said anew
            else:
                return self._living(parcel, say, say.edits)
        sent = await channel.send(message)
        if parcel.card and say.draft:
            with suppress(Refused):
                await channel.withdraw(parcel.chat, parcel.card.message)
        return self._living(parcel, say, sent)

    def _living(self, parcel: Parcel, say: Say, message: str) -> Link | None:
        return self._link(parcel, message, card=True) if say.draft == "card" else None

    async def _show_card(self, channel: Channel, parcel: Parcel) -> Link | None:
        """Hang it, or make the one that hangs true; nothing to do when it shows the truth already."""
        if parcel.ticket is None or parcel.buried:
            return None
        shown = card(parcel.ticket, parcel.office, self.house.rules, self.house.now(), homeless=parcel.homeless)
        text = self.speech.html(shown.lines, parcel.language, parcel.names)
        buttons = self.speech.buttons(shown.choices, parcel.language)
        mark = digest(text, buttons)
        if parcel.card and parcel.card.shown == mark:
            return None
        await self._pause(parcel, edit=parcel.card is not None)
        message = Outgoing(chat=parcel.chat, html=text, buttons=buttons, thread=parcel.thread)
        if parcel.card:
            try:
                await channel.edit(parcel.card.message, message)
            except Gone:
                pass  # somebody deleted it: hang a new one
            else:
                return self._link(parcel, parcel.card.message, card=True, shown=mark)
        return self._link(parcel, await channel.send(message), card=True, shown=mark)

    async def _send_files(self, channel: Channel, parcel: Parcel, packed: Packed) -> Sequence[Link | None]:
        """One album, each message of it speaking of the ticket. What could not be had is said in a line beneath."""
        lost = (Line("files.lost", {"count": packed.lost}),) if packed.lost else ()
        unreadable = (Line("card.photo_unreadable"),) * packed.unreadable
        note = self.speech.html((*lost, *unreadable), parcel.language)
        reply_to, along = parcel.card.message if parcel.card else "", str(about(parcel.letter))
        await self._pause(parcel, messages=len(packed.files) or 1)
        if not packed.files:
            words = Outgoing(parcel.chat, note, reply_to=reply_to, about=along, thread=parcel.thread)
            return [self._link(parcel, await channel.send(words))]
        try:
            sent = await album(channel, parcel, packed.files, note)
        except Refused as trouble:
            if trouble.reason != REFUSED or isinstance(trouble, BadToken):
                raise
            sent = await self._send_plain(channel, parcel, packed, note)
        return [self._link(parcel, message) for message in sent]

    async def _send_plain(self, channel: Channel, parcel: Parcel, packed: Packed, note: str) -> Sequence[str]:
        """As mere files; what does not go even so is told, so that nobody waits for it."""
        reply_to, along = parcel.card.message if parcel.card else "", str(about(parcel.letter))
        try:
            return await album(channel, parcel, packed.as_documents(), note)
        except Refused as trouble:
            if trouble.reason != REFUSED or isinstance(trouble, BadToken):
                raise
            words = self.speech.html((Line("files.refused", {"count": len(packed.files)}),), parcel.language)
            told = "\n".join(filter(None, (words, note)))
            return [
                await channel.send(Outgoing(parcel.chat, told, reply_to=reply_to, about=along, thread=parcel.thread))
            ]

    async def _send_copy(self, channel: Channel, parcel: Parcel) -> None:
        if parcel.copy is None:
            return
        copy = Attached("document", Copyist(self.speech, parcel.language).copy(parcel.copy), FILE)
        text = self.speech.html((Line("rights.copy"),), parcel.language)
        await self._pause(parcel)
        await channel.send_files(parcel.chat, [copy], text, "", str(about(parcel.letter)))

    async def _send_figures(self, channel: Channel, parcel: Parcel, asked: SendFigures | SendRecap) -> None:
        made = await self.bureau.make(asked, parcel.language, parcel.names)
        await self._pause(parcel, messages=len(made.files) or 1)
        if made.files:
            await channel.send_files(parcel.chat, made.files, made.html, "")
        else:
            await channel.send(Outgoing(parcel.chat, made.html))

    async def _answer_press(self, channel: Channel, parcel: Parcel, toast: Toast) -> None:
        if millis(self.house.now()) - parcel.letter.made > TOAST_LIVES:
            return
        text = self.speech.plain(toast.line, parcel.language, parcel.names)[:TOAST_MOST] if toast.line else ""
        await channel.answer_press(parcel.chat, text, alert=toast.alert)

    async def _pause(self, parcel: Parcel, *, edit: bool = False, messages: int = 1) -> None:
        seconds = self.limiter.turn(parcel.channel, parcel.chat, LONGEST_PAUSE, edit=edit, messages=messages)
        if seconds > LONGEST_PAUSE:
            raise Later(seconds, "our own limit")
        if seconds > 0:
            await asyncio.sleep(seconds)

    def _link(self, parcel: Parcel, message: str, *, card: bool = False, shown: str = "") -> Link | None:
        if parcel.letter.ticket is None:
            return None
        return Link(parcel.channel, parcel.chat, message, parcel.letter.ticket, card, shown, parcel.letter.called)


async def album(channel: Channel, parcel: Parcel, files: Sequence[Attached], note: str) -> Sequence[str]:
    """Under the ticket's card; into its topic, if it has one there."""
    reply_to, along = parcel.card.message if parcel.card else "", str(about(parcel.letter))
    if parcel.thread and (topics := able(channel)):
        return await topics.send_files(parcel.chat, files, note, reply_to, along, parcel.thread)
    return await channel.send_files(parcel.chat, files, note, reply_to, along)


def some(*links: Link | None) -> Sequence[Link]:
    return [link for link in links if link]


def digest(text: str, buttons: Buttons) -> str:
    return sha256(html.unescape(text).encode() + repr(buttons).encode()).hexdigest()
