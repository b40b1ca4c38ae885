"""What kind of question columns are together: ranks, mentions, named ticks, grids of ticks, or none."""

import random

import pytest

from pipeline.survey.questions import Question
from tests.drafting.drafts import drafted, export, number, text, texts

ROWS = 120
THINGS = ("Lønn", "Pensjon", "Arbeidstid")
YES_NO = {"1": "Ja", "2": "Nei"}


def draw(seed=1):
    return random.Random(seed)  # noqa: S311  not for secrets


def cells(answers, seed=1):
    one = draw(seed)
    return [one.choice(answers) for _ in range(ROWS)]


def questions(folder, *columns, platform="sav"):
    return drafted(export(columns, platform), folder).questionnaire.questions


def test_places_of_things_are_a_ranking_and_points_are_a_grid(tmp_path):
    one = draw()
    orders = [one.sample([1, 2, 3], 3) for _ in range(ROWS)]
    ranked = [number(f"r_{i}", f"Ranger kravene - {t}", [o[i] for o in orders]) for i, t in enumerate(THINGS)]
    points = [number(f"p_{i}", f"Gi poeng - {t}", cells([1, 2, 3, 4, 5], i)) for i, t in enumerate(THINGS)]
    amounts = [number(f"a_{i}", f"Hvor mange? - {t}", cells([0, 3, 4, 9], i)) for i, t in enumerate(THINGS)]
    found = questions(tmp_path, *ranked, *points, *amounts)
    assert [q.type for q in found] == ["ranking", "grid", "numeric", "numeric", "numeric"]


def test_first_second_and_third_of_several_answers_are_mentions(tmp_path):
    labels = {str(i): t for i, t in enumerate((*THINGS, "Ferie", "Annet"), start=1)}
    one = draw()
    chosen = [one.sample(range(1, 6), one.randint(0, 3)) for _ in range(ROWS)]

    def columns(start, **more):
        return [
            number(
                *(f"{start}_{i + 1}", f"Viktigst? - svar {i + 1}"),
                [codes[i] if len(codes) > i else None for codes in chosen],
                labels=labels,
                **({"block": f"${start}", "option": str(i + 1), "is_mention": True} if more else {}),
            )
            for i in range(3)
        ]

    guessed, told = questions(tmp_path, *columns("g"), *columns("t", marked=True))
    assert (guessed.type, guessed.mentions) == ("multiple", ("g_1", "g_2", "g_3"))
    assert (told.type, told.block) == ("multiple", "$t")
    assert [option.text("nb") for option in told.options] == list(labels.values())


def test_the_same_answer_twice_is_no_mention(tmp_path):
    labels = {str(i): t for i, t in enumerate((*THINGS, "Ferie"), start=1)}
    columns = [
        number(f"q_{i}", f"Viktigst? - svar {i}", cells([1, 2, 3, 4], i), labels=labels) for i in (1, 2, 3)
    ]
    assert [q.type for q in questions(tmp_path, *columns)] == ["grid"]


@pytest.mark.parametrize(
    ("labels", "codes"),
    [({"0": "Ikke valgt", "1": "Valgt"}, [0, 1]), ({"1": "Selected", "2": "Not selected"}, [1, 2])],
)
def test_ticks_may_be_named_by_words(labels, codes, tmp_path):
    columns = [
        number(f"media_{n}", t, cells(codes, i), labels=labels)
        for i, (n, t) in enumerate(zip("abc", THINGS, strict=True))
    ]
    (found,) = questions(tmp_path, *columns)
    assert found.type == "multiple"
    assert [option.text("nb") for option in found.options] == list(THINGS)
    assert found.ticked == (() if codes == [0, 1] else ("1",))
    assert found.unticked == (Question.model_fields["unticked"].default if codes == [0, 1] else ("2",))


def test_yes_and_no_to_which_of_these_is_one_question_with_several_answers(tmp_path):
    columns = [
        text(f"q_{i}", f"Hvilke av disse har du? - {t}", cells(["Ja", "Nei"], i))
        for i, t in enumerate(THINGS)
    ]
    (found,) = questions(tmp_path, *columns, platform="csv")
    assert (found.type, found.ticked, found.unticked) == ("multiple", ("Ja",), ("Nei",))


