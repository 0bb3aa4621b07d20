"""The history proves itself: every line is chained, nothing changes unseen, and erased words leave the chain whole."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.audit_command import Verdict, prove, seal_all
from bot.keeping import sqlite_at
from bot.start import opened_at
from routing.erasing import photoless, wordless
from routing.facts import Entry, Opened
from routing.history import replay
from routing.pieces import Evidence
from routing.proof import NONE, link, prints, unblank, what_stays, without_empty
from routing.ticket import Draft
from storage import joining
from storage.auditing import Totals, audit, sealed_as
from storage.copying import copy
from storage.database import transaction
from storage.journal import newest
from storage.tickets import history
from tests.test_commands import pendopo, settings_of
from tests.tickets import DRAFT, MONDAY
from tests.town import Town
from tests.witness import send_report

# ---- one entry

REPORT = Entry(MONDAY, "siti", "open", Opened("KDS-26-00001-0", DRAFT, "PUPR", triage=False))
SALT = b"s" * 16


def linked(entry: Entry, salt: bytes, gone: bytes) -> bytes:
    return link(NONE, "KDS-26-00001-0", 0, prints(entry, salt, gone))


def test_erased_words_leave_the_link_as_it_was() -> None:
    before = linked(REPORT, SALT, b"")
    blank = wordless(REPORT)
    salt, gone = what_stays(REPORT, blank, SALT, b"")
    assert (salt, len(gone)) == (b"", 64)
    assert linked(blank, salt, gone) == before
    assert unblank(blank, gone) == ""
    assert unblank(REPORT, gone) == "words that are said to be erased"


def test_photos_may_go_first_and_the_words_later() -> None:
    seen = Evidence("photo", "telegram_citizen", "file-1")
    report = Entry(MONDAY, "siti", "open", Opened("KDS-26-00001-0", with_photo(seen), "PUPR", triage=False))
    before = linked(report, SALT, b"")
    plain = photoless(report)
    salt, gone = what_stays(report, plain, SALT, b"")
    assert (salt, len(gone)) == (SALT, 32)
    assert linked(plain, salt, gone) == before
    blank = wordless(plain)
    later = what_stays(plain, blank, salt, gone)
    assert linked(blank, *later) == before


def with_photo(file: Evidence) -> Draft:
    return replace(DRAFT, evidence=(file,))


def test_what_is_new_and_empty_changes_no_digest() -> None:
    assert without_empty({"a": 1, "new": "", "more": [], "deep": {"x": None}}) == {"a": 1}


# ---- a whole town

TAMPERINGS = [
    ("UPDATE facts SET data = replace_in(data, 'Bitingan', 'Kliwon') WHERE seq = 0", "line 0", "not what was chained"),
    ("UPDATE facts SET \"by\" = 'nobody' WHERE kind = 'taken'", "line 1", "columns are not what it says"),
    ("UPDATE facts SET link = salt WHERE kind = 'opened'", "line 0", "not what was chained"),
    ("UPDATE facts SET salt = NULL WHERE kind = 'opened'", "line 0", "not what was chained"),
    ("UPDATE facts SET gone = link WHERE kind = 'answered'", "answered", "no erasure is on record"),
    ("DELETE FROM facts WHERE kind = 'taken'", "line 1", "missing"),
    ("DELETE FROM facts WHERE kind = 'solved'", "KDS-26-00001-0", "its row is not what its history says"),
    ("DELETE FROM facts", "tickets", "have a history"),
    ("UPDATE tickets SET data = replace_in(data, 'Bitingan', 'Kliwon')", "KDS-26-00001-0", "row is not what"),
    ("DELETE FROM acts WHERE id = (SELECT min(id) FROM acts)", "act", "not what was chained"),
    ("UPDATE acts SET data = replace_in(data, 'PUPR', 'DISHUB')", "act", "not what was chained"),
    ("DELETE FROM acts", "seal 1", "not those that stand there"),
    ("UPDATE seals SET at = at + 1 WHERE id = 1", "seal 1", "not those that stand there"),
    ("DELETE FROM seals WHERE id = 1", "seal 1", ""),
    ("DELETE FROM seals", "seal 1", "is missing"),
]


async def a_day(town: Town) -> None:
    """A report from beginning to end, sealed in two batches."""
    await send_report(town)
    await town.push("Joko", "Ambil", "PUPR")
    await town.quiet()
    await seal_all(town.engine)
    await town.say("Joko", "Sudah kami tambal.", "PUPR", reply_to=(await town.last("PUPR", "Pelapor:"))["id"])
    await town.quiet()
    await town.push("Joko", "Kirim & selesai", "PUPR")
    await town.quiet()
    await town.push("Siti", "Sudah selesai")
    await town.quiet()
    await seal_all(town.engine)


def spelled(statement: str, dialect: str) -> str:
    """`replace_in(data, a, b)` in the words of the database at hand."""
    if "replace_in" not in statement:
        return statement
    start, rest = statement.split("replace_in(data, ", 1)
    given, end = rest.split(")", 1)
    if dialect == "sqlite":
        return f"{start}CAST(replace(CAST(data AS TEXT), {given}) AS BLOB){end}"
    return f"{start}convert_to(replace(convert_from(data, 'UTF8'), {given}), 'UTF8'){end}"


async def broken_by(connection: AsyncConnection, statement: str) -> list[str]:
    await connection.execute(text(spelled(statement, connection.dialect.name)))
    return [each async for each in audit(connection, Totals())]


async def test_nothing_is_changed_unseen(town: Town) -> None:
    await a_day(town)
    whole = await prove(town.engine)
    assert whole.broken == ()
    assert whole.totals.unsealed == 0
    for statement, line, why in TAMPERINGS:
        async with town.engine.connect() as connection:
            broken = await broken_by(connection, statement)
            await connection.rollback()
        assert broken, statement
        assert line in broken[0], (statement, broken)
        assert why in broken[0], (statement, broken)
    assert (await prove(town.engine)).broken == ()


async def test_a_forgotten_citizen_leaves_a_chain_that_holds(town: Town) -> None:
    await a_day(town)
    before = await prove(town.engine)
    await town.say("Siti", "/hapus")
    await town.quiet()
    await town.push("Siti", "Ya, hapus")
    await town.quiet()
    async with transaction(town.engine) as connection:
        words = (await connection.execute(text("SELECT count(*) FROM facts WHERE gone IS NOT NULL"))).scalar()
        assert await sealed_as(connection, before.head.seal) == before.head.link
    assert words
    after = await prove(town.engine)
    assert after.broken == ()
    await seal_all(town.engine)
    assert (await prove(town.engine)).broken == ()


async def test_the_program_closes_the_chain_by_itself(town: Town) -> None:
    await send_report(town)
    assert (await prove(town.engine)).totals.unsealed
    await town.app.bellman.sweeper.sweep_if_due()
    assert (await prove(town.engine)).totals.unsealed == 0


async def test_what_is_about_no_one_ticket_stands_in_the_journal(town: Town) -> None:
    hello = await town.say("Agus", "siap membantu", "PUPR")
    await town.say("Joko", "/petugas", "PUPR", reply_to=hello)
    await town.say("Ratna", "/undang Dishub", "Diskominfo")
    await town.quiet()
    async with transaction(town.engine) as connection:
        acts = [(act.kind, act.what.get("office")) for act in await newest(connection, 10)]
    assert {("officer", "PUPR"), ("invited", "DISHUB"), ("group linked", "PUPR")} <= {*acts}


async def test_a_copy_proves_itself_too(town: Town, tmp_path: Path) -> None:
    await a_day(town)
    async with opened_at(sqlite_at(tmp_path / "copy.db")) as other:
        await copy(town.engine, other)
        told: Verdict = await prove(other)
    assert (told.broken, told.head) == ((), (await prove(town.engine)).head)


async def test_the_command_names_the_first_broken_line_and_fails(town: Town, tmp_path: Path) -> None:
    await a_day(town)
    settings = settings_of(town)
    code, head = await pendopo(tmp_path, "audit", "--head", **settings)
    assert code == 0
    code, said = await pendopo(tmp_path, "audit", "--anchor", head.replace(" ", ""), **settings)
    assert (code, "Every line holds." in said) == (0, True)
    async with transaction(town.engine) as connection:
        await connection.execute(text("UPDATE facts SET link = salt WHERE kind = 'opened'"))
    code, said = await pendopo(tmp_path, "audit", **settings)
    assert (code, "First broken line: KDS-26-00001-0, line 0" in said) == (1, True)
    code, said = await pendopo(tmp_path, "audit", "--anchor", "1:00", **settings)
    assert (code, "the chain was made anew" in said) == (1, True)
    code, said = await pendopo(tmp_path, "journal", **settings)
    assert (code, "group linked" in said) == (0, True)


@pytest.mark.parametrize("anchor", ["x", "1:zz", ":"])
async def test_an_anchor_that_is_none_is_refused_with_its_mend(anchor: str, tmp_path: Path) -> None:
    code, said = await pendopo(tmp_path, "audit", "--anchor", anchor)
    assert (code, "pendopo audit --head printed it" in said) == (1, True)


async def test_who_is_two_persons_in_one_leaves_a_chain_that_holds(town: Town) -> None:
    """Joined chats change who a history is told of, never what was written; and what is erased afterwards is proved."""
    await a_day(town)
    async with transaction(town.engine) as connection:
        entries = await history(connection, "KDS-26-00001-0")
        await joining.join(connection, entries[0].by, "anotherself1", 0)
        told = await history(connection, "KDS-26-00001-0")
        await joining.retell(connection, [replay(told)])
        assert told[0].by == "anotherself1"
    assert (await prove(town.engine)).broken == ()
    await town.say("Siti", "/hapus")
    await town.quiet()
    await town.push("Siti", "Ya, hapus")
    await town.quiet()
    assert (await prove(town.engine)).broken == ()
