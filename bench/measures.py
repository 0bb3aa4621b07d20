"""The measurements by name, each run in a process of its own: `python -m bench.measures NAME` prints it as JSON."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

PEOPLE = 1_000
PEOPLE_IN_EACH = 500
FEW, MANY = 10_000, 1_000_000

Measure = Callable[[Path], Mapping[str, float]]


def ours_sqlite(folder: Path) -> Mapping[str, float]:
    from bench.ours import complaint_steps

    return asyncio.run(complaint_steps(folder, "", PEOPLE))


def ours_whatsapp(folder: Path) -> Mapping[str, float]:
    from bench.ours import WHATSAPP, complaint_steps

    return asyncio.run(complaint_steps(folder, "", PEOPLE, door=WHATSAPP))


def ours_postgresql(folder: Path) -> Mapping[str, float]:
    from bench.ours import complaint_steps
    from tests.postgres import running_server

    with running_server() as server:
        return asyncio.run(complaint_steps(folder, asyncio.run(server.new_database()), PEOPLE))


def bare_aiogram(_folder: Path) -> Mapping[str, float]:
    from bench.yard_aiogram import complaint_steps

    return asyncio.run(complaint_steps(PEOPLE))


def orm(folder: Path) -> Mapping[str, float]:
    from bench.yard_rows import orm_steps

    return asyncio.run(orm_steps(folder, PEOPLE // 4))


def bare_asyncpg(_folder: Path) -> Mapping[str, float]:
    from bench.yard_rows import asyncpg_steps
    from tests.postgres import running_server

    with running_server() as server:
        return asyncio.run(asyncpg_steps(asyncio.run(server.new_database()), PEOPLE))


def one_process(_folder: Path) -> Mapping[str, float]:
    return _processes(1)


def four_processes(_folder: Path) -> Mapping[str, float]:
    return _processes(4)


def one_bare_process(_folder: Path) -> Mapping[str, float]:
    from bench.share import BARE, processor_times

    return processor_times(BARE, 1, PEOPLE_IN_EACH)


def four_bare_processes(_folder: Path) -> Mapping[str, float]:
    from bench.share import BARE, processor_times

    return processor_times(BARE, 4, PEOPLE_IN_EACH)


def _processes(count: int) -> Mapping[str, float]:
    from bench.share import processor_times
    from tests.postgres import running_server

    with running_server() as server:
        return processor_times(asyncio.run(server.new_database()), count, PEOPLE_IN_EACH)


def our_answers(folder: Path) -> Mapping[str, float]:
    from bench.answers import answer_times, ours

    return asyncio.run(answer_times(ours, folder))


def echo_answers(folder: Path) -> Mapping[str, float]:
    from bench.answers import answer_times, echo

    return asyncio.run(answer_times(echo, folder))


def growth_sqlite(folder: Path) -> Mapping[str, float]:
    from bench.growth import answer_times

    return asyncio.run(answer_times({count: f"sqlite+aiosqlite:///{folder / str(count)}" for count in (FEW, MANY)}))


def growth_postgresql(_folder: Path) -> Mapping[str, float]:
    from bench.growth import answer_times
    from tests.postgres import running_server

    with running_server() as server:
        return asyncio.run(answer_times({count: asyncio.run(server.new_database()) for count in (FEW, MANY)}))


def memory(folder: Path) -> Mapping[str, float]:
    from bench.memory import resident_megabytes

    return asyncio.run(resident_megabytes(folder))


def first_answer(folder: Path) -> Mapping[str, float]:
    from bench.start import first_answer_seconds

    return {"s": asyncio.run(first_answer_seconds(folder))}


def imports(_folder: Path) -> Mapping[str, float]:
    from bench.start import import_seconds

    return {"s": import_seconds()}


def main(name: str) -> None:
    """Libraries that another measurement needs are not loaded here, hence the imports inside."""
    measure: Measure = globals()[name]
    with TemporaryDirectory(prefix="pendopo-bench-") as folder:
        print(json.dumps(measure(Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
