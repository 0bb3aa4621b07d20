"""What a letter is about, for a reader to whom no free words may be sent just now: which of the few sentences that
WhatsApp has approved beforehand announces it (`bot/templates.toml`), and whether that sentence says it all.
"""

from typing import Literal, get_args

from flows.effects import HERE, MarkRead, Outward, Say, SendCopy, SendFiles, ShowMenu, Toast, Unbutton

Template = Literal["status", "news", "answer", "question", "closing", "reminder"]
TEMPLATES: tuple[Template, ...] = get_args(Template)

ANNOUNCED_BY: dict[str, Template] = {
    "notice.taken": "status",
    "notice.returned": "status",
    "notice.assigned": "status",
    "notice.overdue": "status",
    "notice.overdue.formal": "status",
    "notice.overdue.objection": "status",
    "notice.pushed.reporter": "status",
    "notice.extended": "status",
    "notice.solved.followed": "status",
    "notice.disputed.followed": "status",
    "notice.withdrawn.followed": "status",
    "notice.erased.followed": "status",
    "notice.left_silent": "status",
    "notice.left_silent.followed": "status",
    "notice.formal_closed": "status",
    "notice.handed": "status",
    "notice.promised": "status",
    "notice.due_moved": "status",
    "notice.closed": "status",
    "notice.closed.followed": "status",
    "notice.merged": "status",
    "notice.separated": "status",
    "notice.revealed": "status",
    "notice.recalled": "status",
    "notice.answered": "answer",
    "notice.news": "answer",
    "notice.objection_answered": "answer",
    "written.head": "answer",
    "notice.asked": "question",
    "notice.asked_again": "question",
    "notice.unanswered.reporter": "status",
    "notice.unasked": "status",
    "notice.prolonged": "status",
    "notice.closes_soon": "closing",
    "broadcast.message": "reminder",
    "joining.ask_owner": "reminder",
    "draft.waits": "reminder",
    "draft.gone": "reminder",
}
"""By the key of a line. What stands here without being about a ticket's news is a reminder."""

FOLLOWED_BY_MORE = frozenset({"notice.answer_part"})
"""Parts of something whose last message is announced."""


def is_asked_for(body: Outward) -> bool:
    """Somebody just wrote or pressed, and this is what she gets for it; everything else is our own accord."""
    match body:
        case Say(to=to):
            return to == HERE
        case SendCopy() | Toast() | Unbutton() | MarkRead() | ShowMenu():
            return True
        case _:
            return False


def says_something(body: Outward) -> bool:
    """Words or files; the rest is only how a chat looks, and nobody need hear of it."""
    return isinstance(body, Say | SendFiles | SendCopy)


def announced_by(body: Outward) -> Template | None:
    """None where something that follows is announced, and this comes with it. News with buttons is not told in the
    announcement, which has none of them: it is said that there is some."""
    match body:
        case Say(lines=lines, ticket=ticket):
            if any(line.key in FOLLOWED_BY_MORE for line in lines):
                return None
            known = (ANNOUNCED_BY[line.key] for line in lines if line.key in ANNOUNCED_BY)
            found = next(known, "status" if ticket else "reminder")
            return "news" if found == "status" and body.choices else found
        case SendFiles():
            return None
        case _:
            return "reminder"


def says_it_all(body: Outward) -> bool:
    """The news itself may travel in the announcement: a short sentence of ours, with nothing to press under it."""
    return isinstance(body, Say) and body.answer is None and announced_by(body) == "status"
