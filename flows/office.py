"""An officer and one ticket, from the group: take it, answer it (with a second look), close it.

Each officer has a talk of their own about each ticket, so that two cards never mix.
"""

from msgspec.structs import replace

from flows.acting import did
from flows.desk import (
    SHOWN,
    drop_words,
    is_answered,
    is_closed,
    is_not_officer,
    is_stale,
    let_be,
    needs_decision,
    number,
    of_ticket,
    prompt,
    say_answered,
    say_closed,
    say_needs_decision,
    say_not_officer,
    say_stale,
    seal,
    settle,
    thinks_better,
)
from flows.draft import MOST_FILES, clip, counted
from flows.drafting import goes_on, keep_written
from flows.effects import HERE, Called, Choice, Line, OfficeName, Officer, Rows, Say, Value
from flows.events import Acted, ActRefused, Chose, Said, SentFile
from flows.noting import say_noted
from flows.template_asked import FillTemplate, FindTemplates, TemplateFilled, TemplatesFound
from flows.turn import Turn
from routing.commands import Assign, Escalate, Reply, Take
from routing.desk import Note, Recall
from routing.machine import Machine, Row
from routing.ticket import Answer, Ticket

MOST_OFFERED = 8
"""Templates that get a button; the others are found with /templat."""

SHOWN_END = 120
"""Characters of the end of a longer one."""

# ---- guards


def brings_too_many(turn: Turn) -> bool:
    return len(turn.talk.files) >= MOST_FILES


def lacks_words(turn: Turn) -> bool:
    assert isinstance(turn.event, SentFile)
    return not (turn.event.caption or turn.talk.words)


def was_overtaken(turn: Turn) -> bool:
    """A colleague has answered since this draft was shown."""
    return len(of_ticket(turn).answers) > turn.talk.seen


def last_news(ticket: Ticket) -> Answer | None:
    """The newest answer of this round, which closing it may repeat."""
    given = [answer for answer in ticket.answers if answer.at >= ticket.since]
    return given[-1] if given else None


# ---- keeps


