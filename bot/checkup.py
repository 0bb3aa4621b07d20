"""`pendopo check`: everything that can be wrong before anybody notices, each with what to do about it."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.arrival import STAFF
from bot.channels import BadToken, Channel, Refused, Trouble
from bot.channels.telegram_citizen import TelegramCitizen
from bot.channels.telegram_staff import TelegramStaff
from bot.clock import system_clock
from bot.costs import look_at_costs
from bot.findings import Finding
from bot.settings import BadSettings, Settings, for_serving
from bot.start import load_rules
from bot.whatsapp_checkup import look_at_whatsapp
from flows.morning import undecreed
from routing.catalogue import CatalogueError
from routing.holiday_table import calendar_of
from routing.rules import Rules
from storage import holidays, inbox, models, officers, outbox, parking, rooms
from storage.database import Unavailable, connect, transaction
from storage.migrate import head, version
from storage.rooms import Room


async def check_everything(settings: Settings | BadSettings, out: Console) -> int:
    """Print every finding; how many are faults."""
    faults = 0
    async for finding in look(settings):
        faults += not finding.good
        mark = "[green]✓[/]" if finding.good else "[red]✗[/]"
        out.print(f"{mark} [bold]{finding.what}[/]", end="  ")
        out.print(finding.detail, markup=False, highlight=False)
    out.print("Everything is in order." if not faults else f"{faults} to mend.")
    return faults


async def look(settings: Settings | BadSettings) -> AsyncIterator[Finding]:
    if isinstance(settings, BadSettings):
        yield Finding("settings", False, str(settings))
        return
    yield look_at_settings(settings)
    rules, finding = look_at_catalogue(settings)
    yield finding
    yield look_at_folder(settings.data_dir)
    engine = connect(settings.database)
    try:
        async for finding in look_at_database(engine):
            yield finding
        if rules:
            yield await look_at_holidays(engine, rules)
        async for finding in look_at_bots(settings, engine, rules):
            yield finding
        async for finding in look_at_whatsapp(settings):
            yield finding
        if rules and settings.on_whatsapp:
            yield await look_at_costs(engine, rules)
    finally:
        await engine.dispose()


def look_at_settings(settings: Settings) -> Finding:
    try:
        for_serving(settings)
    except BadSettings as error:
        return Finding("settings", False, str(error))
    door = f"webhooks at {settings.public_url}" if settings.public_url else "long polling"
    return Finding("settings", True, f"complete, {door}")


def look_at_catalogue(settings: Settings) -> tuple[Rules | None, Finding]:
    try:
        rules = load_rules(settings)
    except CatalogueError as error:
        return None, Finding("catalogue", False, str(error))
    catalogue = rules.catalogue
    detail = f"{len(catalogue.offices)} offices, {len(catalogue.topics)} topics, {len(catalogue.ladder)} rungs"
    return rules, Finding("catalogue", True, detail)


def look_at_folder(folder: Path) -> Finding:
    """Really writes there, because permissions and full disks show only then."""
    probe = folder / ".check"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x" * 4096)
        probe.unlink()
    except OSError as error:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
        mend = "Make room, or set PENDOPO_DATA_DIR to a folder this user may write to."
        return Finding("data folder", False, f"{folder}: {error.strerror}. {mend}")
    return Finding("data folder", True, str(folder))


async def look_at_database(engine: AsyncEngine) -> AsyncIterator[Finding]:
    try:
        found = await version(engine)
        if found != head():
            yield Finding("database", False, f"at version {found or 'none'}, not {head()}. Run: pendopo migrate")
            return
        async with transaction(engine) as connection:
            failed = await inbox.count_parked(connection)
            waiting, undeliverable = await outbox.count(connection)
            parked = sum((await parking.count(connection)).values())
            using = await models.current(connection)
    except Unavailable as error:
        yield Finding("database", False, f"can't be opened: {error}. Check PENDOPO_DATABASE_URL and PENDOPO_DATA_DIR.")
        return
    yield Finding("database", True, f"at version {found}")
    yield Finding("letters", True, f"{waiting} waiting, {undeliverable} undeliverable, {parked} parked")
    detail = (
        f"{failed} could not be handled. Their tracebacks stand in the table inbox; they are our fault: report them."
    )
    yield Finding("arrivals", not failed, detail if failed else "all handled")
    by = (
        f"model {using.id}, learned from {using.rows} of this installation's reports"
        if using
        else "the catalogue alone"
    )
    yield Finding("router", True, f"by {by}")


async def look_at_holidays(engine: AsyncEngine, rules: Rules) -> Finding:
    """Without the coming year's decree its deadlines are promised as if nobody took joint leave."""
    try:
        async with transaction(engine) as connection:
            table = await holidays.table(connection)
    except Unavailable:
        return Finding("holidays", False, "can't be read: the database is not open")
    by_table = replace(rules, calendar=calendar_of(table))
    if year := undecreed(system_clock(), by_table):
        mend = "Once the decree is out: /libur in the coordinator's group."
        return Finding("holidays", False, f"the cuti bersama of {year} are not known. {mend}")
    return Finding("holidays", True, f"{len(table)} days in the operator's table; the coming year's decree is known")


