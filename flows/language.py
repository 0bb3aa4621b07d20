"""Which language somebody probably writes, from a few small words that only one of them has. It only offers.

Everyday Indonesian in Kudus is full of Javanese words, so Javanese is guessed only where they are the rule and
Indonesian ones the exception. The words are those that hold sentences together: names and things cross borders.
"""

import re

ENOUGH = 3
"""Different words of a language that make it likely."""

WORD = re.compile(r"[^\W\d_]+")

WORDS: dict[str, frozenset[str]] = {
    "jv": frozenset(
        "dalan dalane neng nang ning ngarep mburi iki niki punika menika kula kulo kawula sampun wis "
        "durung dereng ora mboten boten opo punapa menapa endi pundi sing ingkang wonten ono ana nggih inggih kaliyan "
        "karo lan mriki mrika ngriki ngrika kene kono kemawon mawon wae piye pripun kepriye saking saka seko kanggo "
        "kagem panjenengan sampeyan samenika sapunika saiki dinten suwe dangu akeh kathah sanget mangga monggo "
        "nyuwun tulung badhe arep dados dadi omah griya margi lampune banyune toya udan jawah wingi ing".split()
    ),
    "en": frozenset(
        "the is are and there my our please has have been road street water broken near this that with not for front "
        "of how what where when light hole it we you since nobody someone at from by was".split()
    ),
    "id": frozenset(
        "yang di ke dari dan dengan untuk tidak tak gak nggak sudah udah belum ada ini itu saya kami kita mohon tolong "
        "jalan depan belakang karena segera bagaimana apa kapan mana sangat sekali akan bisa harus kalau pada oleh".split()
    ),
}


def likely(text: str) -> str | None:
    """`jv` or `en` when the words are clearly of that language; None for Indonesian and for what is not clear."""
    said = set(WORD.findall(text.lower()))
    found = {language: len(said & words) for language, words in WORDS.items()}
    for language in ("jv", "en"):
        others = sum(count for other, count in found.items() if other != language)
        if found[language] >= ENOUGH and found[language] > 2 * others:
            return language
    return None
