"""Where Meta calls: the question that proves the address is ours, and signed news. Acknowledged once it is committed.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
"""

import hmac
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.arrival import WHATSAPP
from bot.bodies import parse, read_body
from bot.channels import Channel
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp_envelope import updates
from bot.desk import Desk
from bot.doors import bring_in
from bot.metrics import UNREADABLE
from bot.settings import Settings
from storage.database import Unavailable

PATH = f"/webhook/{WHATSAPP}"

MOST_BODY = 3 * 1024 * 1024
"""Bytes of one call, by Meta's word."""

SIGNATURE = "x-hub-signature-256"

log = structlog.get_logger(__name__)


def open_whatsapp(settings: Settings) -> WhatsApp:
    """The channel, as the settings say."""
    return WhatsApp(
        settings.whatsapp_token.get_secret_value(),
        settings.whatsapp_phone_id,
        settings.whatsapp_business_id,
        settings.whatsapp_verify_token.get_secret_value(),
        settings.graph_api_url,
    )


def whatsapp_routes(desk: Desk, channels: Mapping[str, Channel], settings: Settings) -> list[Route]:
    """None without WhatsApp's settings: then there is nothing to call."""
    if not settings.on_whatsapp:
        return []
    word = settings.whatsapp_verify_token.get_secret_value()
    secret = settings.whatsapp_app_secret.get_secret_value()

    async def prove(request: Request) -> Response:
        asked = request.query_params
        known = hmac.compare_digest(asked.get("hub.verify_token", "").encode(), word.encode())
        if asked.get("hub.mode") != "subscribe" or not known:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        return PlainTextResponse(asked.get("hub.challenge", ""))

    async def hear(request: Request) -> Response:
        channel = channels.get(WHATSAPP)
        if channel is None:  # not open yet: Meta comes again
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        body = await read_body(request, MOST_BODY)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not is_signed(body, request.headers.get(SIGNATURE, ""), secret):
            log.warning("a call that is not signed with our app's secret", size=len(body))
            return Response(status_code=HTTPStatus.FORBIDDEN)
        return Response(status_code=await _take(channel, desk, body))

    return [Route(PATH, prove, methods=["GET"]), Route(PATH, hear, methods=["POST"])]


async def _take(channel: Channel, desk: Desk, body: bytes) -> int:
    """What can't be read is acknowledged: it would never become readable, and would hold up what follows."""
    told = parse(body)
    found = list(updates(told)) if told else []
    if not found:
        UNREADABLE.labels(channel.name).inc()
        log.warning("a call without news", size=len(body))
        return HTTPStatus.OK
    try:
        await bring_in(channel, desk, found)
    except Unavailable:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Over the bytes as they came, before anything reads them; compared in constant time."""
    ours = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    return hmac.compare_digest(signature.encode(), ours.encode())
