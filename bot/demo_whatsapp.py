"""WhatsApp on the demo's stage: the office's number at the local messenger, and who writes to it."""

import secrets
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.arrival import WHATSAPP
from bot.sandbox.client import Puppeteer
from bot.settings import Settings
from bot.template_book import compare, push
from bot.template_commands import opened
from bot.templates import wordings

PHONE, ACCOUNT = "100000000000001", "200000000000001"
NUMBER = "6280000000001"


def on_whatsapp(url: str) -> dict[str, Any]:
    """The settings with which the program speaks WhatsApp at the messenger of that address."""
    return {
        "whatsapp_token": SecretStr(f"EAA{secrets.token_urlsafe(24)}"),
        "whatsapp_phone_id": PHONE,
        "whatsapp_business_id": ACCOUNT,
        "whatsapp_app_secret": SecretStr(secrets.token_hex(16)),
        "whatsapp_verify_token": SecretStr(secrets.token_urlsafe(12)),
        "graph_api_url": url,
    }


async def open_number(puppets: Puppeteer, settings: Settings, port: int = 0) -> None:
    """The office's number at the messenger; with a port, its webhook too: the program's door must be open by then."""
    told = {
        "phone_id": settings.whatsapp_phone_id,
        "waba_id": settings.whatsapp_business_id,
        "token": settings.whatsapp_token.get_secret_value(),
        "app_secret": settings.whatsapp_app_secret.get_secret_value(),
        "verify_token": settings.whatsapp_verify_token.get_secret_value(),
        "name": "Pendopo Kudus",
        "number": NUMBER,
    }
    webhook = {"url": f"http://{settings.host}:{port}/webhook/{WHATSAPP}"} if port else {}
    await puppets.call("whatsapp/businesses", **told, **webhook)


async def give_whatsapp(puppets: Puppeteer, person: int) -> str:
    """WhatsApp for a person of the messenger; the key of her chat with the office."""
    await puppets.call("whatsapp/contacts", person=person)
    return f"w:{person}:{PHONE}"


async def submit_templates(app: App) -> None:
    """What `pendopo templates push` does; the messenger approves at once."""
    async with opened(app.settings) as account:
        await push(account, list(compare(wordings(app.speech), await account.templates())))
