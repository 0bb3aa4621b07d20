"""What must be true when the fault is over: read from the database, the chats, the calls and the logs."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence, Set
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.arrival import CITIZEN, STAFF, WHATSAPP
from bot.demo import CITIZEN_BOT, STAFF_BOT
from bot.sandbox.updates import FIRST_ID
from bot.sandbox.world import World
from routing.history import replay
from routing.ticket import Ticket
from storage import inbox, outbox, tickets
from storage.schema import inbox as inbox_table
from storage.schema import tickets as tickets_table
from tests.chaos_people import MARK, Legible, Story, text_of
from tests.chaos_report import Row

BOTS = {CITIZEN: CITIZEN_BOT, STAFF: STAFF_BOT}

NUMBER = re.compile(r"KDS-\d{2}-\d{5}-\d")

TALK = (
    "Aduan:",
    "Nomor laporan Bapak/Ibu",
    "sedang ditangani petugas",
    "Apakah masalahnya sudah selesai",
    "Seberapa puas",
    "Penilaian",
)
"""What a citizen reads, in this order, each at least once."""

TALK_OF_A_BLOCKER = TALK[:3]

STATES = (
    "Status: menunggu diambil",
    "Status: ditangani",
    "Status: dijawab",
    "Status: selesai",
    "Status: selesai, dinilai",
)
"""What a card shows, in this order."""

ARRIVED = ("delivered", "read")

HARMLESS = (
    "query is too old",
    "message is not modified",
    "Conflict: terminated by other getUpdates",
    "Conflict: can't use getUpdates",
    "the connection was cut",
    "bot was blocked by the user",
    "Too Many Requests",
    "Internal Server Error",
    *(f"{code} " for code in (130429, 131000, 131016, 131056)),
)
"""What calls may meet: refusals of a repeat after a kill, and the trouble made on purpose."""


# ---- the database


async def audit_database(connection: AsyncConnection, stories: Sequence[Story], row: Row) -> None:
    """One ticket a complaint, each exactly what its facts say; nothing waits, and what is parked is in sight."""
    found = await all_tickets(connection)
    row.breaches += [fault async for fault in histories(connection, found)]
    waiting, _ = await outbox.count(connection)
    failed = await inbox.count_parked(connection)
    stuck = await outbox.undeliverable(connection, 1000)
    answers = [answer for ticket in found.values() for answer in ticket.answers]
    row.promised = len(answers)
    row.delivered = sum(answer.delivery in ARRIVED for answer in answers)
    lost = {ticket.number for ticket in found.values() for answer in ticket.answers if answer.delivery not in ARRIVED}
    row.parked = len(lost & {letter.ticket for letter in stuck if letter.kind == "say"})
    wrong = {
        "letters waiting": waiting,
        "letters undeliverable, and nobody blocked the bot": sum(each.trouble != "blocked" for each in stuck),
        "arrivals failed": failed,
        "answers neither delivered nor parked": row.promised - row.delivered - row.parked,
    }
    row.breaches += [f"{count} {what}" for what, count in wrong.items() if count]
    row.breaches += _one_ticket_each(found, stories)


async def all_tickets(connection: AsyncConnection) -> Mapping[str, Ticket]:
    numbers = list((await connection.execute(select(tickets_table.c.number))).scalars())
    return await tickets.peek(connection, numbers)


async def histories(connection: AsyncConnection, found: Mapping[str, Ticket]) -> AsyncIterator[str]:
    for number, ticket in found.items():
        if replay(await tickets.history(connection, number)) != ticket:
            yield f"{number}: its facts tell of another ticket than the stored one"


def _one_ticket_each(found: Mapping[str, Ticket], stories: Sequence[Story]) -> Iterator[str]:
    if len(found) != len(stories):
        yield f"{len(found)} tickets for {len(stories)} complaints"
    texts = Counter(ticket.draft.text for ticket in found.values())
    by_text = {ticket.draft.text: ticket for ticket in found.values()}
    for story in stories:
        if texts[story.complaint] != 1:
            yield f"{story.marker}: {texts[story.complaint]} tickets"
            continue
        ticket = by_text[story.complaint]
        answers = [(answer.text, answer.delivery) for answer in ticket.answers]
        ends = (ticket.office, ticket.state, ticket.stars, len(ticket.draft.evidence), answers)
        if ends != _expected(story):
            yield f"{story.marker}: {ticket.number} ended as {ends}"


def _expected(story: Story) -> tuple[object, ...]:
    how = ("answered", None, "undeliverable") if story.blocks else ("closed", story.stars, story.arrived)
    return (story.office.code, how[0], how[1], int(story.photo), [(story.answer, how[2])])


async def audit_inbox(connection: AsyncConnection, world: World, first: Mapping[int, int], row: Row) -> None:
    """Each update the messenger handed out stands in the inbox once. `first` is a bot's first update of the talks:
    those before tell of members of groups, which mean nothing to us."""
    kept = set((await connection.execute(select(inbox_table.c.id))).scalars())
    for channel, bot in BOTS.items():
        updates = world.updates[bot]
        told = {f"{channel}:{number}" for number in range(first[bot], updates.next_id)}
        before = {f"{channel}:{number}" for number in range(FIRST_ID, first[bot])}
        mine = {each for each in kept if each.startswith(f"{channel}:")} - before
        row.arrivals += len(told)
        row.kept += len(mine)
        row.breaches += [f"{each}: delivered, never counted" for each in sorted(told - mine)]
        row.breaches += [f"{each}: counted, never delivered" for each in sorted(mine - told)]
        row.breaches += [f"update {number} was never confirmed" for number in updates.pending]
    audit_whatsapp(world, kept, row)


def audit_whatsapp(world: World, kept: Set[str], row: Row) -> None:
    """Of all that people wrote or pressed there, and of what Meta told of the price of our own messages."""
    notes = [note for thread in world.whatsapp.threads.values() for note in thread.notes.values()]
    said = {f"{WHATSAPP}:{note.wamid}" for note in notes if not note.outgoing}
    priced = {f"{WHATSAPP}:{note.wamid}/price" for note in notes if note.outgoing}
    row.arrivals += len(said)
    row.kept += len(said & kept)
    strange = {each for each in kept if each.startswith(f"{WHATSAPP}:")} - said - priced
    row.breaches += [f"{each}: said on WhatsApp, never counted" for each in sorted(said - kept)]
    row.breaches += [f"{each}: counted, never said" for each in sorted(strange)]


# ---- the chats


def audit_chats(stories: Sequence[Story]) -> Iterator[str]:
    for story in stories:
        read = story.read()
        kinds = [next((part for part in TALK if part in text_of(message)), text_of(message)) for message in read]
        if tuple(kind for kind, _ in groupby(kinds)) != (TALK_OF_A_BLOCKER if story.blocks else TALK):
            yield f"{story.marker}: the citizen read {kinds}"
        yield from _own_things_only(story, read)
        yield from _cards(story)


def _own_things_only(story: Story, read: Sequence[Legible]) -> Iterator[str]:
    texts = [text_of(message) for message in read]
    if strange := {mark for text in texts for mark in MARK.findall(text)} - {story.marker}:
        yield f"{story.marker}: the citizen read of {strange}"
    if len(numbers := {number for text in texts for number in NUMBER.findall(text)}) != 1:
        yield f"{story.marker}: the citizen was told the numbers {sorted(numbers)}"
    if not story.blocks and not any("Jawaban" in text and story.answer in text for text in texts):
        yield f"{story.marker}: the answer was not delivered"


def _cards(story: Story) -> Iterator[str]:
    """A repeated card is the same card: one number, one complaint; and one of them shows how it ended."""
    cards = [text_of(each) for each in story.office.board.about(story.marker) if "Pelapor:" in text_of(each)]
    if len({NUMBER.findall(card)[0] for card in cards}) != 1:
        yield f"{story.marker}: the group has cards of several numbers"
    if not any(("tidak sampai" if story.blocks else "dinilai") in card for card in cards):
        yield f"{story.marker}: no card shows how it ended"


# ---- the calls


def repeated(calls: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Messages sent more than once: the numbers of the two calls, each time."""
    sent: dict[tuple[str, str], list[int]] = {}
    for call in calls:
        text = str(call["params"].get("text", ""))
        if call["method"] == "sendMessage" and call["ok"] and (found := NUMBER.search(text) or MARK.search(text)):
            what = f"card {found[0]}" if "Pelapor:" in text else text
            sent.setdefault((str(call["params"]["chat_id"]), what), []).append(call["n"])
    return [pair for numbers in sent.values() for pair in pairwise(numbers)]


