"""Published figures beside computed ones: which cell a row names, blanks, bases, and rounding as printed."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.reconciliation.figures import Computed, compare_published
from pipeline.reconciliation.published import PublishedError
from pipeline.survey.loading import load_definition
from pipeline.survey.reports import Published
from pipeline.survey.survey import Definition

SURVEYS = Path(__file__).resolve().parents[1] / "surveys/surveys"
KEYS = ["question_id", "item_id", "option_id", "net_id", "demographic_id", "group_id"]
CELLS = [
    # question, item, option, net, demographic, group, count, shown, answered, valid, cases, responses
    ("say", "tasks", "agree", "", "", "", 40, 33.25, 30.0, 33.25, None, None),
    ("say", "pace", "agree", "", "", "", 12, 10.0, 9.5, 10.0, None, None),
    ("remote", "", "yes", "", "", "", 85, 62.5, 60.1, 62.5, None, None),
    ("remote", "", "no", "", "", "", 51, 37.5, 36.0, 37.5, None, None),
    ("tools", "", "screen", "", "", "", 56, 82.35, None, None, 82.35, 55.5),
    ("tools", "", "", "furniture", "", "", 44, 64.71, None, None, 64.71, None),
    ("recommend", "", "", "promoters", "", "", 32, 27.586, None, 27.586, None, None),
    ("remote", "", "yes", "", "department", "care", 21, 63.64, 61.0, 63.64, None, None),
    ("remote", "", "no", "", "department", "care", 12, 36.36, 35.0, 36.36, None, None),
    ("remote", "", "yes", "", "department", "school", 30, 71.4, 70.0, 71.4, None, None),
    ("remote", "", "no", "", "department", "school", 12, 28.6, 28.0, 28.6, None, None),
]
FACTS = [
    ("respondents", 136.0, None),
    ("remote_pct", 60.15, None),
    ("start", None, "2024-03-01"),
]


@pytest.fixture(scope="module")
def definition() -> Definition:
    return load_definition(SURVEYS / "workplace")


def computed() -> Computed:
    columns = [
        *KEYS,
        *("option_n", "shown_pct", "answered_pct", "valid_pct", "cases_pct", "responses_pct"),
    ]
    cells = pd.DataFrame(CELLS, columns=columns).assign(asked_pct=float("nan"))
    everyone = cells["demographic_id"] == ""
    facts = pd.DataFrame(FACTS, columns=["fact_id", "value", "value_date"])
    return Computed(cells.loc[everyone], cells.loc[~everyone], pd.DataFrame(), facts)


def compare(definition: Definition, folder: Path, kind: str, text: str) -> pd.DataFrame:
    (folder / "file.csv").write_text(text, "utf-8")
    published = Published.model_validate({kind: "file.csv"})
    return compare_published(definition, definition.reports["influence"], published, folder, computed())


def questions(definition: Definition, folder: Path, *rows: str, header: str = "") -> pd.DataFrame:
    header = header or "question_id,item,option,demographic,group,base,decimals,count,percent"
    return compare(definition, folder, "questions", "\n".join([header, *rows]))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("remote,,Yes,,,,,85,", "85"),
        ("remote,,Ja,,,,,85,", "85"),
        ("remote,,yes,,,,,85,", "85"),
        ("remote,,Yes,,,,,,63", "63"),
        ("remote,,Yes,,,answered,,,60", "60"),
        ("remote,,Yes,,,,,,62.5", "62.5"),
        ("remote,,Yes,,,,2,,62.5", "62.50"),
        ("say,what I do,Agree,,,,,,33.3", "33.3"),
        ("say,tasks,Enig,,,answered,,40,", "40"),
        ("say,pace,Agree,,,,,12,", "12"),
        ("tools,,Screen,,,cases,,,82.4", "82.4"),
        ("tools,,Screen,,,responses,,,56", "56"),
        ("tools,,Chair or desk,,,cases,,,65", "65"),
        ("recommend,,promoters,,,,,,27.6", "27.6"),
        ("remote,,Yes,department,Care,,,21,", "21"),
        ("remote,,Yes,department,Omsorg,answered,,,61", "61"),
    ],
)
def test_a_row_names_its_cell(definition: Definition, tmp_path: Path, row: str, found: str) -> None:
    figures = questions(definition, tmp_path, row)
    assert figures["computed"].tolist() == [found]
    assert figures["is_matched"].tolist() == [True]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("remote,,Yes,,,,,84,", "85"),
        ("remote,,Yes,,,,,,62", "63"),
        ("remote,,Yes,,,,1,,62.6", "62.5"),
        ("remote,,Perhaps,,,,,85,", ""),
        ("distant,,Yes,,,,,85,", ""),
        ("say,,Agree,,,,,40,", ""),
        ("say,whom,Agree,,,,,40,", ""),
        ("remote,whom,Yes,,,,,85,", ""),
        ("remote,,Yes,department,Kitchen,,,21,", ""),
        ("remote,,Yes,division,Care,,,21,", ""),
        ("remote,,Yes,,,cases,,,63", ""),
        ("tools,,Chair or desk,,,responses,,,65", ""),
    ],
)
def test_what_does_not_come_out_is_missed(
    definition: Definition, tmp_path: Path, row: str, found: str
) -> None:
    figures = questions(definition, tmp_path, row)
    assert figures["computed"].tolist() == [found]
    assert figures["is_matched"].tolist() == [False]


def test_a_blank_is_no_figure(definition: Definition, tmp_path: Path) -> None:
    figures = questions(
        definition, tmp_path, "remote,,Yes,,,,,,", "remote,,No,,,,,51, ", "tools,,Screen,,,,,,82"
    )
    assert figures[["place", "figure"]].to_numpy().tolist() == [
        ["remote: No", "count"],
        ["tools: Screen", "percent"],
    ]
    assert figures["is_matched"].all()


def test_optional_columns_may_be_left_out(definition: Definition, tmp_path: Path) -> None:
    header = "question_id,option,count,percent"
    figures = questions(definition, tmp_path, "remote,Yes,85,63", header=header)
    assert figures["is_matched"].tolist() == [True, True]


def test_a_minus_sign_may_be_typographic(definition: Definition, tmp_path: Path) -> None:
    figures = compare(definition, tmp_path, "facts", "fact,value\nrespondents,−136\n")
    assert figures[["published", "computed"]].to_numpy().tolist() == [["-136", "136"]]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("remote,,Yes,,,,,85,62 %", "line 2, column percent: a number"),
        ('remote,,Yes,,,,,85,"62,5"', "line 2, column percent: a number"),
        ("remote,,Yes,,,,,85.5,", "line 2, column count: a whole number"),
        ("remote,,Yes,,,,two,85,", "line 2, column decimals"),
        ("remote,,Yes,,,vallid,,85,", "did you mean valid"),
        ("remote,,Yes,department,,,,85,", "line 2: demographic and group belong together"),
        ("remote,,Yes,,Care,,,85,", "line 2: demographic and group belong together"),
    ],
)
def test_what_is_no_figure_is_refused(definition: Definition, tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(PublishedError) as caught:
        questions(definition, tmp_path, row)
    assert str(caught.value).startswith("file.csv")
    assert said in str(caught.value)


def test_a_column_that_is_missing_is_named(definition: Definition, tmp_path: Path) -> None:
    with pytest.raises(
        PublishedError, match="column count is missing; there is question_id, option, percent"
    ):
        questions(definition, tmp_path, "remote,Yes,63", header="question_id,option,percent")


def test_a_file_that_is_missing_or_no_table_is_named(definition: Definition, tmp_path: Path) -> None:
    report, published = definition.reports["influence"], Published(questions="gone.csv")
    with pytest.raises(PublishedError, match=r"gone\.csv: the file of published figures is missing"):
        compare_published(definition, report, published, tmp_path, computed())
    (tmp_path / "gone.csv").write_bytes("question_id;prosent;på".encode("cp1252"))
    with pytest.raises(PublishedError, match=r"gone\.csv: cannot be read as a table"):
        compare_published(definition, report, published, tmp_path, computed())


def test_facts_are_numbers_or_dates(definition: Definition, tmp_path: Path) -> None:
    values = [
        "respondents,136",
        "remote_pct,60.2",
        "start,2024-03-01",
        "start,2024-03-02",
        "remote_pct,",
        "end,3",
    ]
    text = "\n".join(["fact,value", *values])
    figures = compare(definition, tmp_path, "facts", text)
    assert figures["computed"].tolist() == ["136", "60.2", "2024-03-01", "2024-03-01", ""]
    assert figures["is_matched"].tolist() == [True, True, True, False, False]
    with pytest.raises(PublishedError, match="a number, a date"):
        compare(definition, tmp_path, "facts", "fact,value\nrespondents,about 100\n")


def test_printed_rows_without_names_find_their_groups(definition: Definition, tmp_path: Path) -> None:
    text = "question_id,row_as_printed,yes_percent,no_percent\nremote,1,71,29\nremote,2,63.6,\n"
    figures = compare(definition, tmp_path, "breakdowns", text)
    assert figures["computed"].tolist() == ["71", "29", "63.6"]
    assert figures["is_matched"].all()


def test_one_group_is_not_taken_for_two_rows(definition: Definition, tmp_path: Path) -> None:
    text = "question_id,row_as_printed,yes_percent\nremote,1,71\nremote,2,71\n"
    figures = compare(definition, tmp_path, "breakdowns", text)
    assert sorted(figures["is_matched"]) == [False, True]
