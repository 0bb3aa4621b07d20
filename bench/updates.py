"""Updates as Telegram sends them, as bytes: what both sides of a comparison are fed."""

import json
from collections.abc import Iterator

DATE = 1_795_485_600

FIRST = 100_000
"""The first person's id."""

WARM = 64
"""People fed to every side before the clock starts: libraries build much of themselves at the first use."""

STORIES = (
    "jalan berlubang di depan Pasar Bitingan, kemarin ada yang jatuh",
    "min tlg lampu pju dpn balai desa getas pejaten wis 3 minggu mati, peteng banget",
    "sampah menumpuk di TPS dekat Pasar Kliwon sudah seminggu tidak diangkut, bau sekali",
    "selokan mampet di Jalan Sunan Kudus, kalau hujan airnya masuk rumah",
    "air PDAM keruh dan mati terus di Desa Gondangmanis, tolong dicek",
    "banyu kali munggah nang Desa Setrokalangan, dalane wis kleleb",
    "parkir liar di depan Alun-alun Simpang Tujuh bikin macet tiap sore",
    "KTP saya belum jadi sudah dua bulan, tiap ke kantor disuruh balik lagi",
)


def complaint(number: int, person: int) -> bytes:
    """A citizen's first words."""
    story = STORIES[number % len(STORIES)]
    return json.dumps({"update_id": number, "message": _message(number, person, story)}).encode()


def press(number: int, person: int, data: str) -> bytes:
    """A button under the bot's message."""
    query = {
        "id": str(number),
        "from": _user(person),
        "chat_instance": "1",
        "data": data,
        "message": {**_message(number, person, "Jalan rusak …" * 20), "from": {**_user(7), "is_bot": True}},
    }
    return json.dumps({"update_id": number, "callback_query": query}).encode()


def conversations(people: int, first: int = FIRST) -> Iterator[bytes]:
    """Everybody tells a complaint, then everybody sends it: two steps each, many talks under way at once.

    `first` is the first person's id; updates are numbered after it.
    """
    for person in range(people):
        yield complaint(2 * first + person, first + person)
    for person in range(people):
        yield press(2 * first + people + person, first + person, "send:1:")


def _user(person: int) -> dict[str, object]:
    return {"id": person, "is_bot": False, "first_name": f"Warga {person}", "language_code": "id"}


def _message(number: int, person: int, text: str) -> dict[str, object]:
    chat = {"id": person, "type": "private", "first_name": f"Warga {person}"}
    return {"message_id": number, "date": DATE, "chat": chat, "from": _user(person), "text": text}
