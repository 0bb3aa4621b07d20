"""What a citizen may ask about herself (UU 27/2022): a copy, a correction, her consent back, to be forgotten.

Whatever can't be undone is asked twice. Nothing here changes a report; what erasing does to one is the ticket's own
business (`routing/lifecycle.py`).
"""

from datetime import datetime, timedelta

from flows.asked import ForgetMe, Rename, WithdrawConsent
from flows.conversation import Conversation
from flows.effects import HERE, Alias, Choice, Citizen, Line, Rows, Say, SendCopy, Unbutton, to_office
from flows.events import ConsentWithdrawn, Forgotten, Said
from flows.happened import chunks
from flows.turn import Turn
from routing.machine import Machine, Row

LONGEST_NAME = 100

STANDS = timedelta(days=1)
"""How long a question that can't be undone may be answered."""

ROUNDED = timedelta(seconds=1)


# ---- the four commands


def send_copy(turn: Turn) -> None:
    turn.do(SendCopy(HERE))


def ask_what_is_wrong(turn: Turn) -> None:
    choices: Rows = ((Choice("fix_name"),), (Choice("fix_other"), Choice("keep")))
    turn.say("rights.correct", choices, name=Citizen(turn.heard.actor.person))


def ask_withdrawal(turn: Turn) -> None:
    turn.say("rights.withdraw", ((Choice("withdraw_consent"), Choice("keep")),))


def ask_erasure(turn: Turn) -> None:
    """What goes, what stays, and what becomes of open reports: all of it said before."""
    lines = (Line("rights.erase.goes"), Line("rights.erase.open"), Line("rights.erase.stays"))
    asked = str(round(turn.heard.at.timestamp()))
    turn.do(Say(HERE, lines, ((Choice("erase", "", asked),), (Choice("keep"),))))


# ---- guards


def is_no_name(turn: Turn) -> bool:
    name = said(turn)
    return not name or len(name) > LONGEST_NAME or "\n" in name


def is_too_long_ago(turn: Turn) -> bool:
    """Or not asked at all."""
    asked = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 12 else 0
    since = turn.heard.at - datetime.fromtimestamp(asked, turn.heard.at.tzinfo)
    return not -ROUNDED <= since <= STANDS


def said(turn: Turn) -> str:
    assert isinstance(turn.event, Said)
    return turn.event.text.strip()


# ---- keeps


def rename(turn: Turn) -> None:
    turn.do(Rename(said(turn)))


def pass_on(turn: Turn) -> None:
    """To the coordinator, who has three days of 24 hours (art. 30); by pseudonym, as everything."""
    to = to_office(turn.rules.catalogue.coordinator)
    reporter = Alias(turn.heard.actor.person)
    for piece in chunks(said(turn)):
        turn.do(Say(to, (Line("rights.request", {"reporter": reporter, "text": piece}),)))
    turn.say("rights.passed_on")


def withdraw(turn: Turn) -> None:
    turn.do(Unbutton())
    turn.do(WithdrawConsent())


def forget_me(turn: Turn) -> None:
    turn.do(Unbutton())
    turn.do(ForgetMe())


def say_renamed(turn: Turn) -> None:
    turn.say("rights.renamed", name=Citizen(turn.heard.actor.person))


def say_withdrawn(turn: Turn) -> None:
    assert isinstance(turn.event, ConsentWithdrawn)
    turn.say("rights.withdrawn" if turn.event.what else "rights.nothing_to_withdraw")


def say_forgotten(turn: Turn) -> None:
    """The last letter, in her language, which is forgotten too."""
    assert isinstance(turn.event, Forgotten)
    line = Line("rights.forgotten", {"count": turn.event.tickets})
    turn.do(Say(HERE, (line,), language=turn.talk.language))
    turn.talk = Conversation(turn.talk.key)


def say_kept(turn: Turn) -> None:
    turn.do(Unbutton())
    turn.say("rights.kept")


def say_name_needed(turn: Turn) -> None:
    turn.say("rights.ask_name")


def say_stale(turn: Turn) -> None:
    turn.answer("button.stale")


def ask_name(turn: Turn) -> None:
    turn.say("rights.ask_name")


def ask_words(turn: Turn) -> None:
    turn.say("rights.ask_words")


ASKING = ("idle", "naming", "wording")

TABLE = (
    Row("chose_fix_name", ASKING, "naming"),
    Row("chose_fix_other", ASKING, "wording"),
    Row("said", "naming", None, when=(is_no_name,), keep=(say_name_needed,)),
    Row("said", "naming", "waiting", keep=(rename,)),
    Row("said", "wording", "idle", keep=(pass_on,)),
    Row("chose_withdraw_consent", ASKING, "waiting", keep=(withdraw,)),
    Row("chose_erase", ASKING, "idle", when=(is_too_long_ago,), keep=(say_stale,)),
    Row("chose_erase", ASKING, "waiting", keep=(forget_me,)),
    Row("chose_keep", ASKING, "idle", keep=(say_kept,)),
    Row("renamed", "waiting", "idle", keep=(say_renamed,)),
    Row("consent_withdrawn", "waiting", "idle", keep=(say_withdrawn,)),
    Row("forgotten", "waiting", "idle", keep=(say_forgotten,)),
)

RIGHTS = Machine((*ASKING, "waiting"), TABLE, asks={"naming": ask_name, "wording": ask_words})
