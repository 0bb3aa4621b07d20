"""`pendopo qr`: write posters whose code opens the chat, where they hang already known."""

import asyncio
from pathlib import Path

from rich.console import Console

from bot.channels import BadToken, Trouble
from bot.poster import USERNAME, Paper, Poster, drawn
from bot.settings import BadSettings, Settings, load
from bot.speech import Speech
from bot.start import load_rules
from flows.conversation import LANGUAGES
from flows.doorways import REPORT, to_office, to_place
from routing.rules import Rules

PAPERS: dict[str, Paper] = {"a4": "A4", "a5": "A5"}

out = Console()


def make_poster(
    folder: Path, place: str | None, office: str | None, bot: str | None, language: str, paper: str
) -> None:
    """Raises `BadSettings` for a place, office, language, paper or bot that is none."""
    settings = load()
    rules = load_rules(settings)
    if language not in LANGUAGES:
        raise BadSettings(f"--language {language}: unknown. Give one of: {', '.join(LANGUAGES)}.")
    if paper.lower() not in PAPERS:
        raise BadSettings(f"--paper {paper}: unknown. Give A4 or A5.")
    payload, where = where_it_hangs(place, office, rules)
    poster = Poster(named(bot) if bot else ask_name(settings), payload, where, language, PAPERS[paper.lower()])
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"poster-{payload}.html"
    file.write_text(drawn(poster, Speech(rules)), encoding="utf-8")
    out.print(f"{file}: opens {poster.link}", highlight=False, soft_wrap=True)
    out.print("Open it in a browser and print it. Scan it once before you hang it up.")


def where_it_hangs(place: str | None, office: str | None, rules: Rules) -> tuple[str, str]:
    """The payload, and the name to print."""
    if place:
        found = rules.gazetteer.named(place)
        if found is None:
            raise BadSettings(
                f"--place {place}: no village, kecamatan or landmark of that name in routing/places.toml. "
                'Give one, e.g. "Getas Pejaten", "Kec. Jati" or "Pasar Kliwon".'
            )
        return to_place(found), f"Kec. {found.words}" if found.words == found.district else found.words
    if office:
        known = rules.catalogue.find_office(office)
        if known is None or known.outside:
            raise BadSettings(f"--office {office}: no office of the Kabupaten in the catalogue. Give e.g. DISHUB.")
        return to_office(known), known.name
    return REPORT, ""


def named(bot: str) -> str:
    name = bot.removeprefix("@")
    if not USERNAME.fullmatch(name):
        raise BadSettings(f"--bot {bot}: not a name on Telegram. Give the public bot's, e.g. @pendopo_kudus_bot.")
    return name


def ask_name(settings: Settings) -> str:
    """The public bot's name, from Telegram."""
    from bot.channels.telegram_citizen import TelegramCitizen  # takes seconds, and a given name needs none of it

    token = settings.citizen_bot_token.get_secret_value()
    if not token:
        raise BadSettings("Whose poster? Give --bot NAME, or PENDOPO_CITIZEN_BOT_TOKEN in .env to ask Telegram.")

    async def ask() -> str:
        channel = TelegramCitizen(token, settings.telegram_api_url)
        try:
            return await channel.start()
        finally:
            await channel.stop()

    try:
        return named(asyncio.run(ask()))
    except BadToken:
        raise
    except Trouble as trouble:
        raise BadSettings(f"Telegram does not tell the bot's name now ({trouble}). Give it: --bot NAME.") from trouble
