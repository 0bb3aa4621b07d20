"""A business on WhatsApp: its number, its account, the secrets it shares with Meta, its standing."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.whatsapp.templates import Template

QUALITIES = ("GREEN", "YELLOW", "RED", "UNKNOWN")


@dataclass(slots=True, eq=False)
class Business:
    """`phone_id` sends and receives, `waba_id` holds the templates, `token` opens both.

    `url` and `verify_token` are the webhook's; `app_secret` signs what is sent there. `locked` is the code (368,
    131031) every message is refused with while the account is restricted.
    """

    phone_id: str
    waba_id: str
    token: str
    app_secret: str
    verify_token: str
    name: str
    number: str
    url: str = ""
    quality: str = "GREEN"
    locked: int = 0
    commands: list[dict[str, str]] = field(default_factory=list)  # command_name, command_description
    prompts: list[str] = field(default_factory=list)
    templates: dict[tuple[str, str], Template] = field(default_factory=dict)  # by name and language

    @property
    def id(self) -> int:
        """What stands as sender in the puppeteer's view."""
        return int(self.phone_id)

    def metadata(self) -> dict[str, str]:
        """The `metadata` of a webhook's value."""
        return {"display_phone_number": self.number, "phone_number_id": self.phone_id}

    def offered(self) -> list[dict[str, str]]:
        """The commands as every other chat offers them."""
        return [{"command": c["command_name"], "description": c["command_description"]} for c in self.commands]

    def view(self) -> dict[str, Any]:
        """How the puppeteer and the page see it: as one more bot."""
        return {
            "id": self.id,
            "username": "",
            "first_name": self.name,
            "commands": self.offered(),
            "webhook": self.url,
            "channel": "whatsapp",
            "phone_id": self.phone_id,
            "waba_id": self.waba_id,
            "number": self.number,
            "quality": self.quality,
            "locked": self.locked,
        }
