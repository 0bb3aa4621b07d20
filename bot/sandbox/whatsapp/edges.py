"""The objects and edges of the Graph API that a WhatsApp business uses."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.bot_api import Severed
from bot.sandbox.whatsapp import account, automation, sending, submitting
from bot.sandbox.whatsapp.challenge import challenged
from bot.sandbox.whatsapp.exchange import Exchange
from bot.sandbox.whatsapp.graph import GraphCall, answered, as_json, authorised
from bot.sandbox.whatsapp.media import Media, described
from bot.sandbox.whatsapp.refusals import GraphError, unknown_object
from bot.sandbox.whatsapp.templates import Template

Json = dict[str, Any]
MOST = 250
"""Templates an account may have before its business is verified."""

PAGE = 25
"""Templates a page of the list holds unless `limit` says otherwise."""


async def messages(call: GraphCall) -> Json:
    """POST /{phone id}/messages"""
    _own(call, call.business.phone_id)
    return await sending.send(call.exchange, call.business, call.params)


def upload(call: GraphCall) -> Json:
    """POST /{phone id}/media: `messaging_product`, `type` and `file` as a form."""
    _own(call, call.business.phone_id)
    if call.params.get("messaging_product") != "whatsapp":
        raise GraphError(100, message="(#100) The parameter messaging_product is required.")
    if "file" not in call.uploads:
        raise GraphError(100, message="(#100) The parameter file is required.")
    file = call.uploads["file"]
    mime = str(call.params.get("type") or file.mime)
    return {"id": call.exchange.media.upload(call.business.phone_id, file, mime, call.exchange.clock()).id}


def node(call: GraphCall) -> Json:
    """GET, POST, DELETE /{id}: a phone number, an account, a media or a template."""
    if call.node == call.business.phone_id:
        return account.phone(call.business, call.exchange.limits is not None)
    if call.node == call.business.waba_id and call.verb == "GET":
        return {"id": call.business.waba_id, "name": call.business.name, "currency": "IDR"}
    exchange = call.exchange
    if media := exchange.media.known(call.node, call.business.phone_id, exchange.clock()):
        return _media(call, media)
    if template := next((each for each in call.business.templates.values() if each.id == call.node), None):
        return _template(call, template)
    raise unknown_object(call.node, call.verb)


def _media(call: GraphCall, media: Media) -> Json:
    if call.verb == "DELETE":
        del call.exchange.media.by_id[media.id]
        return {"success": True}
    address = call.exchange.media.address(media, call.base, call.exchange.clock())
    return described(media, address)


def _template(call: GraphCall, template: Template) -> Json:
    if call.verb == "GET":
        return template.as_listed()
    given = {"name": template.name, "language": template.language, "category": template.category}
    changed = submitting.submitted({**given, "components": template.components, **call.params}, template.id)
    call.business.templates[template.name, template.language] = changed
    account.review(call.exchange, call.business, changed)
    return {"success": True}


def templates(call: GraphCall) -> Json:
    """GET, POST, DELETE /{account id}/message_templates"""
    _own(call, call.business.waba_id)
    return {"GET": _list, "POST": _create, "DELETE": _delete}[call.verb](call)


def _list(call: GraphCall) -> Json:
    given, known = call.params, call.business.templates.values()
    fits = [
        each
        for each in known
        if all(str(given[n]).lower() == getattr(each, n).lower() for n in FILTERS if given.get(n))
    ]
    start, size = int(given.get("after") or 0), int(given.get("limit") or PAGE)
    names = [name for name in str(given.get("fields") or "").split(",") if name]
    page = [_picked(each.as_listed(), names) for each in fits[start : start + size]]
    paging: Json = {"cursors": {"before": str(start), "after": str(start + len(page))}}
    if start + size < len(fits):
        paging["next"] = f"{call.base}v24.0/{call.node}/message_templates?limit={size}&after={start + size}"
    counts = {"total_count": len(known), "message_template_count": len(known), "message_template_limit": MOST}
    summary = {"summary": {**counts, "are_translations_complete": True}} if given.get("summary") else {}
    return {"data": page, "paging": paging, **summary}


FILTERS = ("name", "language", "status", "category")


def _picked(listed: Json, names: list[str]) -> Json:
    return {name: value for name, value in listed.items() if not names or name in names or name == "id"}


def _create(call: GraphCall) -> Json:
    exchange, business = call.exchange, call.business
    made = submitting.submitted(call.params, f"{1_689_556_908_000_000 + next(exchange.numbers)}")
    if (made.name, made.language) in business.templates:
        raise GraphError(100, "Content in this language already exists.", subcode=2388024)
    business.templates[made.name, made.language] = made
    answer = {"id": made.id, "status": made.status, "category": made.category}
    account.review(exchange, business, made)
    return answer


def _delete(call: GraphCall) -> Json:
    name, identity = call.params.get("name"), call.params.get("hsm_id")
    gone = [
        key for key, each in call.business.templates.items() if each.name == name and identity in (None, "", each.id)
    ]
    if not gone:
        raise GraphError(100, f"No template {name} was found.", subcode=2593002)
    for key in gone:
        del call.business.templates[key]
    return {"success": True}


async def subscribed_apps(call: GraphCall) -> Json:
    """GET, POST, DELETE /{account id}/subscribed_apps; `override_callback_uri` moves the webhook, once challenged."""
    _own(call, call.business.waba_id)
    if call.verb == "GET":
        app = {"id": "1", "name": call.business.name, "link": "https://www.facebook.com/games/?app_id=1"}
        return {"data": [{"whatsapp_business_api_data": app, "override_callback_uri": call.business.url}]}
    url = str(call.params.get("override_callback_uri") or "")
    if url:
        verify = str(call.params.get("verify_token") or "")
        try:
            await challenged(url, verify)
        except ValueError as failed:
            raise GraphError(2200, message=str(failed)) from None
        call.business.url, call.business.verify_token = url, verify
    elif call.verb == "DELETE":
        call.business.url = ""
    return {"success": True}


def conversational_automation(call: GraphCall) -> Json:
    """GET, POST /{phone id}/conversational_automation"""
    _own(call, call.business.phone_id)
    if call.verb == "GET":
        return automation.told(call.business)
    done = automation.changed(call.business, call.params)
    for thread in call.exchange.threads.values():
        if thread.business is call.business:
            call.exchange.show_thread(thread)
    return done


def phone_numbers(call: GraphCall) -> Json:
    """GET /{account id}/phone_numbers"""
    _own(call, call.business.waba_id)
    return {"data": [account.phone(call.business, call.exchange.limits is not None)]}


def _own(call: GraphCall, identity: str) -> None:
    if call.node != identity:
        raise unknown_object(call.node, call.verb)


async def download(request: Request) -> Response:
    """A media address: good for five minutes, and only with the token."""
    exchange: Exchange = request.app.state.world.whatsapp
    query = request.query_params
    try:
        authorised(exchange, request, {})
        if fault := exchange.faults.for_call("download"):
            if fault.kind == "cut":
                return Severed()
            raise fault.refusal()
    except GraphError as refusal:
        return as_json(refusal.body(), refusal.status)
    media = exchange.media.behind(query.get("mid", ""), query.get("ext", ""), query.get("hash", ""), exchange.clock())
    if media is None:
        return Response("URL signature expired", 404, media_type="text/plain")
    return Response(media.file.data, media_type=media.file.mime)


ROUTES = [
    Route("/v{version}/{node}/messages", answered("messages", messages), methods=["POST"]),
    Route("/v{version}/{node}/media", answered("media", upload), methods=["POST"]),
    Route(
        "/v{version}/{node}/message_templates",
        answered("message_templates", templates),
        methods=["GET", "POST", "DELETE"],
    ),
    Route(
        "/v{version}/{node}/subscribed_apps",
        answered("subscribed_apps", subscribed_apps),
        methods=["GET", "POST", "DELETE"],
    ),
    Route("/v{version}/{node}/phone_numbers", answered("phone_numbers", phone_numbers)),
    Route(
        "/v{version}/{node}/conversational_automation",
        answered("conversational_automation", conversational_automation),
        methods=["GET", "POST"],
    ),
    Route("/whatsapp_business/attachments/", download),
    Route("/v{version}/{node}", answered("node", node), methods=["GET", "POST", "DELETE"]),
]
