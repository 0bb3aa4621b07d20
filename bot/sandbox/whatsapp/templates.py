"""Message templates of an account: what was submitted, how Meta judged it, and what becomes of its parameters.

Rules from https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
"""

import re
from dataclasses import dataclass
from typing import Any

CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
STATUSES = ("APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED")
HOLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Template:
    """One template in one language; `components` as they were submitted."""

    id: str
    name: str
    language: str
    category: str
    components: list[Json]
    status: str = "PENDING"
    parameter_format: str = "POSITIONAL"
    reason: str = "NONE"

    def part(self, kind: str) -> Json | None:
        """The component of that type (HEADER, BODY, FOOTER, BUTTONS)."""
        return next((part for part in self.components if part["type"].upper() == kind), None)

    def holes(self, kind: str) -> list[str]:
        """The names (or numbers) of a component's parameters, in order."""
        return holes_in((self.part(kind) or {}).get("text") or "")

    def as_listed(self) -> Json:
        """An entry of GET message_templates."""
        return {
            "name": self.name,
            "parameter_format": self.parameter_format,
            "components": self.components,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "rejected_reason": self.reason,
            "id": self.id,
        }


def holes_in(text: str) -> list[str]:
    """The parameters a text names, each once, in order."""
    return list(dict.fromkeys(HOLE.findall(text)))


def filled(text: str, values: dict[str, str]) -> str:
    """A component's text with its parameters in place."""
    return HOLE.sub(lambda found: values.get(found[1], found[0]), text)
