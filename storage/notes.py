"""What was said in a group once and need not be said each time: who is no officer, which right is missing."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import notes


async def is_news(connection: AsyncConnection, channel: str, chat: str, what: str, at: int, again: int) -> bool:
    """Whether it was not said there before, or `again` milliseconds ago; it is noted as said."""
    key = {"channel": channel, "chat": chat, "what": what}
    statement = insert(connection, notes).values(**key, at=at)
    said = statement.on_conflict_do_update(index_elements=list(key), set_={"at": at}, where=notes.c.at <= at - again)
    return (await connection.execute(said.returning(notes.c.at))).first() is not None


async def forget(connection: AsyncConnection, channel: str, chat: str) -> None:
    """All that was said there may be said anew."""
    await connection.execute(delete(notes).where(notes.c.channel == channel, notes.c.chat == chat))
