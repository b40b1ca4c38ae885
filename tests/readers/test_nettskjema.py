"""Nettskjema: two CSV dialects, codes with dots, and the codebook's JSON."""

import json
from pathlib import Path

import pytest

from pipeline.readers import nettskjema
from pipeline.readers.export import ExportError
from pipeline.readers.options import ReadOptions
from tests.readers.columns import as_dict, block, described, write

OPTIONS = ReadOptions(format="nettskjema")
NAMES = [
    *("$submission_id", "$created", "kommentar", "enig", "leser.avis", "leser.bok", "trivsel.lonn"),
    *("trivsel.leder", "hvem.1.IT", "hvem.1.leder", "timer", "$answer_time_ms"),
]
ROWS = [
    ["27685292", "2026-06-01T20:57:15+02:00", "så; bra", "-1", "1", "0", "1", "2", "0", "1", "4.5", "74630"],
    ["27685302", "2026-06-01T20:58:33+02:00", "", "1", "0", "0", "", "2", "0", "0", "77.0", "71313"],
]


ELEMENTS = json.loads((Path(__file__).parent / "nettskjema" / "elements.json").read_text("utf-8"))


def data(folder, delimiter=";", quote='"', header=NAMES):
    lines = [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in (header, *ROWS)]
    return write(folder / "data.csv", "\n".join(lines) + "\n")


def codebook(folder, elements=ELEMENTS):
    return write(folder / "elements.json", json.dumps(elements, ensure_ascii=False))


def test_columns_are_described_by_the_codebook(tmp_path):
    export = nettskjema.read([codebook(tmp_path), data(tmp_path)], OPTIONS)
    assert [column.id for column in export.columns] == NAMES
    assert described(export, "enig").labels == {"1": "Ja", "-1": "Nei"}
    assert described(export, "leser.bok").label == "Leser - Bok"
    assert described(export, "trivsel.lonn").labels == {"1": "God", "2": "Dårlig"}
    assert described(export, "hvem.1.leder").label == "Hvem - hjalp deg - Leder"
    assert export.notes == ()


def test_unticked_is_zero_and_not_answered_is_missing(tmp_path):
    export = nettskjema.read([data(tmp_path), codebook(tmp_path)], OPTIONS)
    assert block(export, "leser").to_dict("list") == {"avis": ["1", "0"], "bok": ["0", "0"]}
    cells = as_dict(export)
    assert cells["trivsel.lonn"] == ["1", None]
    assert cells["timer"] == ["4.5", "77.0"]


def test_the_comma_dialect_is_the_same(tmp_path):
    (tmp_path / "tsd").mkdir()
    semicolon = nettskjema.read([data(tmp_path)], OPTIONS)
    comma = nettskjema.read([data(tmp_path / "tsd", delimiter=",", quote="")], OPTIONS)
    assert as_dict(comma) == as_dict(semicolon)


def test_without_a_codebook_parts_are_told_from_the_codes(tmp_path):
    alone = nettskjema.read([data(tmp_path)], OPTIONS)
    both = nettskjema.read([data(tmp_path), codebook(tmp_path)], OPTIONS)
    assert [(c.id, c.block, c.option) for c in alone.columns] == [
        (c.id, c.block, c.option) for c in both.columns
    ]
    assert any("No codebook" in note for note in alone.notes)


def test_a_codebook_of_another_form_is_refused(tmp_path):
    other = [*ELEMENTS, {"elementType": "QUESTION", "text": "Ny", "externalElementId": "ny"}]
    with pytest.raises(ExportError, match=r"1 columns of the codebook are not in the data \(first: 'ny'\)"):
        nettskjema.read([data(tmp_path), codebook(tmp_path, other)], OPTIONS)


def test_columns_that_the_codebook_does_not_know_are_noted(tmp_path):
    export = nettskjema.read([data(tmp_path), codebook(tmp_path, ELEMENTS[:-1])], OPTIONS)
    assert any("'timer'" in note for note in export.notes)


def test_question_texts_for_headers_are_noted(tmp_path):
    export = nettskjema.read(
        [write(tmp_path / "a.csv", '"$submission_id";"Er du enig?"\n"1";"Ja"\n')], OPTIONS
    )
    assert any("activate the form's codebook" in note for note in export.notes)
    assert described(export, "Er du enig?").block == ""


@pytest.mark.parametrize("content", ["[1, 2]", '{"a": 1}', "[{"])
def test_a_broken_codebook_is_refused(tmp_path, content):
    with pytest.raises(ExportError, match=r"elements\.json"):
        nettskjema.read([data(tmp_path), write(tmp_path / "elements.json", content)], OPTIONS)


@pytest.mark.parametrize("repeated", ["enig", "Enig", "enig "])
def test_repeated_columns_are_refused(tmp_path, repeated):
    header = [repeated if name == "kommentar" else name for name in NAMES]
    with pytest.raises(ExportError, match="columns 3, 4"):
        nettskjema.read([data(tmp_path, header=header)], OPTIONS)


def test_recognition():
    assert nettskjema.looks_like([NAMES])
    assert not nettskjema.looks_like([["id", "enig"]])
