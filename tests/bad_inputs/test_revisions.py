"""Bad input 6: the same name, other content. What changed is told, and blocks unless it only adds."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.bad_inputs.tiny_survey import HEADER, NAME, TinySurvey, changed, csv_text, digests, rows

REPORT, EXPORT = "reports/prove/2026/trivsel/manifest.json", "    export: {files: [svar.csv]}\n"
PARTIAL = 29
"""The row of one who broke off."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TinySurvey:
    """The survey with a report on its thirty rows."""
    survey = TinySurvey(tmp_path_factory.mktemp("made"))
    said = survey.said_by("run", NAME)
    assert said.code == 0, said.errors
    assert "the export is revision" not in said.notes
    assert told(survey) == ([], "")
    return survey


@pytest.fixture
def done(made: TinySurvey, tmp_path: Path) -> Iterator[TinySurvey]:
    """A copy of it, with its key."""
    survey = TinySurvey(tmp_path)
    shutil.copytree(made.root.path, survey.root.path, dirs_exist_ok=True)
    survey.keys = made.keys
    return survey


def outputs(survey: TinySurvey) -> dict[str, str]:
    return digests(survey.root.warehouse) | digests(survey.root.reports)


def revisions(survey: TinySurvey) -> pd.DataFrame:
    return pd.read_parquet(survey.root.warehouse / NAME / "raw_revisions/2026.parquet")


def told(survey: TinySurvey) -> tuple[list[dict[str, str]], str]:
    """The revisions in the report's manifest, and the paragraph on them in its method chapter."""
    manifest = survey.root.path / REPORT
    page = (manifest.parent / "trivsel-2026.html").read_text("utf-8")
    paragraphs = [text for text in re.findall('<p class="text">(.*?)</p>', page) if "Datafilen er" in text]
    return json.loads(manifest.read_text("utf-8"))["revisions"], " ".join(paragraphs)


def body_with(cells: dict[tuple[int, str], str]) -> list[list[str]]:
    """The good rows with some cells changed; rows are counted from 1."""
    body = rows()
    for (row, column), value in cells.items():
        body[row - 1][HEADER.index(column)] = value
    return body


def test_06_an_export_that_changes_answers_is_blocked_until_approved(done: TinySurvey) -> None:
    body = changed(2, "enig", "1")
    body[6][HEADER.index("timer")] = ""
    body[7][HEADER.index("enig")] = "1"
    body[8][HEADER.index("merknad")] = "en annen tekst"
    del body[10:12]
    done.write(csv_text(body=[*body, *([["ny-1", *rows()[0][1:]]])]))
    before = outputs(done)
    found = "2 respondents gone, 1 new, 2 with other answers (enig 2), 1 with another text"
    sha256 = digests(done.raw)["svar.csv"]
    lines = f'      2026:\n        revisions:\n          - sha256: "{sha256}"\n            approved_by: '
    said = done.refusal("does more than add to it", found, lines)
    ran = done.said_by("run", NAME)
    assert (ran.code, ran.errors) == (1, said)
    assert outputs(done) == before  # tables and reports, byte for byte

    log = re.sub("(?m)^ {4}", "", said[said.index("        revisions:") :])
    log = log.replace("who holds it to be right", "Kari").replace(
        "what changed, and why", "dubletter fjernet"
    )
    done.redefine(EXPORT, EXPORT + log.rstrip() + "\n")
    done.notes(
        f"the export is revision 2, approved by Kari (dubletter fjernet): {found}", "29 respondents in all"
    )
    ran = done.said_by("run", NAME)
    assert ran.code == 0, ran.errors
    assert f"note: the export is revision 2, approved by Kari (dubletter fjernet): {found}" in ran.notes
    table = revisions(done)
    assert table["basis"].tolist() == ["first", "approved"]
    assert table[["respondents_n", "gone_n", "new_n", "people_n", "texts_n"]].to_numpy().tolist() == [
        [30, 0, 0, 0, 0],
        [29, 2, 1, 2, 1],
    ]
    entry = {"revision": "2", "basis": "approved", "approved_by": "Kari", "reason": "dubletter fjernet"}
    replaced = "Datafilen er erstattet 1\u00a0gang etter at tallene først ble laget."
    assert told(done) == ([entry], f"{replaced} Godkjent av Kari: «dubletter fjernet».")
    assert "up to date" in done.said_by("run", NAME).notes

    done.write(csv_text())  # and back again: as much of a change
    done.refusal("(revision 2)", "1 respondent gone, 2 new, 2 with other answers")


