"""Who is a respondent: statuses, tests, rows of other waves, duplicates and weights."""

from pathlib import Path

import pytest

from pipeline.coding.problems import WaveError
from pipeline.coding.respondents import Core
from pipeline.readers.export import SourceColumn
from pipeline.schemas.core import core_dispositions
from tests.coding.small_survey import DAYS, EXPORT, core, define, source, survey_yaml

QUESTIONS = (
    "questions: [{id: q, ask_if: everyone, text: Q, column: q, options: [{id: yes, code: 1, text: Ja}]}]"
)
STATUS = "status: {column: status, complete: [1], partial: [2], opened: [3], test: [9]}"


def build(
    folder: Path,
    respondent: str,
    cells: dict[str, list[str | None]],
    keys: list[str] | None = None,
    **more: str,
) -> Core:
    survey = survey_yaml(f"respondent: {{{respondent}}}\n{more.get('survey', '')}", more.get("waves", ""))
    definition = define(folder, QUESTIONS, survey)
    rows = len(next(iter(cells.values())))
    made = core(definition, source({"q": ["1"] * rows, **cells}, keys))
    core_dispositions(definition).validate(made.dispositions)
    assert len(made.responses) + made.rejected["question_id"].eq("").sum() == rows
    return made


def kept(made: Core) -> list[str]:
    return made.dispositions["status"].tolist()


def test_rows_have_the_status_of_their_value(tmp_path: Path) -> None:
    made = build(tmp_path, STATUS, {"status": ["1", "2.0", "3", "09"]})
    assert kept(made) == ["complete", "partial", "opened", "test"]
    assert made.responses["status"].tolist() == ["complete", "partial"]
    assert made.responses["respondent_id"].tolist() == [1, 2]
    assert made.rejected["rule"].tolist() == ["opened", "test"]


def test_partials_are_kept_or_dropped_by_rule(tmp_path: Path) -> None:
    made = build(tmp_path, f"{STATUS}, keep_partial: false", {"status": ["1", "2"]})
    assert made.responses["status"].tolist() == ["complete"]
    assert made.rejected["rule"].tolist() == ["partial"]


def test_blank_and_not_blank_can_be_statuses(tmp_path: Path) -> None:
    respondent = "status: {column: submitdate, complete: ['*'], partial: ['']}"
    made = build(tmp_path, respondent, {"submitdate": ["2024-01-02 10:00", None, " ", "1980-01-01"]})
    assert kept(made) == ["complete", "partial", "partial", "complete"]


def test_tests_can_stand_in_a_column_of_their_own(tmp_path: Path) -> None:
    respondent = "status: {column: Finished, complete: [1], opened: [0]}, test_rows: {Status: [1, 8]}"
    made = build(tmp_path, respondent, {"Finished": ["1", "1", "0", "1"], "Status": ["0", "1", "8.0", None]})
    assert kept(made) == ["complete", "test", "test", "complete"]


def test_without_a_status_column_every_row_is_complete(tmp_path: Path) -> None:
    assert kept(build(tmp_path, "keep_partial: true", {"x": ["1", None]})) == ["complete"] * 2


TICKED = {"st[1]": "10000", "st[3]": "01010", "st[4]": "00101", "st[5]": "00000"}
"""One column a status, the rows downwards: invited, some answers, finished, some answers, finished."""


def ticks(cells: dict[str, str]) -> list[tuple[SourceColumn, list[str | None]]]:
    """Columns that the export keeps together as `st`; a space is a blank cell."""
    return [
        (SourceColumn(name, name, block="st", option=name[3:-1]), [c.strip() or None for c in column])
        for name, column in cells.items()
    ]


def statuses(folder: Path, status: str, cells: dict[str, str]) -> list[str]:
    """The statuses of an export with columns of ticks, and answers of everyone."""
    definition = define(folder, QUESTIONS, survey_yaml(f"respondent: {{status: {{{status}}}}}\n"))
    rows = len(next(iter(cells.values())))
    return kept(core(definition, source([*ticks(cells), (SourceColumn("q", "q"), ["1"] * rows)])))


