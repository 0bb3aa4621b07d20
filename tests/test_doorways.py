"""Deep links: what the payload behind `/start` means, and how it leads the next report without ever deciding it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flows.conversation import Conversation, dump, load
from flows.doorways import PAYLOAD, STAYS, Doorway, doorway, to_office, to_place
from flows.effects import Say
from flows.events import Chose, Heard, Room, Said, SentFile, SentPlace
from flows.step import step
from routing.gazetteer import Place
from routing.pieces import Evidence, Spot
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft
from tests.tickets import MONDAY

GETAS = Spot("Getaspejaten", "Getaspejaten", "Jati", presumed=True)
KLIWON = Spot("Pasar Kliwon", None, "Kota Kudus", presumed=True)


def heard(event: Said | Chose | SentFile | SentPlace) -> Heard:
    return Heard(event, MONDAY, Actor("siti"), Room("private"), button=event.choice if isinstance(event, Chose) else "")


def after(rules: Rules, *events: str | Chose | SentFile | SentPlace, later: timedelta = timedelta(0)) -> Conversation:
    """A talk in which these were said; read back from JSON between the steps. The last is heard `later`."""
    talk = Conversation("siti")
    for place, event in enumerate(events, 1):
        at = MONDAY + later if place == len(events) else MONDAY
        told = replace(heard(Said(event) if isinstance(event, str) else event), at=at)
        talk, _ = step(load(dump(talk)), told, rules)
    return talk


@pytest.mark.parametrize(
    ("payload", "office", "spot"),
    [
        ("lapor", None, None),
        ("LAPOR", None, None),
        ("opd-DISHUB", "DISHUB", None),
        ("opd-dishub", "DISHUB", None),
        ("opd-SETDA-HUKUM", "SETDA-HUKUM", None),
        ("opd-DISKOMINFO", None, None),
        ("di-GETASPEJATEN", None, GETAS),
        ("di-Getas_Pejaten", None, GETAS),
        ("di-KECJATI", None, Spot("Jati", None, "Jati", presumed=True)),
        ("di-PASARKLIWON", None, KLIWON),
    ],
)
def test_a_payload_means(payload: str, office: str | None, spot: Spot | None, rules: Rules) -> None:
    assert doorway(payload, MONDAY, rules) == Doorway(MONDAY, office, spot)


@pytest.mark.parametrize(
    "payload",
    ["", "x", "opd-", "di-", "opd-NASA", "opd-X-PLN", "di-JEPARA", "lapor!", "di-JATI JEPARA", "l" * 65, "ꦗꦮ"],
)
def test_an_unknown_payload_means_nothing(payload: str, rules: Rules) -> None:
    assert doorway(payload, MONDAY, rules) is None


@given(st.text(max_size=70))
def test_any_payload_may_be_forged(rules: Rules, payload: str) -> None:
    talk, effects = step(Conversation("siti"), heard(Said(f"/start {payload}")), rules)
    assert any(isinstance(each, Say) and each.lines[0].key == "welcome" for each in effects)
    assert talk.draft == Draft()


def test_every_office_has_a_payload_that_leads_back(rules: Rules) -> None:
    for office in rules.catalogue.offices.values():
        payload = to_office(office)
        assert PAYLOAD.fullmatch(payload)
        door = doorway(payload, MONDAY, rules)
        assert (door is None) == office.outside
        assert door is None or door.office in (office.code, None)


def test_every_place_has_a_payload_that_leads_back(rules: Rules) -> None:
    gazetteer = rules.gazetteer
    names = [*gazetteer.landmarks, *(each for found in gazetteer.villages.values() for each in found)]
    for name in [*names, *(f"Kec. {each}" for each in gazetteer.districts)]:
        place = gazetteer.named(name)
        assert place
        payload = to_place(place)
        assert PAYLOAD.fullmatch(payload)
        door = doorway(payload, MONDAY, rules)
        assert door
        assert door.spot == Spot(place.words, place.village, place.district, presumed=True)


def test_a_place_that_is_none_has_no_name(rules: Rules) -> None:
    assert rules.gazetteer.named("") is None
    assert rules.gazetteer.named("Paris") is None
    assert rules.gazetteer.named("kec") is None
    assert rules.gazetteer.named("PASAR bitingan") == Place("Pasar Bitingan", None, "Jati")


PIN = SentPlace(-6.8, 110.84)


@pytest.mark.parametrize(
    ("events", "spot"),
    [
        (("/start di-GETASPEJATEN", "lampu jalan mati"), GETAS),
        (("/start di-GETASPEJATEN", "lampu jalan mati di RT 3"), Spot("RT 3", "Getaspejaten", "Jati")),
        (("/start di-PASARKLIWON", "lampu jalan mati di RT 3"), Spot("RT 3, Pasar Kliwon", None, "Kota Kudus")),
        (("/start di-GETASPEJATEN", "lampu jalan mati di desa Jepang"), Spot("desa Jepang", "Jepang", "Mejobo")),
        (("/start di-GETASPEJATEN", SentFile(Evidence("photo", "c", "f")), "lampu jalan mati"), GETAS),
        (("/start di-GETASPEJATEN", "lampu jalan mati", PIN), Spot(latitude=-6.8, longitude=110.84)),
        (("/start di-GETASPEJATEN", "/start", "lampu jalan mati"), None),
        (("/start di-GETASPEJATEN", "lampu jalan mati", "batal", "lampu jalan mati"), None),
        (("/start di-GETASPEJATEN", "/bahasa", "halo", "lampu jalan mati"), GETAS),
        (("/start lapor", "lampu jalan mati"), None),
    ],
)
def test_the_place_of_a_poster_is_that_of_the_next_report(
    events: tuple[str | SentFile | SentPlace, ...], spot: Spot | None, rules: Rules
) -> None:
    assert after(rules, *events).draft.spot == spot


def test_a_place_that_is_known_is_not_asked_for(rules: Rules) -> None:
    assert after(rules, "lampu jalan mati").state == "placing"
    assert after(rules, "/start di-GETASPEJATEN", "lampu jalan mati").state == "reviewing"


def test_the_place_of_a_poster_is_changed_like_any_other(rules: Rules) -> None:
    assert after(rules, "/start di-GETASPEJATEN", "lampu jalan mati", "lokasinya salah").draft.spot is None


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("pelayanan lambat, kursinya rusak", "DISHUB"),
        ("mau tanya soal kemarin itu bagaimana kelanjutannya ya", "DISHUB"),
        ("jalan berlubang di depan Pasar Bitingan", "PUPR"),
        ("minta dokumen anggaran 2026 sesuai UU keterbukaan informasi", "DISKOMINFO"),
    ],
)
def test_the_office_of_a_poster_is_preferred_where_the_words_leave_it_open(
    text: str, office: str, rules: Rules
) -> None:
    assert after(rules, "/start opd-DISHUB", text).draft.office == office


def test_a_secret_is_not_led_by_the_poster_of_whom_it_accuses(rules: Rules) -> None:
    text = "ada pungli di loket dishub, petugas minta uang"
    with_poster, without = after(rules, "/start opd-DISHUB", text), after(rules, text)
    assert with_poster.draft.office == without.draft.office != "DISHUB"
    assert with_poster.state == without.state


def test_the_office_of_a_poster_is_let_go_by_saying_so(rules: Rules) -> None:
    talk = after(rules, "/start opd-DISHUB", "pelayanan lambat", "bukan itu")
    assert (talk.state, talk.draft.office, talk.draft.door) == ("choosing", None, None)


def test_a_poster_leads_one_report_and_only_for_a_day(rules: Rules) -> None:
    came = "/start di-GETASPEJATEN"
    assert after(rules, came, "lampu jalan mati", later=STAYS).draft.spot == GETAS
    assert after(rules, came, "lampu jalan mati", later=STAYS + timedelta(hours=1)).draft.spot is None


def test_an_open_draft_keeps_its_own_place_and_the_poster_waits(rules: Rules) -> None:
    talk = after(rules, "jalan berlubang di Pasar Bitingan", "/start di-GETASPEJATEN")
    assert talk.draft.spot
    assert talk.draft.spot.words == "Pasar Bitingan"
    talk, _ = step(talk, heard(Said("batal")), rules)
    talk, _ = step(talk, heard(Said("lampu jalan mati")), rules)
    assert talk.draft.spot == GETAS
