"""Every state of every talk can be reached, and from wherever a person is asked something there is a way out.

The table of cases is made from the machines themselves: a state that is added is walked to here, or the test fails.
"""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from flows.asked import Find, FindApplicant, FindNear
from flows.conversation import Conversation, dump, load
from flows.effects import Say
from flows.events import (
    ApplicantFound,
    Chose,
    Event,
    Heard,
    NeighboursFound,
    PersonEvent,
    Room,
    Said,
    SentFile,
    TicketsFound,
)
from flows.officers import DESK
from flows.ppid import ASKING
from flows.step import MACHINES, step
from flows.template_asked import FindTemplates, TemplatesFound
from routing.machine import Machine
from routing.pieces import Evidence
from routing.rights import Actor
from routing.rules import Rules
from routing.ticket import Ticket
from tests.test_formal import REFUSE
from tests.test_formal import opened as requested
from tests.tickets import MONDAY, RATNA, after, opened

CITIZEN = Actor("siti")
OFFICER = Actor("ratna", ("DISKOMINFO",))
PHOTO = SentFile(Evidence("photo", "telegram_citizen", "file"))
HOLE = "jalan berlubang di Pasar Bitingan"
NUMBER = "KDS-26-00001-0"

Step = str | PersonEvent
"""What a person does on the way: writes, sends, or presses a button that was just shown (`[send]`)."""

FORM: tuple[Step, ...] = (
    "minta salinan dokumen APBD 2026",
    "[kind ppid]",
    "[agree]",
    "Siti Aminah",
    "3319 0117 0890 0001",
    "Jalan Sunan Kudus 1, Kudus",
    "081234567890",
    "skripsi",
    "[obtain]",
    "[deliver]",
)

QUESTION = "(an office asks)"
"""The step in which an office asks the reporter something."""