@pytest.mark.parametrize(
    "status",
    [
        "block: st, complete: [4], partial: [3], invited: [1], withdrawn: [5]",
        "columns: {'st[1]': invited, 'st[3]': partial, 'st[4]': complete, 'st[5]': withdrawn}",
    ],
)
def test_a_status_may_be_a_column_of_ticks_for_each_value(tmp_path: Path, status: str) -> None:
    assert statuses(tmp_path, status, TICKED) == ["invited", "partial", "complete", "partial", "complete"]


def test_whom_the_invitation_never_reached_is_no_respondent(tmp_path: Path) -> None:
    place = "block: st, complete: [4], partial: [3], invited: [1], undeliverable: [5]"
    assert statuses(tmp_path, place, TICKED) == ["invited", "partial", "complete", "partial", "complete"]
    definition = define(
        tmp_path,
        QUESTIONS,
        survey_yaml("respondent: {status: {column: st, complete: [1], undeliverable: [7]}}\n"),
    )
    columns = [(SourceColumn("st", "st"), ["1", "7", "7"]), (SourceColumn("q", "q"), ["1", None, None])]
    made = core(definition, source(columns))
    assert made.dispositions["status"].tolist() == ["complete", "undeliverable", "undeliverable"]
    assert len(made.responses) == 1


def test_a_row_without_any_tick_needs_a_status_of_its_own(tmp_path: Path) -> None:
    cells = {"st[3]": "001", "st[4]": "1 0"}
    block, columns = (
        "block: st, complete: [4], partial: [3]",
        "columns: {'st[3]': partial, 'st[4]': complete}",
    )
    for place, name in ((block, "block st"), (columns, r"columns st\[3\], st\[4\]")):
        with pytest.raises(WaveError, match=f"status {name}: 1 rows hold a value that no status"):
            statuses(tmp_path, place, cells)
        assert statuses(tmp_path, f"{place}, opened: ['']", cells) == ["complete", "opened", "partial"]


def test_two_ticks_are_one_status_or_a_problem(tmp_path: Path) -> None:
    cells = {"st[1]": "100", "st[2]": "100", "st[4]": "011"}
    block = "block: st, complete: [4], invited: [1, 2]"
    assert statuses(tmp_path, block, cells) == ["invited", "complete", "complete"]
    with pytest.raises(WaveError) as raised:
        statuses(tmp_path, block, cells | {"st[2]": "110"})
    assert "status block st: 1 rows, the first in row 2, are ticked for more than one status" in str(
        raised.value
    )


def test_a_status_cell_is_a_tick_or_a_problem(tmp_path: Path) -> None:
    with pytest.raises(WaveError) as raised:
        statuses(tmp_path, "block: st, complete: [4]", {"st[4]": "17"})
    assert "status column st[4]: 1 rows, the first in row 2, hold neither 1 nor 0" in str(raised.value)


def test_a_status_block_or_column_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WaveError, match="status block sto is not in the export; the nearest is st"):
        statuses(tmp_path, "block: sto, complete: [4]", TICKED)
    with pytest.raises(WaveError, match="status block st has no column for 6; its columns are 1, 3, 4, 5"):
        statuses(tmp_path, "block: st, complete: [4], withdrawn: [6]", TICKED)
    with pytest.raises(WaveError, match=r"status column st\[9\] is not in the export"):
        statuses(tmp_path, "columns: {'st[9]': complete}", TICKED)


def test_a_status_that_is_not_declared_stops_the_wave(tmp_path: Path) -> None:
    with pytest.raises(WaveError) as raised:
        build(tmp_path, STATUS, {"status": ["1", "hemmelig", None]})
    assert (
        "status column status: 2 rows hold a value that no status is declared for, the first in row 2"
        in str(raised.value)
    )
    assert "hemmelig" not in str(raised.value)


def test_nobody_is_no_wave(tmp_path: Path) -> None:
    with pytest.raises(WaveError, match="there is no respondent: 2 opened, 1 test"):
        build(tmp_path, STATUS, {"status": ["3", "3", "9"]})


TWO_WAVES = f"waves:\n  2024: {{{DAYS}, {EXPORT}, rows: {{ptype: [2]}}}}\n"


