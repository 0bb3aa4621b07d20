"""An officer of the coordinator decides on a formal request: give, give in part, refuse, point elsewhere, extend.

Nothing is kept back without a ground of article 17 and a consequence test; nothing is sent without a second look.
"""

from msgspec.structs import replace

from flows.acting import did, say_refused
from flows.applicant import BadAnswer, tidied, within
from flows.desk import SHOWN, is_stale, number, prompt, say_stale, seal
from flows.draft import MOST_FILES, clip, counted
from flows.effects import HERE, Choice, Day, Line, Rows, Say, Unbutton, Words
from flows.events import Acted, Said, SentFile
from flows.small_talk import cancels
from flows.turn import Turn
from flows.written import written_notice
from routing.deadlines import deadline
from routing.formal import EXEMPT, WITHHOLDING, Decide, Decision, Extend
from routing.formality import irregular
from routing.machine import Machine, Row

MOST_TEST = 300
"""Characters of the reference to a consequence test."""

RULING_OF = {"give": "whole", "give_part": "part", "refuse": "refused", "elsewhere": "elsewhere", "extend": ""}
"""What each button of the card begins; an extension is no ruling."""

BUTTONS = (*RULING_OF, "ground", "decide")


# ---- guards


def is_not_coordinator(turn: Turn) -> bool:
    return turn.rules.catalogue.coordinator not in turn.heard.actor.offices


def is_out_of_place(turn: Turn) -> bool:
    return why_not(turn) is not None


def why_not(turn: Turn) -> str | None:
    """Asked before anything is typed, so that nobody writes in vain."""
    ticket = turn.heard.ticket
    if ticket is None:
        return "refused.no_such_ticket"
    ruling = RULING_OF[getattr(turn.event, "choice", "")]
    command = Decide(ruling, "?", EXEMPT[0], "?") if ruling else Extend("?")
    settled = {"answered": "refused.when_answered", "closed": "refused.when_closed"}
    return irregular(ticket, command, turn.heard.at, turn.rules) or settled.get(ticket.state)


def is_clerk(turn: Turn) -> bool:
    return turn.rules.catalogue.coordinator in turn.heard.actor.clerk


def lacks_words(turn: Turn) -> bool:
    assert isinstance(turn.event, SentFile)
    return not (turn.event.caption or rule(turn).text)


def is_ground(turn: Turn) -> bool:
    return turn.value in EXEMPT


def says_cancel(turn: Turn) -> bool:
    assert isinstance(turn.event, Said)
    return cancels(turn.event.text)


def is_too_long(turn: Turn) -> bool:
    assert isinstance(turn.event, Said)
    try:
        within(turn.event.text, MOST_TEST)
    except BadAnswer:
        return True
    return False


# ---- keeps


def say_not_coordinator(turn: Turn) -> None:
    turn.answer("refused.not_coordinator")


def say_clerk(turn: Turn) -> None:
    turn.answer("refused.clerk_alone")


def say_why_not(turn: Turn) -> None:
    turn.answer(why_not(turn) or "button.unknown")


def say_too_long(turn: Turn) -> None:
    turn.say("ppid.bad.too_long", ticket=number(turn), most=MOST_TEST)


def say_press(turn: Turn) -> None:
    turn.say("deciding.press", ticket=number(turn))


def begin(turn: Turn) -> None:
    ruling = RULING_OF[getattr(turn.event, "choice", "")]
    turn.talk = replace(turn.talk, ruling=Decide(ruling) if ruling else None, words="")


def rule(turn: Turn) -> Decide:
    return turn.talk.ruling or Decide("")


def keep_ground(turn: Turn) -> None:
    turn.do(Unbutton())
    turn.talk = replace(turn.talk, ruling=replace(rule(turn), ground=turn.value))


