"""`/konsultasi`: an office asks Diskominfo about a ticket before it answers.

Question and advice stand under the cards of the two groups; nothing of it goes to the citizen.
"""

from flows.acting import did, say_refused
from flows.asked import Act
from flows.desk import is_not_officer, let_be, number, prompt, say_not_officer, thinks_better
from flows.effects import OfficeName
from flows.events import Acted, Said, SentFile
from flows.strangers import refuse_stranger
from flows.turn import Turn
from routing.desk import Advise, Consult
from routing.machine import Machine, Row
from routing.rights import serves

CALLED = "consult"
"""The name of a question in the coordinator's group: what answers it is advice, and no answer to the citizen."""

BUTTONS = ("advise",)


def consult(turn: Turn, text: str) -> None:
    """The command, in answer to a card."""
    ticket = turn.heard.ticket
    if ticket is None:
        turn.say("consult.needs_card")
    elif not serves(turn.heard.actor, ticket, turn.rules.catalogue.coordinator):
        refuse_stranger(turn)
    elif not text:
        turn.say("consult.needs_question", ticket=ticket.number)
    else:
        turn.do(Act(ticket.number, Consult(text)))


def advise(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Said | SentFile)
    turn.act(number(turn), Advise(event.text) if isinstance(event, Said) else Advise(event.caption, (event.file,)))


def say_advised(turn: Turn) -> None:
    assert isinstance(turn.event, Acted)
    ticket = turn.event.ticket
    mark = f"advised {ticket.number}"[:24]  # an album advises several times, and is answered once
    turn.say("consult.advised", ticket=ticket.number, mark=mark, number=ticket.number, office=OfficeName(ticket.office))


def ask_advice(turn: Turn) -> None:
    prompt(turn, "consult.ask", called=CALLED)


ANY = ("idle", "advising", "waiting")
ASKS = ("idle", "advising")
SENT = ("said", "sent_file")

TABLE = (
    *(Row(on, ASKS, None, when=(is_not_officer,), keep=(say_not_officer,)) for on in (*SENT, "chose_advise")),
    Row("chose_advise", ASKS, "advising"),
    Row("said", "advising", "idle", when=(thinks_better,), keep=(let_be,)),
    *(Row(sent, ASKS, "waiting", keep=(advise,)) for sent in SENT),
    Row("acted", ANY, "idle", when=(did("advise"),), keep=(say_advised,)),
    Row("act_refused", ANY, "idle", keep=(say_refused,)),
)

CONSULTING = Machine(ANY, TABLE, asks={"advising": ask_advice})
