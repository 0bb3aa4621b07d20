"""A person's WhatsApp: number, business-scoped user id, username; and what her phone is doing."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.people import User

PRESENCES = ("off", "online", "reading")


@dataclass(slots=True, eq=False)
class Contact:
    """A person as a business meets her.

    `wa_id` is the phone number, digits alone. `hidden`: she has a username and Meta keeps her number to itself.
    `presence`: her phone is off (messages stay "sent"), on ("delivered") or open at the chat ("read" at once).
    `registered`: false for a number that is not on WhatsApp. `stopped`: she has blocked the business.
    """

    person: User
    wa_id: str
    user_id: str
    name: str
    username: str = ""
    hidden: bool = False
    presence: str = "online"
    registered: bool = True
    stopped: bool = False

    def as_contact(self) -> dict[str, Any]:
        """The entry of a webhook's `contacts`."""
        profile = {"name": self.name, **({"username": self.username} if self.username else {})}
        number = {} if self.hidden else {"wa_id": self.wa_id}
        return {"profile": profile, **number, "user_id": self.user_id}

    def as_sender(self) -> dict[str, str]:
        """The `from` fields of a webhook's message."""
        number = {} if self.hidden else {"from": self.wa_id}
        return {**number, "from_user_id": self.user_id}

    def view(self) -> dict[str, Any]:
        """How the puppeteer sees her."""
        names = ("wa_id", "user_id", "name", "username", "hidden", "presence", "registered", "stopped")
        return {"person": self.person.id, **{name: getattr(self, name) for name in names}}
