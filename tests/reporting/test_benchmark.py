"""Tables of units: what they show, and that nothing hidden comes back in them."""

from dataclasses import replace

import numpy as np
import pytest

from pipeline.methods.rounding import half_away
from pipeline.rendering import html, pdf, xlsx
from pipeline.reporting.material import material
from pipeline.reporting.printed import printed_tables
from pipeline.reporting.report import report_tree
from pipeline.survey.reports import Benchmark
from tests.marts.members_survey import WAVE
from tests.reporting.members_report import cells, members_material, question

UNITS = Benchmark(demographic="occupation")


def tables(found, name, demographic="occupation"):
    """The tables of a question's breakdown by units."""
    shown = question(report_tree(found, "nb"), name)
    return next(b.benchmarks for b in shown.breakdowns if b.key == demographic)


def test_a_report_without_units_has_no_such_tables():
    plain = members_material()
    assert not any(b.benchmarks for q in report_tree(plain, "nb").questions for b in q.breakdowns)
    assert "benchmarks" not in printed_tables(plain, "nb")


def test_only_the_breakdown_by_units_has_them():
    tree = report_tree(members_material(benchmark=UNITS), "nb")
    with_tables = {b.key.split("-")[0] for q in tree.questions for b in q.breakdowns if b.benchmarks}
    assert with_tables == {"occupation"}


def test_the_spread_is_printed_as_the_mart_has_it():
    found = members_material(benchmark=UNITS)
    spread, beside = tables(found, "q1")
    rows = found.marts.benchmark.query("question_id == 'q1' and measure == 'option' and unit_id == ''")
    for option in ("ja", "delvis", "nei"):
        mine = rows.query("option_id == @option").set_index("benchmark_kind")["value"]
        kinds = ("pooled", "units_q1", "units_median", "units_q3")
        assert cells(spread)[option] == [f"{half_away(mine[kind]):.0f}" for kind in kinds]
    units = int(rows["units_n"].max())
    assert f"tallene for {units} grupper med minst 10 svar" in spread.notes[0]
    assert spread.caption.endswith("Prosent av dem som har tatt stilling")
    assert [c.heading for c in beside.columns] == ["Gruppen", "Alle andre", "Differanse", "Grunnlag"]
    assert len(beside.rows) == len(found.marts.benchmark.query("question_id == 'q1'")["unit_id"].unique()) - 1


def test_marks_are_those_of_the_tests():
    ages = Benchmark(demographic="age_group")
    found = members_material(benchmark=ages)
    beside = tables(found, "q1", "age_group")[1]
    assert beside.caption.startswith("nei,")
    marked = {row.header: row.cells[2].mark for row in beside.rows if row.cells[2].mark != "none"}
    rows = found.groups.query("demographic_id == 'age_group' and question_id == 'q1' and option_id == 'nei'")
    expected = rows.loc[rows["mark"].isin(["up", "down"]), "mark"]
    assert sorted(marked.values()) == sorted(expected)
    assert "up" in marked.values()
    untested = tables(members_material(benchmark=ages, tests=False), "q1", "age_group")[1]
    assert {row.cells[2].mark for row in untested.rows} == {"none"}


@pytest.mark.parametrize(("units", "min_base"), [("region", 30), ("age_group", 50), ("occupation", 60)])
def test_nothing_hidden_comes_back(units, min_base):
    found = members_material(min_base=min_base, benchmark=Benchmark(demographic=units))
    hidden = found.groups.query("is_hidden and demographic_id == @units")
    assert len(hidden)
    rows = found.marts.benchmark
    keys = ["question_id", "item_id", "measure", "option_id", "net_id"]
    gone = set(hidden[[*keys, "group_id"]].itertuples(index=False, name=None))
    beside = rows.loc[[key in gone for key in rows[[*keys, "unit_id"]].itertuples(index=False, name=None)]]
    assert len(beside)
    numbers = [c for c in rows.select_dtypes("number") if not c.endswith("_order")]
    for frame in (beside, printed_tables(found, "nb")["benchmarks"].loc[beside.index]):
        columns = [c for c in numbers if c in frame]
        assert {"value", "unit_value", "unit_n", "units_n", "diff"} <= set(columns)
        assert frame[columns].isna().all(axis=None)
        assert frame["mark"].isna().all()
    groups = found.definition.groups(found.definition.demographics[units])
    orders = hidden.query("question_id == 'q1'")["group_order"]
    names = {groups[int(order) - 1].text("nb") for order in orders}
    table = cells(tables(found, "q1", units)[-1])
    assert names
    assert all(table[name] == ["–"] * 4 for name in names)
    assert all(row[0] != "–" for name, row in table.items() if name not in names)


def test_others_of_fewer_than_a_group_must_have_are_hidden():
    found = members_material(benchmark=UNITS)
    rows = found.marts.benchmark.drop(columns="is_hidden").copy()
    first = rows.query("question_id == 'q1' and option_id == 'ja' and benchmark_kind == 'others'").index[0]
    rows.loc[first, "base_n"] = 9
    questions = found.marts.questions.drop(columns="is_hidden")
    marts = replace(found.marts, questions=questions, benchmark=rows)
    again = material(found.definition, found.report, WAVE, marts, None).marts.benchmark
    assert bool(again.loc[first, "is_hidden"])
    assert np.isnan(again.loc[first, "value"])


def test_a_hidden_question_has_no_benchmark():
    found = members_material(benchmark=UNITS)
    questions = found.marts.questions.drop(columns="is_hidden").copy()
    questions.loc[questions["question_id"] == "q1", "valid_n"] = 9
    benchmark = found.marts.benchmark.drop(columns="is_hidden")
    marts = replace(found.marts, questions=questions, benchmark=benchmark)
    again = material(found.definition, found.report, WAVE, marts, None)
    mine = again.marts.benchmark.query("question_id == 'q1'")
    assert mine["is_hidden"].all()
    assert mine[["value", "unit_value", "base_n"]].isna().all(axis=None)
    assert question(report_tree(again, "nb"), "q1").breakdowns == ()


def test_too_few_units_are_told():
    beside = tables(members_material(benchmark=Benchmark(demographic="gender")), "q1", "gender")
    assert len(beside) == 1
    assert beside[0].notes[-1] == "Kvartiler vises ikke når færre enn 5 grupper har nok svar."


def test_a_difference_that_is_not_that_of_printed_numbers_is_explained():
    found = members_material(benchmark=UNITS)
    beside = tables(found, "q1")[1]
    shown = [
        [int(c.text.replace("−", "-")) for c in r.cells[:3]] for r in beside.rows if r.cells[0].text != "–"
    ]
    off = any(own - others != diff for own, others, diff in shown)
    note = "Differansen er regnet ut før avrunding og kan avvike fra forskjellen mellom de avrundede tallene."
    assert (note in beside.notes) is off


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_writer_lays_them_out(language, tmp_path):
    tree = report_tree(members_material(benchmark=UNITS), language)
    for writer, name in ((html, "r.html"), (pdf, "r.pdf"), (xlsx, "r.xlsx")):
        writer.write(tree, tmp_path / name)
    text = (tmp_path / "r.html").read_text("utf-8")
    assert ("Øvre kvartil" if language == "nb" else "Upper quartile") in text
    captions = [t.caption for q in tree.questions for b in q.breakdowns for t in b.benchmarks]
    assert all(caption.replace("'", "&#39;") in text for caption in captions)
