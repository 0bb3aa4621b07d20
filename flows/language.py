"""Which language somebody probably writes, from a few small words that only one of them has. It only offers.

Everyday Indonesian in Kudus is full of Javanese words, so Javanese is guessed only where they are the rule and
Indonesian ones the exception. The words are those that hold sentences together: names and things cross borders.
"""

import re

from msgspec.structs import replace

from flows.conversation import LANGUAGES
from flows.effects import Choice, Words
from flows.events import Said
from flows.turn import Turn

ENOUGH = 3
"""Different words of a language that make it likely."""

SMALL_WORDS = {
    "jv": """
        dalan dalane neng nang ning ngarep mburi iki niki punika menika kula kulo kawula sampun wis durung dereng ora
        mboten boten opo punapa menapa endi pundi sing ingkang wonten ono ana nggih inggih kaliyan karo lan mriki mrika
        ngriki ngrika kene kono kemawon mawon wae piye pripun kepriye saking saka seko kanggo kagem panjenengan
        sampeyan samenika sapunika saiki dinten suwe dangu akeh kathah sanget mangga monggo nyuwun tulung badhe arep
        dados dadi omah griya margi lampune banyune toya udan jawah wingi ing
    """,
    "en": """
        the is are and there my our please has have been road street water broken near this that with not for front of
        how what where when light hole it we you since nobody someone at from by was
    """,
    "id": """
        yang di ke dari dan dengan untuk tidak tak gak nggak sudah udah belum ada ini itu saya kami kita mohon tolong
        jalan depan belakang karena segera bagaimana apa kapan mana sangat sekali akan bisa harus kalau pada oleh
    """,
}

WORDS = {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}
WORD = re.compile(r"[^\W\d_]+")


def likely(text: str) -> str | None:
    """`jv` or `en` when the words are clearly of that language; None for Indonesian and for what is not clear."""
    said = set(WORD.findall(text.lower()))
    found = {language: len(said & words) for language, words in WORDS.items()}
    for language in ("jv", "en"):
        others = sum(count for other, count in found.items() if other != language)
        if found[language] >= ENOUGH and found[language] > 2 * others:
            return language
    return None


def offer_language(turn: Turn) -> None:
    """Once, and beside what she came for: her first words sound like another language than the one we speak."""
    talk = turn.talk
    if talk.flow != "complaint" or talk.language_settled or talk.language != LANGUAGES[0]:
        return
    language = likely(turn.event.text) if isinstance(turn.event, Said) else None
    if language:
        turn.talk = replace(talk, language_settled=True)
        turn.say(f"language.offer.{language}", ((Choice("language", "", language, Words(f"language.{language}")),),))
