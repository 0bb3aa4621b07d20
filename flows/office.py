"""An officer and one ticket, from the group: take it, answer it (with a second look), or say whose it is.

Each officer has a talk of their own about each ticket, so that two cards never mix.
"""

from msgspec.structs import replace

from flows.acting import did
from flows.draft import MOST_FILES, clip, counted
from flows.effects import HERE, Choice, Line, OfficeName, Rows, Say, Unbutton
from flows.events import Acted, ActRefused, Chose, Said, SentFile
from flows.small_talk import cancels
from flows.strangers import refuse_stranger
from flows.turn import Turn
from routing.commands import Assign, Escalate, Reply, Return, Take
from routing.machine import Machine, Row
from routing.rights import serves
from routing.standing import is_contested, is_formal

SHOWN = 1500
"""Characters of an answer that its confirmation repeats."""


# ---- guards


def is_not_officer(turn: Turn) -> bool:
    ticket = turn.heard.ticket
    return ticket is None or not serves(turn.heard.actor, ticket, turn.rules.catalogue.coordinator)


def is_closed(turn: Turn) -> bool:
    ticket = turn.heard.ticket
    return ticket is None or ticket.state == "closed"


def is_stale(turn: Turn) -> bool:
    """The button belongs to another officer's draft, or to one that was replaced or used up."""
    return turn.value != seal(turn)


def needs_decision(turn: Turn) -> bool:
    """A formal request is answered by its written notice; a reply can only bring news."""
    ticket = turn.heard.ticket
    return ticket is not None and is_formal(ticket) and not is_contested(ticket)


def seal(turn: Turn) -> str:
    """Marks the buttons of this officer's present draft."""
    return f"{turn.talk.turn}-{turn.heard.actor.person[:8]}"


def thinks_better(turn: Turn) -> bool:
    return isinstance(turn.event, Said) and cancels(turn.event.text)


# ---- keeps


def number(turn: Turn) -> str:
    ticket = turn.heard.ticket
    return ticket.number if ticket else ""


def say_not_officer(turn: Turn) -> None:
    refuse_stranger(turn)


def say_closed(turn: Turn) -> None:
    turn.answer("refused.when_closed")


def say_stale(turn: Turn) -> None:
    turn.toast("button.stale", alert=True)


