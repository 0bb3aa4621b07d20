"""Trouble on demand: what Meta and the network do to a business that is not its own fault."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.whatsapp.refusals import CODES, GraphError

CALL_KINDS = ("error", "cut", "slow")
SEND_KINDS = ("fail",)
HOOK_KINDS = ("duplicate", "late", "hold", "batch")


@dataclass(slots=True)
class Fault:
    """One wish for trouble; `times` counts down.

    `error` refuses a call with `code`, `cut` closes the connection `when` (before or after it was obeyed), `slow`
    waits `seconds`; `edge` names what it strikes (messages, media, message_templates, download; empty: messages).
    `fail` lets a message be accepted and fail later with `code`. Webhooks: `duplicate`, `late` by `seconds`, `hold`
    until released, `batch` so many into one post.
    """

    kind: str
    edge: str = ""
    code: int = 131000
    details: str = ""
    times: int = 1
    seconds: float = 1.0
    when: str = "after"

    def refusal(self) -> GraphError:
        """The answer of an `error`."""
        return GraphError(self.code, self.details)


@dataclass
class Faults:
    """The wishes still open, in the order they were made."""

    open: list[Fault] = field(default_factory=list)

    def add(self, wish: dict[str, Any]) -> None:
        """Takes a wish; raises ValueError for an unknown kind or code."""
        if wish["kind"] not in CALL_KINDS + SEND_KINDS + HOOK_KINDS:
            raise ValueError(f"unknown kind of fault: {wish['kind']}")
        fault = Fault(**{name: wish[name] for name in Fault.__slots__ if wish.get(name) is not None})
        if fault.code not in CODES:
            raise ValueError(f"unknown code: {fault.code}")
        self.open.append(fault)

    def for_call(self, edge: str) -> Fault | None:
        """The first fault that strikes a call on this edge."""
        return self._take([f for f in self.open if f.kind in CALL_KINDS and (f.edge or "messages") == edge])

    def for_message(self) -> Fault | None:
        """The first fault that lets an accepted message fail."""
        return self._take([f for f in self.open if f.kind in SEND_KINDS])

    def for_hook(self, kind: str) -> Fault | None:
        """The first fault of that kind for a webhook."""
        return self._take([f for f in self.open if f.kind == kind])

    def _take(self, fitting: list[Fault]) -> Fault | None:
        if not fitting:
            return None
        fault = fitting[0]
        fault.times -= 1
        if fault.times <= 0:
            self.open.remove(fault)
        return fault
