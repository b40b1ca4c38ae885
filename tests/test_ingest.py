"""Taking in files: what is kept, what is dropped at the door, and which bytes were read."""

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.coding.problems import WaveError
from pipeline.coding.source import source_of
from pipeline.ingest import Ingested, ingest_export, ingest_universe
from pipeline.places import DataRoot
from pipeline.readers.export import ExportError
from pipeline.schemas.raw import raw_columns, raw_responses, raw_universe
from pipeline.survey.survey import Definition
from tests.coding.small_survey import DAYS, define, survey_yaml

KEY = b"k" * 32
QUESTIONS = "questions: [{id: q, text: Q, column: q, options: [{id: yes, code: 1, text: Ja}]}]"
HEAD = "RESPID;epost;q;tid"
FILES = f"waves:\n  2024: {{{DAYS}, export: {{files: [export.csv]}}, universe: {{files: [register.csv]}}}}\n"
SURVEY = """
respondent: {key: respid}
identifiers: {epost: e-postadresse}
ignore: {tid: not used}
"""
UNIVERSE = """
universe: {columns: {k: Kjønn}, counts: {n: Antall}, population: n, total_row: {Kjønn: Sum}}
demographics: [{id: k, text: K, variable: q}]
"""


@pytest.fixture
def root(tmp_path: Path) -> DataRoot:
    (tmp_path / "raw" / "prove" / "2024").mkdir(parents=True)
    return DataRoot(tmp_path)


def definition(root: DataRoot) -> Definition:
    return define(root.surveys, QUESTIONS, survey_yaml(SURVEY + UNIVERSE, FILES))


def put(root: DataRoot, text: str, name: str = "export.csv") -> Path:
    path = root.raw("prove", "2024") / name
    path.write_text(text, "utf-8")
    return path


def taken(root: DataRoot, *rows: str) -> Ingested:
    put(root, "\n".join([HEAD, *rows, ""]))
    return ingest_export(definition(root), root, "2024", KEY)


def test_ids_become_pseudonyms_and_personal_columns_are_gone(root: DataRoot) -> None:
    made = taken(root, "0301;ola@example.org;1;x", "301;kari@example.org;1;y", "NA;;1;", " 0301 ;;;")
    raw_responses(2).validate(made.rows)
    raw_columns().validate(made.columns)
    assert made.rows.columns.tolist() == ["wave", "source_row", "respondent_key", "v0003", "v0004"]
    assert made.rows["respondent_key"].nunique() == 3  # 0301 is not 301, and NA is an id
    assert not {"0301", "ola@example.org"} & set(made.rows.astype(str).to_numpy().ravel())
    uses = made.columns.set_index("source_id")
    assert uses["use"].tolist() == ["respondent", "identifier", "answer", "ignored"]
    assert uses.loc["epost", "reason"] == "e-postadresse"
    assert uses["is_kept"].tolist() == [False, False, True, True]


def test_the_same_id_is_the_same_person_in_every_wave_and_no_other_survey(root: DataRoot) -> None:
    rows = taken(root, "7;;1;", "8;;1;").rows
    again = taken(root, "8;;1;", "7;;;").rows
    assert rows["respondent_key"].tolist() == again["respondent_key"].tolist()[::-1]
    other = ingest_export(definition(root), root, "2024", b"x" * 32).rows
    assert not set(other["respondent_key"]) & set(rows["respondent_key"])


def test_blank_ids_stop_the_wave(root: DataRoot) -> None:
    with pytest.raises(
        WaveError, match=r"respondent\.key respid: 2 rows have a blank id, the first is row 2"
    ):
        taken(root, "1;;1;", " ;;1;", ";;1;")


def test_one_person_with_two_ids_is_noted_without_an_address(root: DataRoot) -> None:
    made = taken(root, "1;Ola@example.org;1;", "2;ola@example.org;1;", "3;;1;", "4;;1;")
    (note,) = [n for n in made.notes if "e-mail" in n]
    assert "column epost: 2 rows share an e-mail address with another row" in note
    assert "ola" not in note.lower()


def test_the_hash_is_of_the_bytes_that_were_read(root: DataRoot) -> None:
    path = put(root, f"{HEAD}\n1;;1;\n")
    made = ingest_export(definition(root), root, "2024", KEY)
    assert made.inputs == {"export.csv": hashlib.sha256(path.read_bytes()).hexdigest()}


def test_a_missing_file_names_what_is_there(root: DataRoot) -> None:
    put(root, "x", "eksport.csv")
    with pytest.raises(
        ExportError, match=r"export.csv is not in .*; there is eksport.csv. Put the file there, or"
    ):
        ingest_export(definition(root), root, "2024", KEY)


def test_a_file_outside_of_the_folder_is_not_opened(root: DataRoot) -> None:
    secret = root.path / "secret.csv"
    secret.write_text(f"{HEAD}\n1;;1;\n", "utf-8")
    (root.raw("prove", "2024") / "export.csv").symlink_to(secret)
    with pytest.raises(ExportError):
        ingest_export(definition(root), root, "2024", KEY)
    climbing = FILES.replace("export.csv", "../../../secret.csv")
    with pytest.raises(ExportError, match="leads out of the folder"):
        ingest_export(
            define(root.surveys, QUESTIONS, survey_yaml(SURVEY + UNIVERSE, climbing)), root, "2024", KEY
        )


def test_what_the_reader_knew_of_a_column_comes_back_from_raw(root: DataRoot) -> None:
    made = taken(root, "1;;1;")
    columns = made.columns.assign(
        labels=[json.dumps({"1": "Ja æ"})] * 4, missing="[[-9.0, 0.0], [99.0, 99.0]]", block="b", option="o"
    )
    source = source_of(columns, made.rows)
    assert [c.id for c in source.columns] == ["q", "tid"]
    assert source.names == ("v0003", "v0004")
    assert source.format == "csv"
    column = source.columns[0]
    assert (column.labels, column.block, column.option) == ({"1": "Ja æ"}, "b", "o")
    assert [(m.low, m.high) for m in column.missing] == [(-9.0, 0.0), (99.0, 99.0)]


def test_the_register_is_taken_in_as_text_with_its_total_marked(root: DataRoot) -> None:
    put(root, "Kjønn;Antall\nJa;1 000\nNei;0005\nSum;1005\n", "register.csv")
    declared = definition(root)
    made = ingest_universe(declared, root, "2024")
    assert declared.survey.universe is not None
    raw_universe(declared.survey.universe).validate(made.rows)
    assert made.rows["group_k"].tolist() == ["Ja", "Nei", "Sum"]
    assert made.rows["n_n"].tolist() == ["1 000", "0005", "1005"]
    assert made.rows["is_total"].tolist() == [False, False, True]


def test_a_survey_without_a_key_numbers_its_rows(root: DataRoot) -> None:
    plain = define(root.surveys, QUESTIONS, survey_yaml("ignore: {tid: x}\n"))
    put(root, "q;tid\n1;a\n1;b\n")
    made = ingest_export(plain, root, "2024", KEY)
    assert made.rows["respondent_key"].nunique() == 2
    assert isinstance(made.rows, pd.DataFrame)
