"""The floors of the house and their fences: every import goes down, and two floors are pure.

routing <- flows <- storage <- bot      locales is read by bot/speech.py alone; bot/sandbox imports nothing of ours
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "routing": {"routing"},
    "flows": {"flows", "routing"},
    "storage": {"storage", "flows", "routing"},
    "locales": {"locales"},
    "bot": {"bot", "storage", "flows", "routing", "locales"},
}

ONE_FILE_EACH = {
    "transitions": {"routing/machine.py"},
    "aiogram": {"bot/channels/telegram_citizen.py"},
    "PIL": {"bot/pictures.py"},
    "telegram": {"bot/channels/telegram_staff.py", "bot/channels/telegram_staff_reading.py"},
    "pywa": {"bot/channels/whatsapp.py"},
    "pywa_async": {"bot/channels/whatsapp.py"},
    "segno": {"bot/poster.py"},
    "obstore": {"bot/bucket.py"},
    "matplotlib": {"bot/canvas.py"},
    "xlsxwriter": {"bot/workbook.py"},
}

DIRECTORY_OF_SQL = "storage"

IMPURE = {"asyncio", "logging", "random", "secrets", "uuid", "time", "os", "socket", "structlog"}

IMPURE_CALLS = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"}


def files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> tuple[str, ...]:
    found: list[str] = []
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: relative import"
            found.append(node.module or "")
    return tuple(found)


OURS = files("routing", "flows", "storage", "locales", "bot")


@pytest.mark.parametrize("path", OURS, ids=name)
def test_every_import_goes_down(path: Path) -> None:
    floor = path.relative_to(ROOT).parts[0]
    inside = {module.split(".")[0] for module in imports(path)} & set(MAY_IMPORT)
    assert inside <= MAY_IMPORT[floor]


@pytest.mark.parametrize("path", files("bot/sandbox"), ids=name)
def test_the_messenger_knows_nothing_of_us(path: Path) -> None:
    ours = [module for module in imports(path) if module.split(".")[0] in MAY_IMPORT]
    assert all(module.startswith("bot.sandbox") for module in ours)


def test_the_words_are_read_in_one_place() -> None:
    readers = {name(path) for path in files("bot") if any(m.split(".")[0] == "locales" for m in imports(path))}
    assert readers == {"bot/speech.py"}


@pytest.mark.parametrize(("library", "homes"), ONE_FILE_EACH.items())
def test_a_library_stays_in_its_file(library: str, homes: set[str]) -> None:
    users = {name(path) for path in OURS if any(m.split(".")[0] == library for m in imports(path))}
    assert users == homes


def test_sql_stays_on_its_floor() -> None:
    """Above it a connection may be named and passed on, and nothing else of the library."""
    for path in OURS:
        found = {module for module in imports(path) if module.split(".")[0] in ("sqlalchemy", "alembic")}
        if path.relative_to(ROOT).parts[0] != DIRECTORY_OF_SQL:
            assert found <= {"sqlalchemy.ext.asyncio"}, name(path)


@pytest.mark.parametrize("path", files("routing", "flows"), ids=name)
def test_the_lower_floors_are_pure(path: Path) -> None:
    """No input or output but reading data files at load, no clock, no chance, no environment, no logs, no async."""
    tree = parsed(path)
    assert not {module.split(".")[0] for module in imports(path)} & IMPURE
    for node in ast.walk(tree):
        assert not isinstance(node, ast.AsyncFunctionDef | ast.Await), f"{name(path)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert f"{node.value.id}.{node.attr}" not in IMPURE_CALLS, f"{name(path)}:{node.lineno}"


def test_no_circle_can_hide() -> None:
    """Modules import each other in one direction only, and nothing is imported for types alone."""
    graph = {dotted(path): set(full_imports(path)) for path in OURS}
    assert not any("TYPE_CHECKING" in path.read_text(encoding="utf-8") for path in OURS)
    done: set[str] = set()
    for module in graph:
        visit(module, graph, [], done)


def dotted(path: Path) -> str:
    return name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


KNOWN = {dotted(each) for each in OURS}


def full_imports(path: Path) -> Iterator[str]:
    """Imported modules of ours, `from package import module` resolved to the module."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in KNOWN)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names} & KNOWN
            yield from submodules or ({node.module} & KNOWN)


def visit(module: str, graph: dict[str, set[str]], path: list[str], done: set[str]) -> None:
    assert module not in path, " -> ".join([*path[path.index(module) :], module])
    if module in done:
        return
    for other in graph.get(module, set()):
        visit(other, graph, [*path, module], done)
    done.add(module)


@pytest.mark.parametrize("path", OURS, ids=name)
def test_a_file_is_read_at_one_sitting(path: Path) -> None:
    if "migrations" in path.parts:  # a list of tables, which nobody reads through
        return
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350


@pytest.mark.parametrize("path", OURS, ids=name)
def test_a_function_is_read_at_one_glance(path: Path) -> None:
    if "migrations" in path.parts:
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 40, f"{name(path)}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("path", [p for p in OURS if p.stat().st_size], ids=name)
def test_every_file_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(parsed(path))