WAYS: dict[tuple[str, str], tuple[Step, ...]] = {
    ("complaint", "idle"): (),
    ("complaint", "weighing"): (QUESTION, "tiang nomor dua"),
    ("complaint", "telling"): (PHOTO,),
    ("complaint", "splitting"): ("Jalan berlubang di Desa Rahtawu. Selain itu sampah menumpuk di depan pasar",),
    ("complaint", "sorting"): ("minta salinan dokumen APBD 2026",),
    ("complaint", "choosing"): ("lampu mati", "[new_report]"),
    ("complaint", "placing"): ("jalan berlubang",),
    ("complaint", "naming"): (HOLE, "[change_name]"),
    ("complaint", "reviewing"): (HOLE,),
    ("complaint", "sending"): (HOLE, "[send]"),
    ("complaint", "joining"): ("jalan berlubang di desa Rahtawu", "[join]"),
    ("complaint", "adding"): (PHOTO, "[add_to]"),
    ("rating", "disputing"): (Chose("unsolved", NUMBER),),
    ("rating", "remarking"): (Chose("remark", NUMBER),),
    ("rating", "waiting"): (Chose("solved", NUMBER),),
    ("tracking", "adding"): (Chose("add", NUMBER),),
    ("tracking", "withdrawing"): (Chose("withdraw", NUMBER),),
    ("tracking", "waiting"): (Chose("withdraw_yes", NUMBER),),
    ("ppid", "consenting"): FORM[:2],
    ("ppid", "naming"): FORM[:3],
    ("ppid", "numbering"): FORM[:4],
    ("ppid", "incorporating"): (*FORM[:4], "[entity]"),
    ("ppid", "addressing"): FORM[:5],
    ("ppid", "contacting"): FORM[:6],
    ("ppid", "purposing"): FORM[:7],
    ("ppid", "obtaining"): FORM[:8],
    ("ppid", "delivering"): FORM[:9],
    ("ppid", "mailing"): (*FORM[:9], "[deliver email]"),
    ("ppid", "checking"): FORM,
    ("ppid", "detailing"): (*FORM, "[amend text]"),
    ("ppid", "sending"): (*FORM, "[submit]"),
    ("objecting", "grounding"): (Chose("object", NUMBER),),
    ("objecting", "reasoning"): (Chose("object", NUMBER), "[grievance]"),
    ("objecting", "waiting"): (Chose("object", NUMBER), "[grievance]", "bukan rahasia"),
    ("rights", "naming"): ("/perbaiki", "[fix_name]"),
    ("rights", "wording"): ("/perbaiki", "[fix_other]"),
    ("rights", "waiting"): ("/perbaiki", "[fix_name]", "Siti Aminah"),
    ("deciding", "grounding"): (Chose("refuse", NUMBER),),
    ("deciding", "testing"): (Chose("refuse", NUMBER), "[ground]"),
    ("deciding", "wording"): (Chose("give", NUMBER),),
    ("deciding", "extending"): (Chose("extend", NUMBER),),
    ("deciding", "checking"): (Chose("give", NUMBER), "Ada di situs PPID."),
    ("office", "idle"): (),
    ("office", "confirming"): ("Besok pagi kami tambal.",),
    ("office", "writing"): (Chose("reply", NUMBER),),
    ("office", "closing"): (Chose("finish", NUMBER),),
    ("noting", "noting"): (Chose("note", NUMBER),),
    ("returning", "reasoning"): (Chose("return", NUMBER),),
    ("returning", "choosing"): (Chose("return", NUMBER), "Itu parkiran pasar."),
    ("assigning", "searching"): (Chose("seek_office", NUMBER),),
    ("assigning", "choosing"): (Chose("seek_office", NUMBER), "dinas"),
    ("asking", "questioning"): (Chose("ask", NUMBER),),
    ("asking", "checking"): (Chose("ask", NUMBER), "Di sebelah mana?"),
    ("asking", "lengthening"): (Chose("prolong", NUMBER),),
    ("pledging", "promising"): (Chose("promise", NUMBER),),
    ("pledging", "waiting"): (Chose("promise", NUMBER), "besok"),
    ("consulting", "advising"): (Chose("advise", NUMBER),),
    ("consulting", "waiting"): (Chose("advise", NUMBER), "Jalan kabupaten."),
}
DIGRESSIONS = ("ppid", "objecting", "rating", "tracking", "rights", *DESK)
TRANSIENT = {
    *((flow, "idle") for flow in DIGRESSIONS if flow != "office"),
    ("complaint", "formal"),
    ("ppid", "recalling"),
    ("ppid", "asking"),
}
"""Passed through within one step: a digression that is idle is over, and a form asks whatever it lacks."""

LEADS_ON = {"idle": ("recalling",), "formal": ("idle",), "asking": ASKING}
"""Where such a state leads by itself, without an arrow."""

STATES = {(flow, state) for flow, machine in MACHINES.items() for state in machine.states} - TRANSIENT
PERSON = ("said", "sent_file", "sent_place", "chose_")


def sources(machine: Machine) -> Iterator[tuple[str, str, str]]:
    """Arrows of a machine: from, to, on."""
    for row in machine.rows:
        for source in row.source if isinstance(row.source, tuple) else (row.source,):
            yield source, row.to or source, row.on
    yield from (
        (source, to, "") for source in machine.states for to in LEADS_ON.get(source, ()) if to in machine.states
    )


def waits_for_a_person(flow: str, state: str) -> bool:
    arrows = sources(MACHINES[flow])
    return state != "idle" and any(source == state and on.startswith(PERSON) for source, _, on in arrows)


WAITING = sorted(each for each in STATES if waits_for_a_person(*each))
CITIZENS = [each for each in WAITING if each[0] not in DESK]


