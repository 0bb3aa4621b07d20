"""`pendopo check` for WhatsApp: is the number ours to use, and does Meta call the right address."""

from collections.abc import AsyncIterator

from bot.channels import BadToken, Channel, Trouble
from bot.findings import Finding
from bot.settings import Settings
from bot.whatsapp_door import PATH, open_whatsapp

WHAT = "WhatsApp"


async def look_at_whatsapp(settings: Settings) -> AsyncIterator[Finding]:
    """Asks Meta; changes nothing there. Nothing without WhatsApp's settings."""
    if not settings.on_whatsapp:
        return
    channel = open_whatsapp(settings)
    try:
        async for finding in look_at_number(settings, channel):
            yield finding
    finally:
        await channel.stop()


async def look_at_number(settings: Settings, channel: Channel) -> AsyncIterator[Finding]:
    try:
        number = await channel.start()
    except BadToken:
        mend = "Make one that never expires in Meta's business settings, with the right to this number."
        yield Finding(WHAT, False, f"Meta does not know this token, or it may not use this number. {mend}")
        return
    except Trouble as error:
        mend = "Check the network, PENDOPO_WHATSAPP_PHONE_ID and PENDOPO_GRAPH_API_URL."
        yield Finding(WHAT, False, f"the number can't be asked for ({error}). {mend}")
        return
    yield Finding(WHAT, True, number)
    yield await look_at_address(settings, channel)


async def look_at_address(settings: Settings, channel: Channel) -> Finding:
    what = f"{WHAT}: webhook"
    try:
        hook = await channel.webhook()
    except Trouble as error:
        return Finding(what, False, f"can't be asked for: {error}. Check PENDOPO_WHATSAPP_BUSINESS_ID.")
    if hook.trouble:
        return Finding(what, False, f"{hook.trouble}. Subscribe the app to it at Meta: WhatsApp, Configuration.")
    wanted = f"{settings.public_url}{PATH}" if settings.public_url else ""
    if wanted and hook.url not in ("", wanted):
        return Finding(what, False, f"Meta calls {hook.url}, not {wanted}. Start pendopo serve; it tells Meta.")
    return Finding(what, True, hook.url or f"as written at Meta by hand; it must end with {PATH}")
