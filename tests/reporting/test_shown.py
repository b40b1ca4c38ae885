"""What `shown` picks is what is printed, with its base named; what a question does not have is refused."""

import pandas as pd
import pytest

from pipeline.rendering.tree import PlainBars, Table
from pipeline.reporting.printed import printed_tables
from pipeline.survey.loading import DefinitionError
from tests.marts.recomputed import Survey, mismatches
from tests.reporting.members_report import cells, question
from tests.reporting.twenty import Twenty


def printed(name: str, shown: str) -> tuple[str, str, dict[str, list[str]]]:
    """Base sentence, caption and table of everyone."""
    told = question(Twenty(f"{{id: {name}, shown: {shown}}}").tree(), name)
    assert told.table is not None
    return told.base.replace("\u00a0", " "), told.table.caption, cells(told.table)


PLACED = "prosent av dem som ga alternativet en plass"
ALL, OPINION = "alle som svarte på spørsmålet", "alle som har tatt stilling"


@pytest.mark.parametrize(
    ("name", "shown", "base", "caption", "rows"),
    [
        (
            *("single", "answered", f"{ALL}, 19 personer", "Antall, og prosent av alle som svarte"),
            {"Ja": ["10", "53"], "Nei": ["5", "26"], "Vet ikke": ["4", "21"]},
        ),
        (
            *("single", "valid", f"{OPINION}, 15 personer", "Prosent av dem som har tatt stilling"),
            {"Ja": ["10", "67"], "Nei": ["5", "33"]},
        ),
        (
            *("grid", "answered", f"{ALL}, 20 personer", "Prosent av alle som svarte"),
            {"Iks": ["40", "40", "20", "20"], "Ypsilon": ["25", "50", "25", "20"]},
        ),
        (
            *(
                "grid",
                "valid",
                f"{OPINION}, 15 til 16 personer, avhengig av raden",
                "Prosent av dem som har tatt stilling",
            ),
            {"Iks": ["50", "50", "16"], "Ypsilon": ["33", "67", "15"]},
        ),
        (
            *("several", "answered", "alle som krysset av for minst ett svar, 17 personer"),
            "Prosent av alle som svarte; flere svar var mulig",
            {"A": ["8", "47"], "B": ["8", "47"], "C": ["3", "18"], "Vet ikke": ["2", "12"]},
        ),
        (
            *("several", "cases", f"{OPINION}, 15 personer"),
            "Prosent av dem som har tatt stilling; flere svar var mulig",
            {"A": ["8", "53"], "B": ["8", "53"], "C": ["3", "20"]},
        ),
        (
            *("several", "valid", f"{OPINION}, 15 personer"),
            "Prosent av dem som har tatt stilling; flere svar var mulig",
            {"A": ["8", "53"], "B": ["8", "53"], "C": ["3", "20"]},
        ),
        (
            *("several", "responses", f"{OPINION}, 19 svar fra 15 personer"),
            "Prosent av alle svar som ble gitt",
            {"A": ["8", "42"], "B": ["8", "42"], "C": ["3", "16"]},
        ),
        (
            *("several", "asked", "alle som fikk spørsmålet, 20 personer"),
            "Prosent av alle som fikk spørsmålet; flere svar var mulig",
            {"A": ["8", "40"], "B": ["8", "40"], "C": ["3", "15"], "Vet ikke": ["2", "10"]},
        ),
        (
            *("matrix", "asked", "alle som fikk spørsmålet, 20 personer"),
            "Prosent av alle som fikk spørsmålet; flere svar var mulig",
            {"Iks": ["50", "35", "20"], "Ypsilon": ["20", "30", "20"]},
        ),
        (
            *(
                "matrix",
                "cases",
                "alle som krysset av for minst ett svar, 8 til 12 personer, avhengig av raden",
            ),
            "Prosent av dem som svarte; flere svar var mulig",
            {"Iks": ["83", "58", "12"], "Ypsilon": ["50", "75", "8"]},
        ),
        (
            *("matrix", "responses", "alle som krysset av for minst ett svar, 17 svar fra 12 personer"),
            "Prosent av alle svar som ble gitt",
            {"Iks": ["59", "41", "12"], "Ypsilon": ["40", "60", "8"]},
        ),
        (
            *("rank", "answered", f"{ALL}, 20 personer"),
            f"Gjennomsnittlig plass, og hvor ofte hver plass ble valgt, {PLACED}",
            {
                "P": ["1,80", "40", "40", "20", "20"],
                "Q": ["2,00", "40", "20", "40", "20"],
                "R": ["2,20", "20", "40", "40", "20"],
            },
        ),
    ],
)
def test_what_is_asked_for_is_printed(
    name: str, shown: str, base: str, caption: str, rows: dict[str, list[str]]
) -> None:
    sentence, over, table = printed(name, shown)
    assert sentence == f"Grunnlag: {base}."
    assert over == caption
    assert {row: table[row] for row in rows} == rows
    assert set(table) <= {*rows, "I alt", "A eller B"}


