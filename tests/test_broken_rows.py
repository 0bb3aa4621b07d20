"""One row that can't be read, whatever damaged it, stops nobody else and does not stop the program."""

from sqlalchemy import text

from storage.database import transaction
from tests.town import Town


async def test_a_broken_ticket_keeps_no_other_card_from_being_hung(town: Town) -> None:
    await town.say("Siti", "jalan berlubang di depan Pasar Bitingan")
    await town.quiet()
    await town.push("Siti", "Kirim")
    await town.quiet()
    async with transaction(town.engine) as connection:
        await connection.execute(text("UPDATE tickets SET data = :bad"), {"bad": b"?"})
        await connection.execute(
            text(
                "INSERT INTO outbox "
                "(recipient, kind, ticket, mark, data, made, not_before, attempts, leased, trouble, reported, patient) "
                "SELECT 'office:PUPR', 'show_card', number, '', :card, 0, 0, 0, 0, '', '', false FROM tickets"
            ),
            {"card": b'{"type":"show_card","number":"KDS-26-00001-0","office":"PUPR"}'},
        )
    await town.say("Budi", "selokan mampet di Jalan Sunan Kudus")
    await town.quiet()
    await town.push("Budi", "Kirim")
    await town.quiet()
    await town.last("PUPR", "KDS-26-00002-9", button="Ambil")
    async with transaction(town.engine) as connection:
        found = await connection.execute(text("SELECT trouble FROM outbox"))
        assert list(found.scalars()) == ["unreadable"]
