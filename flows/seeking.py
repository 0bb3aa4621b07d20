"""`/cari`: tickets by number, words, place, office, state and days; a page at a time, under one message."""

from flows.card import light
from flows.coordination_asked import Recall, Search
from flows.coordination_events import Searched
from flows.effects import HERE, PRESSED, Day, Line, OfficeName, Place, Rows, Say, TopicName, Value, Words
from flows.numbered import number_or_help, story_button, within
from flows.paging import page_row, turned
from flows.turn import Turn
from routing.numbers import is_like_number
from routing.seeking import is_date, read_query
from routing.ticket import Ticket

PAGE = 8


def seek(turn: Turn, text: str) -> None:
    query = " ".join(text.lower().split())
    if not query:
        turn.say("search.help")
    elif is_like_number(query) and not is_date(query):
        number, _ = number_or_help(turn, text, "cari")
        if number:
            turn.do(Recall(number))
    else:
        search(turn, query, 0)


def search(turn: Turn, query: str, skip: int) -> None:
    today = turn.today
    sought = read_query(query, turn.rules.catalogue, today)
    if sought.wrong:
        turn.say("search.bad_date", text=sought.wrong)
    else:
        turn.do(Search(sought, query, skip, within(turn)))


def turn_page(turn: Turn) -> None:
    page = turned(turn)
    if page and page[1]:
        search(turn, page[1], page[0])
    else:
        turn.answer("button.unknown")


def tell_found(turn: Turn) -> None:
    event = turn.event
    assert isinstance(event, Searched)
    if not event.tickets:
        turn.say("search.none", text=event.query)
        return
    last = event.skip + len(event.tickets)
    values: dict[str, Value] = {"text": event.query, "first": event.skip + 1, "last": last, "count": event.count}
    lines = [Line("search.head.capped" if event.capped else "search.head", values)]
    lines += [found_line(turn, ticket) for ticket in event.tickets]
    pages = page_row("page", event.query, event.skip, PAGE, event.count)
    if last < event.count and not pages:
        lines.append(Line("search.too_long"))
    edits = PRESSED if turn.heard.button else ""
    turn.do(Say(HERE, tuple(lines), (*opening(event.tickets), *pages), edits=edits))


def found_line(turn: Turn, ticket: Ticket) -> Line:
    """Of a secret one another office's group learns no more than its card there shows."""
    draft = ticket.draft
    common: dict[str, Value] = {
        "light": light(ticket, turn.rules, turn.heard.at),
        "number": ticket.number,
        "office": OfficeName(ticket.office),
        "state": status(ticket),
        "opened": Day(ticket.opened),
    }
    if is_sealed(turn, ticket):
        return Line("search.line.sealed", common)
    place: Value = Place(draft.spot) if draft.spot else Words("place.none")
    return Line("search.line", {**common, "topic": TopicName(draft.topic or ""), "place": place})


def is_sealed(turn: Turn, ticket: Ticket) -> bool:
    return ticket.secret and turn.heard.room.office != ticket.office


def status(ticket: Ticket) -> Words:
    """How a ticket stands, in officers' words."""
    if ticket.merged:
        return Words("status.merged")
    if ticket.dismissed is not None:
        return Words("status.dismissed")
    return Words("status.withdrawn" if ticket.withdrawn else f"status.{ticket.state}")


def opening(tickets: tuple[Ticket, ...]) -> Rows:
    buttons = [story_button(ticket.number) for ticket in tickets]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