@pytest.mark.parametrize(
    ("name", "shown", "caption", "women"),
    [
        ("single", "answered", "Ja, prosent av alle som svarte", ["40", "10"]),
        ("single", "valid", "Ja, prosent av dem som har tatt stilling", ["50", "8"]),
        # a of 8 and b of 6 of ten women who all ticked, 14 ticks
        ("several", "cases", "A, prosent av dem som har tatt stilling; flere svar var mulig", ["80", "10"]),
        ("several", "answered", "A, prosent av alle som svarte; flere svar var mulig", ["80", "10"]),
        ("several", "responses", "A, prosent av alle svar som ble gitt", ["57", "10"]),
        ("several", "asked", "A, prosent av alle som fikk spørsmålet; flere svar var mulig", ["80", "10"]),
    ],
)
def test_groups_too(name: str, shown: str, caption: str, women: list[str]) -> None:
    tree = Twenty(name, f"breakdowns: [{{demographic: sex, shown: {shown}}}]\nletters: true\n").tree()
    broken = question(tree, name).breakdowns[0]
    assert broken.figure.caption == caption
    assert isinstance(broken.table, Table)
    row = next(row for row in broken.figure.rows if row.label == "Kvinne")
    parts = [p.text for p in row.parts] if hasattr(row, "parts") else [row.text]
    assert [*parts, row.base] == women


def test_by_default_everyone_is_of_all_who_answered_and_groups_of_those_with_an_opinion() -> None:
    found = Twenty("single, several, hours, nps").results()
    shares = found.questions.loc[found.questions["net_id"] == ""]
    shares = shares.loc[shares["measure"].isin(["option", "nps"]) | (shares["question_id"] == "hours")]
    kinds = shares.groupby("question_id")["base_kind"].agg(set).to_dict()
    assert kinds == {"single": {"answered"}, "several": {"cases"}, "hours": {"valid"}, "nps": {"valid"}}
    groups = found.groups.groupby("question_id")["base_kind"].agg(set).to_dict()
    assert groups == {"single": {"valid"}, "several": {"cases"}, "hours": {"valid"}, "nps": {"valid"}}


def test_the_tidy_tables_name_the_base_that_is_printed() -> None:
    table = printed_tables(Twenty("{id: grid, shown: answered}").material(), "nb")["questions"]
    x = table.loc[(table["item_id"] == "x")]
    assert list(x["shown_base"]) == ["answered"] * 3
    assert list(x["shown_pct"]) == [40, 40, 20]


