"""What the phone offers before anybody has written: commands behind a slash, and prompts to tap.

https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components
"""

from typing import Any

import msgspec

from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.refusals import GraphError
from bot.sandbox.whatsapp.shape import listing, mapping, words

Json = dict[str, Any]

COMMANDS, NAME, HINT = 30, 32, 256
PROMPTS, PROMPT = 4, 80


def told(business: Business) -> Json:
    """The answer of GET /{phone id}/conversational_automation."""
    return {"id": business.phone_id, "prompts": business.prompts, "commands": business.commands}


def changed(business: Business, call: Json) -> Json:
    """POST: lists come as JSON, or as a string that holds it."""
    given = mapping(call, "conversational_automation", (), ("enable_welcome_message", "commands", "prompts"))
    if "commands" in given:
        business.commands = [_command(each) for each in _few(given["commands"], "commands", COMMANDS)]
    if "prompts" in given:
        business.prompts = [words(each, "prompts", PROMPT) for each in _few(given["prompts"], "prompts", PROMPTS)]
    return {"success": True}


def _few(value: Any, where: str, most: int) -> list[Any]:
    try:
        found = listing(msgspec.json.decode(value) if isinstance(value, str) else value, where)
    except msgspec.DecodeError:
        raise GraphError(100, message=f"(#100) Param {where} must be an array.") from None
    if len(found) > most:
        raise GraphError(100, message=f"(#100) Param {where} must have at most {most} entries.")
    return found


def _command(value: Any) -> dict[str, str]:
    command = mapping(value, "commands", ("command_name", "command_description"))
    words(command["command_name"], "commands['command_name']", NAME)
    words(command["command_description"], "commands['command_description']", HINT)
    return command
