"""The pictures of a month: as wide as a phone likes, the same for the same figures, and none where there is nothing."""

from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import Image

from bot.canvas import WIDTH, Canvas
from bot.charts import MOST_OFFICES, pictures
from bot.sheets import Scribe
from bot.speech import Speech
from bot.telling import caption
from locales import languages
from routing.cases import Case, case_of
from routing.commands import PassDeadline, Reply, Solve
from routing.figures import Figures
from routing.months import Month
from routing.pieces import Spot
from routing.rules import Rules
from tests.stories import at, story
from tests.tickets import CLOCK, DRAFT, RATNA, SITI

NOVEMBER = Month(2026, 11)
MOST_CAPTION = 1024
"""Characters that Telegram takes beneath a picture."""


def cases_of(rules: Rules, offices: int) -> tuple[Case, ...]:
    """Two tickets an office: one solved in time, one that is late and waits."""
    codes = [code for code, office in rules.catalogue.offices.items() if not office.outside][:offices]
    spot = Spot("Colo", village="Colo", district="Dawe")
    found = []
    for place, code in enumerate(codes):
        draft = replace(DRAFT, office=code, spot=spot)
        answer = ("2026-11-04T10:00", RATNA, Reply("Sudah.", final=True))
        praise = ("2026-11-05T10:00", SITI, Solve())
        solved = story(rules, 2 * place + 1, "2026-11-03T09:00", answer, praise, draft=draft)
        late = story(rules, 2 * place + 2, "2026-11-03T09:00", ("2026-11-12T10:00", CLOCK, PassDeadline()), draft=draft)
        found += [case_of(solved), case_of(late)]
    return tuple(found)


def figures_of(rules: Rules, offices: int, office: str | None = None) -> Figures:
    now = at("2026-11-24T09:00", rules)
    return Figures(month=NOVEMBER, now=now, rules=rules, cases=cases_of(rules, offices), office=office)


@pytest.fixture(scope="module")
def speech(rules: Rules) -> Speech:
    return Speech(rules)


def test_a_month_is_five_pictures_as_wide_as_a_phone_likes(rules: Rules, speech: Speech) -> None:
    found = pictures(figures_of(rules, 3), Scribe(speech))
    shapes = [Image.open(BytesIO(each)).size for each in found]
    assert len(found) == 5
    assert {width for width, _ in shapes} == {WIDTH}
    assert all(700 <= height <= 2 * WIDTH for _, height in shapes)


def test_a_group_of_one_office_gets_its_own_three(rules: Rules, speech: Speech) -> None:
    assert len(pictures(figures_of(rules, 3, "PUPR"), Scribe(speech))) == 3


def test_the_same_figures_are_the_same_pictures(rules: Rules, speech: Speech) -> None:
    figures = figures_of(rules, 2)
    assert pictures(figures, Scribe(speech)) == pictures(figures, Scribe(speech))


def test_what_there_is_none_of_is_not_drawn(rules: Rules, speech: Speech) -> None:
    """Nothing ended, nothing late, no place: what came in is left, and who waits."""
    one = case_of(story(rules, 1, "2026-11-23T09:00"))
    figures = Figures(month=NOVEMBER, now=at("2026-11-24T09:00", rules), rules=rules, cases=(one,))
    assert len(pictures(figures, Scribe(speech))) == 2


@pytest.mark.parametrize("language", languages())
def test_many_offices_fit_and_the_caption_fits_in_every_language(language: str, rules: Rules, speech: Speech) -> None:
    figures = figures_of(rules, MOST_OFFICES + 8)
    heights = [Image.open(BytesIO(each)).height for each in pictures(figures, Scribe(speech, language))]
    assert max(heights) <= 2 * WIDTH
    assert len(speech.html(caption(figures, language), language)) <= MOST_CAPTION


def test_words_are_cut_where_they_would_run_out_of_the_picture() -> None:
    canvas = Canvas(100)
    long = "Dinas Pekerjaan Umum dan Penataan Ruang " * 3
    cut = canvas.fitted(long, 36, 500)
    assert cut.endswith("…")
    assert canvas.width_of(cut, 36) <= 500
    assert canvas.fitted("Dishub", 36, 500) == "Dishub"
