"""The HTTP face of the Graph API: /v<version>/<object>[/<edge>]."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.bot_api import ENCODER, read_params
from bot.sandbox.files import Upload
from bot.sandbox.whatsapp import sending
from bot.sandbox.whatsapp.business import Business
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.refusals import GraphError, bad_token, unknown_object

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GraphCall:
    """One call, authorised: the business its token belongs to, and what was given."""

    exchange: Exchange
    business: Business
    node: str
    params: Json
    uploads: dict[str, Upload]
    base: str


Handler = Callable[[GraphCall], Any | Awaitable[Any]]


def answered(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A route whose refusals come in Meta's shape."""

    async def endpoint(request: Request) -> Response:
        try:
            return _as_json(handler(await _call(request)))
        except GraphError as refusal:
            return _as_json(refusal.body(), refusal.status)

    return endpoint


def _as_json(body: Any, status: int = 200) -> Response:
    return Response(ENCODER.encode(body), status, media_type="application/json")


async def _call(request: Request) -> GraphCall:
    exchange: Exchange = request.app.state.world.whatsapp
    try:
        params, uploads = await read_params(request)
    except (ValueError, msgspec.DecodeError):
        raise GraphError(100, message="(#100) Invalid parameter: the body could not be parsed") from None
    business = _authorised(exchange, request, params)
    return GraphCall(exchange, business, request.path_params["node"], params, uploads, str(request.base_url))


def _authorised(exchange: Exchange, request: Request, params: Json) -> Business:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given = token if scheme.lower() == "bearer" else params.pop("access_token", "")
    for business in exchange.businesses.values():
        if hmac.compare_digest(business.token.encode(), given.encode()):
            return business
    raise bad_token()


def messages(call: GraphCall) -> Json:
    """POST /{phone id}/messages"""
    if call.node != call.business.phone_id:
        raise unknown_object(call.node, "post")
    return sending.send(call.exchange, call.business, call.params)


ROUTES = [Route("/v{version}/{node}/messages", answered(messages), methods=["POST"])]
