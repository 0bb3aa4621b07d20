"""What a citizen's rights ask of the house, done in the desk's transaction like any errand (`bot/errands.py`)."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from typing import Any

import msgspec

from bot.arrival import Arrival
from bot.errands import Caller, Desk
from flows.asked import ForgetMe, GiveConsent, Rename, WithdrawConsent
from flows.effects import to_person
from flows.events import ConsentWithdrawn, Forgotten, HouseEvent, Renamed
from routing.commands import Erase
from routing.erasing import photos, without_person
from routing.history import replay
from routing.pieces import Evidence
from storage import applicants, broadcasts, consents, conversations, forgetting, inbox, links, outbox, people, tickets
from storage.consents import Consent
from storage.database import millis

GRACE = timedelta(minutes=10)
"""A letter that is under way may still fetch a photo again; it is deleted when none can be."""


async def give_consent(desk: Desk, effect: GiveConsent, caller: Caller) -> None:
    desk.agreed.append(Consent(caller.person, effect.what, effect.version, millis(desk.house.now())))


async def withdraw_consent(desk: Desk, effect: WithdrawConsent, caller: Caller) -> HouseEvent:
    await desk.flush()  # she may have agreed a moment ago
    await applicants.unsay(desk.connection, caller.person)
    return ConsentWithdrawn(await consents.withdraw(desk.connection, caller.person, millis(desk.house.now())))


async def rename(desk: Desk, effect: Rename, caller: Caller) -> HouseEvent:
    await people.rename(desk.connection, caller.person, effect.name)
    return Renamed()


async def forget_me(desk: Desk, effect: ForgetMe, caller: Caller) -> HouseEvent:
    """First her letters, so that none of them goes out; then her words, ticket by ticket; then who she is."""
    connection, person = desk.connection, caller.person
    await desk.flush()
    numbers = await forgetting.written_in(connection, person)
    await outbox.forget(connection, person, numbers)
    await erase_words(desk, caller, numbers)
    await forgetting.unfollow_all(connection, person)
    await consents.withdraw(connection, person, millis(desk.house.now()))
    await conversations.forget(connection, person)
    await forget_identity(desk, person)
    forget_here(desk, person)
    return Forgotten(len(numbers))


async def erase_words(desk: Desk, caller: Caller, numbers: Iterable[str]) -> None:
    """Each ticket first learns that it happens, which tells the others; then its history goes blank."""
    person, own = caller.person, []
    for number in numbers:
        if ticket := await desk.ticket(number):
            desk.act(ticket, Erase(), caller.actor)
            own += [number] if ticket.reporter == person else []
    await desk.flush()
    files: list[Evidence] = []
    for number in numbers:
        before = await tickets.history(desk.connection, number)
        after = without_person(before, person)
        await forgetting.rewrite(desk.connection, number, before, after)
        desk.tickets[number] = desk.changed_tickets[number] = replay(after)
        files += set(photos(before)) - set(photos(after))
    await forgetting.leave_the_map(desk.connection, own)
    await forgetting.discard(desk.connection, files, millis(desk.house.now() + GRACE))


async def forget_identity(desk: Desk, person: str) -> None:
    known = await people.accounts_of(desk.connection, person)
    addresses = {(each.channel, each.address) for each in known}
    for channel, address in addresses:
        await links.forget_chat(desk.connection, channel, address)
    parked = await inbox.parked(desk.connection)
    hers = [id_ for id_, data in parked.items() if sender_of(data) in addresses]
    await inbox.unpark(desk.connection, hers)
    await people.forget(desk.connection, person)
    await applicants.forget(desk.connection, person)
    await broadcasts.unmute(desk.connection, person)


def forget_here(desk: Desk, person: str) -> None:
    """Nothing more goes to her but to where she just wrote from, and nothing about her is written down."""
    desk.forgotten.add(person)
    desk.mail.letters[:] = [letter for letter in desk.mail.letters if letter.recipient != to_person(person)]
    desk.changed_talks.pop(person, None)


def sender_of(parked: bytes) -> tuple[str, str] | None:
    try:
        return msgspec.json.decode(parked, type=Arrival).sender.key
    except msgspec.MsgspecError:
        return None


RIGHTS: dict[type, Callable[[Any, Any, Caller], Awaitable[HouseEvent | None]]] = {
    GiveConsent: give_consent,
    WithdrawConsent: withdraw_consent,
    Rename: rename,
    ForgetMe: forget_me,
}
