"""Who was asked, told by blanks: a note that names the earlier answer, and none where nothing tells."""

import random
import re

import pytest

from pipeline.drafting.draft import draft_survey
from pipeline.readers import read
from pipeline.survey.loading import load_definition
from tests.drafting.drafts import drafted, export, number, text
from tests.drafting.test_draft_files import DEMO, PROJECT

ROWS = 400
YES_NO = {"1": "Ja", "2": "Nei"}
WORK = {"1": "Fast", "2": "Vikar", "3": "Pensjonist", "4": "Student"}
HINT = "everyone else is blank here; were only these asked? ask_if: "
Q2 = "Hva liker du ved det?"


def cells(answers, seed=1):
    draw = random.Random(seed)  # noqa: S311  not for secrets
    return [draw.choice(answers) for _ in range(ROWS)]


def hints(*columns, platform="sav"):
    """Question to the condition that the draft suggests."""
    written = draft_survey(export(columns, platform), "prove", "2024", ["a.sav"], "nb")["questionnaire.yaml"]
    return noted(written)


def noted(written):
    unfolded = re.sub(r"\n +# (?!check)", " ", written)
    found = re.findall(rf"{re.escape(HINT)}(.*)\n(?:.*#.*\n)*.*- id: (\w+)", unfolded)
    return {name: condition for condition, name in found}


def asked(decides, answers, said):
    return [answer if decision in said else None for answer, decision in zip(answers, decides, strict=True)]


def test_the_answer_that_decides_is_named():
    first, second = cells([1, 2]), cells([1, 2, 3, 4], 2)
    found = hints(
        number("q1", "Bruker du hjemmekontor?", first, labels=YES_NO),
        number("q2", Q2, asked(first, cells([1, 2], 3), [1]), labels=YES_NO),
        number("q3", "Hva er du?", second, labels=WORK),
        number("q4", "Trives du?", asked(second, cells([1, 2], 4), [1, 2, 4]), labels=YES_NO),
        number("q5", "Har du leder?", asked(second, cells([1, 2], 5), [1, 2]), labels=YES_NO),
        text("q6", "Hvorfor ikke?", asked(first, ["Fordi"] * ROWS, [2])),
    )
    assert found == {
        "q2": "q1 = 'yes'",
        "q4": "q3 <> 'pensjonist'",
        "q5": "q3 in ('fast', 'vikar')",
        "q6": "q1 = 'no'",
    }


def test_a_tick_may_decide_and_a_group_may_be_asked():
    ticks = [cells([0, 1], seed) for seed in (1, 2, 3)]
    rows = [asked(ticks[1], cells([1, 2, 3, 4, 5], seed), [1]) for seed in (4, 5, 6)]
    found = hints(
        *(
            number(f"q1_{i}", f"Hva bruker du? - {what}", t)
            for i, (t, what) in enumerate(zip(ticks, "ABC", strict=True))
        ),
        *(
            number(f"q2_{i}", f"Hvor ofte? - {what}", row, labels=WORK | {"5": "Annet"})
            for i, (row, what) in enumerate(zip(rows, "DEF", strict=True))
        ),
    )
    assert found == {"q2": "q1__b = 'yes'"}


def test_values_that_say_that_nobody_asked_are_blanks():
    first = cells([1, 2])
    answers = [
        answer if decision == 1 else -1 for answer, decision in zip(cells([1, 2], 2), first, strict=True)
    ]
    labels = YES_NO | {"-1": "Ikke stilt"}
    found = hints(
        number("q1", "Bruker du det?", first, labels=YES_NO), number("q2", Q2, answers, labels=labels)
    )
    assert found == {"q2": "q1 = 'yes'"}


@pytest.mark.parametrize("share", [0.03, 0.3, 0.7, 0.97])
def test_blanks_that_follow_no_answer_are_left_alone(share):
    draw = random.Random(9)  # noqa: S311
    answers = [answer if draw.random() < share else None for answer in cells([1, 2], 2)]
    found = hints(
        number("q1", "Bruker du det?", cells([1, 2]), labels=YES_NO),
        number("q2", "Hva er du?", cells([1, 2, 3, 4], 3), labels=WORK),
        number("q3", Q2, answers, labels=YES_NO),
    )
    assert found == {}


def test_a_question_that_everyone_answered_and_one_that_few_did_are_left_alone():
    first = cells([1, 2])
    found = hints(
        number("q1", "Bruker du det?", first, labels=YES_NO),
        number("q2", Q2, cells([1, 2], 2), labels=YES_NO),
        number("q3", "Andre ord?", [1 if i < 3 else None for i in range(ROWS)], labels=YES_NO),
    )
    assert found == {}


def test_the_form_of_the_demo_is_found_and_nothing_is_decided(tmp_path):
    own = load_definition(PROJECT / "data" / "surveys" / "medlemsundersokelsen").in_wave("2023").questions
    source = read([DEMO])
    written = draft_survey(source, "prove", "2023", ["a.sav"], "nb")["questionnaire.yaml"]
    drafts = drafted(source, tmp_path).questions
    assert all(question.ask_if is None for question in drafts.values())
    conditions = {first_column(q): q.ask_if for q in own.values()}
    found = {first_column(drafts[name]): condition for name, condition in noted(written).items()}
    assert {column: called_alike(condition) for column, condition in found.items()} == {
        column: condition for column, condition in conditions.items() if condition not in {None, "everyone"}
    }


def first_column(question):
    return question.column or next(iter(question.columns.values()), question.id)


def called_alike(condition: str) -> str:
    """A condition with the names that the demo's own definition gives."""
    return condition.replace("yrkesaktiv ", "arbeidssituasjon ").replace(
        "avtale_utarb ", "avtale_utarbeidet "
    )
