"""Documents keep what they say: every file, command, setting, button and quoted sentence in them exists.

The diagrams in `docs/machines.md` are what the code prints; `.venv/bin/python -m tests.test_documents` makes them anew.
"""

import html
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.main import get_command

import locales
from bot.cli import app
from bot.doors import MENUS
from bot.settings import Settings
from flows.asking import ASKING
from flows.assigning import ASSIGNING
from flows.complaint import COMPLAINT
from flows.consulting import CONSULTING
from flows.deciding import DECIDING
from flows.noting import NOTING
from flows.objecting import OBJECTING
from flows.office import OFFICE
from flows.pledging import PLEDGING
from flows.ppid import PPID
from flows.rating import RATING
from flows.returning import RETURNING
from flows.rights import RIGHTS
from flows.room import COMMANDS
from flows.step import NAMES
from routing import catalogue
from routing.lifecycle import LIFECYCLE
from routing.rules import Rules

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
README = ROOT / "README.md"
PANDUAN = ROOT / "docs/panduan-operator.md"
GUIDES = [PANDUAN, ROOT / "docs/operator-guide.md"]
DRAWN = ROOT / "docs/machines.md"

MADE_LATER = {".env", "katalog.toml"}
"""Files that a reader makes."""

ROUTES = {"healthz", "metrics"}
BOT_COMMANDS = {*NAMES, *COMMANDS, "hubungkan"}
PROGRAM_COMMANDS = set(get_command(app).commands)  # type: ignore[attr-defined]
TARGETS = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SETTINGS = {f"PENDOPO_{name.upper()}" for name in Settings.model_fields}
ENDINGS = (".py", ".toml", ".md", ".po", ".txt", ".png", ".css", ".lock", ".env")

FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def fenced(path: Path, language: str) -> Iterator[str]:
    return (body for kind, body in FENCE.findall(path.read_text(encoding="utf-8")) if kind == language)


