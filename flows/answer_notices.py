"""What is told of an answer: itself, its new words where it stands already, and that it was taken back.

Each message of an answer is known by a name (`called`), so that it can be found again where it was delivered.
"""

from flows.effects import Effect, Line, OfficeName, Rows, Say, SendFiles, TakeBack, to_person, together
from flows.formal_notices import answers_objection, objection_answered
from flows.happened import Happened, chunks
from flows.rating import verdict_rows
from routing.desk import Amended, Recalled
from routing.facts import Answered


def piece(answer: int, place: int) -> str:
    """The name of one message of an answer."""
    return f"a{answer}.{place}"


def files_of(answer: int) -> str:
    return f"a{answer}.f"


def answered(happened: Happened, fact: Answered) -> list[Effect]:
    """Files first. A long answer comes in several messages; the last asks, and its arrival is what the card reports."""
    if answers_objection(happened):
        return [*happened.send_citizens(fact.files), *objection_answered(happened, fact.text)]
    place = len(happened.ticket.answers) - 1
    return [*files(happened, place), *words(happened, place, fact.text, replaces=False)]


def files(happened: Happened, place: int) -> list[SendFiles]:
    ticket, called = happened.ticket, files_of(place)
    sent = ticket.answers[place].files
    return [each for person in readers(happened) for each in together(to_person(person), sent, ticket.number, called)]


def readers(happened: Happened) -> tuple[str, ...]:
    return (happened.ticket.reporter, *(each.person for each in happened.ticket.followers))


def words(happened: Happened, place: int, text: str, *, replaces: bool) -> list[Effect]:
    """The reporter is asked whether it is solved; those who joined only read along."""
    final = happened.ticket.answers[place].final
    *first, last = enumerate(chunks(text))
    told: list[Effect] = []
    for number, part in first:
        told += say_all(happened, "notice.answer_part", part, piece(place, number), replaces=replaces)
    key = "notice.answered" if final else "notice.news"
    rows = verdict_rows(happened.ticket) if final else ()
    number, part = last
    return [*told, *say_all(happened, key, part, piece(place, number), replaces=replaces, rows=rows, answer=place)]


def say_all(
    happened: Happened,
    key: str,
    text: str,
    called: str,
    *,
    replaces: bool,
    rows: Rows = (),
    answer: int | None = None,
) -> list[Effect]:
    """One message of an answer to everybody who reads it. Only the reporter's has buttons and reports its arrival."""
    number = happened.ticket.number
    mark = f"{number} {called}"
    own = Say(
        to_person(happened.ticket.reporter),
        (happened.line(key, {"text": text}),),
        rows,
        ticket=number,
        answer=answer,
        mark=mark,
        called=called,
        replaces=replaces,
    )
    others = "notice.news" if key == "notice.answered" else key
    lines = (Line("notice.followed"), happened.line(others, {"text": text}))
    return [
        own,
        *(
            Say(to_person(each.person), lines, ticket=number, mark=mark, called=called, replaces=replaces)
            for each in happened.ticket.followers
        ),
    ]


def amended(happened: Happened, fact: Amended) -> list[Effect]:
    """The messages that stand there change; what the new words need no more is taken away."""
    old, new = len(list(chunks(fact.before))), len(list(chunks(fact.text)))
    surplus = range(new, old)
    return [*words(happened, fact.answer, fact.text, replaces=True), *take_back(happened, fact.answer, surplus)]


def recalled(happened: Happened, fact: Recalled) -> list[Effect]:
    """Where the answer stood, the reader learns that it was withdrawn; what never left is not sent."""
    place, number = fact.answer, happened.ticket.number
    answer = happened.ticket.answers[place]
    last = len(list(chunks(answer.text))) - 1
    called = piece(place, last)
    mark = f"{number} {called}"
    line = Line("notice.recalled", {"number": number, "office": OfficeName(happened.ticket.office)})
    says: list[Effect] = [
        Say(to_person(each), (line,), ticket=number, mark=mark, called=called, replaces=True, quiet=True)
        for each in readers(happened)
    ]
    return [*says, *take_back(happened, place, range(last)), *take_files_back(happened, place)]


def take_back(happened: Happened, place: int, pieces: range) -> list[Effect]:
    number = happened.ticket.number
    names = [piece(place, each) for each in pieces]
    return [TakeBack(to_person(person), number, name) for person in readers(happened) for name in names]


def take_files_back(happened: Happened, place: int) -> list[Effect]:
    return [TakeBack(each.to, each.ticket, each.called) for each in files(happened, place)]
