"""What changed between two waves: as declared, and in the files themselves."""

from pathlib import Path

import pytest

from pipeline.readers.export import MissingRange, SourceColumn
from pipeline.survey.comparing import compare_waves
from pipeline.survey.loading import load_definition
from pipeline.survey.questions import WaveBinding
from pipeline.survey.survey import Definition

SURVEY = """\
survey: prove
title: Prøve
owner: Prøve
ignore: {tid: not used}
waves:
  2022: {field_start: 2022-01-01, field_end: 2022-01-02, report_date: 2022-02-01, export: {files: [a.csv]}}
  2023: {field_start: 2023-01-01, field_end: 2023-01-02, report_date: 2023-02-01, export: {files: [b.csv]}}
  2024:
    field_start: 2024-01-01
    field_end: 2024-01-02
    report_date: 2024-02-01
    export: {files: [c.csv]}
    label_changes: {svar.b: Bb}
"""
OPTIONS = "options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]"


def definition(tmp_path: Path, **waves: str) -> Definition:
    """A survey of the question `svar`, with what each wave says of it, and one without changes."""
    special = "\n".join(f"      {year[1:]}: {text}" for year, text in waves.items())
    folder = tmp_path / "prove"
    folder.mkdir()
    (folder / "survey.yaml").write_text(SURVEY, "utf-8")
    (folder / "questionnaire.yaml").write_text(
        f"questions:\n  - id: svar\n    text: Hva?\n    column: q1\n    {OPTIONS}\n"
        + (f"    waves:\n{special}\n" if waves else "")
        + f"  - id: annet\n    text: Annet?\n    column: q2\n    {OPTIONS}\n",
        "utf-8",
    )
    return load_definition(folder)


def lines(found):
    return [str(change) for change in found]


def column(identity="q1", label="Hva?", labels=None, **more):
    return SourceColumn(
        identity, identity, label, "number", {"1": "A", "2": "B"} if labels is None else labels, **more
    )


def file_changes(tmp_path, before, after, **waves):
    return lines(compare_waves(definition(tmp_path, **waves), "2023", "2024", before, after))


UNDECLARED = "  (comparability not declared)"


def test_nothing_changed_is_nothing_said(tmp_path):
    assert compare_waves(definition(tmp_path), "2023", "2024", [column()], [column()]) == []


@pytest.mark.parametrize(
    ("special", "expected"),
    [
        ("{column: q9}", ["svar: column q1 → q9"]),
        ("{recode: {5: a}}", ["svar: recode none → 5 to a" + UNDECLARED]),
        ('{text: "Hva nå?"}', ["svar: wording «Hva?» → «Hva nå?»" + UNDECLARED]),
        (
            '{text: "Hva nå?", compat: reworded, approved_by: NN}',
            ["svar: declared reworded, held comparable by NN", "svar: wording «Hva?» → «Hva nå?»"],
        ),
        (
            '{text: "Hva nå?", compat: reworded}',
            ["svar: declared reworded, not approved as comparable", "svar: wording «Hva?» → «Hva nå?»"],
        ),
        ("{compat: break, note: sju punkter}", ["svar: declared break (sju punkter)"]),
        ("{compat: new}", ["svar: new since 2023"]),
        ("{compat: dropped}", ["svar: not asked any more"]),
    ],
)
def test_what_the_definition_says_is_told(special, expected, tmp_path):
    assert lines(compare_waves(definition(tmp_path, y2024=special), "2023", "2024")) == expected


def test_a_renamed_column_needs_no_judgement_but_another_place_does(tmp_path):
    survey = definition(tmp_path)
    question = survey.questions["svar"]
    several = question.model_copy(
        update={
            "type": "multiple",
            "column": None,
            "columns": {"a": "q1", "b": "q2"},
            "waves": {
                "2023": WaveBinding(columns={"a": "q1", "b": "q3"}),
                "2024": WaveBinding(block="q"),
            },
        }
    )
    questions = survey.questionnaire.model_copy(update={"questions": (several,)})
    survey = survey.model_copy(update={"questionnaire": questions})
    assert lines(compare_waves(survey, "2022", "2023")) == ["svar: b: column q2 → q3"]
    assert lines(compare_waves(survey, "2023", "2024")) == [
        "svar: block none → q" + UNDECLARED,
        "svar: a: column q1 → none" + UNDECLARED,
        "svar: b: column q3 → none" + UNDECLARED,
    ]


