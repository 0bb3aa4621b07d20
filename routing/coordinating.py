"""What the lifecycle's table needs for the coordinator's commands: guards that answer, keeps that note facts."""

from routing.coordination import Absorbed, Closed, Merged, Parted, Revealed, Separated
from routing.doing import Turn


def is_merged(turn: Turn) -> bool:
    return bool(turn.ticket.merged)


def was_taken(turn: Turn) -> bool:
    return bool(turn.ticket.merged and turn.ticket.taken_by)


def keep_closing(turn: Turn) -> None:
    turn.facts.append(Closed(turn.command.reason))


def keep_merger(turn: Turn) -> None:
    turn.facts.append(Merged(turn.command.into))


def keep_newcomers(turn: Turn) -> None:
    turn.facts.append(Absorbed(turn.command.number, turn.command.people))


def keep_split(turn: Turn) -> None:
    turn.facts.append(Separated(turn.ticket.merged))


def keep_parting(turn: Turn) -> None:
    turn.facts.append(Parted(turn.command.number, turn.command.people))


def keep_revelation(turn: Turn) -> None:
    turn.facts.append(Revealed(turn.command.reason))
