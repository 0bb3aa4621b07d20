"""A citizen answers an office's question with her next message: she is asked what it is, and one tap sends it where it
belongs. Nothing is lost meanwhile, and whoever was asked nothing is asked nothing."""

import pytest
from msgspec.structs import replace

from flows.asked import Act, Find
from flows.conversation import Conversation, dump, load
from flows.effects import Choice, Effect, Say
from flows.events import ActRefused, Chose, Event, Heard, Room, Said, SentPlace, TicketsFound
from flows.step import step
from routing.commands import Add
from routing.rules import Rules
from routing.ticket import Ticket
from tests.tickets import MONDAY, SITI, opened

ONE = opened()
TWO = replace(ONE, number="KDS-26-00002-8")


class Phone:
    """Siti's talk. `asking` are the tickets whose question is open, which the house tells as often as it is asked."""

    def __init__(self, rules: Rules, *asking: Ticket) -> None:
        self.rules = rules
        self.asking = asking
        self.open: tuple[Ticket, ...] = ()
        self.talk = Conversation("siti", notice=1, language_settled=True)
        self.effects: list[Effect] = []

    def hear(self, event: Event) -> None:
        button = event.choice if isinstance(event, Chose) else ""
        heard = Heard(event, MONDAY, SITI, Room("private"), button=button, questioned=bool(self.asking))
        self.talk, effects = step(load(dump(self.talk)), heard, self.rules)
        self.effects += effects
        for each in effects:
            if isinstance(each, Find):
                found = self.asking if each.what == "asked" else self.open
                self.hear(TicketsFound(each.what, found, len(found)))

    def send(self, *events: Event | str) -> None:
        for each in events:
            self.effects = []
            self.hear(Said(each) if isinstance(each, str) else each)

    @property
    def buttons(self) -> list[Choice]:
        said = [each for each in self.effects if isinstance(each, Say)]
        return [choice for row in said[-1].choices for choice in row]

    def tap(self, name: str, value: str = "") -> None:
        choice = next(each for each in self.buttons if each.name == name and each.value == value)
        self.send(Chose(choice.name, choice.ref, choice.value))

    @property
    def added(self) -> list[tuple[str, str]]:
        acts = [each for each in self.effects if isinstance(each, Act)]
        return [(each.number, each.command.draft.text) for each in acts if isinstance(each.command, Add)]


@pytest.mark.parametrize("text", ["tiang nomor dua", "2", "iya, di sana", "jalan berlubang di depan Pasar Bitingan"])
def test_her_next_words_are_asked_about_and_one_tap_sends_them(text: str, rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send(text)
    assert [each.name for each in phone.buttons] == ["add_to", "new_report", "cancel"]
    phone.tap("add_to", ONE.number)
    assert phone.added == [(ONE.number, text)]


def test_two_open_questions_have_a_button_each(rules: Rules) -> None:
    phone = Phone(rules, ONE, TWO)
    phone.send("tiang nomor dua")
    phone.tap("add_to", TWO.number)
    assert phone.added == [(TWO.number, "tiang nomor dua")]


def test_a_long_answer_that_came_in_pieces_is_sent_as_one(rules: Rules) -> None:
    pieces = ["langkah " * 500, "kaki " * 500, "selesai"]
    phone = Phone(rules, ONE)
    phone.send(*pieces)
    phone.tap("add_to", ONE.number)
    assert phone.added == [(ONE.number, "\n".join(pieces))]


def test_a_pin_goes_with_it_and_a_place_in_words_is_no_pin(rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send("di depan Pasar Bitingan", SentPlace(-6.8, 110.8))
    phone.tap("add_to", ONE.number)
    (act,) = [each for each in phone.effects if isinstance(each, Act)]
    assert isinstance(act.command, Add)
    assert act.command.draft.spot
    assert act.command.draft.spot.latitude == -6.8
    other = Phone(rules, ONE)
    other.send("di depan Pasar Bitingan")
    other.tap("add_to", ONE.number)
    (act,) = [each for each in other.effects if isinstance(each, Act)]
    assert isinstance(act.command, Add)
    assert act.command.draft.spot is None


def test_a_new_report_goes_on_as_any_other(rules: Rules) -> None:
    phone, plain = Phone(rules, ONE), Phone(rules)
    plain.send("jalan berlubang di depan Pasar Bitingan")
    phone.send("jalan berlubang di depan Pasar Bitingan")
    phone.tap("new_report")
    assert (phone.talk.state, phone.talk.draft) == (plain.talk.state, plain.talk.draft)


def test_it_is_asked_once_a_report_that_is_new_stays_new(rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send("jalan berlubang")
    phone.tap("new_report")
    phone.send("di depan Pasar Bitingan")
    assert phone.talk.state == "reviewing"


def test_a_question_that_ended_meanwhile_makes_a_report_of_it(rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send("jalan berlubang")
    phone.asking = ()
    phone.send("di depan Pasar Bitingan")
    assert phone.talk.state == "reviewing"
    assert phone.talk.draft.text == "jalan berlubang\ndi depan Pasar Bitingan"


def test_a_ticket_that_was_closed_meanwhile_loses_nothing(rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send("jalan berlubang di depan Pasar Bitingan")
    phone.tap("add_to", ONE.number)
    phone.asking = ()
    phone.send(ActRefused("add", "refused.when_closed", ONE, ONE.number))
    assert phone.talk.state == "reviewing"


@pytest.mark.parametrize("text", ["tambahan: tadi ada yang jatuh", "info tambahan untuk laporan saya", "Update: parah"])
def test_what_says_that_it_adds_is_asked_to_which_of_her_reports(text: str, rules: Rules) -> None:
    phone = Phone(rules)
    phone.open = (ONE, TWO)
    phone.send(text)
    assert [each.value for each in phone.buttons if each.name == "add_to"] == [ONE.number, TWO.number]
    phone.tap("add_to", TWO.number)
    assert phone.added == [(TWO.number, text)]


@pytest.mark.parametrize("text", ["tambahan lampu jalan mohon dipasang di Desa Rahtawu", "tambahan: jalan rusak"])
def test_without_a_report_that_is_open_it_is_a_new_one(text: str, rules: Rules) -> None:
    phone = Phone(rules)
    phone.send(text)
    assert phone.talk.draft.text == text
    assert phone.talk.state != "weighing"


@pytest.mark.parametrize("text", ["terima kasih", "halo", "/bantuan", "laporan saya sampai mana?"])
def test_what_is_plainly_no_answer_is_not_asked_about(text: str, rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send(text)
    assert phone.talk.draft.empty


def test_a_digression_comes_back_to_the_question(rules: Rules) -> None:
    phone = Phone(rules, ONE)
    phone.send("tiang nomor dua", "/bantuan")
    assert phone.talk.state == "weighing"
    phone.tap("add_to", ONE.number)
    assert phone.added == [(ONE.number, "tiang nomor dua")]
