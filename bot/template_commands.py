"""What `pendopo templates` does and prints."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from rich.table import Table

from bot.console import out
from bot.graph import Account, GraphFault
from bot.settings import Settings
from bot.speech import Speech
from bot.start import load_rules
from bot.template_book import Page, compare
from bot.template_book import push as push_pages
from bot.templates import wordings


def show_all(settings: Settings) -> None:
    for each in wordings(Speech(load_rules(settings))):
        out.print(f"[bold]{each.name}[/] {each.language} {each.category}")
        for line in (*each.body.split("\n"), each.footer, *(f"[ {text} ]" for text in each.buttons)):
            out.print(f"  {line}", markup=False, highlight=False)


async def check_all(settings: Settings) -> int:
    """The program's exit code."""
    pages = await look(settings)
    if pages is None:
        return 1
    out.print(as_table((page, page.standing, page.detail) for page in pages))
    return 0 if all(page.standing == "ready" for page in pages) else 1


async def push_all(settings: Settings) -> int:
    pages = await look(settings)
    if pages is None:
        return 1
    async with opened(settings) as account:
        done = await push_pages(account, pages)
    if not done:
        out.print("Nothing to push: the account has every template with our words.")
    else:
        out.print(as_table((page, page.standing, result) for page, result in done))
    return 1 if any("refused" in result or "can't" in result for _, result in done) else 0


async def look(settings: Settings) -> list[Page] | None:
    """None when Meta can't be asked, which is said."""
    try:
        async with opened(settings) as account:
            there = await account.templates()
    except GraphFault as fault:
        out.print(str(fault), markup=False, highlight=False)
        return None
    return list(compare(wordings(Speech(load_rules(settings))), there))


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Account]:
    token = settings.whatsapp_token.get_secret_value()
    account = Account(settings.graph_api_url, token, settings.whatsapp_business_id)
    try:
        yield account
    finally:
        await account.close()


def as_table(rows: Iterable[tuple[Page, str, str]]) -> Table:
    table = Table("template", "language", "stands", "detail")
    for page, standing, detail in rows:
        table.add_row(page.wording.name, page.wording.language, standing, detail)
    return table
