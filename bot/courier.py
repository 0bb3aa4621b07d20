"""Delivers the outbox. A letter is claimed under a lease, sent, then marked: never lost, at worst repeated.

One loop, one transaction a turn: what came of the last letters is written down, and the next ones are claimed. The
oldest letter of each recipient is in flight at most once, so everybody reads things in the order they happened.
"""

import asyncio
import time
from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec
import structlog
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.channels import Closed, Gone, Later, Moved, Refused, TopicGone
from bot.clock import SetBack, real_now
from bot.group_errands import lose_group
from bot.house import House
from bot.metrics import ALARMS, LETTERS_PARKED, SENT, UNDELIVERABLE, WAITING
from bot.parcels import Parcel, address
from bot.postman import Postman
from bot.returns import about, act_upon, may_come_back
from bot.sitting import Sitting
from bot.topics import OnTheWay, note_topic
from bot.window import Parked
from flows.effects import Line, MarkRead, Say, Toast, Unbutton, to_office
from routing.delivery import Stage
from storage import links, outbox, parking, people, rooms, sent, stops
from storage.database import Unavailable, millis, transaction, whole
from storage.links import Link
from storage.outbox import Letter
from storage.sent import Kept

IN_FLIGHT = 32
MOST_PATIENT = 8
"""Letters of an announcement under way at a time; the other places are kept for what somebody waits for."""

LEASE = 90_000
"""Milliseconds after which another courier may take over. Longer than any call and its waiting may last."""

HOUR = 3600.0
IDLE = 30.0
LANDING = 3.0
"""Seconds for which a stopping courier waits for letters that are under way."""

log = structlog.get_logger(__name__)


class Result(Struct, frozen=True):
    """What came of a letter: delivered (maybe with links), or the trouble."""

    parcel: Parcel
    links: Sequence[Link] = ()
    trouble: Exception | None = None