def test_a_question_that_comes_back_is_new(tmp_path):
    found = compare_waves(definition(tmp_path, y2023="{compat: dropped}"), "2023", "2024")
    assert lines(found) == ["svar: asked again or for the first time"]


def test_a_declaration_in_between_counts_over_two_waves(tmp_path):
    survey = definition(tmp_path, y2023="{column: q9, compat: approximate}", y2024="{column: q9}")
    assert lines(compare_waves(survey, "2022", "2024")) == [
        "svar: declared approximate",
        "svar: column q1 → q9",
    ]
    assert compare_waves(survey, "2023", "2024") == []


def test_labels_options_and_kinds_in_the_files_are_compared(tmp_path):
    after = SourceColumn("q1", "q1", "Hva nå?", "text", {"1": "A", "3": "C"}, missing=(MissingRange(9, 9),))
    assert file_changes(tmp_path, [column()], [after]) == [
        "svar: the export reads «Hva nå?», before «Hva?»" + UNDECLARED,
        "svar: cells are text, before number" + UNDECLARED,
        "svar: other values are declared missing than before" + UNDECLARED,
        "svar: new option 3 «C»" + UNDECLARED,
        "svar: no option 2 «B» any more" + UNDECLARED,
    ]


def test_a_scale_turned_round_is_told_once(tmp_path):
    five = {str(i): f"trinn {i}" for i in range(1, 6)}
    turned = {str(6 - i): f"trinn {i}" for i in range(1, 6)}
    before, after = column(labels=five), column(labels=turned)
    found = file_changes(tmp_path, [before], [after])
    assert found == ["svar: the options are the same in reverse order" + UNDECLARED]


def test_a_longer_scale_is_told(tmp_path):
    found = file_changes(tmp_path, [column()], [column(labels={"1": "A", "2": "B", "3": "C"})])
    assert found[0] == "svar: 3 labelled options, before 2" + UNDECLARED


def test_a_declared_label_is_declared_and_another_is_not(tmp_path):
    found = file_changes(tmp_path, [column()], [column(labels={"1": "Aa", "2": "Bb"})])
    assert found == [
        "svar: option 1 reads «Aa», before «A»" + UNDECLARED,
        "svar: option 2 reads «Bb», before «B»",
    ]


def test_white_space_is_no_change(tmp_path):
    assert file_changes(tmp_path, [column(label="Hva?")], [column(label=" Hva?\u00a0\n")]) == []


def test_columns_are_found_where_each_wave_has_them(tmp_path):
    found = file_changes(
        tmp_path,
        [column("q1")],
        [column("Q9", labels={"1": "A", "2": "Ny"})],
        y2024="{column: q9, compat: approximate}",
    )
    assert found == [
        "svar: declared approximate",
        "svar: column q1 → q9",
        "svar: option 2 reads «Ny», before «B»",
    ]


def test_columns_of_no_question_are_told_last(tmp_path):
    after = [column(), column("ny", "Nytt?"), column("tid", "")]
    assert file_changes(tmp_path, [column(), column("gammel", "")], after) == [
        "new column ny «Nytt?»" + UNDECLARED,
        "new column tid",
        "no column gammel any more",
    ]


def test_a_new_column_that_a_pattern_stands_for_is_declared(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "SURVEY", SURVEY.replace("{tid: not used}", '{"ny_*": not used}'))
    found = file_changes(tmp_path, [column()], [column(), column("NY_1", ""), column("nytt", "")])
    assert found == ["new column NY_1", "new column nytt" + UNDECLARED]


@pytest.mark.parametrize(
    ("before", "after", "message"), [("2021", "2023", "no wave 2021"), ("2024", "2023", "after")]
)
def test_waves_must_be_known_and_in_order(before, after, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        compare_waves(definition(tmp_path), before, after)