def keep_words(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.keep(words=turn.event.text)


def brings_too_many(turn: Turn) -> bool:
    return len(turn.talk.files) >= MOST_FILES


def say_too_many(turn: Turn) -> None:
    turn.say("office.too_many_files", ticket=number(turn), mark=f"full {number(turn)}", most=MOST_FILES)


def lacks_words(turn: Turn) -> bool:
    assert isinstance(turn.event, SentFile)
    return not (turn.event.caption or turn.talk.words)


def keep_file(turn: Turn) -> None:
    """One more for the answer, whose words its caption are. An album comes one by one."""
    assert isinstance(turn.event, SentFile)
    turn.keep(words=turn.event.caption or turn.talk.words)
    turn.talk = replace(turn.talk, files=(*turn.talk.files, turn.event.file))


def say_needs_words(turn: Turn) -> None:
    turn.say("office.file_needs_words", ticket=number(turn), mark=f"words {number(turn)}", number=number(turn))


def take(turn: Turn) -> None:
    turn.act(number(turn), Take())


def escalate(turn: Turn) -> None:
    turn.act(number(turn), Escalate())


def assign(turn: Turn) -> None:
    turn.act(number(turn), Assign(turn.value))


def answer(turn: Turn) -> None:
    turn.act(
        number(turn),
        Reply(turn.talk.words, isinstance(turn.event, Chose) and turn.event.choice == "answer", turn.talk.files),
    )


def give_back(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.act(number(turn), Return(turn.event.text))


def drop_words(turn: Turn) -> None:
    use_up_words(turn)
    turn.toast("office.dropped")


def let_be(turn: Turn) -> None:
    """Neither answered nor given back after all."""
    use_up_words(turn)
    turn.say("office.let_be", ticket=number(turn), number=number(turn))


def note_done(turn: Turn) -> None:
    """The card tells the rest; a press gets its short answer."""
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    turn.toast(f"office.done.{turn.event.command}", number=ticket.number, office=OfficeName(ticket.office))


def use_up_words(turn: Turn) -> None:
    turn.keep(words="")
    turn.talk = replace(turn.talk, files=())
    turn.offer()
    turn.do(Unbutton())


def say_returned(turn: Turn) -> None:
    use_up_words(turn)
    turn.say("office.done.return", ticket=number(turn), number=number(turn))


def say_refused(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, ActRefused)
    if event.command == "return":
        turn.say(event.why, ticket=number(turn) or None)
    else:
        turn.toast(event.why, alert=True)


# ---- asks


def ask_to_confirm(turn: Turn) -> None:
    turn.offer()
    ticket, mark = number(turn), seal(turn)
    news, drop = Choice("news", ticket, mark), (Choice("drop", ticket, mark),)
    choices: Rows = ((news,), drop) if needs_decision(turn) else ((Choice("answer", ticket, mark), news), drop)
    key = "office.confirm.formal" if needs_decision(turn) else "office.confirm"
    words = Line(key, {"number": ticket, "text": clip(turn.talk.words, SHOWN)})
    files = (Line("review.files", {"files": counted(turn.talk.files)}),) if turn.talk.files else ()
    once = f"?{ticket}:{turn.heard.actor.person[:6]}"  # an album asks anew with each of its files
    turn.do(Say(HERE, (words, *files), choices, ticket=ticket, mark=once))


def ask_reason(turn: Turn) -> None:
    turn.say("office.ask_reason", ticket=number(turn), prompt=True, number=number(turn))


BUTTONS = ("take", "return", "push", "assign", "answer", "news")
"""Those that belong to this talk alone."""

ANY = ("idle", "confirming", "reasoning")
TAKES_WORDS = ("idle", "confirming")
ANSWERS_WITH = ("said", "sent_file", "chose_return")

TABLE = (
    *(Row(pressed, ANY, None, when=(is_not_officer,), keep=(say_not_officer,)) for pressed in ANSWERS_WITH),
    *(Row(pressed, ANY, None, when=(is_closed,), keep=(say_closed,)) for pressed in ANSWERS_WITH),
    *(
        Row(pressed, ANY, None, when=(is_stale,), keep=(say_stale,))
        for pressed in ("chose_answer", "chose_news", "chose_drop")
    ),
    Row("said", ("confirming", "reasoning"), "idle", when=(thinks_better,), keep=(let_be,)),
    Row("said", TAKES_WORDS, "confirming", keep=(keep_words,)),
    Row("sent_file", TAKES_WORDS, None, when=(brings_too_many,), keep=(say_too_many,)),
    Row("sent_file", TAKES_WORDS, None, when=(lacks_words,), keep=(keep_file, say_needs_words)),
    Row("sent_file", TAKES_WORDS, "confirming", keep=(keep_file,)),
    Row("said", "reasoning", None, keep=(give_back,)),
    Row("chose_take", ANY, None, keep=(take,)),
    Row("chose_return", ANY, "reasoning"),
    Row("chose_push", ANY, None, keep=(escalate,)),
    Row("chose_assign", ANY, None, keep=(assign,)),
    Row("chose_answer", "confirming", None, keep=(answer,)),
    Row("chose_news", "confirming", None, keep=(answer,)),
    Row("chose_drop", "confirming", "idle", keep=(drop_words,)),
    Row("acted", ANY, "idle", when=(did("reply"),), keep=(use_up_words, note_done)),
    Row("acted", ANY, "idle", when=(did("return"),), keep=(say_returned,)),
    Row("acted", ANY, None, keep=(note_done,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

OFFICE = Machine(ANY, TABLE, asks={"confirming": ask_to_confirm, "reasoning": ask_reason})
