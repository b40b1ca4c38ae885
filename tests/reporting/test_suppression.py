"""What is too small leaves no number, in the tree and in the tables; a report about too few is refused."""

from dataclasses import replace
from functools import cache

import pytest

from pipeline.places import DataRoot
from pipeline.rendering import html, pdf, xlsx
from pipeline.rendering.tree import Question
from pipeline.reporting.material import material
from pipeline.reporting.printed import printed_tables
from pipeline.reporting.release import ReleaseError, write_release
from pipeline.reporting.report import report_tree
from pipeline.warehouse import Warehouse
from tests.marts.members_survey import WAVE
from tests.reporting.members_report import cells, members_material, method_rows, question, section


@cache
def whole():
    """The material with nothing changed."""
    return members_material()


def remade(questions):
    """The material again, from rows that are not hidden yet."""
    definition, report = whole().definition, whole().report
    marts = replace(whole().marts, questions=questions.drop(columns="is_hidden"))
    marts = replace(marts, method=method_rows(definition, report, marts))
    return material(definition, report, WAVE, marts, None)


def with_base(question_id, valid_n, answered_n=None, item_id=None):
    """The material with so few answers to a question (or one item)."""
    rows = whole().marts.questions.copy()
    mine = rows["question_id"] == question_id
    if item_id is not None:
        mine &= rows["item_id"] == item_id
    assert mine.any()
    rows.loc[mine, "valid_n"] = valid_n
    rows.loc[mine, "answered_n"] = valid_n if answered_n is None else answered_n
    return remade(rows)


def not_asked(question_id):
    """The material with a question that nobody was asked."""
    rows = whole().marts.questions.copy()
    mine = rows["question_id"] == question_id
    rows.loc[mine, ["asked_n", "answered_n", "valid_n", "base_n"]] = 0
    rows.loc[mine, "state_not_asked_n"] = rows.loc[mine, "respondents_n"]
    return remade(rows)


def numbers_of(frame, question_id):
    rows = frame.loc[frame["question_id"] == question_id]
    return rows.drop(columns="is_hidden").select_dtypes("number")


@pytest.mark.parametrize("name", ["q1", "multi", "hours", "nps", "idx"])
def test_a_question_with_few_answers_has_no_number_anywhere(name):
    few = with_base(name, 9)
    shown = question(report_tree(few, "nb"), name)
    assert shown.base == (
        "Færre enn 10 har tatt stilling til spørsmålet. Tallene vises ikke av hensyn til personvernet."
    )
    assert shown == Question(shown.key, shown.number, shown.short, shown.text, shown.base)
    seen = 0
    for table, frame in printed_tables(few, "nb").items():
        if "question_id" not in frame:
            continue
        numbers = numbers_of(frame, name)
        seen += len(numbers)
        assert numbers.isna().all(axis=None), table
    assert seen
    assert few.groups.loc[few.groups["question_id"] == name, "is_hidden"].all()
    assert not (few.marts.impact["question_id"] == name).any()


def test_every_column_of_what_is_hidden_is_empty():
    few = with_base("q1", 9)
    for rows in (few.marts.questions, few.groups):
        mine = rows.loc[rows["is_hidden"]]
        numbers = [c for c in mine.select_dtypes("number").columns if not c.endswith("_order")]
        assert {"respondents_n", "state_dont_know_n", "n_eff", "f"} <= set(numbers)
        assert mine[numbers].isna().all(axis=None)
        assert mine[["obs_status", "stat_note"]].isna().all(axis=None)


@pytest.mark.parametrize(("valid", "answered", "is_hidden"), [(9, 9, 1), (10, 10, 0), (0, 0, 0), (0, 3, 1)])
def test_the_floor_of_everyone(valid, answered, is_hidden):
    few = with_base("q1", valid, answered)
    rows = few.marts.questions
    assert rows.loc[rows["question_id"] == "q1", "is_hidden"].all() == bool(is_hidden)
    assert not rows.loc[rows["question_id"] == "multi", "is_hidden"].any()


