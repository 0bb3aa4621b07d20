"""`pendopo templates`: what WhatsApp lets us say to somebody who has not written for a day, kept in step with Meta."""

import asyncio
import sys

import typer

from bot.console import out
from bot.settings import BadSettings, Settings, load

# The rest is imported by the command that needs it: see bot/cli.py.

templates = typer.Typer(
    help="WhatsApp's message templates: as they stand here, and as they stand in the account at Meta.",
    no_args_is_help=True,
)


@templates.command("list")
def list_() -> None:
    """Show every template in every language, as it will be sent."""
    from bot.template_commands import show_all

    show_all(load())


@templates.command()
def push() -> None:
    """Submit what is missing in the account, and change what says something else there. Meta then looks at it."""
    from bot.template_commands import push_all

    sys.exit(asyncio.run(push_all(ready(load()))))


@templates.command()
def check() -> None:
    """Compare with the account; ends with 1 unless each is approved there with our words."""
    from bot.template_commands import check_all

    sys.exit(asyncio.run(check_all(ready(load()))))


def ready(settings: Settings) -> Settings:
    """Raises `BadSettings`."""
    if not (settings.whatsapp_token.get_secret_value() and settings.whatsapp_business_id):
        raise BadSettings(
            "PENDOPO_WHATSAPP_TOKEN, PENDOPO_WHATSAPP_BUSINESS_ID: needed to ask Meta about the account's templates."
        )
    out.print(f"Account {settings.whatsapp_business_id} at {settings.graph_api_url}", highlight=False)
    return settings
