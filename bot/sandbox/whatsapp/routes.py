"""The puppeteer's side of WhatsApp: businesses and numbers; writing and pressing are those of every chat."""

from typing import Any

from starlette.requests import Request

from bot.sandbox.puppeteer import Body, act
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.challenge import challenged
from bot.sandbox.whatsapp.people import PRESENCES
from bot.sandbox.world import World

SECRETS = ("phone_id", "waba_id", "token", "app_secret", "verify_token", "name", "number")
FACTS = ("wa_id", "user_id", "name", "username")
SWITCHES = ("hidden", "registered")


async def add_business(world: World, _request: Request, body: Body) -> Body:
    """With `url`, the webhook's verify challenge is done as Meta does it; raises ValueError when it fails."""
    business = Business(**{name: str(body[name]) for name in SECRETS})  # type: ignore[arg-type]
    if url := body.get("url"):
        await challenged(str(url), business.verify_token)
        business.url = str(url)
    world.whatsapp.businesses[business.phone_id] = business
    return business.view()


def add_contact(world: World, _request: Request, body: Body) -> Body:
    """Gives a person of the messenger WhatsApp, or changes what is hers."""
    person = world.people[int(body["person"])]
    facts: dict[str, Any] = {name: str(body[name]) for name in FACTS if body.get(name)}
    facts |= {name: bool(body[name]) for name in SWITCHES if name in body}
    return world.whatsapp.enrol(person, **facts).view()


def set_presence(world: World, _request: Request, body: Body) -> Body:
    """`off`, `online` or `reading`; what waited arrives, or is read."""
    contact = world.whatsapp.contacts[int(body["person"])]
    if body["presence"] not in PRESENCES:
        raise ValueError(f"unknown presence: {body['presence']}")
    contact.presence = body["presence"]
    for thread in [each for each in world.whatsapp.threads.values() if each.contact is contact]:
        if contact.presence == "online":
            world.whatsapp.delivered(thread)
        elif contact.presence == "reading":
            world.whatsapp.read(thread)
    return contact.view()


def read(world: World, _request: Request, body: Body) -> Body:
    """A person looks at a chat."""
    world.whatsapp.read(world.whatsapp.thread_of(body["chat"]))
    return {"ok": True}


ROUTES = [
    act("/sandbox/whatsapp/businesses", add_business),
    act("/sandbox/whatsapp/contacts", add_contact),
    act("/sandbox/whatsapp/presence", set_presence),
    act("/sandbox/whatsapp/read", read),
]
