"""Experience: labelled rows move the route, few rows do no harm, and a model's file is plain and checked."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from routing.assign import choose
from routing.catalogue import load
from routing.classify import by_office, classify, likelihoods, read
from routing.learned import BadModel, Example, Learned, learn
from routing.learned import load as load_model
from routing.trained import trained

CATALOGUE = load()
MADE = trained(CATALOGUE)
CORRECTED = [
    Example(f"pompa taman {place} mati, {what}", "DISDAG")
    for place in ("kota", "desa", "pasar", "lama")
    for what in ("tolong diperbaiki", "wis suwe", "gelap")
]


def believe(text: str) -> dict[str, float]:
    return by_office(likelihoods(read(text, MADE), MADE), MADE)


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(CORRECTED, tuple(CATALOGUE.offices), believe)


def test_corrections_change_where_the_next_like_message_goes(learned: Learned) -> None:
    text = "pompa taman baru mati, tolong"
    assert classify(text, CATALOGUE).offices[0].office != "DISDAG"
    assert classify(text, CATALOGUE, learned).offices[0].office == "DISDAG"
    assert choose(CATALOGUE, text, learned=learned).office == "DISDAG"


def test_an_office_that_experience_alone_has_found_gets_no_topic_of_the_catalogue() -> None:
    strange = [Example(f"gapura {each.text}", "SETDA-UMUM") for each in CORRECTED[:3]]
    taught = learn(strange, tuple(CATALOGUE.offices), believe)
    choice = choose(CATALOGUE, strange[0].text, learned=taught)
    assert (choice.office, choice.topic, choice.sure, choice.options) == ("SETDA-UMUM", None, True, ())


@pytest.mark.parametrize(
    ("text", "office"),
    [("jalan rusak berlubang parah", "PUPR"), ("E-KTP belum jadi, blangko habis", "DISDUKCAPIL")],
)
def test_a_few_rows_do_no_harm_elsewhere(learned: Learned, text: str, office: str) -> None:
    assert classify(text, CATALOGUE, learned).offices[0].office == office


def test_a_model_comes_back_from_its_file_as_it_was(learned: Learned, tmp_path: Path) -> None:
    learned.save(tmp_path / "model.npz")
    again = load_model(tmp_path / "model.npz")
    assert (again.names, again.rows) == (learned.names, len(CORRECTED))
    assert again.vectoriser.columns == learned.vectoriser.columns
    text = "pompa taman mati"
    before, after = learned.offices(text, believe(text)), again.offices(text, believe(text))
    assert after == pytest.approx(before, abs=0.01)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    with pytest.raises(BadModel, match="cannot be read"):
        load_model(path)
    path.write_bytes(b"hello")
    with pytest.raises(BadModel, match="cannot be read"):
        load_model(path)
    np.savez(path, version=np.array(99))
    with pytest.raises(BadModel, match="not a model of version"):
        load_model(path)
    np.savez(path, version=np.array([{"a": 1}], dtype=object))
    with pytest.raises(BadModel):
        load_model(path)


def pendopo(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from bot.cli import main; main()", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_learns_from_a_table_and_routes_by_it(tmp_path: Path) -> None:
    rows = "\n".join(f'"{example.text}",Dinas Perdagangan' for example in CORRECTED)
    (tmp_path / "rows.csv").write_text(f"text,office\n{rows}\nhalo,Dinas Sihir\n", encoding="utf-8")
    done = pendopo("learn", "--csv", "rows.csv", "--model", "m.npz", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 name no known office" in " ".join(done.stderr.split())
    (tmp_path / "new.csv").write_text("id,text\n7,pompa taman baru mati\n8,jalan rusak di desa Gribig\n", "utf-8")
    done = pendopo("route", "--csv", "new.csv", "--json", "--model", "m.npz", folder=tmp_path)
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["office"]) == ("7", "DISDAG")
    assert set(second) == {"id", "kind", "topic", "office", "alternatives", "confidence", "place", "reasons"}
    assert (second["office"], second["kind"], second["place"]["village"]) == ("PUPR", "complaint", "Gribig")


def test_a_wrong_call_is_told_with_its_mend(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("isi\nhalo\n", encoding="utf-8")
    assert pendopo("route", folder=tmp_path).returncode == 2
    done = pendopo("route", "--csv", "rows.csv", "--json", folder=tmp_path)
    assert done.returncode == 1
    assert "has no column text, id. Its columns: isi." in " ".join(done.stderr.split())