def test_rows_of_another_wave_are_left_out(tmp_path: Path) -> None:
    """One person may stand in both waves of a file without being a duplicate."""
    cells: dict[str, list[str | None]] = {"status": ["1", "1", "1"], "ptype": ["1", "2.0", "2"]}
    made = build(tmp_path, STATUS, cells, ["a" * 32, "a" * 32, "b" * 32], waves=TWO_WAVES)
    assert kept(made) == ["other_wave", "complete", "complete"]
    with pytest.raises(WaveError, match=r"none of its 1 rows belongs to the wave"):
        build(tmp_path, STATUS, {"status": ["1"], "ptype": ["1"]}, waves=TWO_WAVES)
    with pytest.raises(WaveError, match="2 rows share a respondent id with another row"):
        build(tmp_path, STATUS, cells, ["a" * 32, "a" * 32, "b" * 32])


DOUBLE = ["a" * 32, "b" * 32, "a" * 32, "a" * 32, "c" * 32, "c" * 32, "d" * 32, "d" * 32]
STATUSES: list[str | None] = ["1", "1", "1", "2", "2", "2", "1", "9"]


def test_duplicates_are_refused_unless_there_is_a_rule(tmp_path: Path) -> None:
    with pytest.raises(WaveError) as raised:
        build(tmp_path, f"key: id, {STATUS}", {"status": STATUSES}, DOUBLE)
    assert "respondent.key id: 5 rows share a respondent id with another row (rows 1, 3, 4, 5, 6);" in str(
        raised.value
    )


def test_the_last_complete_row_of_a_respondent_stays(tmp_path: Path) -> None:
    made = build(tmp_path, f"key: id, {STATUS}, duplicates: last_complete", {"status": STATUSES}, DOUBLE)
    assert kept(made) == [
        "duplicate",
        "complete",
        "complete",
        "duplicate",
        "duplicate",
        "partial",
        "complete",
        "test",
    ]


def weights(folder: Path, cells: list[str | None], **more: str) -> list[float]:
    made = build(
        folder, "status: {column: status, complete: [1], opened: [3]}",
        {"status": ["1"] * (len(cells) - 1) + ["3"], "w": cells},
        survey=f"weight: w\n{more.get('survey', '')}", waves=more.get("waves", ""),
    )  # fmt: skip
    found: list[float] = made.responses["start_weight"].tolist()
    return found


def test_an_export_may_bring_weights(tmp_path: Path) -> None:
    assert weights(tmp_path, ["0.5", "1.5", None]) == [0.5, 1.5]
    comma = f"waves: {{2024: {{{DAYS}, export: {{files: [x], read: {{decimal: ','}}}}}}}}\n"
    assert weights(tmp_path, ["0,512", "1,488", ""], waves=comma) == [0.512, 1.488]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["1", None, "1"], "1 respondents have a weight that is blank, zero, negative or no number"),
        (["1", "0", "1"], "1 respondents have a weight"),
        (["-1", "x", "1"], "2 respondents have a weight"),
        (["1", "nan", "1"], "1 respondents have a weight"),
        (["1"] * 9 + ["1001", "1"], "1 respondents have a weight above 1000 times the median"),
        (
            ["120", "80", "1"],
            "the weights add up to 200, but there are 2 respondents; correct the file, or set weight_sum",
        ),
        (["1000000000", "1"], "the weights are too large to be added exactly"),
        (["999999999"] * 10 + ["1"], "the weights are too large to be added exactly"),
        (
            ["0.0000000004", "0.00015", "1"],
            "1 respondents have a weight so small that 9 decimals do not",
        ),
        (["1.234", "1", "1"], "a , or . may be a decimal mark or separate thousands"),
    ],
)
def test_weights_that_cannot_be_used_stop_the_wave(
    tmp_path: Path, cells: list[str | None], message: str
) -> None:
    with pytest.raises(WaveError) as raised:
        weights(tmp_path, cells)
    assert f"weight column w: {message}" in str(raised.value)


def test_weights_may_add_up_to_a_population_when_that_is_declared(tmp_path: Path) -> None:
    assert weights(tmp_path, ["120", "80", "1"], survey="weight_sum: any\n") == [120, 80]


def test_small_weights_are_kept_as_long_as_they_have_their_decimals(tmp_path: Path) -> None:
    any_sum = "weight_sum: any\n"
    assert weights(tmp_path, ["0.000000001", "0.000150001", "1"], survey=any_sum) == [1e-9, 0.000150001]
    assert weights(tmp_path, ["999999999.5", "1"], survey=any_sum) == [999999999.5]