def test_yes_and_no_beside_an_answer_of_one_s_own_is_one_question_with_several_answers(tmp_path):
    use = [
        text(f"Use[{i}]", f"Hva bruker du? [{t}]", cells(["Yes", "No"], i), block="Use", option=t)
        for i, t in enumerate(("PC", "Telefon"))
    ]
    other = text("Use[other]", "Hva bruker du? [Annet]", cells([None, "Nettbrett"], 3))
    (found,) = questions(tmp_path, *use, other, platform="limesurvey")
    assert found.type == "multiple"
    assert [o.role for o in found.options] == ["substantive", "substantive", "other"]
    assert [*found.columns.values()] == ["Use[0]", "Use[1]", "Use[other]"]


def test_yes_and_no_to_questions_of_their_own_are_single_questions(tmp_path):
    asked = ("Har du leder?", "Har du hund?", "Har du bil?")
    columns = [number(f"q5_{i}", t, cells([1, 2], i), labels=YES_NO) for i, t in enumerate(asked, start=1)]
    found = questions(tmp_path, *columns)
    assert [q.type for q in found] == ["single"] * 3
    assert [q.text("nb") for q in found] == list(asked)


@pytest.mark.parametrize("style", ["limesurvey", "nettskjema"])
def test_a_tick_for_every_row_and_option_is_a_grid_of_ticks(style, tmp_path):
    columns = []
    for row in ("A", "B"):
        for option in ("1", "2", "3"):
            block, name = ("G", f"{row}_{option}") if style == "limesurvey" else (f"G.{row}", option)
            label = f"Hva bruker du? - Rad {row} - Ting {option}"
            columns.append(
                number(f"{row}{option}", label, cells([0, 1], len(columns)), block=block, option=name)
            )
    (found,) = questions(tmp_path, *columns)
    assert found.type == "grid_multiple"
    assert [item.text("nb") for item in found.items] == ["Rad A", "Rad B"]
    assert [option.text("nb") for option in found.options] == ["Ting 1", "Ting 2", "Ting 3"]
    assert len(found.columns) == 6


def test_texts_with_nearly_the_same_answers_are_a_grid(tmp_path):
    answers = ["Uenig", "Verken eller", "Enig"]
    columns = [
        text(f"q_{i}", f"Hva mener du? - {t}", cells(answers[: 3 - (i == 2)], i))
        for i, t in enumerate(THINGS)
    ]
    (found,) = questions(tmp_path, *columns, platform="csv")
    assert (found.type, len(found.items)) == ("grid", 3)


def test_any_file_may_join_answers_in_a_cell(tmp_path):
    one = draw()
    for mark in ("|", "; "):
        joined = [mark.join(one.sample(THINGS, one.randint(1, 3))) for _ in range(ROWS)]
        folder = tmp_path / str(ord(mark[0]))
        (found,) = questions(folder, text("q1", "Hva gjelder?", joined), platform="csv")
        assert (found.type, found.separator.strip()) == ("multiple", mark.strip())
        definition = drafted(export([text("q1", "Hva gjelder?", joined)]), folder)
        assert sorted(texts(definition, definition.questions["q1"])) == sorted(THINGS)


def test_numbered_columns_that_give_each_answer_a_place_are_a_ranking(tmp_path):
    one = draw()
    orders = [one.sample(THINGS, one.choice([0, 1, 3, 3])) for _ in range(ROWS)]
    columns = [
        text(
            f"R[{i + 1}]",
            "Ranger",
            [o[i] if len(o) > i else None for o in orders],
            block="R",
            option=str(i + 1),
        )
        for i in range(3)
    ]
    (found,) = questions(tmp_path, *columns, platform="limesurvey")
    assert (found.type, found.mentions) == ("ranking", ("R[1]", "R[2]", "R[3]"))
    assert [option.code for option in found.options] == [1, 2, 3]
    assert sorted(item.text("nb") for item in found.items) == sorted(THINGS)
