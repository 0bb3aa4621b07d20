""" "Kembali": one question back, wherever somebody is. No word of a story is lost by it, and nothing that was sent."""

from msgspec.structs import replace

from flows.draft import understand
from flows.ppid import known, put
from flows.turn import Turn
from flows.understanding import apart
from routing.rules import Rules
from routing.ticket import Draft

BEFORE = {
    "naming": "consent",
    "numbering": "name",
    "incorporating": "nik",
    "addressing": "nik",
    "contacting": "address",
    "purposing": "contact",
    "obtaining": "purpose",
    "delivering": "obtain",
    "mailing": "deliver",
    "checking": "deliver",
}
"""Which answer of the form is given anew, by the question that stands open."""


def unasked(draft: Draft, rules: Rules) -> Draft:
    """The draft without the answer she gave last to one of our questions; the same when she gave none."""
    if draft.spot_waived and draft.spot is None:
        return replace(draft, spot_waived=False)
    if draft.settled:
        return replace(draft, settled=False, topic=None, office=None)
    if draft.kind_settled:
        return understand(replace(draft, kind_settled=False), rules)
    parts = apart(draft.text, rules) if draft.whole else ()
    return replace(draft, whole=False, parts=parts) if parts else draft


def back_in_form(turn: Turn) -> None:
    """The form's first question follows the one whether it shall be a formal request at all."""
    field = BEFORE.get(turn.state)
    if turn.state == "consenting":
        turn.talk = replace(turn.talk, flow="complaint")
        turn.keep(draft=replace(turn.draft, kind_settled=False))
    elif field:
        put(turn, field, "")
    if field == "nik":
        turn.keep(applicant=replace(known(turn), entity=None))
