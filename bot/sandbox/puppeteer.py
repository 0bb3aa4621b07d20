"""The puppeteer's side: people's acts, groups, faults, the call log and the live events, as plain JSON."""

import inspect
from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import acts, membership
from bot.sandbox.bot_api import ENCODER, read_params
from bot.sandbox.chats import Chat
from bot.sandbox.files import Upload
from bot.sandbox.people import Bot, User
from bot.sandbox.views import chat_view, message_view
from bot.sandbox.whatsapp import acts as whatsapp
from bot.sandbox.whatsapp.threads import Note
from bot.sandbox.whatsapp.views import note_view, thread_view
from bot.sandbox.world import World

Body = dict[str, Any]
Act = Callable[[World, Request, Body], Any]


def as_json(value: Any, status: int = 200) -> Response:
    return Response(ENCODER.encode(value), status, media_type="application/json")


def act(path: str, handler: Act, verb: str = "POST") -> Route:
    """A route whose handler gets the world, the request and the body; its mistakes become 400 and 404."""

    async def endpoint(request: Request) -> Response:
        try:
            body, uploads = await read_params(request)
            if "file" in uploads:
                body["file"] = uploads["file"]
            done = handler(request.app.state.world, request, body)
            return as_json(await done if inspect.isawaitable(done) else done)
        except KeyError as missing:
            return as_json({"error": f"unknown or missing: {missing.args[0]}"}, 404)
        except (ValueError, TypeError, msgspec.DecodeError) as wrong:
            return as_json({"error": str(wrong)}, 400)

    return Route(path, endpoint, methods=[verb])


def bot_view(world: World, bot: Bot) -> Body:
    return {
        "id": bot.id,
        "username": bot.user.username,
        "first_name": bot.user.first_name,
        "commands": bot.profile.commands_for(["default"], ""),
        "webhook": world.webhooks[bot.id].url,
    }


def person_view(user: User) -> Body:
    names = ("id", "first_name", "last_name", "username", "language_code")
    return {name: getattr(user, name) for name in names}


def state(world: World, request: Request, _body: Body) -> Body:
    controls = request.app.state.controls
    chats = []
    for chat in world.chats.values():
        messages = [message_view(message) for message in chat.messages.values()]
        chats.append({**chat_view(chat, world.commands(chat)), "messages": messages})
    for thread in world.whatsapp.threads.values():
        notes = [note_view(thread, note) for note in thread.notes.values()]
        chats.append({**thread_view(thread, world.clock()), "messages": notes})
    return {
        "now": world.clock(),
        "controls": [{"id": c.id, "label": c.label} for c in controls.values()],
        "bots": [
            *(bot_view(world, bot) for bot in world.bots.values()),
            *(business.view() for business in world.whatsapp.businesses.values()),
        ],
        "people": [person_view(user) for user in world.people.values() if not user.is_bot],
        "chats": chats,
        "phones": list(world.phones.values()),
    }


def add_bot(world: World, _request: Request, body: Body) -> Body:
    privacy = bool(body.get("privacy", True))
    bot = world.add_bot(body["token"], body["username"], body["first_name"], privacy=privacy)
    return bot_view(world, bot)


def add_person(world: World, _request: Request, body: Body) -> Body:
    optional = ("last_name", "username", "language_code")
    facts = {name: str(body[name]) for name in optional if body.get(name)}
    return person_view(world.add_person(body["first_name"], **facts))


def deactivate(world: World, request: Request, body: Body) -> Body:
    user = membership.person(world, request.path_params["user"])
    user.deactivated = bool(body.get("deactivated", True))
    return person_view(user)


def add_phone(world: World, _request: Request, body: Body) -> Body:
    identity = len(world.phones) + 1
    phone = {
        "id": identity,
        "owner": membership.person(world, body["owner"]).id,
        "title": body["title"],
        "subtitle": body.get("subtitle") or "",
        "chats": [_key(world, key) for key in body["chats"]],
    }
    world.phones[identity] = phone
    world.bus.tell("phone", phone=phone)
    return phone


def send(world: World, _request: Request, body: Body) -> Body:
    if key := whatsapp_key(body):
        return note_of(world, key, whatsapp.write(world.whatsapp, key, body, _upload(body)))
    who, chat = _place(world, body)
    return message_view(acts.write(world, who, chat, body, _upload(body)))


def edit(world: World, _request: Request, body: Body) -> Body:
    if key := whatsapp_key(body):
        return note_of(world, key, whatsapp.edit(world.whatsapp, key, int(body["id"]), body["text"]))
    who, chat = _place(world, body)
    return message_view(acts.edit(world, who, chat, int(body["id"]), body["text"]))


