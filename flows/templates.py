"""`/templat`: an office's reusable answers: list them, keep a text under a name, drop one.

What an officer sends with one goes through the same second look as any answer (`flows/office.py`).
"""

import re
from collections.abc import Callable

from flows.draft import clip
from flows.effects import HERE, Line, Say
from flows.template_asked import (
    DropTemplate,
    FindTemplates,
    KeepTemplate,
    Template,
    TemplateDropped,
    TemplateKept,
    TemplatesFound,
)
from flows.turn import Turn

FIELDS = ("nomor", "topik", "tempat", "tenggat")
"""What a template may name of the ticket."""

MOST_NAME = 24
"""Characters of a name: a button carries it together with the ticket's number, in at most 64 bytes."""

MOST_TEXT = 1500
MOST = 30
"""Templates of one office."""

SHOWN = 120


def manage(turn: Turn, rest: str) -> None:
    word, _, more = rest.partition(" ")
    office = turn.heard.room.office
    if office not in turn.heard.actor.offices:
        turn.say("refused.not_officer")
    elif not word:
        turn.do(FindTemplates(office))
    elif word.lower() == "simpan":
        keep(turn, office, more)
    elif word.lower() == "hapus" and more.strip():
        turn.do(DropTemplate(office, named(more)))
    else:
        turn.say("template.how")


def keep(turn: Turn, office: str, more: str) -> None:
    """The text stands in the message that is answered, or beneath the name."""
    name, _, below = more.strip().partition("\n")
    text = below.strip() or turn.heard.quote.strip()
    wrong = [each for each in re.findall(r"\{(\w*)\}", text) if each not in FIELDS]
    if not named(name) or not text:
        turn.say("template.how")
    elif len(named(name)) > MOST_NAME or len(text) > MOST_TEXT:
        turn.say("template.too_long", name=MOST_NAME, most=MOST_TEXT)
    elif wrong:
        turn.say("template.unknown_field", text=wrong[0])
    else:
        turn.do(KeepTemplate(office, Template(named(name), text)))


def named(text: str) -> str:
    """A name as it is kept: small letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def tell_templates(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TemplatesFound)
    if not event.templates:
        turn.say("template.none")
        return
    each = (Line("template.line", {"name": t.name, "text": clip(t.text, SHOWN)}) for t in event.templates)
    turn.do(Say(HERE, (Line("template.head"), *each, Line("template.how"))))


def tell_kept(turn: Turn) -> None:
    assert isinstance(turn.event, TemplateKept)
    turn.say("template.kept", name=turn.event.name)


def tell_dropped(turn: Turn) -> None:
    assert isinstance(turn.event, TemplateDropped)
    turn.say("template.dropped", name=turn.event.name)


TEMPLATE_ANSWERS: dict[type, Callable[[Turn], None]] = {
    TemplatesFound: tell_templates,
    TemplateKept: tell_kept,
    TemplateDropped: tell_dropped,
}