def keep_words(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    keep_written(turn, turn.event.text, joined=goes_on(turn))


def say_too_many(turn: Turn) -> None:
    turn.say("office.too_many_files", ticket=number(turn), mark=f"full {number(turn)}", most=MOST_FILES)


def keep_file(turn: Turn) -> None:
    """One more for the answer, whose words its caption are. An album comes one by one."""
    assert isinstance(turn.event, SentFile)
    if turn.event.caption:
        keep_written(turn, turn.event.caption, joined=False)
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
    final = isinstance(turn.event, Chose) and turn.event.choice == "answer"
    sources = tuple(each.source for each in turn.talk.written if each.source)
    turn.act(number(turn), Reply(turn.talk.words, final, turn.talk.files, sources))


def fill(turn: Turn) -> None:
    turn.do(FillTemplate(turn.heard.room.office, turn.value, number(turn)))


def is_gone(turn: Turn) -> bool:
    return isinstance(turn.event, TemplateFilled) and not turn.event.text


def say_template_gone(turn: Turn) -> None:
    turn.answer("template.none_such")


def keep_filled(turn: Turn) -> None:
    assert isinstance(turn.event, TemplateFilled)
    keep_written(turn, turn.event.text, joined=False, source="")


def recall(turn: Turn) -> None:
    turn.act(number(turn), Recall(int(turn.value) if turn.value.isdigit() else -1))


def note(turn: Turn) -> None:
    turn.act(number(turn), Note(turn.talk.words, turn.talk.files))


def repeat_last(turn: Turn) -> None:
    """The last news is the closing answer."""
    last = last_news(of_ticket(turn))
    turn.act(number(turn), Reply(last.text if last else "", final=True))


def note_done(turn: Turn) -> None:
    """The card tells the rest; a press gets its short answer."""
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    turn.toast(f"office.done.{turn.event.command}", number=ticket.number, office=OfficeName(ticket.office))


def say_sent(turn: Turn) -> None:
    """What was sent stands where it was confirmed, with a way to take it back."""
    note_done(turn)
    answers = of_ticket(turn).answers
    place = len(answers) - 1
    settle(turn, (sent_line("office.sent", turn, place),), ((Choice("recall", number(turn), str(place)),),))


def say_recalled(turn: Turn) -> None:
    note_done(turn)
    place = max(place for place, each in enumerate(of_ticket(turn).answers) if each.recalled)
    settle(turn, (sent_line("office.recalled", turn, place),))


def sent_line(key: str, turn: Turn, place: int) -> Line:
    text = clip(of_ticket(turn).answers[place].text, SHOWN)
    return Line(key, {"number": number(turn), "officer": Officer(turn.heard.actor.person), "text": text})


def say_refused(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, ActRefused)
    if turn.heard.button:
        turn.toast(event.why, alert=True)
    else:
        turn.say(event.why, ticket=number(turn) or None)


# ---- asks


def ask_to_confirm(turn: Turn) -> None:
    """`seen` remembers how many answers there were, so that a colleague's between now and the press is noticed."""
    turn.offer()
    given = turn.heard.ticket.answers if turn.heard.ticket else ()
    overtaken = turn.state == "confirming" and isinstance(turn.event, Chose) and len(given) > turn.talk.seen
    turn.talk = replace(turn.talk, seen=len(given))
    ticket = number(turn)
    key = "office.confirm.formal" if needs_decision(turn) else "office.confirm"
    other = (Line("office.overtaken", {"text": clip(given[-1].text, SHOWN)}),) if overtaken else ()
    words = Line(key, {"number": ticket, "text": clip(turn.talk.words, SHOWN)})
    files = (Line("review.files", {"files": counted(turn.talk.files)}),) if turn.talk.files else ()
    tail = (ends_with(turn.talk.words),) if len(turn.talk.words) > SHOWN else ()
    once = f"?{ticket}:{turn.heard.actor.person[:6]}"  # an album asks anew with each of its files
    turn.do(Say(HERE, (*other, words, *tail, *files), confirm_rows(turn), ticket=ticket, mark=once))


def ends_with(words: str) -> Line:
    """How a long answer ends, so that its writer sees whether all of it came along."""
    return Line("office.ends_with", {"length": len(words), "text": words[-SHOWN_END:].lstrip()})


def confirm_rows(turn: Turn) -> Rows:
    ticket, mark = number(turn), seal(turn)
    news, final = Choice("news", ticket, mark), Choice("answer", ticket, mark)
    rest = (Choice("as_note", ticket, mark), Choice("drop", ticket, mark))
    return ((news,), rest) if needs_decision(turn) else ((news, final), rest)


def find_templates(turn: Turn) -> None:
    """What the office has ready is offered with the question."""
    turn.do(FindTemplates(turn.heard.room.office))


def ask_answer(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, TemplatesFound)
    if not event.templates:
        prompt(turn, "office.ask_answer")
        return
    each = [Choice("template", number(turn), t.name, f"📋 {t.name}") for t in event.templates[:MOST_OFFERED]]
    rows = tuple(tuple(each[place : place + 2]) for place in range(0, len(each), 2))
    values: dict[str, Value] = {"number": number(turn), "officer": Called(turn.heard.actor.person)}
    turn.do(Say(HERE, (Line("office.ask_answer.templates", values),), rows, ticket=number(turn)))


def ask_closing(turn: Turn) -> None:
    """With what was written last, if anything was; otherwise in words of its own."""
    last = last_news(of_ticket(turn))
    if last is None:
        prompt(turn, "office.ask_closing")
        return
    turn.offer()
    ticket, mark = number(turn), seal(turn)
    rows: Rows = ((Choice("close_with", ticket, mark), Choice("drop", ticket, mark)),)
    turn.do(Say(HERE, (Line("office.close_with", {"number": ticket, "text": clip(last.text, SHOWN)}),), rows, ticket))


BUTTONS = ("take", "push", "assign", "reply", "finish", "answer", "news", "as_note", "close_with", "recall", "template")
"""Those that belong to this talk alone."""

ANY = ("idle", "writing", "closing", "confirming")
TAKES_WORDS = ("idle", "writing", "closing", "confirming")
ANSWERS_WITH = ("said", "sent_file", "chose_reply", "chose_finish", "chose_template")
ABOUT_A_DRAFT = ("chose_answer", "chose_news", "chose_as_note", "chose_close_with", "chose_drop")

TABLE = (
    *(Row(pressed, ANY, None, when=(is_not_officer,), keep=(say_not_officer,)) for pressed in ANSWERS_WITH),
    *(Row(pressed, ANY, None, when=(is_closed,), keep=(say_closed,)) for pressed in ANSWERS_WITH),
    *(Row(pressed, ANY, None, when=(is_stale,), keep=(say_stale,)) for pressed in ABOUT_A_DRAFT),
    Row("said", ("writing", "closing", "confirming"), "idle", when=(thinks_better,), keep=(let_be,)),
    Row("said", TAKES_WORDS, "confirming", keep=(keep_words,)),
    Row("sent_file", TAKES_WORDS, None, when=(brings_too_many,), keep=(say_too_many,)),
    Row("sent_file", TAKES_WORDS, None, when=(lacks_words,), keep=(keep_file, say_needs_words)),
    Row("sent_file", TAKES_WORDS, "confirming", keep=(keep_file,)),
    Row("chose_take", ANY, None, keep=(take,)),
    Row("chose_reply", ANY, "writing"),
    Row("templates_found", "writing", None, keep=(ask_answer,)),
    Row("chose_template", ANY, None, keep=(fill,)),
    Row("template_filled", ANY, None, when=(is_gone,), keep=(say_template_gone,)),
    Row("template_filled", ANY, "confirming", keep=(keep_filled,)),
    Row("chose_finish", ANY, None, when=(needs_decision,), keep=(say_needs_decision,)),
    Row("chose_finish", ANY, None, when=(is_answered,), keep=(say_answered,)),
    Row("chose_finish", ANY, "closing"),
    Row("chose_push", ANY, None, keep=(escalate,)),
    Row("chose_assign", ANY, None, keep=(assign,)),
    *(Row(sends, "confirming", "confirming", when=(was_overtaken,)) for sends in ("chose_answer", "chose_news")),
    Row("chose_answer", "confirming", None, keep=(answer,)),
    Row("chose_news", "confirming", None, keep=(answer,)),
    Row("chose_as_note", "confirming", None, keep=(note,)),
    Row("chose_close_with", "closing", None, keep=(repeat_last,)),
    Row("chose_drop", ("closing", "confirming"), "idle", keep=(drop_words,)),
    Row("chose_recall", ANY, None, keep=(recall,)),
    Row("acted", ANY, "idle", when=(did("reply"),), keep=(say_sent,)),
    Row("acted", ANY, None, when=(did("recall"),), keep=(say_recalled,)),
    Row("acted", ANY, "idle", when=(did("note"),), keep=(say_noted,)),
    Row("acted", ANY, None, keep=(note_done,)),
    Row("act_refused", ANY, None, keep=(say_refused,)),
)

OFFICE = Machine(
    ANY,
    TABLE,
    asks={
        "writing": find_templates,
        "closing": ask_closing,
        "confirming": ask_to_confirm,
    },
)