def spans(path: Path) -> set[str]:
    """What stands in backticks, and the lines of shell that a reader is asked to type."""
    typed = (line.partition("#")[0].strip() for body in fenced(path, "sh") for line in body.splitlines())
    return {" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose(path))} | {line for line in typed if line}


def is_path(span: str) -> bool:
    looks = "/" in span or span.endswith(ENDINGS)
    return looks and not re.search(r"[\s(=]|://", span) and not span.startswith(("/", "<", ".venv/bin/", ".venv/ready"))


def exists(path: str) -> bool:
    pattern = re.sub("<[a-z]+>", "*", path).rstrip("/")
    return path in MADE_LATER or any(ROOT.glob(pattern))


def unknown_command(span: str) -> bool:
    known = (
        (r"(?:\.venv/bin/)?pendopo (\w+)", PROGRAM_COMMANDS.__contains__),
        (r"make (\S+)", TARGETS.__contains__),
        (r"\.venv/bin/python -m (\S+)", lambda module: find_spec(module) is not None),
        (r"/([a-z]+)", (BOT_COMMANDS | ROUTES).__contains__),
    )
    return any((found := re.match(pattern, span)) and not is_known(found[1]) for pattern, is_known in known)


def anchors(path: Path) -> set[str]:
    """Headings as GitHub links to them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def drawn() -> str:
    """The whole of `docs/machines.md`."""
    machines = {
        "A citizen's report (`flows/complaint.py`)": COMPLAINT,
        "The form of a formal request (`flows/ppid.py`)": PPID,
        "An objection (`flows/objecting.py`)": OBJECTING,
        "After the answer (`flows/rating.py`)": RATING,
        "What a citizen may ask about herself (`flows/rights.py`)": RIGHTS,
        "An officer and a card (`flows/office.py`)": OFFICE,
        "An officer and a note (`flows/noting.py`)": NOTING,
        "An officer whose office it is not (`flows/returning.py`)": RETURNING,
        "An officer who asks, or needs longer (`flows/asking.py`)": ASKING,
        "The coordinator who looks for an office (`flows/assigning.py`)": ASSIGNING,
        "The coordinator who is consulted (`flows/consulting.py`)": CONSULTING,
        "Promising a day (`flows/pledging.py`)": PLEDGING,
        "Deciding on a formal request (`flows/deciding.py`)": DECIDING,
        "A ticket's life (`routing/lifecycle.py`)": LIFECYCLE,
    }
    parts = [f"## {title}\n\n```mermaid\n{machine.mermaid()}\n```\n" for title, machine in machines.items()]
    head = "# The machines\n\nPrinted by the code. Guards stand in brackets; the first arrow that fits counts.\n"
    return "\n".join([head, *parts])


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_file_that_is_named_exists(path: Path) -> None:
    assert [span for span in sorted(spans(path)) if is_path(span) and not exists(span)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_command_that_is_named_exists(path: Path) -> None:
    assert [span for span in sorted(spans(path)) if unknown_command(span)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    assert set(re.findall(r"PENDOPO_[A-Z_]+", path.read_text())) <= SETTINGS


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_in_the_house_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", prose(path))
    for target, anchor in links:
        leads_to = (path.parent / target) if target else path
        assert leads_to.exists(), target
        assert not anchor or anchor in anchors(leads_to), f"{target}#{anchor}"


def test_the_readme_names_every_setting_and_every_command_of_the_program() -> None:
    text = README.read_text()
    assert set(re.findall(r"PENDOPO_[A-Z_]+", text)) >= SETTINGS
    assert set(re.findall(r"pendopo (\w+)", text)) >= PROGRAM_COMMANDS - {"demo"}  # which is `make demo` there


def test_the_example_of_env_names_every_setting_with_its_default() -> None:
    given = dict(re.findall(r"^(PENDOPO_[A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert given.keys() == SETTINGS
    assert Settings(_env_file=ROOT / ".env.example") == Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_the_guides_explain_every_command_in_the_menus(path: Path) -> None:
    menu = {command for menu in MENUS.values() for command in menu}
    assert menu <= {found for span in spans(path) for found in re.findall(r"^/(\w+)", span)}


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_what_is_bold_in_a_guide_is_a_button(path: Path) -> None:
    buttons = {
        html.unescape(words.split(" ", 1)[-1]) for key, (words, *_) in SENTENCES.items() if key.startswith("button.")
    }
    assert set(re.findall(r"\*\*([^*]+)\*\*", prose(path))) <= buttons | {"Sudah selesai", "tebal", "bold"}


def test_what_the_guide_quotes_is_what_the_bot_says() -> None:
    said = "\n".join(re.sub("<[^>]+>", "", html.unescape(form)) for forms in SENTENCES.values() for form in forms)
    quoted = [" ".join(quote.split()) for quote in re.findall("“([^”]+)”", prose(PANDUAN))]
    assert [quote for quote in quoted if quote not in said] == []


def test_the_guide_tells_the_catalogues_days(rules: Rules) -> None:
    section = prose(PANDUAN).partition("## 5.")[2].partition("## 6.")[0]
    clocks, ladder = rules.catalogue.clocks, rules.catalogue.ladder
    named = ("verify", "first_answer", "complaint", "inspection", "citizen_window")
    assert [int(days) for days in re.findall(r"\| (\d+) \|", section)] == [clocks[each].days for each in named]
    assert [int(days) for days in re.findall(r"\| (\d+) hari kerja", section)] == [rung.after for rung in ladder]


def test_the_guides_new_topic_is_a_good_one(tmp_path: Path) -> None:
    (example,) = fenced(PANDUAN, "toml")
    extended = tmp_path / "katalog.toml"
    shipped = (ROOT / "routing/catalogue.toml").read_text()
    extended.write_text(f"{shipped}\n{re.sub('^ +', '', example, flags=re.MULTILINE)}")
    assert "jalur-sepeda" in catalogue.load(extended).topics


def test_the_machines_are_drawn_as_they_are() -> None:
    assert DRAWN.read_text() == drawn()


SENTENCES = locales.read("id").forms

if __name__ == "__main__":
    DRAWN.write_text(drawn())
