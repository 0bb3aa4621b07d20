"""Posts that only one process may hold at a time, each for a term that its holder renews."""

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import insert
from storage.schema import leases


async def take(connection: AsyncConnection, post: str, holder: str, now: int, until: int) -> bool:
    """Take or renew a post; False while another holds it. A term that ends later than one that begins now, and by
    far, was given by a clock that has been set back since: it would keep everybody out for as long."""
    never = until + (until - now)
    statement = insert(connection, leases).values(post=post, holder=holder, until=until)
    statement = statement.on_conflict_do_update(
        index_elements=["post"],
        set_={"holder": holder, "until": until},
        where=or_(leases.c.holder == holder, leases.c.until <= now, leases.c.until > never),
    )
    taken = await connection.execute(statement.returning(leases.c.holder))
    return taken.first() is not None


async def leave(connection: AsyncConnection, post: str, holder: str) -> None:
    """Give it up at once, so that another need not wait for the term to end."""
    await connection.execute(delete(leases).where(leases.c.post == post, leases.c.holder == holder))
