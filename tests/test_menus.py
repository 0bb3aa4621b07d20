"""The menus beside the input line: in the language of a citizen's app, and in a group only what may be done there."""

import locales
from bot.doors import MENUS, commands
from bot.sandbox.people import Bot
from bot.speech import Speech
from flows.room import COMMANDS, COORDINATORS
from routing.rules import Rules
from tests.town import CITIZEN_BOT, STAFF_BOT, Town


def menu_of(town: Town, chat: str) -> list[str]:
    """What the members of a chat see."""
    return [each["command"] for each in town.world.commands(town.world.chats[town.chats[chat]])]


def bot_of(town: Town, key: int) -> Bot:
    return next(bot for bot in town.world.bots.values() if bot.id == key)


async def test_the_citizens_menu_speaks_the_language_of_her_app(town: Town) -> None:
    menus = bot_of(town, CITIZEN_BOT).profile.commands
    assert {(scope, language) for scope, language in menus} == {
        ("all_private_chats", ""),
        ("all_private_chats", "jv"),
        ("all_private_chats", "en"),
    }
    for language in ("id", "jv", "en"):
        words = locales.read(language)
        shown = menus["all_private_chats", "" if language == "id" else language]
        assert {each["command"]: each["description"] for each in shown} == {
            name: words.get(f"command.{name}") for name in MENUS["telegram_citizen"]
        }


async def test_the_language_she_chooses_is_that_of_her_menu_too(town: Town) -> None:
    await town.say("Siti", "/bahasa")
    await town.quiet()
    await town.push("Siti", "English")
    await town.quiet()
    chat = town.world.chats[town.chats["Siti"]]
    shown = {each["command"]: each["description"] for each in town.world.commands(chat)}
    assert shown["bantuan"] == locales.read("en").get("command.bantuan")


async def test_a_group_sees_what_may_be_done_there_and_the_coordinators_sees_all(town: Town) -> None:
    await town.say("Siti", "/start")
    await town.quiet()
    assert menu_of(town, "Siti") == list(MENUS["telegram_citizen"])
    every = list(MENUS["telegram_staff"])
    assert {*COORDINATORS} < {*every} == {*COMMANDS, "hubungkan"} - {"start"}
    assert menu_of(town, "PUPR") == [name for name in every if name not in COORDINATORS]
    assert menu_of(town, "Diskominfo") == every


async def test_a_group_that_is_linked_later_gets_the_coordinators_menu(town: Town) -> None:
    """The town's coordinator is linked while the program runs: it was not when the doors were opened."""
    scopes = {scope for scope, _ in bot_of(town, STAFF_BOT).profile.commands}
    assert scopes == {"all_group_chats", f"chat:{town.world.chats[town.chats['Diskominfo']].id}"}


def test_the_coordinators_group_is_known_again_at_the_next_start(rules: Rules) -> None:
    menus = commands(Speech(rules), "telegram_staff", "-100123")
    assert [(menu.scope, menu.chat) for menu in menus] == [("groups", ""), ("chat", "-100123")]
