"""What published figures show to be off by themselves, with figures that are missing among them."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.reconciliation.anomalies import Anomaly, bases_above_stated, shares_without_base
from pipeline.reconciliation.figures import Computed
from pipeline.reconciliation.reconcile import describe, reconcile
from pipeline.survey.loading import load_definition
from pipeline.survey.reports import Published

SURVEYS = Path(__file__).resolve().parents[1] / "surveys/surveys"
CELL = ["question_id", "item_id", "option_id", "net_id", "demographic_id", "group_id"]
SHARES = ["option_n", "shown_pct", "asked_pct", "answered_pct", "valid_pct", "cases_pct", "responses_pct"]


def counts(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["question_id", "item", "count"])


def test_a_base_above_the_stated_group() -> None:
    rows = counts(("a", "", "60"), ("a", "", "41"), ("b", "", "50"), ("b", "", "50"))
    assert bases_above_stated(rows, 100) == [Anomaly("base_above_stated", ("a",), (100, 101, 101))]


def test_items_have_a_base_each_and_blanks_have_none() -> None:
    grid = counts(("a", "one", "60"), ("a", "one", "30"), ("a", "two", "90"), ("b", "", "101"), ("b", "", ""))
    assert bases_above_stated(grid, 100) == []


def taking_part(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["demographic", "response_count", "response_percent"])


def test_shares_that_the_printed_counts_do_not_explain() -> None:
    rows = taking_part(("sex", "30", "30"), ("sex", "60", "60"), ("age", "50", "50"), ("age", "50", "50"))
    found = shares_without_base(rows)
    assert [(one.subject, one.numbers[0]) for one in found] == [(("sex",), 90)]
    low, high = found[0].numbers[1:]
    assert low <= 100 <= high


def test_a_table_with_a_blank_has_no_sum() -> None:
    rows = taking_part(("sex", "30", "30"), ("sex", "60", "60"), ("sex", "", "10"))
    assert shares_without_base(rows) == []


@pytest.mark.parametrize(
    ("rows", "warned"),
    [
        (["remote,Yes,80,", "remote,No,30,"], ("remote",)),
        (["remote,Yes,80,", "remote,No,,30"], ()),
        (["tools,Screen,80,", "tools,Chair,30,"], ()),
        (["recommend,promoters,80,", "recommend,9,60,", "recommend,10,20,"], ()),
    ],
)
def test_only_answers_of_one_a_person_add_up_to_persons(
    tmp_path: Path, rows: list[str], warned: tuple[str, ...]
) -> None:
    """Ticks of several answers, and nets beside their options, are more than the persons."""
    definition = load_definition(SURVEYS / "workplace")
    report = definition.reports["influence"]
    published = {"2024": Published(questions="q.csv", stated_base="respondents")}
    (tmp_path / "q.csv").write_text("\n".join(["question_id,option,count,percent", *rows]), "utf-8")
    facts = pd.DataFrame({"fact_id": ["respondents"], "value": [100.0], "value_date": [None]})
    cells = pd.DataFrame(columns=[*CELL, *SHARES])
    computed = Computed(cells, cells, pd.DataFrame(), facts)
    found = reconcile(
        definition, report.model_copy(update={"published": published}), "2024", tmp_path, computed
    )
    assert found is not None
    assert tuple(name for anomaly in found.anomalies for name in anomaly.subject) == warned
    assert all("110 answers" in describe(anomaly) for anomaly in found.anomalies)


def test_nothing_published_is_nothing_to_reconcile(tmp_path: Path) -> None:
    definition = load_definition(SURVEYS / "pew_dec13")
    computed = Computed(pd.DataFrame(), pd.DataFrame(), pd.DataFrame(), pd.DataFrame())
    assert reconcile(definition, definition.reports["approval"], "1999", tmp_path, computed) is None
