"""Reusable answers, by office and name."""

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from flows.template_asked import Template
from storage.database import insert
from storage.schema import templates


async def of_office(connection: AsyncConnection, office: str) -> tuple[Template, ...]:
    query = select(templates.c.title, templates.c.text).where(templates.c.office == office).order_by(templates.c.title)
    return tuple(Template(name, text) for name, text in await connection.execute(query))


async def read(connection: AsyncConnection, office: str, name: str) -> Template | None:
    query = select(templates.c.title, templates.c.text).where(templates.c.office == office, templates.c.title == name)
    found = (await connection.execute(query)).first()
    return Template(*found) if found else None


async def count(connection: AsyncConnection, office: str) -> int:
    query = select(func.count()).select_from(templates).where(templates.c.office == office)
    return (await connection.execute(query)).scalar_one()


async def keep(connection: AsyncConnection, office: str, template: Template, by: str, at: int) -> None:
    """A text of the same name takes the place of the one before."""
    row = {"text": template.text, "by": by, "at": at}
    statement = insert(connection, templates).values(office=office, title=template.name, **row)
    await connection.execute(statement.on_conflict_do_update(index_elements=["office", "title"], set_=row))


async def drop(connection: AsyncConnection, office: str, name: str) -> bool:
    """Whether there was one."""
    where = (templates.c.office == office, templates.c.title == name)
    return (await connection.execute(delete(templates).where(*where))).rowcount > 0
