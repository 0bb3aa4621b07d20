"""Where the program's processes are born: what takes seconds to import and to learn is done once, then forked.

Reads one JSON object a line: the command's `argv`, its `env` on top of ours, the files `out` and `err` for what it
says. Prints `pid N` when it was born and `exit N CODE` when it died (CODE is negative for a signal). A child is a
process of its own that has opened nothing yet: it runs `bot.cli.main` as the `pendopo` script does, and dies alone.
"""

import json
import os
import signal
import sys
from functools import cache
from importlib import import_module
from typing import Any

from bot.cli import main
from routing import catalogue
from routing.trained import trained
from tests import chaos_clock, chaos_points

IMPORTED = ("bot.app", "bot.errands", "bot.keeping_commands")


def learn_once() -> None:
    """Importing all, and learning the catalogue, takes longer than all the rest of a start; children inherit it."""
    for module in IMPORTED:
        import_module(module)
    catalogue.load = cache(catalogue.load)
    trained(catalogue.load(None))


def live(order: dict[str, Any]) -> None:
    """The child. Does not return."""
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    for name, descriptor in (("out", 1), ("err", 2)):
        file = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(file, descriptor)
        os.close(file)
    chaos_clock.install(os.environ.get("CHAOS_CLOCK", ""))
    chaos_points.install(os.environ)
    sys.argv = ["pendopo", *order["argv"]]
    main()
    sys.exit(0)


def mind(order: dict[str, Any]) -> None:
    """Fork the child and tell of its birth and death, so that others can be born meanwhile."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if not child:
        live(order)
    print("pid", child, flush=True)
    print("exit", child, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def serve() -> None:
    """Until the input ends."""
    learn_once()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # minders need no mourning
    print("ready", flush=True)
    for line in sys.stdin:
        if not os.fork():
            mind(json.loads(line))
            os._exit(0)


if __name__ == "__main__":
    serve()
