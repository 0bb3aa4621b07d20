"""No sign gets in that a database would refuse, and nothing else is taken from what people say."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels import clean

TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\ud800\udfff😀"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
)


def signs(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(signs(each) for each in value.values())
    return "".join(map(signs, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


@given(JSON)
def test_cleaned_json_has_no_sign_that_a_database_refuses(value: Any) -> None:
    left = signs(clean(value))
    assert "\0" not in left
    left.encode()


@given(TEXT)
def test_cleaning_takes_nothing_else(text: str) -> None:
    assert clean(text) == "".join(sign for sign in text if sign != "\0" and not "\ud800" <= sign <= "\udfff")


@given(JSON)
def test_cleaning_twice_is_cleaning_once(value: Any) -> None:
    once = clean(value)
    assert clean(once) == once
