"""Citizens on WhatsApp: the same story told to the office's number there, and the messenger's side of its calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.demo import CITIZEN_BOT, demo_settings
from bot.demo_whatsapp import give_whatsapp, on_whatsapp
from bot.sandbox.calls import CallLog
from bot.sandbox.whatsapp.views import note_view
from bot.settings import WHATSAPP_NEEDS, Settings
from tests.chaos_calls import Calls
from tests.chaos_people import Crowd, Story
from tests.talks import MARKS
from tests.town import choices_of


@dataclass(frozen=True)
class Shown:
    """A message as a phone shows it, in the shape of the other messenger's; without WhatsApp's marks."""

    id: int
    body: dict[str, Any]
    markup: dict[str, Any]


class WhatsAppStory(Story):
    """What she presses and writes opens the chat, so that in the end all has been read. Nobody blocks the number: Meta
    does not tell who does."""

    arrived = "read"

    def __init__(self, crowd: Crowd, index: int) -> None:
        super().__init__(crowd, index)
        self.blocks = False

    async def _arrive(self) -> None:
        self.person = await self.crowd.puppets.person(self.name)
        self.key = await give_whatsapp(self.crowd.puppets, self.person)

    def read(self) -> Sequence[Shown]:
        thread = self.crowd.world.whatsapp.threads.get(self.key)
        notes = [note for note in thread.notes.values() if note.outgoing] if thread else []
        return [shown(note_view(thread, note)) for note in notes if thread]


def shown(view: dict[str, Any]) -> Shown:
    words = MARKS.sub("", str(view.get("text") or view.get("caption") or ""))
    keys = [[{"text": text, "callback_data": data}] for text, data in choices_of(view) if data]
    return Shown(view["id"], {"text": words}, {"inline_keyboard": keys})


def numbered(url: str, folder: Path, port: int) -> Settings:
    """An installation with a number at the messenger of that address; a draft is answered without a pause."""
    more = {**on_whatsapp(url), "port": port, "whatsapp_pause": 0.0}
    return demo_settings(url, folder).model_copy(update=more)


def plainly(settings: Settings) -> dict[str, str]:
    """What of them is about WhatsApp, as one writes it into `.env`."""
    told = settings.model_dump(include={*WHATSAPP_NEEDS, "graph_api_url", "whatsapp_pause", "port"})
    return {name: each.get_secret_value() if isinstance(each, SecretStr) else str(each) for name, each in told.items()}


class GraphCalls(CallLog):
    """WhatsApp's own log; what is said there is entered into the stage's one log as well, in the other messenger's
    words, so that one audit reads both and one fuse counts both."""

    def __init__(self, log: Calls) -> None:
        super().__init__()
        self.log = log

    def add(self, **call: Any) -> None:
        super().add(**call)
        self.log.add(**in_telegrams_words(call))


def in_telegrams_words(call: dict[str, Any]) -> dict[str, Any]:
    params = call["params"]
    body = params.get(str(params.get("type")), {})
    words = body.get("body", "") if isinstance(body, dict) else ""
    text = words.get("text", "") if isinstance(words, dict) else words
    said = {"chat_id": params.get("to") or params.get("recipient") or "", "text": text}
    told = {"method": "sendMessage" if text else call["method"], "bot": CITIZEN_BOT, "params": said, "ok": call["ok"]}
    return told | ({"description": call["refused"]} if "refused" in call else {})
