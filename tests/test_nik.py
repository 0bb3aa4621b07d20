"""The NIK that the form asks for: kept in one table, shown to nobody, whatever else is said and done."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from flows.applicant import PRIVACY, Applicant
from flows.asked import FindApplicant, KeepApplicant, OpenTicket
from flows.conversation import Conversation, dump
from flows.effects import Effect
from flows.events import ApplicantFound, Chose, Event, Heard, Room, Said, SentFile, TicketOpened
from flows.step import step
from routing.commands import Open
from routing.lifecycle import open_ticket
from routing.pieces import Evidence
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Draft
from storage.schema import metadata
from tests.tickets import MONDAY
from tests.town import Town

SITI = Actor("siti")
ASKED = Draft(text="salinan APBD 2026", kind="ppid", kind_settled=True, office="DISKOMINFO")


class Talk:
    """Siti's talk, step by step, with the house answering what a flow asks of it."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.talk = Conversation("siti", draft=ASKED, state="formal")
        self.done: list[Effect] = []
        self.hear(Said("/start"))

    def hear(self, event: Event) -> None:
        button = event.choice if isinstance(event, Chose) else ""
        heard = Heard(event, MONDAY, SITI, Room("private"), button=button)
        self.talk, effects = step(self.talk, heard, self.rules)
        self.done += effects
        for effect in effects:
            if isinstance(effect, FindApplicant):
                self.hear(ApplicantFound(None))
            if isinstance(effect, OpenTicket):
                opening = Open("KDS-26-00001-0", effect.draft, "DISKOMINFO", triage=False)
                self.hear(TicketOpened(open_ticket(opening, SITI, MONDAY).ticket, MONDAY))

    def press(self, choice: str, value: str = "") -> None:
        self.hear(Chose(choice, str(self.talk.turn), value))


def as_nik(place: int, born: date, woman: bool, rest: int) -> str:
    return f"{place:06}{born.day + 40 * woman:02}{born.month:02}{born.year % 100:02}{rest:04}"


NIKS = st.builds(
    as_nik,
    st.integers(110101, 949999),
    st.dates(date(1930, 1, 1), date(2009, 12, 31)),
    st.booleans(),
    st.integers(1, 9999),
)
DIGRESSIONS = st.sampled_from(
    [
        Said("/bantuan"),
        Said("/start"),
        Said("terima kasih"),
        Said("🙏"),
        Said("/bahasa"),
        SentFile(Evidence("photo", "c", "f"), "ktp"),
    ]
)


@given(nik=NIKS, aside=st.lists(DIGRESSIONS, max_size=6), grouped=st.booleans())
@settings(max_examples=60)
def test_no_word_of_the_house_and_no_ticket_holds_the_nik(
    rules: Rules, nik: str, aside: list[Event], grouped: bool
) -> None:
    talk = Talk(rules)
    talk.press("agree")
    talk.hear(Said("Siti Aminah"))
    talk.hear(Said(" ".join((nik[:4], nik[4:8], nik[8:12], nik[12:])) if grouped else nik))
    for event in aside:
        talk.hear(event)
    for told in ("Dukuh Krajan RT 2, Desa Jepang", "siti@contoh.id", "untuk skripsi"):
        talk.hear(Said(told))
    talk.press("obtain", "copy")
    talk.press("deliver", "chat")
    assert talk.talk.state == "checking"
    talk.press("submit")
    kept = [effect for effect in talk.done if isinstance(effect, KeepApplicant)]
    assert [effect.applicant.nik for effect in kept] == [nik]
    said = [effect for effect in talk.done if not isinstance(effect, KeepApplicant)]
    assert nik.encode() not in msgspec.json.encode(said)
    assert nik.encode() not in dump(talk.talk)
    assert talk.talk.applicant is None


@pytest.mark.parametrize("ends", [Said("/batal"), Chose("cancel"), Chose("kind", "", "information")])
def test_whoever_gives_up_the_form_is_forgotten_by_it(ends: Event, rules: Rules) -> None:
    talk = Talk(rules)
    talk.press("agree")
    talk.hear(Said("Siti Aminah"))
    if isinstance(ends, Chose):
        talk.press(ends.choice, ends.value)
    else:
        talk.hear(ends)
    assert talk.talk.applicant is None
    assert b"Aminah" not in dump(talk.talk)


def test_an_earlier_consent_to_another_text_is_asked_anew(rules: Rules) -> None:
    talk = Talk(rules)
    old = Applicant("Siti Aminah", "3319014101850002", "Dukuh Krajan RT 2", "siti@contoh.id", "2020-01", MONDAY)
    talk.talk = msgspec.structs.replace(talk.talk, state="recalling", flow="ppid")
    talk.hear(ApplicantFound(old))
    assert talk.talk.state == "consenting"
    talk.press("agree")
    assert (talk.talk.state, talk.talk.applicant and talk.talk.applicant.consent) == ("purposing", PRIVACY)


NIK = "3319014101850002"
FORM = ("Siti Aminah", NIK, "Dukuh Krajan RT 2, Desa Jepang", "0812 3456 7890", "untuk skripsi")


async def register(town: Town, way: str) -> None:
    await town.say("Siti", "minta salinan dokumen APBD 2026")
    await town.quiet()
    for button in ("Permohonan resmi", "Setuju"):
        await town.push("Siti", button)
        await town.quiet()
    for told in FORM:
        await town.say("Siti", told)
        await town.quiet()
    for button in ("Salinan", way, "Daftarkan"):
        await town.push("Siti", button)
        await town.quiet()


async def test_the_nik_stands_in_one_table_and_on_no_phone_but_hers(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    await register(town, "Pos")
    await town.push("Ratna", "Beri", "Diskominfo")
    await town.quiet()
    prompt = await town.last("Diskominfo", "Apa yang diberikan")
    await town.say("Ratna", "Kami kirim lewat pos.", "Diskominfo", reply_to=prompt["id"])
    await town.quiet()
    await town.push("Ratna", "Kirim pemberitahuan", "Diskominfo")
    await town.quiet()
    card = await town.last("Diskominfo", "Pemohon:")
    assert "Siti Aminah (NIK •••• 0002)" in card["text"]
    assert "Kirim ke: Siti Aminah, Dukuh Krajan RT 2, Desa Jepang" in card["text"]
    assert [table for table in await tables(town) if NIK in table[1]] == [("applicants", (await row(town)))]
    for chat in ("Diskominfo", "PUPR", "Budi"):
        assert NIK not in repr(await town.messages(chat))
    assert NIK not in capsys.readouterr().out


async def test_who_is_forgotten_is_forgotten_as_an_applicant_too(town: Town) -> None:
    await register(town, "Lewat obrolan ini")
    await town.say("Siti", "/hapus")
    await town.quiet()
    erase = await town.last("Siti", button="apus")
    await town.press("Siti", erase["id"], erase["buttons"][0][0]["data"])
    await town.quiet()
    held = "".join(rows for _, rows in await tables(town))
    for word in (NIK, "Aminah", "Krajan", "skripsi"):
        assert word not in held
    card = await town.last("Diskominfo", "Pelapor:")
    assert "data dihapus" in card["text"]


async def tables(town: Town) -> list[tuple[str, str]]:
    """Every table and all that stands in it."""
    async with town.engine.connect() as connection:
        return [(table.name, repr((await connection.execute(select(table))).all())) for table in metadata.sorted_tables]


async def row(town: Town) -> str:
    return next(held for name, held in await tables(town) if name == "applicants")
