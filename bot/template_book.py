"""Our templates beside the account's: what is missing there, what says something else, what Meta withholds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from msgspec import Struct

from bot.graph import Account, GraphFault, Registered
from bot.templates import Wording

Standing = Literal["ready", "missing", "different", "waiting", "refused"]

MENDS: dict[Standing, str] = {
    "ready": "",
    "missing": "Run: pendopo templates push",
    "different": "Its words or category there are not ours. Run: pendopo templates push",
    "waiting": "Meta is looking at it; that takes minutes, at most a day.",
    "refused": "Look at it in WhatsApp Manager: Meta says there what is wrong.",
}


class Page(Struct, frozen=True):
    """One template in one language, and how it stands in the account."""

    wording: Wording
    standing: Standing
    there: Registered | None

    @property
    def detail(self) -> str:
        """Meta's word and what to do."""
        word = self.there.status if self.there else ""
        reason = self.there.reason if self.there else ""
        return ". ".join(part for part in (word, reason, MENDS[self.standing]) if part)


def compare(ours: Iterable[Wording], theirs: Iterable[Registered]) -> Iterator[Page]:
    known = {each.key: each for each in theirs}
    for wording in ours:
        there = known.get((wording.name, wording.language))
        yield Page(wording, standing(wording, there), there)


def standing(wording: Wording, there: Registered | None) -> Standing:
    if there is None:
        return "missing"
    if said(there.components) != said(wording.components()) or there.category != wording.category:
        return "different"
    if there.status == "APPROVED":
        return "ready"
    return "waiting" if there.status in ("PENDING", "IN_APPEAL") else "refused"


def said(components: Iterable[dict[str, Any]]) -> set[tuple[str, ...]]:
    """What readers see, without the examples that reviewers see."""
    found = set()
    for each in components:
        buttons = tuple(str(button.get("text")) for button in each.get("buttons", ()))
        found.add((str(each.get("type")).upper(), str(each.get("text") or ""), *buttons))
    return found


async def push(account: Account, pages: Sequence[Page]) -> list[tuple[Page, str]]:
    """Bring what is missing or different into the account; what came of each."""
    return [(page, await _push(account, page)) for page in pages if page.standing in ("missing", "different")]


async def _push(account: Account, page: Page) -> str:
    """One that Meta refuses keeps none of the others from it."""
    try:
        if page.there is None:
            return f"submitted, {await account.create(page.wording)}"
        await account.change(page.there.id, page.wording)
    except GraphFault as fault:
        return str(fault)
    return "changed; Meta looks at it again"
