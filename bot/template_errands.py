"""Reusable answers: kept, dropped, and filled with what a ticket says, in the desk's transaction (`bot/errands.py`)."""

import html
import re

from bot.errands import Caller, Desk, Errand
from bot.speech import HOME, Speech
from flows.effects import Day, Place, TopicName, Value
from flows.events import HouseEvent, RoomRefused
from flows.template_asked import (
    DropTemplate,
    FillTemplate,
    FindTemplates,
    KeepTemplate,
    TemplateDropped,
    TemplateFilled,
    TemplateKept,
    TemplatesFound,
)
from flows.templates import MOST
from routing.deadlines import deadline
from routing.rules import Rules
from routing.ticket import Ticket
from storage import templates
from storage.database import millis


async def find(desk: Desk, effect: FindTemplates, caller: Caller) -> HouseEvent:
    return TemplatesFound(await templates.of_office(desk.connection, effect.office))


async def keep(desk: Desk, effect: KeepTemplate, caller: Caller) -> HouseEvent:
    known = await templates.read(desk.connection, effect.office, effect.template.name)
    if known is None and await templates.count(desk.connection, effect.office) >= MOST:
        return RoomRefused("template.too_many")
    now = millis(desk.house.now())
    await templates.keep(desk.connection, effect.office, effect.template, caller.person, now)
    return TemplateKept(effect.template.name)


async def drop(desk: Desk, effect: DropTemplate, caller: Caller) -> HouseEvent:
    dropped = await templates.drop(desk.connection, effect.office, effect.name)
    return TemplateDropped(effect.name) if dropped else RoomRefused("template.none_such")


async def fill(desk: Desk, effect: FillTemplate, caller: Caller) -> HouseEvent:
    template = await templates.read(desk.connection, effect.office, effect.name)
    ticket = await desk.ticket(effect.number)
    if template is None or ticket is None:
        return TemplateFilled("")
    return TemplateFilled(filled(template.text, ticket, desk.house.rules))


def filled(text: str, ticket: Ticket, rules: Rules) -> str:
    """In Indonesian, as the template is. What the ticket does not know stays empty."""
    speech, limit, spot = Speech(rules), deadline(ticket, rules), ticket.draft.spot

    def word(value: Value) -> str:
        return html.unescape(speech.value(value, HOME, {}))

    known = {
        "nomor": ticket.number,
        "topik": word(TopicName(ticket.draft.topic or "")),
        "tempat": word(Place(spot)) if spot else "",
        "tenggat": word(Day(limit.due)) if limit else "",
    }
    return re.sub(r"\{(\w+)\}", lambda field: known.get(field[1], field[0]), text)


TEMPLATES: dict[type, Errand] = {FindTemplates: find, KeepTemplate: keep, DropTemplate: drop, FillTemplate: fill}