def test_06_an_export_that_only_adds_is_taken_in(done: TinySurvey) -> None:
    """New rows, in any order; and who had broken off goes on."""
    going_on = body_with({(PARTIAL, "status"): "1", (PARTIAL, "reise_3"): "1"})
    assert rows()[PARTIAL - 1][HEADER.index("reise_3")] != going_on[PARTIAL - 1][HEADER.index("reise_3")]
    added = [[f"ny-{i}", *rows()[i][1:]] for i in range(12)]
    done.write(csv_text(body=[*added, *going_on[::-1]]))
    ran = done.said_by("run", NAME)
    assert ran.code == 0, ran.errors
    words = "the export is revision 2: 0 respondents gone, 12 new, no answer changed"
    assert f"{words}, 1 who had answered in part with more answers; 42 respondents in all\n" in ran.notes
    assert revisions(done)["basis"].tolist() == ["first", "additive"]
    entry = {"revision": "2", "basis": "additive", "approved_by": "", "reason": ""}
    assert told(done)[0] == [entry]
    assert told(done)[1].endswith("først ble laget. 1 av gangene kom det bare til svar.")
    done.write(csv_text(body=[*added, *going_on[::-1], ["ny", *rows()[1][1:]]]))
    done.notes("0 respondents gone, 1 new", "two reports that differ by so few may tell what they answered")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({(1, "status"): "2"}, "1 with other answers (status 1)"),
        ({(1, "status"): "0"}, "1 respondent gone"),
        ({(PARTIAL, "enig"): "3"}, "1 with other answers (enig 1)"),
        ({(1, "reise_2"): "1", (1, "reise_1"): "0"}, "1 with other answers (reise 1)"),
        ({(1, "id"): "annen"}, "1 respondent gone, 1 new"),
    ],
)
def test_06_what_blocks(done: TinySurvey, cells: dict[tuple[int, str], str], told: str) -> None:
    done.write(csv_text(body=body_with(cells)))
    done.refusal("does more than add to it", told)


def test_06_the_same_answers_in_other_clothes_are_the_same(done: TinySurvey) -> None:
    order = [*range(5, 12), *range(5)]
    body = [[row[i] if i != 4 else f"{row[i]}.0" for i in order] for row in rows()]
    done.write(csv_text([HEADER[i] for i in order], body, delimiter=",", line_end="\n"))
    done.redefine("export: {files: [svar.csv]}", 'export: {files: [svar.csv], read: {delimiter: ","}}')
    done.notes("the export is revision 2: 0 respondents gone, 0 new, no answer changed; 30 respondents")


def test_06_an_export_that_core_refused_is_not_compared_with(tmp_path: Path) -> None:
    survey = TinySurvey(tmp_path)
    survey.write(csv_text(body=changed(7, "enig", "4")))
    assert survey.said_by("run", NAME).code == 1
    assert "the export is revision" not in survey.notes_of_run(csv_text())
    survey.write(csv_text(body=changed(7, "enig", "4")))
    survey.refusal("(enig 1)", "column enig")
    survey.write(csv_text(body=[*rows(), ["ny", "1", "", "1", "4", *rows()[0][5:]]]))
    assert survey.said_by("run", NAME).code == 1  # only adds, but an answer is unknown
    survey.write(csv_text(body=[*rows(), ["ny", "1", "", "1", "3", *rows()[0][5:]]]))
    survey.notes("revision 2: 0 respondents gone, 1 new, no answer changed")
    survey.write(csv_text())
    assert "revision" not in survey.notes()


