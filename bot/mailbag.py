"""The letters of one sitting, from effects to addressed envelopes.

What goes `HERE`, answers a press or takes the pressed message's place needs the arrival that it came from.
"""

from collections.abc import Callable, Collection

from msgspec.structs import replace

from bot.arrival import CITIZENS, LASTING, Arrival
from flows.effects import (
    HERE,
    PRESSED,
    Effect,
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
    to_office,
    to_person,
    together,
)
from flows.events import Chose, Room
from storage import links
from storage.outbox import Letter

MOST_IN_ALBUM = 10
"""sendMediaGroup takes two to ten, core.telegram.org/bots/api."""


class Mailbag:
    """`person` tells who sent an arrival; `forgotten` are those of whom nothing is kept since this sitting."""

    def __init__(self, person: Callable[[Arrival], str], forgotten: Collection[str]) -> None:
        self._person = person
        self._forgotten = forgotten
        self.letters: list[Letter] = []
        self._shown: set[tuple[str, str]] = set()

    def empty(self) -> list[Letter]:
        """What was written, once."""
        taken, self.letters = self.letters, []
        self._shown.clear()
        return taken

    def post(self, effect: Effect, arrival: Arrival | None = None, room: Room | None = None) -> None:
        """Write a letter, if this effect goes out."""
        match effect:
            case Say(repeats=True) if arrival and lasts(arrival):
                pass  # it stands there already
            case Say(to=to):
                here = self._here(arrival, room) if arrival and to == HERE else to
                self.letters.append(self._letter(here, effect, arrival))
            case SendCopy() if arrival:
                self.letters.append(Letter(self.chat(arrival), effect))
            case SendFiles():
                self._send_files(effect)
            case TakeBack(to=to):
                self.letters.append(Letter(to, effect, effect.ticket))
            case ShowMenu(to=to) | SendFigures(to=to) | SendRecap(to=to):
                self.letters.append(Letter(to, effect))
            case ShowCard(number=number, office=office):
                self.show_card(number, office)
            case Toast() if arrival and arrival.press:
                to_press = f"press:{arrival.sender.channel}:{arrival.press}"
                self.letters.append(Letter(to_press, replace(effect, press=arrival.press)))
            case Toast(line=Line() as line) if arrival and isinstance(arrival.event, Chose):
                self.letters.append(Letter(self.chat(arrival), Say(self.chat(arrival), (line,))))
            case Unbutton() if arrival and arrival.press:
                self.letters.append(Letter(self.chat(arrival), replace(effect, message=arrival.message)))
            case _:
                pass

    def _send_files(self, effect: SendFiles) -> None:
        """What is added file by file goes as the album it was, if nothing else was said there in between."""
        mine = (place for place, letter in enumerate(self.letters) if letter.recipient == effect.to)
        said = [place for place in mine if not isinstance(self.letters[place].body, ShowCard)]
        last = self.letters[said[-1]].body if said else None
        if isinstance(last, SendFiles) and last.ticket == effect.ticket and not (last.called or effect.called):
            album = together(effect.to, (*last.files, *effect.files), effect.ticket)
            if len(album) == 1 and len(album[0].files) <= MOST_IN_ALBUM:
                self.letters[said[-1]] = Letter(effect.to, album[0], effect.ticket)
                return
        self.letters.append(Letter(effect.to, effect, effect.ticket))

    def _letter(self, to: str, say: Say, arrival: Arrival | None) -> Letter:
        """The card of a draft is known by its person, and takes the place of the message that was pressed."""
        if arrival and say.edits == PRESSED:
            say = replace(say, edits=arrival.message)
        if arrival and arrival.forum and say.to == HERE:
            say = replace(say, thread=arrival.thread)
        about = links.draft_of(self._person(arrival)) if arrival and say.draft else say.ticket
        waits = arrival is not None and lasts(arrival) and not isinstance(arrival.event, Chose)
        return Letter(to, say, about, quiet=waits and say.draft == "card")

    def mark_read(self, arrival: Arrival) -> None:
        """Before whatever is answered; a burst is marked once, by its newest message."""
        if arrival.own:
            self.letters.append(Letter(self.chat(arrival), MarkRead(arrival.own)))

    def _here(self, arrival: Arrival, room: Room | None) -> str:
        return to_office(room.office) if room and room.kind == "office" else self.chat(arrival)

    def chat(self, arrival: Arrival) -> str:
        """A citizen's address is looked up when the letter is sent; a group's is no secret."""
        if arrival.sender.channel in CITIZENS and self._person(arrival) not in self._forgotten:
            return to_person(self._person(arrival))
        return f"chat:{arrival.sender.channel}:{arrival.chat}"

    def show_card(self, number: str, office: str) -> None:
        if (number, office) not in self._shown:
            self._shown.add((number, office))
            self.letters.append(Letter(to_office(office), ShowCard(number, office), number))

    def answer_press(self, arrival: Arrival, before: int) -> None:
        """A press that nobody answered would leave the button spinning."""
        answered = any(isinstance(letter.body, Toast) for letter in self.letters[before:])
        if arrival.press and not answered:
            self.post(Toast(), arrival)


def lasts(arrival: Arrival) -> bool:
    return arrival.sender.channel in LASTING
