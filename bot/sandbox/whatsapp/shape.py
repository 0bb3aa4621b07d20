"""Small rules about the parameters of a call; each breach is a GraphError in Meta's words."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.whatsapp.refusals import GraphError

Json = dict[str, Any]


def mapping(value: Any, where: str, required: Iterable[str], optional: Iterable[str] = ()) -> Json:
    """An object with these keys and no others."""
    if not isinstance(value, dict):
        raise GraphError(100, message=f"(#100) Param {where} must be a JSON object.")
    known = {*required, *optional}
    if unknown := [name for name in value if name not in known]:
        raise GraphError(100, message=f'(#100) Unexpected key "{unknown[0]}" on param "{where}".')
    for name in required:
        if value.get(name) in (None, "", [], {}):
            raise GraphError(131008, f"Parameter '{name}' is mandatory for '{where}'.")
    return value


def words(value: Any, where: str, most: int, least: int = 1) -> str:
    """A string of so many characters."""
    if not isinstance(value, str):
        raise GraphError(100, message=f"(#100) Param {where} must be a string.")
    if len(value) > most:
        raise GraphError(100, message=f"(#100) Param {where} must be at most {most} characters long.")
    if len(value.strip()) < least:
        raise GraphError(100, message=f"(#100) Param {where} must be at least {least} characters long.")
    return value


def one_of(value: Any, where: str, allowed: Iterable[str]) -> str:
    """One of some words."""
    listed = list(allowed)
    if not isinstance(value, str) or value not in listed:
        raise GraphError(100, message=f"(#100) Param {where} must be one of {{{', '.join(listed)}}} - got {value!r}.")
    return value


def listing(value: Any, where: str) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise GraphError(100, message=f"(#100) Param {where} must be an array.")
    return value


def between(value: Any, where: str, least: float, most: float) -> float:
    """A number within bounds; WhatsApp takes it as a string as well."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise GraphError(100, message=f"(#100) Param {where} must be a number.") from None
    if not least <= number <= most:
        raise GraphError(131009, f"{where} must be between {least} and {most}.")
    return number


def address(value: Any, where: str) -> str:
    """A web address."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        raise GraphError(131009, f"{where} should be a valid URI starting with http:// or https://.")
    return value
