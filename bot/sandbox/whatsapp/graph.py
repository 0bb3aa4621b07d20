"""The HTTP face of the Graph API: /v<version>/<object>[/<edge>], and the addresses media are fetched from."""

import asyncio
import hmac
import inspect
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.bot_api import ENCODER, Severed, read_params
from bot.sandbox.files import Upload
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.faults import Fault
from bot.sandbox.whatsapp.refusals import GraphError, bad_token

Json = dict[str, Any]
VERSION = re.compile(r"\d{1,2}\.\d\Z")


@dataclass(frozen=True, slots=True)
class GraphCall:
    """One call, authorised: the business its token belongs to, and what was given. `base` ends with a slash."""

    exchange: Exchange
    business: Business
    verb: str
    node: str
    params: Json
    uploads: dict[str, Upload]
    base: str


Handler = Callable[[GraphCall], Any | Awaitable[Any]]


class Cut(Exception):
    """The connection is to be closed without an answer."""


def answered(edge: str, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A route whose refusals come in Meta's shape; faults strike here."""

    async def endpoint(request: Request) -> Response:
        exchange: Exchange = request.app.state.world.whatsapp
        entry: Json = {"method": f"{request.method} {request.url.path}", "params": {}, "ok": False}
        try:
            call = await _call(exchange, request)
            entry["params"] = call.params
            body = await _obeyed(handler, call, exchange.faults.for_call(edge))
        except GraphError as refusal:
            exchange.calls.add(**entry, refused=f"{refusal.code} {refusal.details or refusal.message}")
            return as_json(refusal.body(), refusal.status)
        except Cut:
            exchange.calls.add(**entry, refused="the connection was cut")
            return Severed()
        exchange.calls.add(**{**entry, "ok": True})
        return as_json(body)

    return endpoint


async def _obeyed(handler: Handler, call: GraphCall, fault: Fault | None) -> Any:
    if fault and fault.kind == "error":
        raise fault.refusal()
    if fault and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault and fault.kind == "cut" and fault.when == "before":
        raise Cut
    done = handler(call)
    result = await done if inspect.isawaitable(done) else done
    if fault and fault.kind == "cut":
        raise Cut
    return result


def as_json(body: Any, status: int = 200) -> Response:
    return Response(ENCODER.encode(body), status, media_type="application/json")


async def _call(exchange: Exchange, request: Request) -> GraphCall:
    if not VERSION.match(request.path_params["version"]):
        raise GraphError(2500, message="Unknown path components: " + request.url.path)
    try:
        params, uploads = await read_params(request)
    except (ValueError, msgspec.DecodeError):
        raise GraphError(100, message="(#100) Invalid parameter: the body could not be parsed") from None
    business = authorised(exchange, request, params)
    node, base = request.path_params["node"], str(request.base_url)
    return GraphCall(exchange, business, request.method, node, params, uploads, base)


def authorised(exchange: Exchange, request: Request, params: Json) -> Business:
    """The business of the bearer token; raises GraphError 190."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token if scheme.lower() == "bearer" else str(params.pop("access_token", ""))
    for business in exchange.businesses.values():
        if hmac.compare_digest(business.token.encode(), given.encode()):
            return business
    raise bad_token()