def second_cards(pairs: Iterable[tuple[int, int]], calls: Sequence[Mapping[str, Any]]) -> int:
    """How many of the repeated messages are cards: the first one hangs there orphaned."""
    by_number = {call["n"]: call for call in calls}
    return sum("Pelapor:" in str(by_number[second]["params"].get("text", "")) for _, second in pairs)


def audit_repeats(pairs: Iterable[tuple[int, int]], breaks: Sequence[int]) -> Iterator[str]:
    """A message comes twice only if something was torn in between; `breaks` are the numbers of the first calls
    afterwards."""
    for first, second in pairs:
        if not any(first < torn <= second for torn in breaks):
            yield f"calls {first} and {second} sent the same message, and nothing was torn in between"


def audit_order(calls: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A card never goes back to what it showed before."""
    last: dict[tuple[str, str], int] = {}
    for call in calls:
        text = str(call["params"].get("text", ""))
        number = NUMBER.search(text)
        if not (call["ok"] and number and "Pelapor:" in text):
            continue
        state = max((place for place, words in enumerate(STATES) if words in text), default=-1)
        key = (str(call["params"]["chat_id"]), number[0])
        if state < last.get(key, -1):
            yield f"call {call['n']}: the card of {number[0]} went back to “{STATES[state]}”"
        last[key] = state


def audit_refusals(calls: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for call in calls:
        harmless = any(words in call.get("description", "") for words in HARMLESS)
        if call.get("unknown") or not (call["ok"] or harmless):
            yield f"call {call['n']} {call['method']}: {call['description']} {call.get('unknown', '')}"


# ---- the log


def audit_log(errors: Path, secrets: Sequence[str]) -> tuple[Counter[str], list[str]]:
    """(what the program warned of, how often; faults). No line says a secret or is an error."""
    warned: Counter[str] = Counter()
    faults, traceback = [], []
    for line in errors.read_text().replace("}{", "}\n{").splitlines():  # a kill may tear a line from its end
        if any(secret in line for secret in secrets) or MARK.search(line):
            faults.append("the log tells a token, a name or a citizen's words")
        try:
            told = json.loads(line)
        except ValueError:
            if line.startswith("WARNING "):
                warned[line] += 1
            elif line != "Stopped." and not line.startswith("{"):  # of which a kill may leave a beginning
                traceback.append(line.strip(" |"))
            continue
        if told["level"] in ("error", "critical"):
            faults.append(f"the log holds an error: {line[:400]}")
        elif told["level"] == "warning":
            warned[" ".join(str(told[part]) for part in ("event", "kind", "error") if part in told)] += 1
    if traceback:
        faults.append(
            f"the log holds {len(traceback)} lines that are none, such as: {' / '.join(traceback[-6:])[:600]}"
        )
    return warned, faults