class Walk:
    """A talk on its way. The house answers what a flow asks of it, as far as a person must wait for nobody."""

    def __init__(self, rules: Rules, flow: str = "complaint") -> None:
        self.rules = rules
        self.office = flow in DESK
        self.talk = Conversation("siti", flow="office" if self.office else "complaint")
        self.ticket = spoken_of(flow, rules)
        self.questioned = False
        self.shown: list[Say] = []
        self.last: list[Say] = []

    def go(self, *steps: Step) -> "Walk":
        for each in steps:
            self.shown = []
            self.questioned = self.questioned or each == QUESTION
            if each != QUESTION:
                self.hear(self.event(each))
        return self

    def event(self, each: Step) -> PersonEvent:
        if not isinstance(each, str):
            return each
        if not each.startswith("["):
            return Said(each)
        buttons = [choice for say in self.last for row in say.choices for choice in row]
        button, _, value = each.strip("[]").partition(" ")
        choice = next(one for one in buttons if one.name == button and (not value or one.value == value))
        return Chose(choice.name, choice.ref, choice.value)

    def hear(self, event: Event) -> None:
        ticket = self.ticket if self.office or (isinstance(event, Chose) and event.ref == NUMBER) else None
        heard = Heard(
            event,
            MONDAY,
            OFFICER if self.office else CITIZEN,
            Room("office", OFFICER.offices[0]) if self.office else Room("private"),
            ticket=ticket,
            questioned=self.questioned,
            button=event.choice if isinstance(event, Chose) else "",
        )
        self.talk, effects = step(load(dump(self.talk)), heard, self.rules)
        for effect in effects:
            if isinstance(effect, Say):
                self.shown.append(effect)
                self.last = [effect]
            elif isinstance(effect, Find):
                near = (NEAR,) if effect.what in ("open", "asked") else ()
                self.hear(TicketsFound(effect.what, near, len(near)))
            elif isinstance(effect, FindNear):
                self.hear(NeighboursFound((NEAR,)))
            elif isinstance(effect, FindTemplates):
                self.hear(TemplatesFound(()))
            elif isinstance(effect, FindApplicant):
                self.hear(ApplicantFound(None))

    @property
    def question(self) -> list[str]:
        return [line.key for say in self.last for line in say.lines]

    @property
    def where(self) -> tuple[str, str]:
        return self.talk.flow, self.talk.state


NEAR: Ticket = replace(opened(), state="answered", reporter="siti")


def spoken_of(flow: str, rules: Rules) -> Ticket:
    """The ticket on whose message or card something is pressed."""
    if flow == "objecting":
        return after(requested(), rules, (RATNA, REFUSE))
    if flow == "deciding":
        return requested()
    if flow == "pledging":
        return replace(opened(), rung=1)
    return opened() if flow in DESK else NEAR


def at(rules: Rules, place: tuple[str, str]) -> Walk:
    return Walk(rules, place[0]).go(*WAYS[place])


def name(place: tuple[str, str]) -> str:
    return ".".join(place)


@pytest.mark.parametrize("flow", MACHINES)
def test_every_state_is_reached_by_arrows_from_the_first(flow: str) -> None:
    machine = MACHINES[flow]
    reached, new = set(), {machine.states[0]}
    while new:
        reached |= new
        new = {to for source, to, _ in sources(machine) if source in reached} - reached
    assert reached == set(machine.states)


@pytest.mark.parametrize("flow", MACHINES)
def test_from_every_state_arrows_lead_back_to_the_first(flow: str) -> None:
    machine = MACHINES[flow]
    home = machine.states[0]
    back = {home}
    while new := {source for source, to, _ in sources(machine) if to in back} - back:
        back |= new
    assert back == set(machine.states)


def test_the_table_knows_a_way_to_every_state() -> None:
    assert set(WAYS) == STATES


@pytest.mark.parametrize("place", WAYS, ids=name)
def test_every_state_is_reached_by_what_people_do(place: tuple[str, str], rules: Rules) -> None:
    assert at(rules, place).where == place


@pytest.mark.parametrize("word", ["/batal", "batal", "Stop"])
@pytest.mark.parametrize("place", CITIZENS, ids=name)
def test_cancel_leads_out_of_every_question(place: tuple[str, str], word: str, rules: Rules) -> None:
    walk = at(rules, place).go(word)
    assert walk.where == ("complaint", "idle")
    assert walk.talk.draft.empty
    assert walk.shown


