"""Texts as Telegram reads them: HTML, MarkdownV2 and Markdown, UTF-16 offsets, what it marks by itself."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import automatic, settled, width
from bot.sandbox.html_markup import parse_html
from bot.sandbox.markdown_markup import RESERVED, parse_markdown, parse_markdown_v2
from bot.sandbox.refusal import Refused
from bot.sandbox.wording import worded

TEXTS = st.text(st.characters(codec="utf-8"))


def mark(kind: str, offset: int, length: int, **extra: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **extra}


@given(TEXTS)
def test_escaped_html_comes_back_as_it_was(text: str) -> None:
    assert parse_html(escape(text, quote=False)) == (text, [])


@given(TEXTS)
def test_escaped_markdown_v2_comes_back_as_it_was(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in RESERVED or char == "\\" else char for char in text)
    assert parse_markdown_v2(escaped) == (text, [])


@given(TEXTS, TEXTS.filter(bool), TEXTS)
def test_an_entity_is_measured_in_utf_16_units(before: str, inside: str, after: str) -> None:
    source = f"{escape(before)}<b>{escape(inside)}</b>{escape(after)}"
    assert parse_html(source) == (before + inside + after, [mark("bold", width(before), width(inside))])


@given(TEXTS)
def test_entities_never_reach_beyond_the_text(text: str) -> None:
    clean, marks = settled(text, automatic(text))
    assert clean == text.strip()
    assert all(m["offset"] >= 0 and m["offset"] + m["length"] <= width(clean) for m in marks)


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("a <b>b</b>", "a b", [mark("bold", 2, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [mark("bold", 0, 1), mark("italic", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [mark("bold", 0, 2), mark("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [mark("underline", 0, 1), mark("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [mark("strikethrough", 0, 1), mark("strikethrough", 1, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [mark("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [mark("spoiler", 0, 1)]),
        ("<code>a &lt; b</code>", "a < b", [mark("code", 0, 5)]),
        ("<pre>x</pre>", "x", [mark("pre", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [mark("pre", 0, 1, language="py")]),
        ("<blockquote>a</blockquote>", "a", [mark("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [mark("expandable_blockquote", 0, 1)]),
        (
            '<a href="https://kuduskab.go.id">a</a>',
            "a",
            [mark("text_link", 0, 1, url="https://kuduskab.go.id")],
        ),
        ("<a href='tg://user?id=1'>a</a>", "a", [mark("text_link", 0, 1, url="tg://user?id=1")]),
        ('<a href="nowhere">a</a>', "a", []),
        ("<b></b>a", "a", []),
        ("&quot;&#65;&#x42;&nbsp;", '"AB&nbsp;', []),
        ("&lt&gt &#99999999;", "<> &#99999999;", []),
        ("&#xDFDF;", "&#xDFDF;", []),
        ("<pre><code>x</code></pre>", "x", [mark("pre", 0, 1), mark("code", 0, 1)]),
        ("<i><b>x</b></i>", "x", [mark("bold", 0, 1), mark("italic", 0, 1)]),
        ('<tg-time unix="5">x</tg-time>', "x", [mark("date_time", 0, 1, unix_time=5)]),
        ("🚧<B>x</B>", "🚧x", [mark("bold", 2, 1)]),
        ('<tg-emoji emoji-id="5">👍</tg-emoji>', "👍", [mark("custom_emoji", 0, 2, custom_emoji_id="5")]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, marks: list[Any]) -> None:
    assert parse_html(source) == (text, marks)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a <br> b", 'Unsupported start tag "br" at byte offset 2'),
        ("é <p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("1 </", "Unexpected end tag at byte offset 2"),
        ("<i>a</i", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_faulty_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("*a*", "a", [mark("bold", 0, 1)]),
        ("_a_ __b__", "a b", [mark("italic", 0, 1), mark("underline", 2, 1)]),
        ("~a~ ||b||", "a b", [mark("strikethrough", 0, 1), mark("spoiler", 2, 1)]),
        ("*a _b_*", "a b", [mark("bold", 0, 3), mark("italic", 2, 1)]),
        ("`a.b`", "a.b", [mark("code", 0, 3)]),
        ("```py\nx = 1```", "x = 1", [mark("pre", 0, 5, language="py")]),
        ("[a](http://b.id/c\\))", "a", [mark("text_link", 0, 1, url="http://b.id/c)")]),
        ("![👍](tg://emoji?id=5)", "👍", [mark("custom_emoji", 0, 2, custom_emoji_id="5")]),
        (">a\n>b\nc", "a\nb\nc", [mark("blockquote", 0, 4)]),
        (">*a*\n>b||\nc", "a\nb\nc", [mark("expandable_blockquote", 0, 4), mark("bold", 0, 1)]),
        ("[a\\.id]", "a.id", [mark("text_link", 0, 4, url="http://a.id/")]),
        ("[a\\.id]()", "a.id", []),
        ("```x```", "x", [mark("pre", 0, 1)]),
        ("KDS\\-1\\.", "KDS-1.", []),
    ],
)
def test_markdown_v2_becomes_text_and_entities(source: str, text: str, marks: list[Any]) -> None:
    assert parse_markdown_v2(source) == (text, marks)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("KDS-1", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("é *a", "Can't find end of Bold entity at byte offset 3"),
        ("*a _b*_", "Can't find end of Italic entity at byte offset 6"),
        (">*a\n>b\nc*", "Can't find end of Bold entity at byte offset 1"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
        ("![👍](tg://nothing)", "Invalid tg://emoji or tg://time URL specified"),
        ("```py x", "Can't find end of PreCode entity at byte offset 0"),
        ("`a", "Can't find end of Code entity at byte offset 0"),
        ("[a", "Can't find end of TextUrl entity at byte offset 0"),
    ],
)
def test_faulty_markdown_v2_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_markdown_v2(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "marks"),
    [
        ("*a* _b_ `c`", "a b c", [mark("bold", 0, 1), mark("italic", 2, 1), mark("code", 4, 1)]),
        ("```x```", "x", [mark("pre", 0, 1)]),
        ("[a](http://b.id/)", "a", [mark("text_link", 0, 1, url="http://b.id/")]),
        ("a\\_b. - !", "a_b. - !", []),
    ],
)
def test_the_old_markdown_still_works(source: str, text: str, marks: list[Any]) -> None:
    assert parse_markdown(source) == (text, marks)


def test_the_old_markdown_refuses_an_open_end() -> None:
    with pytest.raises(Refused, match="Can't find end of the entity starting at byte offset 1"):
        parse_markdown("a_b")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/lapor jalan", [("bot_command", "/lapor")]),
        ("ya /lapor@pendopo_bot", [("bot_command", "/lapor@pendopo_bot")]),
        ("km/jam dan 24/7", []),
        ("halo @siti_kudus!", [("mention", "@siti_kudus")]),
        ("lihat https://kuduskab.go.id/a?b=1.", [("url", "https://kuduskab.go.id/a?b=1")]),
        ("#banjir dan #1", [("hashtag", "#banjir")]),
        ("surat ke ppid@kuduskab.go.id", [("email", "ppid@kuduskab.go.id")]),
    ],
)
def test_telegram_marks_some_things_by_itself(text: str, kinds: list[tuple[str, str]]) -> None:
    found = [(m["type"], text[m["offset"] : m["offset"] + m["length"]]) for m in automatic(text)]
    assert found == kinds


def test_nothing_is_marked_inside_code() -> None:
    assert worded("<code>/lapor</code>", "HTML", None) == ("/lapor", [mark("code", 0, 6)])


def test_blanks_around_a_text_are_cut_and_entities_follow() -> None:
    assert worded("  <b>a </b> \n", "HTML", None) == ("a", [mark("bold", 0, 1)])


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        worded("a", "rst", None)
