"""State machines as tables. The only file that knows the `transitions` library.

A machine is shared by everyone and holds nobody's state: a throw-away *turn* with a `state` is handed to
`fire`, and every function named in the table gets that turn. *Guards* answer, *keeps* note what was said,
*asks* run when a state is entered. A function that raises leaves a half-changed turn behind, so throw it away.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from transitions import EventData, Transition
from transitions import Machine as Library


class Stateful(Protocol):
    """Whatever has a state that a machine may move."""

    state: str


class Row(NamedTuple):
    """One line of a table: on this event, from these states, to that one.

    `to` None stays where it is without asking again; `to` the same state asks again.
    """

    on: str
    source: str | tuple[str, ...]
    to: str | None
    when: tuple[Callable[[Any], bool], ...] = ()
    keep: tuple[Callable[[Any], None], ...] = ()


class _RowOfTable(Transition):
    """The library's transition without the hooks that no table of ours has, and without telling its log of each row
    that does not fit: a text is held against eight rows before one does."""

    def execute(self, event_data: EventData) -> bool:
        guard: Any
        keep: Any
        for guard in self.conditions:
            if not guard.func(event_data.model):
                return False
        for keep in self.before:
            keep(event_data.model)
        if self.dest:
            self._change_state(event_data)
        return True


class _Table(Library):
    transition_cls = _RowOfTable


class Machine:
    """A checked table. Building one costs milliseconds, so it is built once, when its file is imported."""

    def __init__(
        self,
        states: Iterable[str],
        rows: Iterable[Row],
        asks: Mapping[str, Callable[[Any], None]] | None = None,
    ) -> None:
        self.states = tuple(states)
        self.rows = tuple(rows)
        self._asks = asks = dict(asks or {})
        self._library = _Table(
            model=None,
            states=[{"name": name, "on_enter": [asks[name]] if name in asks else []} for name in self.states],
            initial=self.states[0],
            auto_transitions=False,
            ignore_invalid_triggers=True,
            transitions=[
                {
                    "trigger": row.on,
                    "source": list(row.source) if isinstance(row.source, tuple) else row.source,
                    "dest": row.to,
                    "conditions": list(row.when),
                    "before": list(row.keep),
                }
                for row in self.rows
            ],
        )

    def fire(self, event: str, turn: Stateful) -> bool:
        """Move `turn` by the first row that fits. False when none does; then nothing was called but guards."""
        known = self._library.events.get(event)
        return bool(known and turn.state in known.transitions and known.trigger(turn, turn))

    def ask(self, state: str, turn: Stateful) -> None:
        """Ask again what `state` asks when it is entered; nothing if it asks nothing."""
        if state in self._asks:
            self._asks[state](turn)

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the documents."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.states[0]}"]
        for row in self.rows:
            sources = row.source if isinstance(row.source, tuple) else (row.source,)
            guards = " and ".join(guard.__name__ for guard in row.when)
            label = f"{row.on} [{guards}]" if guards else row.on
            lines += [f"    {source} --> {row.to or source}: {label}" for source in sources]
        return "\n".join(lines)
