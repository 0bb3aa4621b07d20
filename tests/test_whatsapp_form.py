"""How our lines look on WhatsApp: marks, cut where a reader pauses, three buttons or a list, and nothing too long."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import Attached, Outgoing, Refused
from bot.channels.whatsapp_files import media_type, sent_as
from bot.channels.whatsapp_form import bodies, unique
from bot.channels.whatsapp_text import marked, parts, shortened, size
from bot.sandbox.files import PIXEL
from bot.speech import Button
from routing.pieces import FileKind

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>KDS-1</b> &amp; <i>baik</i>", "*KDS-1* & _baik_"),
        ("<code>AB-12</code>", "`AB-12`"),
        ("<b>satu\n dua </b>tiga", "*satu*\n *dua* tiga"),
        ("<b></b>kosong", "kosong"),
        ('lihat <a href="https://osm.org/?a=1&amp;b=2">peta</a>', "lihat peta: https://osm.org/?a=1&b=2"),
        ("*tebal* palsu", "∗tebal∗ palsu"),
        ("_miring_ ~coret~ `kode`", "ˍmiringˍ ∼coret∼ ˋkodeˋ"),
        ("<b>bintang * di *dalam*</b>", "*bintang * di ∗dalam∗*"),
        ("surat a_b@kudus.go.id, 2 * 3 = 6", "surat a_b@kudus.go.id, 2 * 3 = 6"),
        ("harga 5 &lt; 6", "harga 5 < 6"),
    ],
)
def test_our_markup_becomes_theirs_and_nobodys_words_do(html: str, shown: str) -> None:
    assert marked(html) == shown


def test_a_long_text_is_cut_between_sentences_and_nothing_is_lost() -> None:
    told = " ".join(f"Kalimat nomor {n} selesai." for n in range(600))
    found = parts(told)
    assert " ".join(found) == told
    assert all(size(each) <= 4096 for each in found)
    assert all(each.endswith(".") for each in found)


@given(st.text(max_size=3000), st.integers(10, 500))
def test_whatever_is_written_every_part_fits_and_no_sign_is_lost(text: str, most: int) -> None:
    found = parts(text, most)
    assert all(size(each) <= most for each in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=10))
def test_titles_fit_and_no_two_are_alike(labels: list[str]) -> None:
    found = unique(labels, 20)
    assert len(set(found)) == len(labels)
    assert all(size(each) <= 20 for each in found)


@pytest.mark.parametrize(
    ("label", "short"),
    [("✅ Kirim", "✅ Kirim"), ("Lampu jalan mati di desa saya", "Lampu jalan mati di…"), ("x" * 40, "x" * 19 + "…")],
)
def test_a_title_is_cut_at_a_word(label: str, short: str) -> None:
    assert shortened(label, 20) == short


def choices(count: int, text: str = "Pilihan {n}") -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(text.format(n=n), f"topic:1:{n}"),) for n in range(count))


def interactive(**given: Any) -> list[dict[str, Any]]:
    message = Outgoing(chat="1", sheet="Pilih", **{"html": "Halo", **given})
    return [dict(body) if kind == "interactive" else {"type": kind, **body} for kind, body in bodies(message)]


def test_three_choices_are_buttons() -> None:
    [shown] = interactive(buttons=choices(3))
    assert [each["reply"]["id"] for each in shown["action"]["buttons"]] == ["topic:1:0", "topic:1:1", "topic:1:2"]


def test_four_are_a_list_and_what_a_title_can_not_hold_stands_beneath_it() -> None:
    [shown] = interactive(buttons=choices(4, "Penerangan jalan umum dan taman {n}"))
    [section] = shown["action"]["sections"]
    assert (shown["type"], shown["action"]["button"]) == ("list", "Pilih")
    told = "Penerangan jalan umum dan taman 1"
    assert section["rows"][1] == {"id": "topic:1:1", "title": "Penerangan jalan umum… 2", "description": told}


def test_the_eleventh_row_stands_on_a_second_page() -> None:
    first, second = interactive(buttons=choices(13))
    rows = [len(each["action"]["sections"][0]["rows"]) for each in (first, second)]
    assert (rows, second["body"]["text"]) == ([10, 3], "Pilih (2/2)")


def test_a_long_text_goes_ahead_of_its_buttons() -> None:
    told = " ".join(f"Kalimat {n} selesai." for n in range(500))
    *before, last = interactive(html=told, buttons=choices(2))
    assert all(each["type"] == "text" for each in before)
    assert size(last["body"]["text"]) <= 1024
    assert " ".join([*(each["body"] for each in before), last["body"]["text"]]) == told


def test_a_single_link_becomes_a_button_that_opens_it() -> None:
    [shown] = interactive(html='Peta desa.\n<a href="https://osm.org/1">Buka peta lokasinya</a>')
    assert shown["action"]["parameters"] == {"display_text": "Buka peta lokasinya", "url": "https://osm.org/1"}


def test_where_it_is_can_be_sent_by_a_button() -> None:
    question, asked = interactive(buttons=choices(2), place="Atau kirim lokasi Anda")
    assert question["type"] == "button"
    assert (asked["type"], asked["action"]) == ("location_request_message", {"name": "send_location"})


@pytest.mark.parametrize(
    ("kind", "content", "name", "sent"),
    [
        ("photo", b"\xff\xd8\xff\xe0", "foto.jpg", ("image", "image/jpeg")),
        ("photo", PIXEL, "foto.png", ("image", "image/png")),
        ("voice", b"OggS0000", "suara.ogg", ("audio", "audio/ogg")),
        ("video", b"0000ftypisom", "video", ("video", "video/mp4")),
        ("document", b"%PDF-1.7", "surat", ("document", "application/pdf")),
        ("document", PIXEL, "surat.pdf", ("image", "image/png")),
        ("document", b"a;b", "daftar.csv", ("document", "text/plain")),
        ("document", b"PK\x03\x04", "surat.docx", ("document", DOCX)),
    ],
)
def test_a_file_goes_as_what_it_is(kind: FileKind, content: bytes, name: str, sent: tuple[str, str]) -> None:
    file = Attached(kind, content, name)
    assert (sent_as(file), media_type(file)) == (sent, sent[1])


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("photo", b"RIFF0000WEBP", "foto.webp"),
        ("photo", b"\xff\xd8\xff" + b"0" * (5 * 1024 * 1024), "foto.jpg"),
        ("video", b"\x1aE\xdf\xa3", "video.webm"),
        ("document", b"?", "surat"),
    ],
)
def test_what_whatsapp_does_not_take_is_refused_before_it_is_sent(kind: FileKind, content: bytes, name: str) -> None:
    with pytest.raises(Refused) as caught:
        sent_as(Attached(kind, content, name))
    assert caught.value.reason == "refused"
