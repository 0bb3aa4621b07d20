"""WhatsApp's templates: within Meta's rules in every language, filled in as Meta demands, in step with the account."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import locales
from bot.graph import Account
from bot.speech import Speech
from bot.template_book import compare, push
from bot.templates import MOST_BODY, MOST_PARAMETER, fill, parameter, shapes, wordings
from flows.announcing import ANNOUNCED_BY, TEMPLATES, announced_by, says_it_all
from flows.conversation import LANGUAGES
from flows.effects import HERE, Choice, Line, OfficeName, Say, SendFiles
from routing.rules import Rules
from tests.whatsapp_client import ACCOUNT, TOKEN, business


@pytest.fixture(scope="module")
def speech(rules: Rules) -> Speech:
    return Speech(rules)


def test_there_is_one_for_each_kind_of_news_in_each_language(speech: Speech) -> None:
    made = list(wordings(speech))
    assert set(shapes()) == set(TEMPLATES)
    assert len({(each.name, each.language) for each in made}) == len(TEMPLATES) * len(LANGUAGES)
    assert {each.language for each in made} == {"id", "en"}, "Meta knows no Javanese"


def test_each_keeps_metas_rules(speech: Speech) -> None:
    for each in wordings(speech):
        room = MOST_BODY - MOST_PARAMETER - 100  # one long value, and a number or the name of an office
        assert len(each.body) <= room
        assert not re.match(r"\s*\{\{", each.body)
        assert not re.search(r"\}\}\s*$", each.body)
        assert not re.search(r"\}\}\s*\{\{", each.body)
        assert re.findall(r"\{\{(\d)\}\}", each.body) == [str(n + 1) for n in range(len(each.order))]
        assert set(each.order) == set(shapes()[each.name.split("_")[1]].parameters)  # type: ignore[index]
        assert len(each.examples) == len(each.order)
        assert len(each.footer) <= 60
        assert all(len(button) <= 25 for button in each.buttons)


@given(text=st.text())
def test_a_value_is_on_one_line_never_empty_never_long(text: str) -> None:
    made = parameter(text)
    assert 1 <= len(made) <= MOST_PARAMETER
    assert not re.search(r"[\n\r\t]| {2,}", made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_stand_in_the_order_of_the_sentence(language: str, speech: Speech) -> None:
    filled = fill("question", language, {"number": "KDS-26-00042-8", "office": OfficeName("PUPR")}, speech)
    assert set(filled.values) == {"KDS-26-00042-8", "Dinas PUPR"}
    assert filled.payloads == ("buka::",)


def test_what_is_announced_is_really_said() -> None:
    assert set(ANNOUNCED_BY) <= set(locales.read("id").forms)


def test_only_short_news_without_buttons_travels_whole() -> None:
    taken = Say("person:x", (Line("notice.taken"),), ticket="N")
    assert says_it_all(taken)
    pressable = Say("person:x", (Line("notice.taken"),), ((Choice("solved", "N"),),), ticket="N")
    assert not says_it_all(pressable)
    assert (announced_by(taken), announced_by(pressable)) == ("status", "news")
    assert not says_it_all(Say("person:x", (Line("notice.answered"),), ticket="N", answer=0))
    assert announced_by(SendFiles("person:x", (), "N")) is None, "the answer that follows announces its files"
    assert announced_by(Say(HERE, (Line("help"),))) == "reminder"


async def test_what_is_missing_is_pushed_and_what_was_changed_there_is_changed_back(speech: Speech) -> None:
    async with business() as desk:
        account = Account(desk.messenger.url, TOKEN, ACCOUNT)
        ours = list(wordings(speech))
        pages = list(compare(ours, await account.templates()))
        assert {page.standing for page in pages} == {"missing"}
        assert all(result.startswith("submitted") for _, result in await push(account, pages))
        pages = list(compare(ours, await account.templates()))
        assert {page.standing for page in pages} == {"ready"}
        known = next(iter(desk.exchange.businesses.values())).templates
        known["pendopo_answer", "id"].components[0]["text"] = "Lain sekali {{1}} dan {{2}} ini."
        known["pendopo_status", "id"].status = "PAUSED"
        pages = list(compare(ours, await account.templates()))
        assert {(page.wording.name, page.standing) for page in pages if page.standing != "ready"} == {
            ("pendopo_answer", "different"),
            ("pendopo_status", "refused"),
        }
        await push(account, pages)
        standings = {page.standing for page in compare(ours, await account.templates())}
        assert standings == {"ready", "refused"}
        await account.close()
