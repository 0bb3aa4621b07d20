"""The Bot API as a function: a token, a method and parameters in, Telegram's answer out."""

import asyncio
import inspect
import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox import editing, groups, media, profile, receiving, schema, sending
from bot.sandbox.call import HANDLERS, Call
from bot.sandbox.faults import Fault
from bot.sandbox.files import UPLOAD_LIMIT, Upload
from bot.sandbox.people import Bot
from bot.sandbox.refusal import Refused, bad_request
from bot.sandbox.world import World

FAMILIES = (editing, groups, media, profile, receiving, sending)  # each enters its methods on import
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+\Z")
NOT_HERE = "method is not available in the sandbox"


class Cut(Exception):
    """The connection is to be closed without an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and the JSON that goes with it."""

    status: int
    body: dict[str, Any]


def refused(refusal: Refused) -> Answer:
    """Telegram's shape of a refusal."""
    body = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    return Answer(refusal.status, {**body, "parameters": refusal.parameters} if refusal.parameters else body)


def authorised(world: World, token: str) -> Bot:
    """The bot of a token; 404 for a malformed one, 401 for an unknown one."""
    if bot := world.bots.get(token):
        return bot
    raise Refused(401, "Unauthorized") if TOKEN.match(token) else Refused(404, "Not Found")


async def answer(world: World, token: str, method: str, params: dict[str, Any], uploads: dict[str, Upload]) -> Answer:
    """Obeys a call and logs it. Raises Cut when a fault wants the connection closed."""
    try:
        bot = authorised(world, token)
    except Refused as refusal:
        return refused(refusal)
    name = schema.CANONICAL.get(method.lower(), method)
    fault = world.faults.for_call(name, str(params.get("chat_id", "")), token)
    entry: dict[str, Any] = {"bot": bot.id, "method": name, "params": params}
    try:
        given = await _answered(Call(world, bot, params, uploads), name, entry, fault)
    except Cut:
        world.calls.add(**entry, status=0, ok=False, description="the connection was cut")
        raise
    world.calls.add(**entry, status=given.status, ok=given.body["ok"], description=given.body.get("description", ""))
    return given


async def _answered(call: Call, name: str, entry: dict[str, Any], fault: Fault | None) -> Answer:
    try:
        params = entry["params"] = schema.check(name, call.params)
        if extra := [n for n in schema.unknown(name, call.params) if n not in call.uploads]:
            entry["unknown"] = extra
        if fault:
            await _strike(fault)
        result = await _obey(Call(call.world, call.bot, params, call.uploads), name, entry)
    except Refused as refusal:
        return refused(refusal)
    if fault and fault.kind == "cut":
        raise Cut
    return Answer(200, {"ok": True, "result": result})


async def _strike(fault: Fault) -> None:
    """What a fault does before the call is obeyed."""
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "cut":
        if fault.when == "before":
            raise Cut
    else:
        raise fault.refusal()


async def _obey(call: Call, name: str, entry: dict[str, Any]) -> Any:
    if any(len(upload.data) > UPLOAD_LIMIT for upload in call.uploads.values()):
        raise Refused(413, "Request Entity Too Large")
    handler = HANDLERS.get(name)
    if handler is None:
        entry["unavailable"] = True
        raise bad_request(NOT_HERE)
    result = handler(call)
    return await result if inspect.isawaitable(result) else result
