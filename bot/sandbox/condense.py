"""Condenses the published Bot API schema to what a machine needs: names, types, requirement, limits.

Input is the JSON of https://github.com/PaulSonOfLars/telegram-bot-api-spec (MIT, see LICENSE.bot_api).
Output: {"version", "methods": {name: {field: Rule}}, "types": {name: {field: Rule} | [subtype, ...]}}
where Rule = {"types": [...], "required"?: true, "limit"?: [least, most, unit], "const"?, "values"?: [...]}.
"""

import json
import re
from pathlib import Path
from typing import Any

LIMIT = re.compile(r"(?<![\w.])(\d+)-(\d+)(?: [a-z-]+)? (characters|bytes|identifiers|items|entries)?\b", re.IGNORECASE)
NUMBER = re.compile(r"(?:between |[,;] )(\d+)(?:-| and )(\d+)\b")
CONST = re.compile(r"(?:, must be |, always [\"“])(\w+)")
VALUES = re.compile(r"one of ((?:[\"“][^\"“”]+[\"”](?: \([^)]*\))?(?:, or |, | or )?){2,})")
QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]")
TAGS = ("type", "source", "status")


def condense(published: dict[str, Any]) -> dict[str, Any]:
    """The condensed schema; no sentence of the original survives."""
    return {
        "version": published["version"],
        "methods": {name: _fields(body) for name, body in published["methods"].items()},
        "types": {
            name: body["subtypes"] if "subtypes" in body else _fields(body) for name, body in published["types"].items()
        },
    }


def regenerate(source: Path, target: Path) -> None:
    """Writes `target` from the published schema at `source`."""
    condensed = condense(json.loads(source.read_text(encoding="utf-8")))
    text = json.dumps(condensed, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    target.write_text(text + "\n", encoding="utf-8")


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    return {field["name"]: _rule(field) for field in body.get("fields", [])}


def _rule(field: dict[str, Any]) -> dict[str, Any]:
    prose, types = field["description"], field["types"]
    rule: dict[str, Any] = {"types": types}
    if field["required"]:
        rule["required"] = True
    if (limit := _limit(prose, types)) and limit[0] <= limit[1]:  # "ISO 639-1" is no limit
        rule["limit"] = limit
    if types == ["String"] and field["name"] in TAGS and (const := CONST.search(prose)) and const[1] != "one":
        rule["const"] = const[1]
    if types == ["String"] and (listed := VALUES.search(prose)):
        rule["values"] = QUOTED.findall(listed[1])
        rule.pop("limit", None)
    return rule


def _limit(prose: str, types: list[str]) -> list[Any] | None:
    if types[0] in ("Integer", "Float"):
        found = NUMBER.search(prose)
        return [int(found[1]), int(found[2]), "value"] if found else None
    found = LIMIT.search(prose)
    if found is None or not (types[0] == "String" or types[0].startswith("Array of ")):
        return None
    unit = "items" if types[0].startswith("Array of ") else (found[3] or "characters").lower()
    if "after entit" in prose:
        unit = "parsed"
    return [int(found[1]), int(found[2]), unit]
