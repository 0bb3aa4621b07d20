"""Faults on demand: what the world does to a client that is not its own fault."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusal import Refused

CALL_KINDS = ("429", "500", "403", "400", "cut", "slow")
UPDATE_KINDS = ("duplicate", "late")
SPARED = ("getupdates", "download")


@dataclass(slots=True)
class Fault:
    """One wish for trouble; `times` counts down. A fault without a method spares getUpdates and downloads of files
    (method `download`)."""

    kind: str
    method: str = ""
    chat: str = ""
    token: str = ""
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0
    when: str = "after"
    description: str = ""

    def fits(self, method: str, chat: str, token: str) -> bool:
        if self.method.lower() != method.lower() if self.method else method.lower() in SPARED:
            return False
        return self.chat in ("", chat) and self.token in ("", token)

    def refusal(self) -> Refused:
        """The answer of a 4xx or 5xx fault."""
        if self.kind == "429":
            words = f"Too Many Requests: retry after {self.retry_after}"
            return Refused(429, self.description or words, retry_after=self.retry_after)
        usual = {
            "500": "Internal Server Error",
            "403": "Forbidden: bot was blocked by the user",
            "400": "Bad Request: chat not found",
        }
        return Refused(int(self.kind), self.description or usual[self.kind])


@dataclass
class Faults:
    """The wishes still open, in the order they were made."""

    open: list[Fault] = field(default_factory=list)

    def add(self, wish: dict[str, Any]) -> None:
        """Takes a wish of POST /sandbox/faults; raises ValueError for an unknown kind."""
        kind = str(wish["kind"])
        if kind not in CALL_KINDS + UPDATE_KINDS:
            raise ValueError(f"unknown kind of fault: {kind}")
        known = {name: wish[name] for name in Fault.__slots__ if wish.get(name) is not None}
        self.open.append(Fault(**{**known, "kind": kind, "chat": str(wish.get("chat") or "")}))

    def for_call(self, method: str, chat: str, token: str) -> Fault | None:
        """The first fault that strikes this call."""
        return self._take(CALL_KINDS, method, chat, token) if self.open else None

    def for_update(self, kind: str, chat: str, token: str) -> Fault | None:
        """The first fault of this kind that strikes an update."""
        return self._take((kind,), "update", chat, token) if self.open else None

    def _take(self, kinds: tuple[str, ...], *where: str) -> Fault | None:
        for fault in self.open:
            if fault.kind in kinds and fault.fits(*where):
                fault.times -= 1
                if fault.times <= 0:
                    self.open.remove(fault)
                return fault
        return None