@pytest.mark.parametrize("table", ["raw_marks", "raw_revisions"])
@pytest.mark.parametrize("damage", ["lost", "changed"])
def test_06_without_what_was_kept_there_is_nothing_to_compare_with(
    done: TinySurvey, table: str, damage: str
) -> None:
    path = done.root.warehouse / NAME / table / "2026.parquet"
    if damage == "lost":
        shutil.rmtree(path.parent)
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    ran = done.notes_of_run(csv_text(body=changed(2, "enig", "1")))
    assert "note: nothing is kept of the export that the wave was made from before" in ran
    assert "nothing is kept" not in done.notes()


def test_06_another_key_can_compare_nothing(done: TinySurvey, tmp_path: Path) -> None:
    done.keys = tmp_path / "other"
    done.write(csv_text(body=[*rows(), ["ny", *rows()[0][1:]]]))
    done.refusal("it has 31 respondents", "pseudonyms are made with another key, or from another column")


def test_06_without_respondent_ids_rows_are_found_by_what_they_hold(tmp_path: Path) -> None:
    survey = TinySurvey(tmp_path)
    survey.redefine("respondent: {key: id, status", "ignore: {id: not used}\nrespondent: {status")
    body = [*rows(), rows()[0], rows()[0]]
    survey.notes_of_run(csv_text(body=body))
    survey.write(csv_text(body=[*body[::-1], rows()[0]]))
    survey.notes("revision 2: 0 respondents gone, 1 new, no answer changed")
    survey.write(csv_text(body=body[:-1]))
    survey.refusal("1 respondent gone, 0 new")
    body[1][HEADER.index("enig")] = "1"
    survey.write(csv_text(body=body))
    survey.refusal("1 respondent gone, 1 new")


def test_06_without_a_status_nobody_is_known_to_be_done(tmp_path: Path) -> None:
    survey = TinySurvey(tmp_path)
    survey.redefine(
        "status: {column: status, complete: [1], partial: [2], invited: [0]}", "test_rows: {status: [9]}"
    )
    survey.notes_of_run(csv_text(body=body_with({(2, "dato"): ""})))
    survey.write(csv_text())
    survey.notes("revision 2: 0 respondents gone, 0 new, no answer changed, 1 who had answered in part")
    survey.write(csv_text(body=body_with({(2, "dato"): "", (3, "dato"): ""})))
    survey.refusal("1 with other answers (dato 1)")


def test_06_marks_tell_nothing_without_the_key(done: TinySurvey) -> None:
    """Equal answers have unequal marks, of one respondent, of all, and in two exports."""

    def marks() -> pd.Series:
        return pd.read_parquet(done.root.warehouse / NAME / "raw_marks/2026.parquet")["marks"]

    first = marks()
    cells = first.map(lambda row: [row[i : i + 8] for i in range(0, len(row), 8)]).explode()
    assert len(cells) == 30 * 9
    assert cells.is_unique
    done.notes_of_run(csv_text(body=[*rows(), ["ny", *rows()[0][1:]]]))
    done.notes_of_run(csv_text(body=[*rows(), ["ny", *rows()[0][1:]]]), "--force")
    assert len(marks()) == 31  # those of the export before are gone
    assert not set(marks()) & set(first)


def test_06_a_change_log_that_cannot_be(survey: TinySurvey) -> None:
    entry = "    revisions:\n      - {sha256: abc, approved_by: Kari, reason: x}\n"
    survey.redefine(EXPORT, EXPORT + entry)
    said = survey.check()
    assert said.code == 2
    assert "the first 12 digits of a SHA-256 or more" in said.errors
    twice = entry.replace("abc", '"0123456789abcdef"')
    survey.redefine(entry, twice + twice.split("\n", 1)[1])
    assert "sha256" in survey.check().errors
