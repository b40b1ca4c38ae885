"""Numbers, dates, points and weights in a draft: what a number is for, and what stands beside it."""

import random

import pytest

from tests.drafting.drafts import drafted, export, number, text

ROWS = 200


def cells(answers, seed=1):
    one = random.Random(seed)  # noqa: S311  not for secrets
    return [one.choice(answers) for _ in range(ROWS)]


def draft(folder, *columns, platform="sav"):
    return drafted(export(columns, platform), folder)


def only(folder, *columns, platform="sav"):
    (question,) = (
        q for q in draft(folder, *columns, platform=platform).questionnaire.questions if not q.expression
    )
    return question


def test_words_beside_numbers_say_why_there_is_none(tmp_path):
    found = only(
        tmp_path,
        text("q1", "Hvor mange timer?", cells([*map(str, range(40)), "Vet ikke", "Ubesvart"])),
        platform="csv",
    )
    assert found.type == "numeric"
    assert found.missing == {"Vet ikke": "dont_know", "Ubesvart": "skipped"}


def test_labels_of_a_number_are_not_its_options(tmp_path):
    labels = {"998": "Vet ikke", "999": "Ubesvart"}
    found = only(tmp_path, number("q1", "Hvor mange timer?", cells([*range(40), 998]), labels=labels))
    assert found.type == "numeric"
    assert {str(code): state for code, state in found.missing.items()} == {
        "998": "dont_know",
        "999": "skipped",
    }


@pytest.mark.parametrize(
    ("wording", "points"),
    [
        ("Hvor god er den på en skala fra 1 til 5, der 5 er best?", range(1, 6)),
        ("Gi karakter fra 1 (dårligst) til 6 (best)", range(1, 7)),
        ("Rate it from 0 (worst) to 10 (best)", range(11)),
    ],
)
def test_a_question_may_name_its_points(wording, points, tmp_path):
    found = only(tmp_path, number("q1", wording, cells(list(points))))
    assert found.type == "scale"
    assert [option.score for option in found.options] == list(points)


def test_few_numbers_that_nothing_explains_stay_numbers(tmp_path):
    assert only(tmp_path, number("q1", "Hvor mange barn har du?", cells([0, 1, 2, 3]))).type == "numeric"


def test_a_code_apart_from_a_scale_is_dont_know(tmp_path):
    found = only(
        tmp_path,
        number(
            "q1",
            "Hvor fornøyd? (1-5)",
            cells([1, 2, 3, 4, 5, 8]),
            labels={str(i): str(i) for i in (1, 2, 3, 4, 5, 8)},
        ),
    )
    assert [(option.code, option.role) for option in found.options][-1] == (8, "dont_know")
    assert found.type == "scale"


@pytest.mark.parametrize(
    ("cell", "date_format"),
    [("{:02}.03.2021", "%d.%m.%Y"), ("2021-03-{:02}", None), ("{:02}.03.2021 10:11", "%d.%m.%Y %H:%M")],
)
def test_dates_in_texts_are_told_by_their_form(cell, date_format, tmp_path):
    definition = draft(
        tmp_path, text("q1", "Når ble du medlem?", cells([cell.format(day) for day in range(1, 29)]))
    )
    assert definition.questions["q1"].type == "date"
    assert definition.survey.waves["2024"].export.read.date_format == date_format


@pytest.mark.parametrize("cell", ["03/{:02}/2021", "{:02}.13.2021"])
def test_what_may_be_another_day_or_none_is_no_date(cell, tmp_path):
    assert (
        only(
            tmp_path, text("q1", "Når?", cells([cell.format(day) for day in range(1, 13)])), platform="csv"
        ).type
        != "date"
    )


def test_the_weight_that_sounds_final_is_taken_and_others_are_ignored(tmp_path):
    weights = [
        [round(0.5 + i % 7 / 9, 3) for i in range(ROWS)],
        [round(0.4 + i % 5 / 7, 3) for i in range(ROWS)],
    ]
    survey = draft(
        tmp_path,
        number("dweight", "Design weight", weights[0]),
        number("pspwght", "Post-stratification weight", weights[1]),
        number("q1", "Hvor mange?", cells([*range(40)])),
    ).survey
    assert survey.weight == "pspwght"
    assert set(survey.ignore) == {"dweight"}
    assert survey.weight_sum == "any"


def test_weights_that_add_up_to_the_respondents_are_held_to_it(tmp_path):
    weights = [0.5 + (i % 2) for i in range(ROWS)]
    survey = draft(
        tmp_path, number("vekt", "Vekt", weights), number("q1", "Hvor mange?", cells([*range(40)]))
    ).survey
    assert (survey.weight, survey.weight_sum) == ("vekt", "respondents")


def test_comments_are_words_however_few_different_ones_there_are(tmp_path):
    questions = draft(tmp_path, text("k", "Har du kommentarer?", cells(["Nei", "Alt er bra"]))).questions
    assert questions["k"].type == "open"


def test_age_is_banded_and_comes_before_the_year_of_birth(tmp_path):
    years = number("birth", "Hvilket år er du født?", cells([*range(1950, 2000)]))
    age = number("q7", "Hvor gammel er du?", cells([*range(18, 80)]))
    both = draft(tmp_path / "both", years, age)
    assert [(d.id, both.variable_of(d)) for d in both.survey.demographics] == [("alder", "q7")]
    alone = draft(tmp_path / "alone", years)
    (derived,) = alone.survey.demographics
    assert alone.questions[alone.variable_of(derived)].expression == "wave - birth"
    assert len(derived.groups) == 7


def test_numbers_that_cannot_be_ages_are_no_background(tmp_path):
    assert not draft(
        tmp_path, number("alder", "Alder på huset", cells([*range(100, 400)]))
    ).survey.demographics