def test_hidden_questions_are_told_and_counted():
    none, few = whole(), with_base("q1", 9)
    before, after = (
        found.groups.loc[found.groups["question_id"] == "q1"].drop_duplicates(["demographic_id", "group_id"])
        for found in (none, few)
    )
    assert few.hidden_n == none.hidden_n + 1 + len(after) - int(before["is_hidden"].sum())
    sentence = "Heller ikke spørsmål som færre enn 10 har tatt stilling til, vises med tall."
    for found, is_told in ((none, False), (few, True)):
        texts = [getattr(block, "text", "") for block in section(report_tree(found, "nb"), "rules").blocks]
        assert (sentence in texts) is is_told


def test_a_group_in_which_all_are_without_an_opinion_is_hidden():
    found = whole()
    groups = found.marts.groups.copy()
    first = groups.loc[(groups["question_id"] == "q1") & (groups["valid_n"] > 0)].iloc[0]
    mine = (groups["question_id"] == "q1") & (groups["demographic_id"] == first["demographic_id"])
    mine &= groups["group_id"] == first["group_id"]
    groups.loc[mine, "valid_n"] = 0
    groups.loc[mine, "answered_n"] = 4
    marts = replace(found.marts, questions=found.marts.questions.drop(columns="is_hidden"), groups=groups)
    again = material(found.definition, found.report, WAVE, marts, None).groups
    hidden = again.loc[(again["question_id"] == "q1") & (again["group_id"] == first["group_id"])]
    assert hidden["is_hidden"].all()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("nb", "Spørsmålet ble ikke stilt denne gangen."), ("en", "The question was not asked in this wave.")],
)
def test_a_question_that_was_not_asked_is_one_sentence(language, sentence):
    shown = question(report_tree(not_asked("q1"), language), "q1")
    assert shown.base == sentence
    assert shown == Question(shown.key, shown.number, shown.short, shown.text, shown.base)


def test_every_writer_lays_out_a_question_without_figures(tmp_path):
    tree = report_tree(with_base("q1", 9), "nb")
    for writer, name in ((html, "r.html"), (pdf, "r.pdf"), (xlsx, "r.xlsx")):
        writer.write(tree, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 0
    assert "Færre enn 10 har tatt stilling til spørsmålet" in (tmp_path / "r.html").read_text("utf-8")


def test_a_report_about_too_few_is_refused(tmp_path):
    few = replace(whole(), respondents_n=9)
    root = DataRoot(tmp_path)
    with pytest.raises(ReleaseError, match="fewer than 10 respondents of wave"):
        write_release(few, root, Warehouse(root.warehouse), {})
    assert not list(tmp_path.rglob("*"))


def test_an_item_with_few_answers_is_a_row_without_numbers():
    grid = question(report_tree(with_base("grid", 9, item_id="i2"), "nb"), "grid")
    hidden = [row for row in grid.figure.rows if row.hidden]
    assert [(row.label, row.base, row.parts) for row in hidden] == [("To", "–", ())]
    assert hidden[0].hidden == "Vises ikke av hensyn til personvernet"
    assert set(cells(grid.table)["To"]) == {"–"}
    assert {b.key.rpartition("-")[2] for b in grid.breakdowns} == {"i1", "i3", "i4", "i5"}


def test_an_item_that_was_not_asked_is_a_row_without_numbers():
    rows = whole().marts.questions.copy()
    mine = (rows["question_id"] == "grid") & (rows["item_id"] == "i2")
    rows.loc[mine, ["asked_n", "answered_n", "valid_n", "base_n"]] = 0
    rows.loc[mine, "state_not_asked_n"] = rows.loc[mine, "respondents_n"]
    grid = question(report_tree(remade(rows), "en"), "grid")
    assert [row.hidden for row in grid.figure.rows if row.hidden] == ["Not asked in this wave"]
    assert not any(b.key.endswith("-i2") for b in grid.breakdowns)


def test_a_report_of_an_untold_method_is_refused(tmp_path):
    found = whole()
    method = found.definition.survey.method.model_copy(update={"population": None})
    survey = found.definition.survey.model_copy(update={"method": method})
    untold = replace(found, definition=found.definition.model_copy(update={"survey": survey}))
    root = DataRoot(tmp_path)
    with pytest.raises(
        ReleaseError, match=r"not published\.\n.*`method:` does not say\n  population: Who the"
    ):
        write_release(untold, root, Warehouse(root.warehouse), {})
    assert not list(tmp_path.rglob("*"))
