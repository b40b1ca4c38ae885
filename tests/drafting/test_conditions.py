"""LimeSurvey's own conditions in a draft: said as `ask_if` where they can be, else noted as they stand."""

import pytest

from pipeline.drafting.draft import draft_survey
from pipeline.readers.limesurvey_structure import parse_structure
from tests.drafting.drafts import drafted, export, number, text
from tests.platforms.limesurvey_structure import LSS

ROWS = 60
YES_NO = {"Y": "Ja", "N": "Nei"}
COLUMNS = [
    text("Q1", "Er du i arbeid?", ["Y", "N", None] * 20, labels=YES_NO, asked=""),
    *(
        number(
            f"Q2[SQ00{i}]",
            f"Hva bruker du? - {what}",
            [1, 0, 1] * 20,
            block="Q2",
            option=f"SQ00{i}",
            asked="",
        )
        for i, what in ((1, "Buss"), (2, "Bil"))
    ),
    number("Q3", "Hvor mange timer?", [37.5, 20.0, 7.0] * 20, asked=""),
    text("Q4", "Hva gjør du?", [f"noe {i}" for i in range(ROWS)], asked=""),
]
SAID = [
    ('Q1.NAOK == "Y"', "q1 = 'yes'"),
    ("Q1.NAOK != 'Y'", "q1 <> 'yes'"),
    ('((Q1.NAOK == "Y" and Q2_SQ001.NAOK == "Y"))', "((q1 = 'yes' and q2__buss = 'yes'))"),
    ("Q2_SQ002 == '' || Q3 >= 30", "q2__bil = 'no' or q3 >= 30"),
    ("!(Q1 == 'N') && Q3.NAOK lt 37.5", "not (q1 = 'no') and q3 < 37.5"),
    ("is_empty(Q1)", "q1 is null"),
    ("!is_empty(Q1.NAOK)", "q1 is not null"),
    ("", "everyone"),
]
NOT_SAID = [
    "sum(Q3, 5) > 40",
    "Q1.NAOK == 'X'",
    "Q4.NAOK == 'noe 1'",
    "Q9.NAOK == 'Y'",
    "Q1.NAOK == \"Y\" and regexMatch('/a/', Q4)",
    "Q3 == 'mye'",
    "Q1 ==",
    "Q1 == 'Y' %%",
]


def last(told, tmp_path):
    """The question that is asked on a condition, as it is drafted, and the text of the draft."""
    source = export([*COLUMNS, text("Q5", "Trives du?", ["Y", "N", "Y"] * 20, labels=YES_NO, asked=told)])
    written = draft_survey(source, "prove", "2024", ["a.csv"], "nb")["questionnaire.yaml"]
    return drafted(source, tmp_path).questions["q5"], " ".join(written.split())


@pytest.mark.parametrize(("told", "said"), SAID)
def test_comparisons_of_answers_are_said(told, said, tmp_path):
    question, written = last(told, tmp_path)
    assert question.ask_if == said
    assert ("the form's own condition" in written) == bool(told)


@pytest.mark.parametrize("told", NOT_SAID)
def test_what_cannot_be_said_is_noted_as_it_stands(told, tmp_path):
    question, written = last(told, tmp_path)
    assert question.ask_if is None
    assert f"say it as ask_if: {told}" in written.replace(" # ", " ")


def test_an_export_that_tells_nothing_leaves_it_open(tmp_path):
    assert last(None, tmp_path)[0].ask_if is None


def test_a_long_condition_is_cut(tmp_path):
    _, written = last("sum(" + "Q3, " * 100 + "1) > 3", tmp_path)
    assert "Q3, " * 60 not in written.replace("# ", "")


def test_numbers_of_questions_become_their_codes():
    structure = LSS.replace(
        'WORK.NAOK == "A1" or WORK.NAOK == "-oth-"', '12X1X1.NAOK == "A1" and 12X1X2T1.NAOK == "Y"'
    )
    assert (
        parse_structure(structure, "a.lss")["HOURS"].relevance
        == 'WORK.NAOK == "A1" and TRAVEL_T1.NAOK == "Y"'
    )
