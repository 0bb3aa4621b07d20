"""Whatever a citizen is told of the house's own accord has a template to announce it when her window is closed."""

import ast

import pytest

from bot.templates import shapes
from flows.announcing import ANNOUNCED_BY, FOLLOWED_BY_MORE
from tests.used_keys import ROOT, keys_of, name_of, uses_in_code

OFFICES = frozenset({"notice.consulted", "notice.handed.office", "notice.absorbed.words"})
"""Read in groups, though no `tell_office` says so."""

BESIDE = frozenset({"notice.followed", "notice.asked.stops"}) | FOLLOWED_BY_MORE
"""Lines that stand with another, or before another message, which is announced."""

ELSEWHERE = frozenset({"written.head", "broadcast.message", "joining.ask_owner", "draft.waits", "draft.gone"})
"""What is sent to citizens unasked and is no notice of a ticket."""


def told_to_offices() -> set[str]:
    found = set()
    for path in ROOT.glob("flows/*.py"):
        for scope in ast.walk(ast.parse(path.read_text())):
            if isinstance(scope, ast.FunctionDef):
                for call in (each for each in ast.walk(scope) if isinstance(each, ast.Call)):
                    found |= keys_of(call, scope) if name_of(call) == "tell_office" else set()
    return found


def told_to_citizens() -> set[str]:
    used = {use.key for use in uses_in_code()}
    return {key for key in used if key.startswith("notice.")} - told_to_offices() - OFFICES - BESIDE


@pytest.mark.parametrize("key", sorted(told_to_citizens() | ELSEWHERE))
def test_every_notice_has_a_template(key: str) -> None:
    assert ANNOUNCED_BY.get(key) in shapes(), f"{key}: which template announces it? (flows/announcing.py)"


def test_no_template_announces_what_is_never_said() -> None:
    used = uses_in_code()
    assert [key for key in ANNOUNCED_BY if not any(use.matches(key) for use in used)] == []
