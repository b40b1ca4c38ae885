"""Google Forms: localised timestamp, grids, joined cells that stay as they are."""

import pytest

from pipeline.readers import google_forms
from pipeline.readers.export import ExportError
from pipeline.readers.joined import split_joined
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import text_id
from tests.readers.columns import as_dict, block, by_id, write

OPTIONS = ReadOptions(format="google_forms")
EXPORT = (
    'Tidsmerke,Hva leser du?,Timer per uke,"Hvor enig? [Lønn, og tid]",Hvor enig? [Ledelse]\n'
    '06.09.2025 kl. 15.37.20,"Aviser, også på nett, Bøker","29,6",Helt enig,\n'
    '06.09.2025 kl. 16.01.02,Bøker,"1,5",,Helt uenig\n'
)


def read(tmp_path, content):
    return google_forms.read([write(tmp_path / "svar.csv", content)], OPTIONS)


def test_cells_stay_as_they_are(tmp_path):
    export = read(tmp_path, EXPORT)
    assert by_id(export, "timestamp").tolist() == ["06.09.2025 kl. 15.37.20", "06.09.2025 kl. 16.01.02"]
    assert export.frame["v0003"].tolist() == ["29,6", "1,5"]
    assert export.frame["v0002"].tolist()[0] == "Aviser, også på nett, Bøker"


def test_a_joined_cell_splits_by_the_codebooks_options(tmp_path):
    options = ["Aviser, også på nett", "Bøker", "Aviser"]
    cells = read(tmp_path, EXPORT).frame["v0002"]
    assert [split_joined(cell, options, google_forms.SEPARATOR) for cell in cells] == [
        {"Aviser, også på nett", "Bøker"},
        {"Bøker"},
    ]


def test_a_grid_is_one_block(tmp_path):
    export = read(tmp_path, EXPORT)
    grid = next(column.block for column in export.columns if column.block)
    assert grid == text_id("Hvor enig?")
    assert text_id("Hvor enig?", "Ledelse") in [column.id for column in export.columns]
    assert block(export, grid).columns.tolist() == ["Lønn, og tid", "Ledelse"]


def test_ids_hold_whatever_the_order_and_the_language_of_the_timestamp(tmp_path):
    moved = (
        'Timestamp,Hvor enig? [Ledelse],Hva  leser\u00a0du? ,"Hvor enig? [Lønn, og tid]",Timer per uke\n'
        '06.09.2025 kl. 15.37.20,,"Aviser, også på nett, Bøker",Helt enig,"29,6"\n'
        '06.09.2025 kl. 16.01.02,Helt uenig,Bøker,,"1,5"\n'
    )
    assert as_dict(read(tmp_path, moved)) == as_dict(read(tmp_path, EXPORT))


def test_equal_questions_cannot_be_bound(tmp_path):
    with pytest.raises(ExportError, match="columns 2 and 3"):
        read(tmp_path, "Tidsmerke,Enig?,Enig? \n06.09.2025 kl. 15.37.20,Ja,Nei\n")


def test_another_file_is_refused(tmp_path):
    with pytest.raises(ExportError, match="timestamp"):
        read(tmp_path, "id,Enig?\n1,Ja\n")


def test_recognition():
    assert google_forms.looks_like([["Tidsmerke", "Enig?"]])
    assert not google_forms.looks_like([["id", "Enig?"]])
