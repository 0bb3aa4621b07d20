"""One step in the making: the only mutable thing in the talk, thrown away when the step is done."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Literal, TypeVar

from msgspec.structs import replace

from flows.applicant import Applicant
from flows.asked import Act
from flows.conversation import Conversation
from flows.effects import HERE, PRESSED, Day, Effect, Line, Rows, Say, Toast, Value
from flows.events import Chose, Event, Heard
from routing.commands import Command
from routing.rules import Rules
from routing.ticket import Draft

T = TypeVar("T")

CHANGING_BUTTONS = (
    "wordless",
    "split",
    "whole",
    "kind",
    "topic",
    "skip_place",
    "name",
    "change_place",
    "change_topic",
    "change_name",
    "new_report",
    "step_back",
)
DRAFT_BUTTONS = (*CHANGING_BUTTONS, "add_to", "join", "send", "cancel")
"""Buttons on the card of a draft, which speak of it as it was when they were offered. The last four end it."""

FORM_BUTTONS = ("agree", "entity", "obtain", "deliver", "amend", "submit")
"""Buttons of the form of a formal request, on the same card."""

DRAFT = "draft"
"""Marks whatever is said about the draft as it stands: the newest is the only one worth reading."""


class Turn:
    """What was heard, the conversation so far, and what shall come of it. Tables and their functions use this."""

    def __init__(self, talk: Conversation, heard: Heard, rules: Rules) -> None:
        self.talk = talk
        self.heard = heard
        self.rules = rules
        self.state: str = talk.state
        self.effects: list[Effect] = []
        self._thought: dict[Callable[..., Any], Any] = {}

    @property
    def event(self) -> Event:
        return self.heard.event

    @property
    def draft(self) -> Draft:
        return self.talk.draft

    @property
    def today(self) -> date:
        """In Kudus."""
        return self.heard.at.astimezone(self.rules.zone).date()

    @property
    def at_home(self) -> bool:
        """In the coordinator's group."""
        return self.heard.room.office == self.rules.catalogue.coordinator

    def noon(self, day: date) -> Day:
        """A day to be shown; at noon, so that no time zone moves it."""
        return Day(datetime.combine(day, time(12), self.rules.zone))

    @property
    def ref(self) -> str:
        return self.event.ref if isinstance(self.event, Chose) else ""

    @property
    def value(self) -> str:
        return self.event.value if isinstance(self.event, Chose) else ""

    def once(self, think: Callable[["Turn"], T]) -> T:
        """What `think` makes of this turn; thought out once, however many guards ask."""
        if think not in self._thought:
            self._thought[think] = think(self)
        thought: T = self._thought[think]
        return thought

    def keep(
        self,
        draft: Draft | None = None,
        about: str | None = None,
        words: str | None = None,
        applicant: Applicant | None = None,
    ) -> None:
        """Remember what was said."""
        self.talk = replace(
            self.talk,
            draft=self.talk.draft if draft is None else draft,
            about=self.talk.about if about is None else about,
            words=self.talk.words if words is None else words,
            applicant=self.talk.applicant if applicant is None else applicant,
        )

    def notice(self, near: str) -> None:
        """Remember the neighbour's ticket that is offered to join; "" when there is none."""
        if near != self.talk.near:
            self.talk = replace(self.talk, near=near)

    def wait(self, draft: Draft) -> None:
        """This report comes next."""
        self.talk = replace(self.talk, later=(draft, *self.talk.later))

    def offer(self) -> str:
        """A fresh turn number for buttons; those offered before become stale."""
        self.talk = replace(self.talk, turn=self.talk.turn + 1)
        return str(self.talk.turn)

    def do(self, effect: Effect) -> None:
        self.effects.append(effect)

    def act(self, number: str, command: Command) -> None:
        self.do(Act(number, command))

    def say(
        self,
        key: str,
        choices: Rows = (),
        *,
        ticket: str | None = None,
        prompt: bool = False,
        mark: str = "",
        **values: Value,
    ) -> None:
        self.do(Say(HERE, (Line(key, values),), choices, ticket=ticket, prompt=prompt, mark=mark))

    def show(
        self,
        lines: tuple[Line, ...],
        choices: Rows = (),
        *,
        last: bool = False,
        repeats: bool = False,
        place: Line | None = None,
    ) -> None:
        """The living card of the draft: where its button was pressed it changes, otherwise it moves down."""
        buttons = (*FORM_BUTTONS, *(DRAFT_BUTTONS if last else CHANGING_BUTTONS))
        closed = any(isinstance(said, Say) and said.draft == "last" for said in self.effects)
        edits = PRESSED if self.heard.button in buttons and not closed else ""
        mark = "" if last else DRAFT  # what comes next must not take the place of the last words
        draft: Literal["card", "last"] = "last" if last else "card"
        self.do(Say(HERE, lines, choices, mark=mark, draft=draft, edits=edits, repeats=repeats, place=place))

    def toast(self, key: str, *, alert: bool = False, **values: Value) -> None:
        self.do(Toast(Line(key, values), alert))

    def answer(self, key: str, **values: Value) -> None:
        """Where a person looks: a short note on the pressed button, or a message."""
        if self.heard.button:
            self.toast(key, alert=True, **values)
        else:
            self.do(Say(HERE, (Line(key, values),)))
