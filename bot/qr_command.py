"""`pendopo qr`: write posters whose code opens the chat, where they hang already known."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from bot.arrival import CITIZEN, WHATSAPP
from bot.channels import BadToken, Channel, Trouble
from bot.poster import DIGITS, USERNAME, OnTelegram, OnWhatsApp, Paper, Poster, drawn
from bot.settings import BadSettings, Settings, load
from bot.speech import Speech
from bot.start import load_rules
from flows.conversation import LANGUAGES
from flows.doorways import REPORT, to_office, to_place
from routing.rules import Rules

PAPERS: dict[str, Paper] = {"a4": "A4", "a5": "A5"}

Door = OnTelegram | OnWhatsApp

out = Console()


def make_poster(
    folder: Path, place: str | None, office: str | None, door: Callable[[Settings], Door], language: str, paper: str
) -> None:
    """Raises `BadSettings` for a place, office, language, paper or door that is none."""
    settings = load()
    rules = load_rules(settings)
    if language not in LANGUAGES:
        raise BadSettings(f"--language {language}: unknown. Give one of: {', '.join(LANGUAGES)}.")
    if paper.lower() not in PAPERS:
        raise BadSettings(f"--paper {paper}: unknown. Give A4 or A5.")
    payload, where = where_it_hangs(place, office, rules)
    poster, speech = Poster(door(settings), payload, where, language, PAPERS[paper.lower()]), Speech(rules)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"poster-{payload}{poster.door.key.replace('_', '-')}.html"
    file.write_text(drawn(poster, speech), encoding="utf-8")
    out.print(f"{file}: opens {poster.link(speech)}", highlight=False, soft_wrap=True)
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


def to_door(channel: str, bot: str | None, number: str | None) -> Callable[[Settings], Door]:
    """Where the poster leads; what is not given is asked of the platform itself."""
    if channel == "telegram" and number is None:
        return lambda settings: named(bot or ask_telegram(settings))
    if channel == "whatsapp" and bot is None:
        return lambda settings: numbered(number or ask_whatsapp(settings))
    if channel in DOORS:
        raise BadSettings(f"--channel {channel}: give {DOORS[channel]} for it, and not the other.")
    raise BadSettings(f"--channel {channel}: unknown. Give telegram or whatsapp.")


DOORS = {"telegram": "--bot NAME", "whatsapp": "--number 62…"}


def named(bot: str) -> OnTelegram:
    name = bot.removeprefix("@")
    if not USERNAME.fullmatch(name):
        raise BadSettings(f"--bot {bot}: not a name on Telegram. Give the public bot's, e.g. @pendopo_kudus_bot.")
    return OnTelegram(name)


def numbered(number: str) -> OnWhatsApp:
    """Written as people write it, with signs between; of Indonesia if it begins with a nought."""
    digits = re.sub(r"^0", "62", re.sub(r"[+ ().-]", "", number))
    if not DIGITS.fullmatch(digits):
        raise BadSettings(
            f"--number {number}: not a telephone number. Give the office's on WhatsApp, e.g. 6280000000001."
        )
    return OnWhatsApp(digits)


def ask_telegram(settings: Settings) -> str:
    """The public bot's name."""
    from bot.channels.telegram_citizen import TelegramCitizen  # takes seconds, and a given name needs none of it

    token = settings.citizen_bot_token.get_secret_value()
    if not token:
        raise BadSettings(
            "Whose poster? Give --bot NAME, or PENDOPO_CITIZEN_BOT_TOKEN in .env to ask Telegram; "
            "or --channel whatsapp for the number there."
        )
    return ask(TelegramCitizen(token, settings.telegram_api_url), "Telegram does not tell the bot's name now", CITIZEN)


def ask_whatsapp(settings: Settings) -> str:
    """The office's number."""
    from bot.whatsapp_door import open_whatsapp  # takes seconds, too

    if not settings.on_whatsapp:
        raise BadSettings("Whose poster? Give --number 62…, or WhatsApp's settings in .env to ask Meta.")
    return ask(open_whatsapp(settings), "Meta does not tell the number now", WHATSAPP)


def ask(channel: Channel, fault: str, name: str) -> str:
    async def start() -> str:
        try:
            return await channel.start()
        finally:
            await channel.stop()

    try:
        return asyncio.run(start())
    except BadToken:
        raise
    except Trouble as trouble:
        mend = DOORS["telegram" if name == CITIZEN else "whatsapp"]
        raise BadSettings(f"{fault} ({trouble}). Give it: {mend}.") from trouble
