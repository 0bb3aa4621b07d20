"""What every flow of an officer and one ticket has in common: who may, is it still so, whose button is it."""

from msgspec.structs import replace

from flows.effects import HERE, PRESSED, Called, Line, Rows, Say, Unbutton, Value
from flows.events import Said
from flows.small_talk import cancels
from flows.strangers import refuse_stranger
from flows.turn import Turn
from routing.rights import serves
from routing.standing import is_contested, is_formal
from routing.ticket import Ticket

SHOWN = 1500
"""Characters of an answer that its confirmation repeats."""


def number(turn: Turn) -> str:
    ticket = turn.heard.ticket
    return ticket.number if ticket else ""


def of_ticket(turn: Turn) -> Ticket:
    ticket = turn.heard.ticket
    assert ticket, "the table has asked"
    return ticket


def seal(turn: Turn) -> str:
    """Marks the buttons of this officer's present draft."""
    return f"{turn.talk.turn}-{turn.heard.actor.person[:8]}"


# ---- guards


def is_not_officer(turn: Turn) -> bool:
    ticket = turn.heard.ticket
    return ticket is None or not serves(turn.heard.actor, ticket, turn.rules.catalogue.coordinator)


def is_closed(turn: Turn) -> bool:
    ticket = turn.heard.ticket
    return ticket is None or ticket.state == "closed"


def is_answered(turn: Turn) -> bool:
    return of_ticket(turn).state == "answered"


def is_stale(turn: Turn) -> bool:
    """The button belongs to another officer's draft, or to one that was replaced or used up."""
    return turn.value != seal(turn)


def needs_decision(turn: Turn) -> bool:
    """A formal request is answered by its written notice; a reply can only bring news."""
    ticket = turn.heard.ticket
    return ticket is not None and is_formal(ticket) and not is_contested(ticket)


def thinks_better(turn: Turn) -> bool:
    return isinstance(turn.event, Said) and cancels(turn.event.text)


# ---- keeps


def say_not_officer(turn: Turn) -> None:
    refuse_stranger(turn)


def say_closed(turn: Turn) -> None:
    turn.answer("refused.when_closed")


def say_answered(turn: Turn) -> None:
    turn.answer("refused.when_answered")


def say_needs_decision(turn: Turn) -> None:
    turn.answer("refused.needs_decision")


def say_stale(turn: Turn) -> None:
    turn.toast("button.stale", alert=True)


def keep_words(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.keep(words=turn.event.text)


def drop_words(turn: Turn) -> None:
    use_up_words(turn)
    turn.toast("office.dropped")


def let_be(turn: Turn) -> None:
    """What was begun is not done after all."""
    use_up_words(turn)
    turn.say("office.let_be", ticket=number(turn), number=number(turn))


def use_up_words(turn: Turn) -> None:
    forget_words(turn)
    turn.do(Unbutton())


def forget_words(turn: Turn) -> None:
    turn.talk = replace(turn.talk, words="", written=(), wrote=None, files=())
    turn.offer()


def prompt(turn: Turn, key: str, called: str = "") -> None:
    """Ask this officer and nobody else in the group: naming her opens her keyboard alone."""
    values: dict[str, Value] = {"number": number(turn), "officer": Called(turn.heard.actor.person)}
    turn.do(Say(HERE, (Line(key, values),), ticket=number(turn), prompt=True, called=called))


def settle(turn: Turn, lines: tuple[Line, ...], choices: Rows = ()) -> None:
    """What became of a draft stands where its button was pressed, or comes as a message."""
    forget_words(turn)
    edits = PRESSED if turn.heard.button else ""
    turn.do(Say(HERE, lines, choices, ticket=number(turn), edits=edits))