class Courier:
    def __init__(self, engine: AsyncEngine, house: House, postman: Postman) -> None:
        self.engine = engine
        self.house = house
        self.postman = postman
        self._wake = asyncio.Event()
        self._flying: dict[asyncio.Task[None], Letter] = {}
        self._results: list[Result] = []
        self._busy: set[tuple[str, str]] = set()
        self._new = True
        self._set_back = SetBack()
        self._alarmed: dict[str, float] = {}  # and when, so that nobody is called every minute

    @property
    def busy(self) -> bool:
        """Letters are in flight, or landed and not yet written down."""
        return bool(self._flying or self._results)

    def nudge(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Until cancelled; then perhaps again, when the post comes back to this process."""
        self._new, self._busy = True, set()  # whatever was under way has landed, or was given up
        try:
            while True:
                self._wake.clear()
                wait = await self._turn_safely()
                await self._sleep(wait)
        finally:
            await self._land()

    async def _land(self) -> None:
        """A letter that was sent and not written down would be sent again at the next start."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=LANDING)
        for task in self._flying:
            task.cancel()
        results, self._results = self._results, []
        try:
            async with transaction(self.engine) as connection:
                await self._settle(connection, results, real_now())
        except Unavailable as error:
            log.warning("the database is away", error=type(error).__name__)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _turn_safely(self) -> float:
        """Seconds until there may be something to do again."""
        results, self._results = self._results, []
        try:
            return await whole(self._turn(results))
        except Unavailable as error:
            log.warning("the database is away", error=type(error).__name__)
            self._results = results + self._results
            self._new = True  # what was claimed may have been committed all the same, and nobody would send it
            return 1.0
        except Exception:
            log.exception("a turn of the courier failed")
            self._busy -= {result.parcel.where for result in results}  # their leases run out, and they go once more
            return IDLE / 6

    async def _turn(self, results: list[Result]) -> float:
        back = self._set_back.since_last()  # before we look at the clock: what is told of too late does no harm
        now = real_now()
        busy = self._busy - {result.parcel.where for result in results}
        async with transaction(self.engine) as connection:
            await outbox.set_back(connection, now, back)
            await self._take_over(connection, results, now)
            await self._settle(connection, results, now)
            free = IN_FLIGHT - len(self._flying)
            patient = max(0, MOST_PATIENT - sum(letter.patient for letter in self._flying.values()))
            claimed = await outbox.claim(connection, now, now + LEASE, free, patient) if free else ()
            parcels = await self._address(connection, claimed)
            await self._wait_for_a_room(connection, parcels, now)
            parcels = await self._one_a_chat(connection, parcels, busy)
            following = None if claimed else await outbox.next_moment(connection, now)
            waiting, undeliverable = await outbox.count(connection)
            parked = await parking.count(connection)
        self._new, self._busy = False, busy
        WAITING.set(waiting)
        UNDELIVERABLE.set(undeliverable)
        for why in get_args(parking.Why):
            LETTERS_PARKED.labels(why).set(parked.get(why, 0))
        for parcel in parcels:
            self._send_off(parcel)
        return IDLE if following is None else min(IDLE, (following - now) / 1000)

    async def _take_over(self, connection: AsyncConnection, results: Iterable[Result], now: int) -> None:
        """There is one courier at a time, so leases found at the start are those of one that was killed, and later
        ones, but for the letters under way, those of a claim that was committed and never confirmed."""
        if self._new:
            landed = {result.parcel.letter.id for result in results}
            await outbox.release_all(connection, now, but={*(letter.id for letter in self._flying.values()), *landed})

    async def _address(self, connection: AsyncConnection, letters: Sequence[Letter]) -> list[Parcel]:
        """All at once; if one speaks of something that can't be read, one by one, and that one is set aside."""
        try:
            return await address(connection, self.house.rules, letters)
        except msgspec.MsgspecError:
            parcels = []
            for letter in letters:
                try:
                    parcels += await address(connection, self.house.rules, [letter])
                except msgspec.MsgspecError:
                    log.exception("a letter could not be addressed", letter=letter.id)
                    await outbox.give_up(connection, letter.id, outbox.UNREADABLE)
            return parcels

    async def _wait_for_a_room(self, connection: AsyncConnection, parcels: Iterable[Parcel], now: int) -> None:
        """An office without a group, and no coordinator either: linking a group wakes these letters."""
        for parcel in parcels:
            if not parcel.chat:
                await outbox.put_back(connection, parcel.letter.id, now + 3_600_000, parcel.letter.attempts)

    async def _one_a_chat(
        self, connection: AsyncConnection, parcels: Iterable[Parcel], busy: set[tuple[str, str]]
    ) -> list[Parcel]:
        """Two recipients may share a chat (an office without a group, and the coordinator): there too, one by one."""
        going, staying = [], []
        for parcel in parcels:
            if not parcel.chat:
                continue
            if parcel.where in busy:
                staying.append(parcel.letter.id)
            else:
                busy.add(parcel.where)
                going.append(parcel)
        await outbox.release(connection, staying)
        return going

    def _send_off(self, parcel: Parcel) -> None:
        task = asyncio.create_task(self._deliver(parcel))
        self._flying[task] = parcel.letter
        task.add_done_callback(self._flying.pop)

    async def _deliver(self, parcel: Parcel) -> None:
        try:
            result = Result(parcel, await self.postman.deliver(parcel))
        except (Later, Moved, Refused) as trouble:
            result = Result(parcel, trouble=trouble)
        except (Parked, OnTheWay) as waits:
            result = Result(parcel, waits.links, waits)
        except Exception as error:
            log.exception("a letter could not be written", letter=parcel.letter.id, kind=parcel.letter.kind)
            result = Result(parcel, trouble=Refused("refused", repr(error)))
        self._results.append(result)
        self._wake.set()

    # ---- what came of it

    async def _settle(self, connection: AsyncConnection, results: list[Result], now: int) -> None:
        if not results:
            return
        sitting = Sitting(connection, self.house)
        arrived = [result for result in results if result.trouble is None]
        taken = {result.parcel.letter.id: result.parcel for result in arrived if self._may_come_back(result.parcel)}
        await outbox.drop(connection, [id_ for each in arrived if (id_ := each.parcel.letter.id) not in taken])
        reported = await sent.keep(connection, taken)
        await links.forget(connection, [card.ticket for result in arrived if (card := result.parcel.old_card)])
        await links.remember(connection, [link for result in results for link in result.links])
        await rooms.note_delivered(connection, {each.parcel.where for each in arrived if each.parcel.office}, now)
        for result in results:
            outcome = await self._settle_safely(connection, sitting, result, now)
            SENT.labels(result.parcel.channel, outcome).inc()
        for id_, what in reported.items():
            await self._hear_of(sitting, taken[id_], what)
        await sitting.flush()

    def _may_come_back(self, parcel: Parcel) -> bool:
        """The platform may say later that it was not delivered after all."""
        channel = self.postman.channels.get(parcel.channel)
        return bool(parcel.person and channel and channel.reports) and may_come_back(parcel.letter)

    async def _hear_of(self, sitting: Sitting, parcel: Parcel, reported: str) -> None:
        """What was told of it before it was written down as sent."""
        letter = parcel.letter
        kept = Kept(letter.id, letter.recipient, letter.attempts, reported)
        await act_upon(sitting, parcel.channel, kept, about(letter), reported)

    async def _settle_safely(self, connection: AsyncConnection, sitting: Sitting, result: Result, now: int) -> str:
        """A ticket that can't be read must not keep the other letters from being written down."""
        try:
            return await self._settle_one(connection, sitting, result, now)
        except msgspec.MsgspecError:
            log.exception("a letter could not be settled", letter=result.parcel.letter.id)
            await outbox.give_up(connection, result.parcel.letter.id, outbox.UNREADABLE)
            return outbox.UNREADABLE

    async def _settle_one(self, connection: AsyncConnection, sitting: Sitting, result: Result, now: int) -> str:
        parcel, trouble = result.parcel, result.trouble
        match trouble:
            case None:
                channel = self.postman.channels.get(parcel.channel)
                await self._note(sitting, parcel.letter, "", "sent" if channel and channel.reports else "delivered")
                return "delivered"
            case Later(alarm=alarm):
                if alarm:
                    self._call_for_help(sitting, parcel, alarm)
                not_before = now + round(trouble.wait(parcel.letter.attempts) * 1000)
                await outbox.put_back(connection, parcel.letter.id, not_before, parcel.letter.attempts + 1)
                return "later"
            case Moved(chat=chat):
                await rooms.move(connection, parcel.channel, parcel.chat, chat)
                await outbox.put_back(connection, parcel.letter.id, now, parcel.letter.attempts)
                return "moved"
            case OnTheWay() | TopicGone() if isinstance(trouble, OnTheWay) or parcel.thread:
                await note_topic(connection, sitting.mail, parcel, trouble)
                await self._go_on(connection, parcel.letter, trouble, now)
                return "on the way"
            case Parked():
                await self._park(connection, sitting, parcel, trouble)
                return "parked"
            case Closed() if parcel.person:
                log.info("a window shut", letter=parcel.letter.id)
                await people.shut(connection, parcel.person, parcel.channel)
                await outbox.put_back(connection, parcel.letter.id, 0, parcel.letter.attempts)
                return "closed"
            case Refused(reason="stopped") if parcel.person:
                await stops.stop(connection, parcel.person, millis(self.house.now()))
                await self._park(connection, sitting, parcel, Parked("stopped"))
                return "stopped"
            case Refused():
                return await self._settle_refused(connection, sitting, parcel, trouble)
        raise TypeError(f"no way to settle {trouble!r}")

    async def _go_on(
        self, connection: AsyncConnection, letter: Letter, trouble: OnTheWay | TopicGone, now: int
    ) -> None:
        """At once; but should one topic after the other be gone, slower and slower."""
        gone = isinstance(trouble, TopicGone)
        wait = Later(1.0, grows=2.0).wait(letter.attempts) if gone and letter.attempts else 0.0
        await outbox.put_back(connection, letter.id, now + round(wait * 1000), letter.attempts + gone)

    async def _settle_refused(
        self, connection: AsyncConnection, sitting: Sitting, parcel: Parcel, trouble: Refused
    ) -> str:
        letter = parcel.letter
        expected = isinstance(
            letter.body, Toast | Unbutton | MarkRead
        )  # a press grows too old to answer, a message is deleted
        (log.debug if expected else log.warning)(
            "refused", letter=letter.id, kind=letter.kind, channel=parcel.channel, reason=trouble.reason
        )
        if expected or parcel.nobody:
            await outbox.drop(connection, [letter.id])
            await self._note(sitting, letter, trouble.reason)
        elif parcel.office and trouble.reason in ("blocked", "gone", "muted") and not isinstance(trouble, Gone):
            await self._lose_room(connection, sitting, parcel, trouble)
        else:
            if parcel.person and trouble.reason in ("blocked", "gone"):
                await people.mark_unreachable(connection, parcel.person, parcel.channel, trouble.reason)
            await outbox.give_up(connection, letter.id, trouble.reason)
            await self._note(sitting, letter, trouble.reason)
        return trouble.reason

    async def _park(self, connection: AsyncConnection, sitting: Sitting, parcel: Parcel, waits: Parked) -> None:
        """She reads it when she writes; the card says so, and whoever must mend a template is told."""
        await parking.park(connection, parcel.letter.id, waits.why, waits.template)
        await self._note(sitting, parcel.letter, waits.why, "parked")
        if waits.fault:
            log.warning("not announced", letter=parcel.letter.id, template=waits.template, error=waits.fault)
            self._call_for_help(sitting, parcel, "template", waits.template)

    def _call_for_help(self, sitting: Sitting, parcel: Parcel, alarm: str, detail: str = "") -> None:
        """Nothing goes out there until somebody mends it: the coordinator is told, once an hour."""
        ALARMS.labels(parcel.channel, alarm).inc()
        now = time.monotonic()
        if now - self._alarmed.get(alarm, -HOUR) >= HOUR:
            self._alarmed[alarm] = now
            home = self.house.rules.catalogue.coordinator
            sitting.mail.post(
                Say(to_office(home), (Line(f"alarm.{alarm}", {"detail": detail}),), mark=f"alarm {alarm}")
            )

    async def _lose_room(self, connection: AsyncConnection, sitting: Sitting, parcel: Parcel, trouble: Refused) -> None:
        """Its letters go to the coordinator, who is told; nothing is dropped."""
        await outbox.put_back(connection, parcel.letter.id, 0, parcel.letter.attempts)
        lost = {"blocked": "out", "gone": "gone", "muted": "muted"}[trouble.reason]
        await lose_group(sitting, parcel.channel, parcel.chat, lost)

    async def _note(self, sitting: Sitting, letter: Letter, trouble: str, stage: Stage = "delivered") -> None:
        """The card shows what became of an answer."""
        if isinstance(letter.body, Say) and letter.body.answer is not None and letter.ticket:
            await sitting.note_delivery(letter.ticket, letter.body.answer, trouble, stage)
