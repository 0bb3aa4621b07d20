"""Which sentences the code asks for: the keys it writes, and the values given with them. Read, never run."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent

KEY_AT = {
    "say": 0,
    "toast": 0,
    "answer": 0,
    "Line": 0,
    "Words": 0,
    "sentence": 0,
    "tell_citizens": 0,
    "tell_reporter": 0,
    "tell_followers": 0,
    "tell_office": 1,
    "prompt": 1,
    "say_all": 1,
    "sent_line": 0,
    "ActRefused": 1,
    "RoomRefused": 0,
    "HandshakeRefused": 0,
    "BadAnswer": 0,
    "SayOnce": 0,
    "RegainGroup": 0,
    "officer_lines": 2,
}
"""Where a key stands among the arguments of what speaks."""

NOT_VALUES = {"ticket", "prompt", "alert", "choices", "answer"}
GIVEN_BY: dict[str, set[str]] = {
    "prompt": {"number", "officer"},
    "say_all": {"number", "office", "text"},
    "sent_line": {"number", "officer", "text"},
    **{each: {"number", "office"} for each in ("tell_citizens", "tell_reporter", "tell_followers", "tell_office")},
}
NOT_SEEN = {"sentence", "officer_lines"}
"""Their values are given by a `.format` that follows, or by themselves."""


class Use(NamedTuple):
    """`key` has `{}` for each part composed at run time; `values` is None where they are not written out."""

    where: str
    key: str
    values: frozenset[str] | None

    def matches(self, key: str) -> bool:
        return key == self.key or ("{}" in self.key and pattern(self.key).fullmatch(key) is not None)


@cache
def pattern(key: str) -> re.Pattern[str]:
    return re.compile("[a-z_]+".join(map(re.escape, key.split("{}"))))


def uses_in_code() -> list[Use]:
    talking = [*ROOT.glob("flows/*.py"), *ROOT.glob("bot/*.py"), *ROOT.glob("bot/channels/*.py")]
    spoken = [use for path in talking for use in uses(path)]
    return spoken + [use for path in ROOT.glob("routing/*.py") for use in refusals(path)]


def uses(path: Path) -> Iterator[Use]:
    for scope in ast.walk(ast.parse(path.read_text())):
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            for call in ast.walk(scope):
                if isinstance(call, ast.Call):
                    where = f"{path.relative_to(ROOT)}:{call.lineno}"
                    yield from (Use(where, key, values(call)) for key in keys_of(call, scope))


def refusals(path: Path) -> Iterator[Use]:
    """The routing floor only names why not; the sentence is shown without values."""
    for node in ast.walk(ast.parse(path.read_text())):
        for key in keys(node, node):
            if re.fullmatch(r"refused\.([a-z_]*[a-z]|[a-z_]+\{\})", key):
                yield Use(path.name, key, frozenset())


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def keys_of(call: ast.Call, scope: ast.AST) -> set[str]:
    name = name_of(call)
    if name == "Choice":
        labelled = len(call.args) > 3 or any(given.arg == "label" for given in call.keywords)
        return set() if labelled else {f"button.{key}" for key in keys(call.args[0], scope)}
    at = KEY_AT.get(name)
    return keys(call.args[at], scope) if at is not None and len(call.args) > at else set()


def keys(node: ast.AST, scope: ast.AST) -> set[str]:
    """The strings an expression may stand for; a name stands for what it was given in the same function."""
    match node:
        case ast.Constant(value=str(text)):
            return {text} if text else set()
        case ast.JoinedStr(values=parts):
            return {"".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)}
        case ast.IfExp(body=one, orelse=other):
            return keys(one, scope) | keys(other, scope)
        case ast.Name(id=name):
            given = (each for each in ast.walk(scope) if isinstance(each, ast.Assign))
            return {
                key
                for each in given
                if any(isinstance(target, ast.Name) and target.id == name for target in each.targets)
                for key in keys(each.value, scope)
            }
        case _:
            return set()


def values(call: ast.Call) -> frozenset[str] | None:
    name = name_of(call)
    if name in NOT_SEEN:
        return None
    if name == "Words":
        return frozenset({"number"} if len(call.args) > 1 else ())
    if name == "Line" and len(call.args) > 1:
        return written_out(call.args[1])
    names = {given.arg for given in call.keywords}
    if None in names:
        return None
    return frozenset({each for each in names if each} - NOT_VALUES | GIVEN_BY.get(name, set()))


def written_out(node: ast.expr) -> frozenset[str] | None:
    if not isinstance(node, ast.Dict):
        return None
    names = [key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
    return frozenset(names) if len(names) == len(node.keys) else None
