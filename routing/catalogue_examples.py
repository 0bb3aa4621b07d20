"""Reads `examples.toml`: per topic, sentences the way people write them; says what is wrong with line and mend.

A topic may be without examples (its words still speak for it); a sentence belongs to one topic alone.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from routing.catalogue_check import Problem, guess
from routing.toml_lines import TomlLines

Examples = Mapping[str, tuple[str, ...]]

NONE: Examples = MappingProxyType({})


def read_examples(text: str, file: str, topics: Collection[str]) -> tuple[Examples, tuple[Problem, ...]]:
    """Sentences by topic, and all problems in order of line; the sentences are whole only without any."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        what = f"this is not TOML: {str(error).split(' (at ')[0]}."
        return NONE, (Problem(file, int(place[1]) if place else 1, what),)
    problems = sorted(_problems(raw, file, TomlLines(text), topics), key=lambda problem: problem.line)
    if problems:
        return NONE, tuple(problems)
    return MappingProxyType({topic: tuple(sentences) for topic, sentences in raw.items()}), ()


def _problems(raw: Mapping[str, object], file: str, lines: TomlLines, topics: Collection[str]) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for topic, sentences in raw.items():
        line = lines.of("", 0, topic)
        if topic not in topics:
            mend = guess(topic, topics) or "Add the topic to the catalogue, or take its examples out."
            yield Problem(file, line, f'there is no topic "{topic}".', mend)
        if not isinstance(sentences, list) or not all(isinstance(each, str) and each.strip() for each in sentences):
            yield Problem(file, line, f'the examples of "{topic}" must be sentences.', f'Write {topic} = ["…", "…"].')
            continue
        for sentence in sentences:
            key = " ".join(sentence.lower().split())
            if key in owner:
                where = lines.of_text("", 0, topic, sentence)
                yield Problem(file, where, f'"{sentence}" stands under "{owner[key]}" already.', "Keep one of the two.")
            owner.setdefault(key, topic)
