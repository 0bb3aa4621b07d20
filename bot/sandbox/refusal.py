"""The messenger's way of saying no."""

from typing import Any


class Refused(Exception):
    """A call is refused: HTTP status, the description Telegram gives, and its `parameters` object."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(reason: str, **parameters: Any) -> Refused:
    """400 with Telegram's usual prefix."""
    return Refused(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refused:
    """403 with Telegram's usual prefix."""
    return Refused(403, f"Forbidden: {reason}")