async def look_at_bots(settings: Settings, engine: AsyncEngine, rules: Rules | None) -> AsyncIterator[Finding]:
    """Asks Telegram; changes nothing there."""
    makers: tuple[tuple[str, str, Callable[[str, str], Channel]], ...] = (
        ("public bot", settings.citizen_bot_token.get_secret_value(), TelegramCitizen),
        ("officers' bot", settings.staff_bot_token.get_secret_value(), TelegramStaff),
    )
    for what, token, make in makers:
        if not token:
            continue
        try:
            channel = make(token, settings.telegram_api_url)
        except BadToken as error:
            yield Finding(what, False, f"{error}. Copy the token again from @BotFather, whole.")
            continue
        try:
            async for finding in look_at_bot(what, channel, settings, engine, rules):
                yield finding
        finally:
            await channel.stop()


async def look_at_bot(
    what: str, channel: Channel, settings: Settings, engine: AsyncEngine, rules: Rules | None
) -> AsyncIterator[Finding]:
    try:
        name = await channel.start()
    except BadToken:
        yield Finding(what, False, "Telegram does not know this token. Copy it again from @BotFather, whole.")
        return
    except Trouble as error:
        yield Finding(what, False, f"{settings.telegram_api_url} can't be reached ({error}). Check the network.")
        return
    yield Finding(what, True, name)
    yield await look_at_webhook(what, channel, settings)
    if channel.name == STAFF and rules:
        async for finding in look_at_groups(channel, engine, rules):
            yield finding


async def look_at_webhook(what: str, channel: Channel, settings: Settings) -> Finding:
    wanted = f"{settings.public_url}/webhook/{channel.name}" if settings.public_url else ""
    try:
        hook = await channel.webhook()
    except Trouble as error:
        return Finding(f"{what}: webhook", False, f"can't be asked for: {error}")
    if hook.url != wanted:
        return Finding(f"{what}: webhook", False, "is not what the settings say. Start pendopo serve; it sets it.")
    if hook.trouble:
        return Finding(f"{what}: webhook", False, f"Telegram reports: {hook.trouble}. Is the public address reachable?")
    return Finding(f"{what}: webhook", True, f"{hook.waiting} updates wait" if wanted else "none, as polling needs it")


async def look_at_groups(channel: Channel, engine: AsyncEngine, rules: Rules) -> AsyncIterator[Finding]:
    try:
        async with transaction(engine) as connection:
            groups = await rooms.all_of_them(connection)
            serving = await officers.all_of_them(connection)
    except Unavailable:
        return
    if rules.catalogue.coordinator not in {room.office for room in groups if not room.lost}:
        mend = "Run: pendopo invite coordinator, and write the code in their group."
        yield Finding("coordinator's group", False, f"none is linked. {mend}")
    today = system_clock().astimezone(rules.zone).date()
    for room in groups:
        if room.lost and room.office == rules.catalogue.coordinator:
            continue
        holding = [each for each in serving if each.office == room.office and each.holds(today)]
        yield await look_at_group(channel, room, len(holding))


async def look_at_group(channel: Channel, room: Room, serving: int) -> Finding:
    """In the group, allowed to write and to make topics, and somebody there who may answer."""
    try:
        status = await channel.standing(room.chat)
    except Refused:
        status = "not in the group"
    except Trouble as error:
        status = f"can't be asked for: {error}"
    mends = [] if status in ("member", "administrator", "creator") else [NOT_IN]
    mends += [NOT_BACK] if room.lost and not mends else []
    mends += [NO_TOPICS] if room.missing else []
    mends += [] if serving else [NO_OFFICERS]
    return Finding(f"group of {room.office}", not mends, ". ".join([status, *mends]))


NOT_IN = "Add the officers' bot to the group again and let it write."
NOT_BACK = "Its reports go to the coordinator's group meanwhile. Write /hubungkan in it to bring them home."
NO_TOPICS = "Make the officers' bot an administrator who may manage topics."
NO_OFFICERS = "Nobody may answer there: the coordinator replies to somebody's message in it with /petugas."