def press(world: World, _request: Request, body: Body) -> Body:
    if key := whatsapp_key(body):
        return note_of(world, key, whatsapp.press(world.whatsapp, key, int(body["id"]), body["data"]))
    who, chat = _place(world, body)
    return {"callback_id": acts.press(world, who, chat, int(body["id"]), body["data"])}


def react(world: World, _request: Request, body: Body) -> Body:
    if key := whatsapp_key(body):
        whatsapp.react(world.whatsapp, key, int(body["id"]), body.get("emoji"))
        return {"ok": True}
    who, chat = _place(world, body)
    acts.react(world, who, chat, int(body["id"]), body.get("emoji"))
    return {"ok": True}


def block(world: World, _request: Request, body: Body) -> Body:
    chat = world.private(membership.person(world, body["user"]), int(body["bot"]))
    acts.block(world, chat, blocked=bool(body["blocked"]))
    return {"ok": True}


def add_fault(world: World, _request: Request, body: Body) -> Body:
    world.faults.add(body)
    return {"open": len(world.faults.open)}


def clear_faults(world: World, _request: Request, _body: Body) -> Body:
    world.faults.open.clear()
    return {"open": 0}


def calls(world: World, request: Request, _body: Body) -> Body:
    query = request.query_params
    listed = world.calls.since(int(query.get("since", 0)), polls=query.get("polls") == "1")
    return {"next": world.calls.next, "calls": listed}


def reset(world: World, _request: Request, _body: Body) -> Body:
    world.reset()
    return {"ok": True}


async def events(request: Request) -> Response:
    stream = request.app.state.world.bus.stream()
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def control(request: Request) -> Response:
    """Runs what the host program registered, one thing after another, then tells the pages the time."""
    world: World = request.app.state.world
    found = request.app.state.controls.get(request.path_params["id"])
    if found is None:
        return as_json({"error": "unknown control"}, 404)
    run: Callable[[], Awaitable[None]] = found.run
    async with request.app.state.in_turn:
        await run()
    world.bus.tell("clock", now=world.clock())
    return as_json({"now": world.clock()})


async def file(request: Request) -> Response:
    """A file, for the page of phones."""
    found = request.app.state.world.files.by_id.get(request.path_params["id"])
    if found is None:
        return as_json({"error": "unknown file"}, 404)
    return Response(found.data, media_type=found.mime or "application/octet-stream")


def whatsapp_key(body: Body) -> str:
    """The key of a WhatsApp chat whose owner acts; empty for any other chat."""
    key = str(body["chat"])
    if not key.startswith("w:"):
        return ""
    if key.split(":")[1] != str(body["from"]):
        raise ValueError("only its owner does anything in a WhatsApp chat")
    return key


def note_of(world: World, key: str, note: Note) -> Body:
    """What an act on WhatsApp has made."""
    return note_view(world.whatsapp.thread_of(key), note)


def _key(world: World, key: str) -> str:
    return world.whatsapp.thread_of(key).key if key.startswith("w:") else _chat(world, key).key


def _chat(world: World, key: str) -> Chat:
    """A chat by its key; a private one is made on the way."""
    kind, _, rest = key.partition(":")
    if kind == "p":
        user, _, bot = rest.partition(":")
        return world.private(membership.person(world, user), world.bot(int(bot)).id)
    return world.chats[key]


def _place(world: World, body: Body) -> tuple[User, Chat]:
    who, chat = membership.person(world, body["from"]), _chat(world, body["chat"])
    if chat.migrated_to or who.id not in chat.present():
        raise ValueError("only a member of a living chat does anything in it")
    return who, chat


def _upload(body: Body) -> Upload | None:
    given = body.get("file")
    if isinstance(given, str):
        return Upload(body.get("file_name") or "", body.get("mime_type") or "", b64decode(given))
    return given if isinstance(given, Upload) else None


ROUTES = [
    act("/sandbox/state", state, "GET"),
    act("/sandbox/bots", add_bot),
    act("/sandbox/people", add_person),
    act("/sandbox/people/{user:int}/deactivate", deactivate),
    act("/sandbox/phones", add_phone),
    act("/sandbox/send", send),
    act("/sandbox/edit", edit),
    act("/sandbox/press", press),
    act("/sandbox/react", react),
    act("/sandbox/block", block),
    act("/sandbox/faults", add_fault),
    act("/sandbox/faults", clear_faults, "DELETE"),
    act("/sandbox/calls", calls, "GET"),
    act("/sandbox/reset", reset),
    Route("/sandbox/events", events),
    Route("/sandbox/controls/{id}", control, methods=["POST"]),
    Route("/sandbox/files/{id}", file),
]
