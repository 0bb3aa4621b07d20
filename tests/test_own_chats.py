"""STOP, MULAI, BUKA, SAMBUNG, PISAHKAN: what a citizen says about being written to, as pure steps."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from flows import contact
from flows.contact import DropHandshake, LookUpHandshake, MakeHandshake, OfferHandshake, ResumeNews, StopNews
from flows.conversation import Conversation
from flows.effects import Effect, Say
from flows.events import Chose, Event, Heard, Room, Said
from flows.own_chats import MOST_TRIES, command_of, is_nearly
from flows.step import step
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft
from tests.tickets import MONDAY

TALK = Conversation("siti")
TELLING = replace(TALK, draft=Draft(text="jalan berlubang"), state="place")


def hear(
    event: Event, rules: Rules, talk: Conversation = TALK, opened: int = 0
) -> tuple[Conversation, tuple[Effect, ...]]:
    return step(talk, Heard(event, MONDAY, Actor("siti"), Room("private"), opened=opened), rules)


def keys(effects: tuple[Effect, ...]) -> list[str]:
    return [line.key for each in effects if isinstance(each, Say) for line in each.lines]


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("stop", "stop"),
        ("berhenti!", "stop"),
        ("mulai", "mulai"),
        ("buka", "buka"),
        ("*buka*", "buka"),
        ("bka", "buka"),
        ("sambung", "sambung"),
        ("sambung abcd-efgh", "sambung"),
        ("sambung abcd efgh", "sambung"),
        ("sambung listrik", None),
        ("sambung rel kereta putus", None),
        ("pisahkan", "pisahkan"),
        ("stop truk besar lewat", None),
        ("buka jam berapa dukcapil", None),
        ("muka", None),
    ],
)
def test_a_word_alone_is_a_command_and_a_sentence_is_a_sentence(typed: str, command: str | None) -> None:
    assert command_of(typed, opened=0) == command


@pytest.mark.parametrize(
    ("typed", "near"), [("buk", True), ("bukaa", True), ("buja", True), ("bika", True), ("batal", False), ("", False)]
)
def test_a_slip_of_the_thumb_opens_what_waits(typed: str, near: bool) -> None:
    assert is_nearly("buka", typed) is near
    assert (command_of(typed, opened=2) == "buka") is near
    assert command_of(typed, opened=0) is None


def test_stop_in_the_middle_of_a_report_means_the_report_and_says_how_to_stop_all(rules: Rules) -> None:
    talk, effects = hear(Said("STOP"), rules, TELLING)
    assert talk.draft.empty
    assert StopNews() not in effects
    assert keys(effects)[-1] == "contact.stop_again"
    assert StopNews() in hear(Said("Stop"), rules, talk)[1]


def test_stop_alone_stops_all_news(rules: Rules) -> None:
    assert hear(Said("berhenti"), rules)[1] == (StopNews(),)
    assert keys(hear(contact.NewsStopped(), rules)[1]) == ["contact.stopped"]


def test_mulai_is_a_welcome_to_whoever_had_not_stopped(rules: Rules) -> None:
    assert hear(Said("mulai"), rules)[1] == (ResumeNews(),)
    assert keys(hear(contact.NewsResumed(stopped=True, waiting=2), rules)[1]) == ["contact.resumed"]
    assert keys(hear(contact.NewsResumed(stopped=False, waiting=0), rules)[1]) == ["welcome"]


def test_buka_is_answered_by_what_waited_and_by_nothing_else(rules: Rules) -> None:
    assert hear(Said("BUKA"), rules, opened=3)[1] == ()
    assert keys(hear(Said("BUKA"), rules)[1]) == ["contact.nothing_waits"]
    assert hear(Said("BUKA"), rules, TELLING, opened=1)[0].draft == TELLING.draft


def test_a_code_is_asked_for_typed_confirmed_there_and_then_here(rules: Rules) -> None:
    assert hear(Said("/sambung"), rules)[1] == (MakeHandshake(),)
    assert hear(Said("sambung ABCD-EFGH"), rules)[1] == (LookUpHandshake("ABCD-EFGH"),)
    found = contact.HandshakeFound("ABCD-EFGH", "telegram_citizen", "Siti")
    [asked] = hear(found, rules)[1]
    assert isinstance(asked, Say)
    assert [choice.name for row in asked.choices for choice in row] == ["handshake_offer", "handshake_drop"]
    assert OfferHandshake("ABCD-EFGH") in hear(Chose("handshake_offer", "", "ABCD-EFGH"), rules)[1]
    offered = contact.HandshakeOffered("ABCD-EFGH", "the owner", "whatsapp", "Siti A")
    to_owner, here = hear(offered, rules)[1]
    assert isinstance(to_owner, Say)
    assert isinstance(here, Say)
    assert (to_owner.to, here.lines[0].key) == ("person:the owner", "joining.ask_there")
    dropped = hear(Chose("handshake_drop", "", "ABCD-EFGH"), rules)[1]
    assert DropHandshake("ABCD-EFGH") in dropped


def test_whoever_guesses_codes_is_stopped_for_an_hour(rules: Rules) -> None:
    talk = TALK
    for _ in range(MOST_TRIES):
        talk, _ = hear(contact.HandshakeRefused("joining.code.unknown"), rules, talk)
    assert keys(hear(Said("sambung ABCDEFGH"), rules, talk)[1]) == ["joining.too_often"]
    later = Heard(Said("sambung ABCDEFGH"), MONDAY + timedelta(hours=1), Actor("siti"), Room("private"))
    assert step(talk, later, rules)[1] == (LookUpHandshake("ABCDEFGH"),)