def keep_test(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.talk = replace(turn.talk, ruling=replace(rule(turn), test=tidied(turn.event.text)))


def keep_words(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.talk = replace(turn.talk, ruling=replace(rule(turn), text=turn.event.text))


def keep_file(turn: Turn) -> None:
    """What is given, or a page of it; its caption are the words of the notice. An album comes one by one."""
    assert isinstance(turn.event, SentFile)
    ruling = rule(turn)
    words, files = turn.event.caption or ruling.text, (*ruling.files, turn.event.file)
    turn.talk = replace(turn.talk, ruling=replace(ruling, text=words, files=files))


def say_needs_words(turn: Turn) -> None:
    turn.say("deciding.file_kept", ticket=number(turn), mark=f"words {number(turn)}", number=number(turn))


def say_too_many(turn: Turn) -> None:
    turn.say("office.too_many_files", ticket=number(turn), mark=f"full {number(turn)}", most=MOST_FILES)


def brings_too_many(turn: Turn) -> bool:
    return len(rule(turn).files) >= MOST_FILES


def decide(turn: Turn) -> None:
    turn.act(number(turn), rule(turn))


def extend(turn: Turn) -> None:
    assert isinstance(turn.event, Said)
    turn.act(number(turn), Extend(turn.event.text))


def drop(turn: Turn) -> None:
    use_up(turn)
    turn.answer("office.dropped")


def use_up(turn: Turn) -> None:
    turn.talk = replace(turn.talk, ruling=None)
    turn.offer()
    turn.do(Unbutton())


def say_decided(turn: Turn) -> None:
    use_up(turn)
    turn.toast("office.done.decide")


def say_extended(turn: Turn) -> None:
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    limit = deadline(ticket, turn.rules)
    due = Day(limit.due if limit else turn.heard.at)
    turn.say("office.done.extend", ticket=ticket.number, number=ticket.number, due=due)


# ---- asks


def ask_ground(turn: Turn) -> None:
    rows: Rows = tuple((Choice("ground", number(turn), letter, Words(f"exempt.{letter}")),) for letter in EXEMPT)
    turn.offer()
    back = (Choice("drop", number(turn), seal(turn)),)
    turn.say("deciding.ask.ground", (*rows, back), ticket=number(turn), number=number(turn))


def ask_test(turn: Turn) -> None:
    prompt(turn, "deciding.ask.test")


def ask_words(turn: Turn) -> None:
    prompt(turn, f"deciding.words.{rule(turn).ruling}")


def ask_extension(turn: Turn) -> None:
    prompt(turn, "deciding.ask.extension")


def show_notice(turn: Turn) -> None:
    """As the applicant will read it."""
    ticket, ruling = turn.heard.ticket, rule(turn)
    if ticket is None:
        return
    turn.offer()
    decision = Decision(ruling.ruling, clip(ruling.text, SHOWN), ruling.ground, ruling.test, turn.heard.at)
    lines = (
        *written_notice(ticket, decision, turn.rules, last=ticket.objection is not None),
        *((Line("review.files", {"files": counted(ruling.files)}),) if ruling.files else ()),
        Line("deciding.confirm"),
    )
    mark = seal(turn)
    rows: Rows = ((Choice("decide", ticket.number, mark), Choice("drop", ticket.number, mark)),)
    once = f"!{ticket.number}:{turn.heard.actor.person[:6]}"  # an album asks anew with each of its files
    turn.do(Say(HERE, lines, rows, ticket=ticket.number, mark=once))


WRITING = ("grounding", "testing", "wording", "extending", "checking")
WORDED = ("wording", "checking")
ANY = ("idle", *WRITING)

FIRST = {
    "give": "wording",
    "give_part": "grounding",
    "refuse": "grounding",
    "elsewhere": "wording",
    "extend": "extending",
}

TABLE = (
    *(
        row
        for pressed, asked in FIRST.items()
        for row in (
            Row(f"chose_{pressed}", ANY, None, when=(is_not_coordinator,), keep=(say_not_coordinator,)),
            *(
                (Row(f"chose_{pressed}", ANY, None, when=(is_clerk,), keep=(say_clerk,)),)
                if RULING_OF[pressed] in WITHHOLDING
                else ()
            ),
            Row(f"chose_{pressed}", ANY, None, when=(is_out_of_place,), keep=(say_why_not,)),
            Row(f"chose_{pressed}", ANY, asked, keep=(begin,)),
        )
    ),
    *(Row(pressed, WRITING, None, when=(is_stale,), keep=(say_stale,)) for pressed in ("chose_decide", "chose_drop")),
    Row("said", WRITING, "idle", when=(says_cancel,), keep=(drop,)),
    Row("chose_ground", "grounding", "testing", when=(is_ground,), keep=(keep_ground,)),
    Row("said", "grounding", None, keep=(say_press,)),
    Row("said", "testing", None, when=(is_too_long,), keep=(say_too_long,)),
    Row("said", "testing", "wording", keep=(keep_test,)),
    Row("said", WORDED, "checking", keep=(keep_words,)),
    Row("sent_file", WORDED, None, when=(brings_too_many,), keep=(say_too_many,)),
    Row("sent_file", WORDED, None, when=(lacks_words,), keep=(keep_file, say_needs_words)),
    Row("sent_file", WORDED, "checking", keep=(keep_file,)),
    Row("said", "extending", None, keep=(extend,)),
    Row("chose_decide", "checking", None, keep=(decide,)),
    Row("chose_drop", WRITING, "idle", keep=(drop,)),
    Row("acted", WRITING, "idle", when=(did("decide"),), keep=(say_decided,)),
    Row("acted", WRITING, "idle", when=(did("extend"),), keep=(say_extended,)),
    Row("act_refused", WRITING, None, keep=(say_refused,)),
)

DECIDING = Machine(
    ANY,
    TABLE,
    asks={
        "grounding": ask_ground,
        "testing": ask_test,
        "wording": ask_words,
        "extending": ask_extension,
        "checking": show_notice,
    },
)
