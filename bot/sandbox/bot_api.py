"""The HTTP face of the Bot API: /bot<token>/<method> and /file/bot<token>/<path>."""

from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.files import Upload
from bot.sandbox.refusal import Refused
from bot.sandbox.telegram import Answer, Cut, answer, authorised, refused
from bot.sandbox.world import World

ENCODER = msgspec.json.Encoder()
MOST_PARAMS = 1000


class Severed(Response):
    """Closes the connection instead of answering."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle = getattr(receive, "__self__", None)  # uvicorn's request, the only holder of the socket
        if cycle is None:
            raise ConnectionResetError("this server cannot cut a connection")
        cycle.transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


async def call_method(request: Request) -> Response:
    """One Bot API call."""
    world: World = request.app.state.world
    try:
        params, uploads = await read_params(request)
    except (ValueError, msgspec.DecodeError):
        return as_response(refused(Refused(400, "Bad Request: can't parse the request")))
    path = request.path_params
    try:
        return as_response(await answer(world, path["token"], path["method"], params, uploads))
    except Cut:
        return Severed()


async def download(request: Request) -> Response:
    """A file's bytes, for the bot that was given its id. Faults strike here by the method `download`."""
    world: World = request.app.state.world
    fault = world.faults.for_call("download", "", request.path_params["token"])
    if fault and fault.kind == "cut":
        return Severed()
    try:
        authorised(world, request.path_params["token"])
        if fault and fault.kind != "slow":
            raise fault.refusal()
    except Refused as refusal:
        return as_response(refused(refusal))
    file = world.files.by_path.get(request.path_params["path"])
    if file is None:
        return as_response(refused(Refused(404, "Not Found")))
    return Response(file.data, media_type="application/octet-stream")


def as_response(given: Answer) -> Response:
    """JSON, as Telegram sends it."""
    return Response(ENCODER.encode(given.body), given.status, media_type="application/json")


async def read_params(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters of the query and of a JSON, form or multipart body; uploads by their field names.

    An upload whose field is a parameter stands among the parameters too. Raises ValueError.
    """
    params: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        await _multipart(request, params, uploads)
    elif body := await request.body():
        if kind.startswith("application/json"):
            params |= msgspec.json.decode(body, type=dict[str, Any])
        else:
            params |= parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_PARAMS)
    return params, uploads


async def _multipart(request: Request, params: dict[str, Any], uploads: dict[str, Upload]) -> None:
    async with request.form(max_fields=MOST_PARAMS, max_part_size=8 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                params[name] = value
                continue
            mime = value.content_type or "application/octet-stream"
            uploads[name] = Upload(value.filename or "", mime, await value.read())
    params |= uploads
