"""Reads and plays the talks in `tests/conversations/*.txt`: what people do, and what every phone shows.

    # a comment
    Siti: jalan berlubang …        writes to the bot; Joko and Agus write in PUPR's group, Ratna in Diskominfo's
    Siti: [Kirim]                  presses the newest button with these words
    Joko: ↩ Besok kami tambal.     replies to the newest card in the group
    Joko: ↩↩ Itu wewenang Dishub.  replies to the bot's newest message
    Joko: ⤴ /petugas               replies to what a colleague wrote last
    Siti: (foto) di depan pasar    sends a photo with a caption; also (video) · (suara) · (musik) · (dokumen) ·
                                   (lokasi) -6.8,110.8 · (stiker) · (kontak); ↩ before it replies, as with words
    Agus: (keluar)                 leaves the group
    Joko: (menaikkan grup)         makes a supergroup of it: from now on it is another chat
    Siti: (foto ×3) di pasar       an album of three, with a caption; (video 60 MB) claims that size
    Joko: ✎ Lusa kami tambal.      changes what he wrote last in this chat
    -- 2 minutes pass              on the clock of the town
    -- 5 working days pass         to half an hour after office hours of the fifth working day
      Siti | Terkirim … [Kirim]    then Siti's phone shows a new message with these words, in this order, and button
      PUPR = Status: ditangani     then the newest card in that group shows these words
      Siti = Di mana tepatnya?     then the bot's newest message on Siti's phone shows these words: it was changed
      Joko ~ Laporan … diambil     then a press is answered with these words
      Budi ≈ Data … pakai lagi     where what was sent stays, this is a new message; elsewhere it is in one that changed

Every new message of a bot must be told in the file, in order; a word more or less is a failure.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.client import Json
from tests.town import Town, choices_of, data_of, says

FOLDER = Path(__file__).parent / "conversations"

GROUPS = {"Joko": "PUPR", "Agus": "PUPR", "Ratna": "Diskominfo"}

PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="  # one pixel
)

KINDS = {
    "foto": "photo",
    "video": "video",
    "suara": "voice",
    "musik": "audio",
    "dokumen": "document",
    "lokasi": "location",
    "stiker": "sticker",
    "kontak": "contact",
}
CONTENTS = {"video": b"\0\0\0\x18ftypmp42", "suara": b"OggS", "musik": b"ID3\4", "dokumen": b"%PDF-1.4"}
"""How such a file begins; the rest matters to nobody here."""
FILES = {"foto": "foto.png", "video": "video.mp4", "suara": "", "musik": "lagu.mp3", "dokumen": "surat.pdf"}
SHOWN = {kind: word for word, kind in KINDS.items() if word in FILES}


@dataclass(frozen=True)
class Line:
    """`sign` is `:` for what somebody does, `|` `=` `~` `≈` for what is seen, `--` for time passing."""

    number: int
    who: str
    sign: str
    text: str


def read(path: Path) -> list[Line]:
    """Raises ValueError naming the line that is no line of a talk."""
    return list(_lines(path))


def _lines(path: Path) -> Iterator[Line]:
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        if raw == "-- the next morning":
            yield Line(number, "", "--", "morning")
        elif raw == "-- the working days are counted again":
            yield Line(number, "", "--", "holidays")
        elif passes := re.fullmatch(r"-- (\d+) working days? pass(?:es)?", raw):
            yield Line(number, "", "--", passes[1])
        elif passes := re.fullmatch(r"-- (\d+) minutes? pass(?:es)?", raw):
            yield Line(number, "", "--", f"{passes[1]} min")
        elif told := re.fullmatch(r"(?:  )?(\w+) ?([:|=~≈]) (.+)", raw):
            yield Line(number, told[1], told[2], told[3])
        else:
            raise ValueError(f"{path.name}:{number}: not a line of a talk: {raw!r}")


class Player:
    """Plays a talk in a town and compares what the phones show."""

    def __init__(self, town: Town, path: Path) -> None:
        self.town = town
        self.path = path
        self.lasting = {name for name, chat in town.chats.items() if chat.startswith("w:")}
        """Whose phones show what was sent for ever: there, what changes elsewhere is a new message."""
        self.seen = dict.fromkeys(town.chats, 0)
        self.told = 0

    async def play(self) -> None:
        lines = read(self.path)
        await self.look_away()
        for place, line in enumerate(lines):
            if line.sign in (":", "--"):
                await self.do(line)
                await self.town.quiet()
            else:
                await self.expect(line)
            following = lines[place + 1].sign if place + 1 < len(lines) else ":"
            if following in (":", "--"):
                await self.expect_nothing_more(line)

    async def look_away(self) -> None:
        """What was said before the talk is not part of it."""
        for chat in self.seen:
            self.seen[chat] = max((message["id"] for message in await self.town.messages(chat)), default=0)
        self.told = self.town.world.calls.next

    # ---- what people do

    async def do(self, line: Line) -> None:
        if line.sign == "--":
            await self.pass_time(line.text)
            return
        chat = GROUPS.get(line.who, line.who)
        if button := re.fullmatch(r"\[(.+)\]", line.text):
            await self.push(line.who, button[1], chat)
        elif line.text == "(keluar)":
            group = self.town.chats[chat][2:]
            await self.town.puppets.http.delete(f"/sandbox/groups/{group}/members/{self.town.ids[line.who]}", params={})
        elif line.text == "(menaikkan grup)":
            grown = await self.town.puppets.call(f"groups/{self.town.chats[chat][2:]}/migrate")
            self.town.chats[chat] = grown["chat"]["key"]
            self.seen[chat] = 0  # messages are counted anew there
        elif sent := re.fullmatch(r"(↩ )?\((\w+)(?: ×(\d+)| (\d+) MB)?\) ?(.*)", line.text):
            more = {"reply_to": (await self.card(chat))["id"]} if sent[1] else {}
            more |= {"file_size": int(sent[4]) * 1024 * 1024} if sent[4] else {}
            await self.send(line.who, chat, sent[2], sent[5], int(sent[3] or 1), more)
        else:
            await self.write(line.who, chat, line.text)

    async def push(self, who: str, button: str, chat: str) -> None:
        """Where few buttons are in sight, it may stand under "more"."""
        if who in self.lasting and not await self.offered(chat, button):
            await self.town.push(who, MORE, chat)
            await self.town.quiet()
            self.seen[chat] = (await self.newest(chat))["id"]
        await self.town.push(who, button, chat)

    async def offered(self, chat: str, button: str) -> bool:
        """On any message since the last that offers "more"."""
        for message in reversed(await self.town.messages(chat)):
            if data_of(message, button):
                return True
            if data_of(message, MORE):
                return False
        return False

    async def pass_time(self, text: str) -> None:
        moves = {"morning": self.town.next_morning, "holidays": self.town.holidays_followed}
        if text in moves:
            await moves[text]()
            return
        if text.endswith(" min"):
            self.town.clock.now += timedelta(minutes=int(text.removesuffix(" min")))
        else:
            await self.town.days_pass(int(text))

    async def write(self, who: str, chat: str, text: str) -> None:
        if text.startswith("↩↩ "):
            await self.town.say(who, text[3:], chat, reply_to=(await self.newest(chat))["id"])
        elif text.startswith("✎ "):
            mine = [m for m in await self.town.messages(chat) if m["from"] == self.town.ids[who]]
            where = {"from": self.town.ids[who], "chat": self.town.chats[chat]}
            await self.town.puppets.call("edit", **where, id=mine[-1]["id"], text=text[2:])
        elif text.startswith("⤴ "):
            people = [
                m for m in await self.town.messages(chat) if m["from"] != self.town.ids[who] and not self.by_bot(m)
            ]
            await self.town.say(who, text[2:], chat, reply_to=people[-1]["id"])
        elif text.startswith("↩ "):
            await self.town.say(who, text[2:], chat, reply_to=(await self.card(chat))["id"])
        else:
            await self.town.say(who, text.replace("\\n", "\n"), chat)

    async def send(self, who: str, chat: str, word: str, rest: str, count: int, more: dict[str, Any]) -> None:
        more = {"from": self.town.ids[who], "chat": self.town.chats[chat], "kind": KINDS[word], **more}
        if word == "lokasi":
            latitude, longitude = rest.split(",")
            more |= {"latitude": float(latitude), "longitude": float(longitude)}
        else:
            content = b64encode(CONTENTS[word]).decode() if word in CONTENTS else PICTURE
            more |= {"file": content, "file_name": FILES[word]} if word in FILES else {}
            more |= {"album": f"{who}-{self.town.world.calls.next}"} if count > 1 else {}
        for place in range(count):
            await self.town.puppets.call("send", **more, **({"caption": rest} if rest and not place else {}))

    async def newest(self, chat: str) -> Json:
        return [m for m in await self.town.messages(chat) if self.by_bot(m)][-1]

    async def shown(self, chat: str) -> Json:
        return await (self.card(chat) if chat in GROUPS.values() else self.newest(chat))

    async def card(self, chat: str) -> Json:
        return await self.town.last(chat, "Pelapor:")

    # ---- what is seen

    def by_bot(self, message: Json) -> bool:
        """What it said; that it made a topic is nobody's words."""
        return message["from"] not in self.town.ids.values() and not message.get("service")

    async def unread(self, chat: str) -> list[Json]:
        new = [m for m in await self.town.messages(chat) if m["id"] > self.seen[chat]]
        news = [m for m in new if self.by_bot(m) and not m["deleted"]]  # a card that moved on is gone
        return [m for m in news if not m.get("request")]  # a button for the place, which only WhatsApp has

    async def expect(self, line: Line) -> None:
        if line.sign == "≈" and line.who not in self.lasting:
            return
        if line.sign == "|" or line.who in self.lasting:
            unread = await self.unread(line.who)
            shown = unread[0] if unread else {}
            self.seen[line.who] = shown.get("id", self.seen[line.who])
            self.compare(line, as_text(shown))
        elif line.sign == "=":
            self.compare(line, as_text(await self.shown(line.who)))
        else:
            self.compare(line, self.toast())

    def toast(self) -> str:
        """The next answer to a press that says something."""
        for call in self.town.world.calls.since(self.told, polls=False):
            self.told = call["n"] + 1
            if call["method"] == "answerCallbackQuery" and call["params"].get("text"):
                return str(call["params"]["text"])
        return ""

    def compare(self, line: Line, shown: str) -> None:
        wanted, full = line.text, shown
        if line.who in self.lasting:
            wanted, shown = as_lasting(wanted, shown)
        pattern = ".*".join(re.escape(part.strip()) for part in wanted.split("…"))
        assert re.search(pattern, shown, re.DOTALL), (
            f"{self.path.name}:{line.number}: {line.who} should see\n  {line.text}\nbut sees\n  {full or 'nothing'}"
        )

    async def expect_nothing_more(self, line: Line) -> None:
        for chat in self.seen:
            extra = [as_text(message) for message in await self.unread(chat)]
            assert not extra, f"{self.path.name}:{line.number}: {chat} also sees\n  " + "\n  ".join(extra)


MORE = "Ubah / lainnya"

MARKS = re.compile(r"[*_`∗ˍˋ]")


def as_lasting(wanted: str, shown: str) -> tuple[str, str]:
    """Without marks, and without the buttons that are asked for and shown, or stand under "more"."""
    wanted, shown = MARKS.sub("", wanted), MARKS.sub("", shown)
    labels = re.findall(r"\[([^\]]+)\]", shown)
    for button in re.findall(r"\[([^\]]+)\]", wanted):
        if any(says(label, button) or MORE in label for label in labels):
            wanted = wanted.replace(f"[{button}]", "…", 1)
    return wanted.replace("……", "…").rstrip(" …"), shown


def as_text(message: Json) -> str:
    """A message as one reads it: words, then the buttons in brackets."""
    buttons = " ".join(f"[{text}]" for text, _ in choices_of(message))
    file = next((f"({word})" for kind, word in SHOWN.items() if message.get(kind)), "")
    return " ".join(part for part in (file, message.get("text") or message.get("caption") or "", buttons) if part)
