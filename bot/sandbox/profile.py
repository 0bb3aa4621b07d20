"""What a bot is and says about itself: getMe, its commands by scope, its name and descriptions, its menu."""

import re
from typing import Any

from bot.sandbox.call import Call, find_chat, method
from bot.sandbox.refusal import bad_request

COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
LANGUAGE = re.compile(r"([a-z]{2})?\Z")
MOST_COMMANDS = 100
TEXTS = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    return call.bot.as_me()


@method("logOut")
def log_out(_call: Call) -> bool:
    return True


@method("close")
def close(_call: Call) -> bool:
    return True


def _scope(call: Call) -> tuple[str, str]:
    scope = call.get("scope", {"type": "default"})
    parts = [scope["type"], *(str(scope[name]) for name in ("chat_id", "user_id") if name in scope)]
    return ":".join(parts), call.get("language_code", "")


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    commands = call["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if not all(COMMAND.match(command["command"].removeprefix("/")) for command in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    if not LANGUAGE.match(call.get("language_code", "")):
        raise bad_request("invalid language code specified")
    if "chat_id" in call.get("scope", {}):
        find_chat(call.world, call.bot, call["scope"]["chat_id"])
    call.bot.profile.commands[_scope(call)] = commands
    _tell(call)
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[dict[str, Any]]:
    return call.bot.profile.commands.get(_scope(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    call.bot.profile.commands.pop(_scope(call), None)
    _tell(call)
    return True


def _tell(call: Call) -> None:
    for chat in call.world.chats.values():
        if call.bot.id in chat.members:
            call.world.show_chat(chat)


def _text_methods(title: str, field: str) -> None:
    """Enters setMy<Title> and getMy<Title>."""

    @method(f"setMy{title}")
    def set_text(call: Call) -> bool:
        call.bot.profile.texts[field, call.get("language_code", "")] = call.get(field, "")
        return True

    @method(f"getMy{title}")
    def get_text(call: Call) -> dict[str, str]:
        texts = call.bot.profile.texts
        default = call.bot.user.first_name if field == "name" else ""
        return {field: texts.get((field, call.get("language_code", ""))) or texts.get((field, "")) or default}


for _title, _field in TEXTS.items():
    _text_methods(_title, _field)


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> bool:
    call.bot.profile.menu[call.get("chat_id", 0)] = call.get("menu_button", {"type": "default"})
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> dict[str, Any]:
    menu = call.bot.profile.menu
    return menu.get(call.get("chat_id", 0)) or menu.get(0) or {"type": "commands"}