@pytest.mark.parametrize(
    ("questions", "more", "message"),
    [
        (
            "{id: single, shown: cases}",
            "",
            "cases is for questions with several answers, and single has one a person: write valid",
        ),
        (
            "{id: grid, shown: responses}",
            "",
            "responses is for questions with several answers, and grid has one",
        ),
        ("{id: scale, shown: asked}", "", "asked is for questions with several answers, and scale has one"),
        ("{id: rank, shown: cases}", "", "cases is for questions with several answers, and rank has one"),
        (
            "{id: hours, shown: valid}",
            "",
            "says which percent of the options is printed, but hours is a number; leave it out",
        ),
        ("{id: nps, shown: valid}", "", "but nps is of type nps; leave it out"),
        (
            "single, several",
            "shown: cases",
            "cases is for questions with several answers, and single has one a person; give it to the",
        ),
        (
            "single, scale, several",
            "breakdowns: [{demographic: sex, shown: cases}]",
            "single, scale have one a person; valid is cases of the questions with several",
        ),
    ],
)
def test_what_a_question_does_not_have_is_refused(questions: str, more: str, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Twenty(questions, more).definition()
    (problem,) = refused.value.problems
    assert message in problem.message


def test_a_report_of_several_answers_alone_may_show_cases_or_answers_given() -> None:
    for shown in ("cases", "responses"):
        more = f"shown: {shown}\nbreakdowns: [{{demographic: sex, shown: {shown}}}]\n"
        assert Twenty("several, hours, nps", more).definition()


def test_groups_are_of_everyone_asked_once_the_question_is() -> None:
    """Of ten men two ticked b, three c, two don't know and three nothing."""
    found = Twenty("{id: several, shown: asked}").results()
    men = found.groups.loc[(found.groups["group_id"] == "man") & (found.groups["net_id"] == "")]
    assert set(men["base_kind"]) == {"asked"}
    assert dict(zip(men["option_id"], men["shown_pct"], strict=True)) == {"a": 0, "b": 20, "c": 30, "dk": 20}
    assert set(men["base_n"]) == {10}
    assert set(men["skipped_pct"]) == {30}


def test_nothing_ticked_is_a_share_of_those_asked_and_is_told() -> None:
    tree = Twenty("single, several, grid, matrix, hours").tree()
    notes = {q.key: [n for n in q.notes if "svarte" in n and "ikke" in n] for q in tree.questions}
    assert {key: [n.replace("\u00a0", " ") for n in told] for key, told in notes.items()} == {
        "single": ["Av de 20 som fikk spørsmålet, svarte 5 prosent ikke."],
        "several": [
            "«Vet ikke» er 12 prosent av alle som svarte.",
            "Av de 20 som fikk spørsmålet, svarte 15 prosent ikke.",
        ],
        "grid": [],
        "matrix": ["Av dem som fikk spørsmålet, svarte inntil 60 prosent ikke på en rad."],
        "hours": ["Av de 20 som fikk spørsmålet, svarte 25 prosent ikke."],
    }


def test_who_knows_no_number_is_told_beside_those_who_do() -> None:
    """Of twenty fifteen gave hours, two do not know and three said nothing: 2 of 17, and 3 of 20."""
    missing = (("column: hours, min: 0", "column: hours, missing: {998: dont_know}, min: 0"),)
    cells_ = {"hours": [30] * 5 + [40] * 10 + [998, 998, None, None, None]}
    hours = question(Twenty("hours", changed=missing, cells=cells_).tree(), "hours")
    assert hours.base.replace("\u00a0", " ") == "Grunnlag: alle som oppga et tall, 15 personer."
    notes = [note.replace("\u00a0", " ") for note in hours.notes]
    assert "Av alle som svarte, oppga 12 prosent ikke noe tall." in notes
    assert "Av de 20 som fikk spørsmålet, svarte 15 prosent ikke." in notes


def test_every_base_by_the_second_route() -> None:
    names = ("several", "matrix")
    for shown in ("asked", "answered", "cases", "responses"):
        twenty = Twenty(
            ", ".join(f"{{id: {name}, shown: {shown}}}" for name in names) + ", single, hours, nps"
        )
        found = twenty.results()
        survey = Survey(twenty.definition(), twenty.core.responses, twenty.weights, pd.DataFrame())
        assert mismatches(survey, found.questions) == mismatches(survey, found.groups) == []


TESTED = "Forskjellene er testet blant dem som har tatt stilling. Prosentene her er av alle som svarte."


@pytest.mark.parametrize("marks", ["tests", "letters"])
def test_where_marks_are_of_another_base_than_the_percents_the_figure_says_so(marks: str) -> None:
    """Marks are of those who took a stand; scale has no don't know, so that both are the same persons."""
    said = {}
    for shown in ("answered", "valid"):
        more = f"{marks}: true\nbreakdowns: [{{demographic: sex, shown: {shown}}}]\n"
        tree = Twenty("single, scale, several", more).tree()
        said |= {(q.key, shown): TESTED in q.breakdowns[0].notes for q in tree.questions}
    assert {key for key, told in said.items() if told} == {("single", "answered"), ("several", "answered")}


def test_marks_beside_percents_of_everyone_asked_say_so_too() -> None:
    tree = Twenty("{id: several, shown: asked}", "tests: true").tree("en")
    notes = question(tree, "several").breakdowns[0].notes
    assert notes[0].startswith("* Uncertain: based on fewer than 30 persons")
    assert notes[-1].endswith("The percentages here are of everyone who was asked.")


def test_the_tidy_table_of_groups_names_the_base_of_its_tests() -> None:
    more = "breakdowns: [{demographic: sex, shown: answered}]\n"
    table = printed_tables(Twenty("single, several", more).material(), "nb")["breakdowns"]
    bases = table[["question_id", "shown_base", "tested_base"]].drop_duplicates()
    assert bases.to_numpy().tolist() == [["single", "answered", "valid"], ["several", "answered", "cases"]]


def test_a_scale_of_many_points_is_drawn_in_its_order() -> None:
    scale = Twenty("nps", changed=(("{id: nps, type: nps,", "{id: nps, type: scale,"),))
    figure = question(scale.tree(), "nps").figure
    assert isinstance(figure, PlainBars)
    chosen = [row.label for row in figure.rows if row.value]
    assert chosen == ["0", "7", "10"]  # by 4, 6 and 8 persons