@pytest.mark.parametrize("word", ["kembali", "/back", "Wangsul"])
@pytest.mark.parametrize("place", CITIZENS, ids=name)
def test_back_is_answered_everywhere_and_loses_no_word(place: tuple[str, str], word: str, rules: Rules) -> None:
    walk = at(rules, place)
    before = walk.talk.draft
    walk.go(word)
    assert walk.shown
    assert (walk.talk.draft.text, walk.talk.draft.evidence) == (before.text, before.evidence)
    assert walk.where in STATES


BACK: list[tuple[tuple[Step, ...], str]] = [
    ((HOLE, "[change_place]", "[step_back]"), "reviewing"),
    ((HOLE, "[change_topic]", "[step_back]"), "reviewing"),
    ((HOLE, "[change_name]", "[step_back]"), "reviewing"),
    (("lampu mati", "[new_report]", "[topic lampu-jalan]", "kembali"), "choosing"),
    (("jalan berlubang", "[skip_place]", "kembali"), "placing"),
    ((*WAYS["complaint", "splitting"], "[whole]", "kembali"), "splitting"),
    ((*FORM[:2], "kembali"), "sorting"),
    ((*FORM[:5], "[step_back]"), "numbering"),
    ((*FORM[:4], "[entity]", "kembali"), "numbering"),
    ((*FORM[:8], "[step_back]"), "purposing"),
    ((*FORM, "kembali"), "delivering"),
]


@pytest.mark.parametrize(("steps", "state"), BACK, ids=str)
def test_back_leads_to_the_question_before(steps: tuple[Step, ...], state: str, rules: Rules) -> None:
    assert Walk(rules).go(*steps).where[1] == state


def test_at_the_beginning_there_is_no_step_back(rules: Rules) -> None:
    for steps in (("kembali",), (HOLE, "kembali"), ("jalan berlubang", "kembali")):
        assert any(line.key == "nothing_before" for say in Walk(rules).go(*steps).shown for line in say.lines), steps


@pytest.mark.parametrize("command", ["/bantuan", "/start", "/bahasa", "/laporan"])
@pytest.mark.parametrize("place", CITIZENS, ids=name)
def test_help_leads_back_to_the_question_or_to_the_review(place: tuple[str, str], command: str, rules: Rules) -> None:
    walk = at(rules, place)
    before, question = walk.talk.draft, walk.question
    walk.go(command)
    assert walk.talk.draft == before
    assert walk.where in (place, ("complaint", "reviewing"))
    if command in ("/bantuan", "/start") and walk.where == place:
        assert walk.question == question


@pytest.mark.parametrize("place", [each for each in CITIZENS if each[0] not in ("complaint", "ppid")], ids=name)
@pytest.mark.parametrize("command", ["/bantuan", "/start"])
def test_help_in_a_digression_forgets_neither_it_nor_the_draft(
    place: tuple[str, str], command: str, rules: Rules
) -> None:
    walk = Walk(rules, place[0]).go(HOLE)
    draft = walk.talk.draft
    walk.go(*WAYS[place], command)
    assert walk.where == place
    walk.go("/batal")
    assert walk.where == ("complaint", "reviewing")
    assert walk.talk.draft == draft


@pytest.mark.parametrize("place", WAITING, ids=name)
def test_a_restart_changes_nothing(place: tuple[str, str], rules: Rules) -> None:
    talk = at(rules, place).talk
    assert load(dump(talk)) == talk


@pytest.mark.parametrize("place", [each for each in WAITING if each[0] in DESK], ids=name)
def test_an_officer_who_thinks_better_of_it_says_so(place: tuple[str, str], rules: Rules) -> None:
    walk = at(rules, place).go("batal")
    assert walk.where == ("office", "idle")
    assert walk.talk.words == ""
    assert walk.talk.ruling is None
