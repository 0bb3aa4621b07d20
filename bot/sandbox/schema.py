"""The published Bot API schema as a gate: every call is checked and coerced before it is obeyed.

`python -m bot.sandbox.schema PATH` rewrites bot_api.json from the published JSON at PATH.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from bot.sandbox.condense import regenerate
from bot.sandbox.files import Upload
from bot.sandbox.refusal import Refused, bad_request

HOME = Path(__file__).with_name("bot_api.json")
SCHEMA: dict[str, Any] = msgspec.json.decode(HOME.read_bytes())
METHODS: dict[str, dict[str, Any]] = SCHEMA["methods"]
TYPES: dict[str, Any] = SCHEMA["types"]
CANONICAL = {name.lower(): name for name in METHODS}  # Telegram reads method names without case

# Where Telegram's own words for a fault are known they are given; elsewhere the schema's rule is told.
MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "user_id": "invalid user_id specified",
}
BEYOND = {
    "callback_data": "BUTTON_DATA_INVALID",
    "emoji": "REACTION_INVALID",
    "command": "BOT_COMMAND_INVALID",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "secret_token": "secret token is too long",
}


def check(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """The known parameters of a call, coerced as Telegram does it.

    Values may be strings (query, form), JSON values or `Upload`s. Raises Refused: 404 for an unknown
    method, 400 for a missing field, a wrong type, an unknown field inside an object, a broken limit.
    """
    name = CANONICAL.get(method.lower())
    if name is None:
        raise Refused(404, "Not Found: method not found")
    rules = METHODS[name]
    checked = {
        field: _field(name, field, rules[field], value)
        for field, value in params.items()
        if field in rules and value is not None
    }
    _insist(rules, checked, "")
    return checked


def unknown(method: str, params: dict[str, Any]) -> list[str]:
    """The parameters the published method does not have; Telegram ignores them silently."""
    rules = METHODS[CANONICAL[method.lower()]]
    return [name for name in params if name not in rules]


def reactions() -> frozenset[str]:
    """The emoji a reaction may be."""
    return frozenset(TYPES["ReactionTypeEmoji"]["emoji"]["values"])


def _insist(rules: dict[str, Any], given: dict[str, Any], where: str) -> None:
    for field, rule in rules.items():
        if rule.get("required") and field not in given:
            if where:
                raise bad_request(f"can't parse {where}: Can't find field \"{field}\"")
            raise bad_request(MISSING.get(field, f'parameter "{field}" is required'))


def _field(owner: str, field: str, rule: dict[str, Any], value: Any) -> Any:
    value = _union(tuple(rule["types"]), value, field)
    if "limit" in rule:
        _limit(owner, field, rule["limit"], value)
    if "const" in rule and value != rule["const"]:
        raise bad_request(f'can\'t parse {owner}: "{field}" must be "{rule["const"]}"')
    if "values" in rule and value not in rule["values"]:
        raise bad_request(BEYOND.get(field, f'"{field}" must be one of {", ".join(rule["values"])}'))
    return value


def _limit(owner: str, field: str, limit: list[Any], value: Any) -> None:
    least, most, unit = limit
    if unit == "parsed":  # counted by the method, after the entities are parsed
        return
    size = value if unit == "value" else len(value.encode()) if unit == "bytes" else len(value)
    if not least <= size <= most:
        words = BEYOND.get(f"{owner}.{field}") or BEYOND.get(field)
        raise bad_request(words or f'"{field}" must be {least}-{most} {unit}'.removesuffix(" value"))


def _union(types: tuple[str, ...], value: Any, field: str) -> Any:
    if len(types) == 1:
        return _one(types[0], value, field)
    if types[0].startswith("Array of "):
        items = [name.removeprefix("Array of ") for name in types]
        return [_union(_chosen(tuple(items), item), item, field) for item in _array(value, field)]
    value = _opened(value, field) if _is_object_union(types) else value
    return _first(_chosen(types, value), value, field)


def _first(types: tuple[str, ...], value: Any, field: str) -> Any:
    """The first reading that fits; if none does, the fault found by the most likely one."""
    fault: Refused | None = None
    for name in types:
        try:
            return _one(name, value, field)
        except Refused as refused:
            fault = fault or refused
    raise fault or bad_request(f'wrong type of "{field}"')


def _chosen(types: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """Narrows a union of objects by its tag (`type`, `source`, `status`) or by the required fields."""
    if not isinstance(value, dict):
        return types
    for tag in ("type", "source", "status"):
        fits = tuple(n for n in types if tag in value and _fields(n).get(tag, {}).get("const") == value[tag])
        if fits:
            return fits
    fits = tuple(n for n in types if _fields(n) and _required(n) <= value.keys())
    return fits or types


@cache
def _is_object_union(types: tuple[str, ...]) -> bool:
    return all(name in TYPES and name != "InputFile" for name in types)


@cache
def _required(name: str) -> frozenset[str]:
    return frozenset(field for field, rule in _fields(name).items() if rule.get("required"))


def _fields(name: str) -> dict[str, Any]:
    fields = TYPES.get(name, {})
    return fields if isinstance(fields, dict) else {}


def _one(name: str, value: Any, field: str) -> Any:
    if name.startswith("Array of "):
        item = name.removeprefix("Array of ")
        return [_one(item, element, field) for element in _array(value, field)]
    if name == "KeyboardButton" and isinstance(value, str):  # the schema's own shorthand
        return {"text": value}
    reader = SCALARS.get(name)
    return reader(value, field) if reader else _object(name, value, field)


def _object(name: str, value: Any, field: str) -> dict[str, Any]:
    value = _opened(value, field)
    if not isinstance(value, dict):
        raise bad_request(f"object expected as {field.replace('_', ' ')}")
    rules = TYPES[name]
    if isinstance(rules, list):
        read: dict[str, Any] = _first(_chosen(tuple(rules), value), value, field)
        return read
    extra = [key for key in value if key not in rules]
    if extra:
        raise bad_request(f'can\'t parse {name}: unknown field "{extra[0]}"')
    read = {key: _field(name, key, rules[key], item) for key, item in value.items() if item is not None}
    _insist(rules, read, name)
    return read


def _opened(value: Any, field: str) -> Any:
    """A JSON-serialised object or list out of a form field."""
    if not isinstance(value, str):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        name = {"reply_markup": "reply keyboard markup"}.get(field, field.replace("_", " "))
        raise bad_request(f"can't parse {name} JSON object") from None


def _array(value: Any, field: str) -> list[Any]:
    value = _opened(value, field)
    if not isinstance(value, list):
        raise bad_request(f'expected an Array as "{field}"')
    return value


def _integer(value: Any, field: str) -> int:
    if isinstance(value, str) and value.removeprefix("-").isascii() and value.removeprefix("-").isdigit():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise bad_request(f'"{field}" must be an Integer')


def _float(value: Any, field: str) -> float:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            pass
    raise bad_request(f'"{field}" must be a Float')


def _boolean(value: Any, field: str) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "yes", "1", "false", "no", "0", ""):
        return value.lower() in ("true", "yes", "1")
    raise bad_request(f'"{field}" must be a Boolean')


def _string(value: Any, field: str) -> str:
    if isinstance(value, str):
        return value
    raise bad_request(f'"{field}" must be a String')


def _file(value: Any, field: str) -> Upload:
    if isinstance(value, Upload):
        return value
    raise bad_request(f'"{field}" must be an uploaded file')


SCALARS = {"Integer": _integer, "Float": _float, "Boolean": _boolean, "String": _string, "InputFile": _file}


def main(arguments: list[str]) -> None:
    """Regenerates bot_api.json and says what it holds."""
    regenerate(Path(arguments[0]), HOME)
    written = json.loads(HOME.read_text(encoding="utf-8"))
    print(f"{written['version']}: {len(written['methods'])} methods, {len(written['types'])} types")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
