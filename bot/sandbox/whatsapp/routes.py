"""The puppeteer's side of WhatsApp: businesses and numbers; writing and pressing are those of every chat."""

from random import Random
from typing import Any

from starlette.requests import Request

from bot.sandbox.puppeteer import Body, act
from bot.sandbox.whatsapp import account, acts
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.challenge import challenged
from bot.sandbox.whatsapp.people import PRESENCES, Contact
from bot.sandbox.whatsapp.views import note_view
from bot.sandbox.world import World

SECRETS = ("phone_id", "waba_id", "token", "app_secret", "verify_token", "name", "number")
FACTS = ("wa_id", "user_id", "name", "username")
SWITCHES = ("hidden", "registered")
RULES = ("review", "late_refusals")


async def add_business(world: World, _request: Request, body: Body) -> Body:
    """With `url`, the webhook's verify challenge is done as Meta does it; raises ValueError when it fails.

    Registered again, it keeps its templates and its chats.
    """
    business = Business(**{name: str(body[name]) for name in SECRETS})  # type: ignore[arg-type]
    if url := body.get("url"):
        await challenged(str(url), business.verify_token)
        business.url = str(url)
    known = world.whatsapp.businesses.get(business.phone_id)
    if known:
        business.templates, business.commands = known.templates, known.commands
        for thread in world.whatsapp.threads.values():
            thread.business = business if thread.business is known else thread.business
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
    _show(world, contact)
    return contact.view()


def read(world: World, _request: Request, body: Body) -> Body:
    """A person looks at a chat."""
    world.whatsapp.read(world.whatsapp.thread_of(body["chat"]))
    return {"ok": True}


def renumber(world: World, _request: Request, body: Body) -> Body:
    """A new number, or without `wa_id` a new user id alone."""
    contact = world.whatsapp.contacts[int(body["person"])]
    fresh = str(body.get("user_id") or f"{contact.user_id}9")
    acts.renumber(world.whatsapp, contact, str(body.get("wa_id") or ""), fresh)
    return contact.view()


def revoke(world: World, _request: Request, body: Body) -> Body:
    """A person takes back a message of hers."""
    note = acts.revoke(world.whatsapp, body["chat"], int(body["id"]))
    return note_view(world.whatsapp.thread_of(body["chat"]), note)


def block(world: World, _request: Request, body: Body) -> Body:
    """A person blocks the business, or lifts it."""
    contact = world.whatsapp.contacts[int(body["person"])]
    contact.stopped = bool(body["blocked"])
    _show(world, contact)
    return contact.view()


def _show(world: World, contact: Contact) -> None:
    for thread in world.whatsapp.threads.values():
        if thread.contact is contact:
            world.whatsapp.show_thread(thread)


def add_fault(world: World, _request: Request, body: Body) -> Body:
    world.whatsapp.faults.add(body)
    return {"open": len(world.whatsapp.faults.open)}


def clear_faults(world: World, _request: Request, _body: Body) -> Body:
    world.whatsapp.faults.open.clear()
    return {"open": 0}


def release(world: World, _request: Request, body: Body) -> Body:
    """Webhooks that were held go out, with `shuffle` (a number) in another order."""
    seed = body.get("shuffle")
    order = None if seed is None else Random(seed).shuffle  # noqa: S311 - an order, no secret
    return {"released": world.whatsapp.hook.release(order)}


def expire(world: World, _request: Request, body: Body) -> Body:
    """The next media addresses given out have run out already."""
    world.whatsapp.media.stale = int(body.get("times", 1))
    return {"ok": True}


def judge(world: World, _request: Request, body: Body) -> Body:
    """A template's status, in every language unless one is named."""
    business = world.whatsapp.businesses[str(body["phone_id"])]
    fits = [each for each in business.templates.values() if each.name == body["name"]]
    chosen = [each for each in fits if body.get("language") in (None, "", each.language)]
    for template in chosen:
        account.judge(world.whatsapp, business, template, body["status"], body.get("reason") or "NONE")
    return {"judged": len(chosen)}


def standing(world: World, _request: Request, body: Body) -> Body:
    """`quality`: GREEN, YELLOW or RED; or `event` of account_update with the `code` messages are refused with."""
    business = world.whatsapp.businesses[str(body["phone_id"])]
    if quality := body.get("quality"):
        account.rate(world.whatsapp, business, quality)
    if event := body.get("event"):
        account.restrict(world.whatsapp, business, event, int(body.get("code") or 0))
    return business.view()


def rules(world: World, _request: Request, body: Body) -> Body:
    """`review`: the status of a submitted template, "" to let it wait; `late_refusals`: told by a failed status."""
    for name in RULES:
        if name in body:
            setattr(world.whatsapp, name, body[name])
    return {name: getattr(world.whatsapp, name) for name in RULES}


def seen_webhooks(world: World, request: Request, _body: Body) -> Body:
    """Every webhook that was made, from the number `since` on; and how many wait for a 2xx."""
    hook, since = world.whatsapp.hook, int(request.query_params.get("since", 0))
    skipped = hook.made - len(hook.log)
    return {"next": hook.made, "webhooks": list(hook.log)[max(0, since - skipped) :], "waiting": hook.waiting}


def calls(world: World, request: Request, _body: Body) -> Body:
    """Every Graph call with its parameters."""
    log, since = world.whatsapp.calls, int(request.query_params.get("since", 0))
    return {"next": log.next, "calls": log.since(since, polls=True)}


ROUTES = [
    act("/sandbox/whatsapp/businesses", add_business),
    act("/sandbox/whatsapp/contacts", add_contact),
    act("/sandbox/whatsapp/presence", set_presence),
    act("/sandbox/whatsapp/read", read),
    act("/sandbox/whatsapp/renumber", renumber),
    act("/sandbox/whatsapp/revoke", revoke),
    act("/sandbox/whatsapp/block", block),
    act("/sandbox/whatsapp/faults", add_fault),
    act("/sandbox/whatsapp/faults", clear_faults, "DELETE"),
    act("/sandbox/whatsapp/release", release),
    act("/sandbox/whatsapp/expire", expire),
    act("/sandbox/whatsapp/judge", judge),
    act("/sandbox/whatsapp/standing", standing),
    act("/sandbox/whatsapp/rules", rules),
    act("/sandbox/whatsapp/webhooks", seen_webhooks, "GET"),
    act("/sandbox/whatsapp/calls", calls, "GET"),
]
