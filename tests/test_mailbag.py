"""Letters of one sitting: what is added to a ticket file by file leaves as the album it was."""

import pytest

from bot.arrival import Arrival
from bot.mailbag import MOST_IN_ALBUM, Mailbag
from flows.effects import Effect, Line, Say, SendFiles, ShowCard, to_office
from routing.pieces import Evidence, FileKind

GROUP = to_office("PUPR")


def nobody(_: Arrival) -> str:
    return ""


def file(kind: FileKind, ticket: str = "N1") -> SendFiles:
    return SendFiles(GROUP, (Evidence(kind, "c", kind),), ticket)


def sent(*effects: Effect) -> list[list[str]]:
    """The kinds in each message with files."""
    bag = Mailbag(nobody, ())
    for effect in effects:
        bag.post(effect)
    bodies = [letter.body for letter in bag.empty()]
    return [[each.kind for each in body.files] for body in bodies if isinstance(body, SendFiles)]


@pytest.mark.parametrize(
    ("effects", "messages"),
    [
        ((file("photo"), ShowCard("N1", "PUPR"), file("photo"), file("video")), [["photo", "photo", "video"]]),
        ((file("photo"), file("document")), [["photo"], ["document"]]),
        ((file("voice"), file("voice")), [["voice"], ["voice"]]),
        ((file("photo"), file("photo", "N2")), [["photo"], ["photo"]]),
        ((file("photo"), Say(GROUP, (Line("notice.added"),)), file("photo")), [["photo"], ["photo"]]),
        ((file("photo"),) * (MOST_IN_ALBUM + 1), [["photo"] * MOST_IN_ALBUM, ["photo"]]),
    ],
    ids=["an album", "not of one kind", "a voice stands alone", "two tickets", "words between", "more than fit"],
)
def test_what_leaves_together(effects: tuple[Effect, ...], messages: list[list[str]]) -> None:
    assert sent(*effects) == messages
