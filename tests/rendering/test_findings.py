"""The computed sentences over figures of all answers."""

import pytest

from pipeline.rendering.findings import Answer, Net, mean, several, share_of, total
from pipeline.rendering.language import catalogue

NB, EN = catalogue("nb"), catalogue("en")


SAME = "Flest svarer at det er som før"
WORSE = "Flest svarer at det blir dårligere"


def yes_no(yes: int, no: int, dont_know: int, partly: int | None = None) -> list[Answer]:
    middle = [] if partly is None else [Answer("Delvis", partly, phrase="delvis")]
    return [
        Answer("Ja", yes, phrase="ja"),
        *middle,
        Answer("Nei", no, phrase="nei"),
        Answer("Vet ikke", dont_know, dont_know=True),
    ]


def direction(worse: int, same: int, better: int, dont_know: int = 0) -> list[Answer]:
    return [
        Answer("Det blir dårligere", worse, phrase="dårligere", clause="det blir dårligere", pole="negative"),
        Answer("Det er som før", same, phrase="som før", clause="det er som før", pole="middle"),
        Answer("Det blir bedre", better, phrase="bedre", clause="det blir bedre", pole="positive"),
        Answer("Vet ikke", dont_know, dont_know=True),
    ]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (yes_no(33, 43, 25), "Flere svarer nei (43 prosent) enn ja (33 prosent), og 25 prosent vet ikke."),
        (yes_no(33, 43, 19), "Flere svarer nei (43 prosent) enn ja (33 prosent)."),
        (yes_no(54, 45, 2), "Over halvparten svarer ja (54 prosent), mens 45 prosent svarer nei."),
        (yes_no(50, 45, 5), "Om lag halvparten svarer ja (50 prosent), mens 45 prosent svarer nei."),
        (yes_no(40, 40, 20), "Like mange svarer ja som nei (40 prosent), og 20 prosent vet ikke."),
        (
            yes_no(41, 31, 16, 12),
            "Flere svarer ja (41 prosent) enn nei (31 prosent), og 12 prosent svarer delvis.",
        ),
        (
            yes_no(14, 54, 21, 11),
            (
                "Over halvparten svarer nei (54 prosent), mens 14 prosent svarer ja, 11 prosent delvis og "
                "21 prosent vet ikke."
            ),
        ),
        (yes_no(30, 30, 10, 30), "Like mange svarer ja, delvis og nei (30 prosent)."),
        (yes_no(20, 10, 70), "Flest vet ikke (70 prosent), mens 20 prosent svarer ja."),
    ],
)
def test_short_answers(answers: list[Answer], sentence: str) -> None:
    assert total(answers, NB).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (
            direction(28, 46, 6),
            (f"{SAME} (46 prosent), og langt flere svarer «dårligere» (28 prosent) enn «bedre» (6 prosent)."),
        ),
        (
            direction(28, 46, 20),
            (f"{SAME} (46 prosent), og flere svarer «dårligere» (28 prosent) enn «bedre» (20 prosent)."),
        ),
        (
            direction(20, 60, 20),
            (f"{SAME} (60 prosent), og like mange svarer «dårligere» som «bedre» (20 prosent)."),
        ),
        (
            direction(60, 30, 10),
            (f"{WORSE} (60 prosent), mens 30 prosent svarer «som før» og 10 prosent «bedre»."),
        ),
        (direction(40, 40, 10), "Like mange svarer dårligere og som før (40 prosent)."),
    ],
)
def test_directions(answers: list[Answer], sentence: str) -> None:
    assert total(answers, NB).replace("\u00a0", " ") == sentence


def test_a_question_without_roles_falls_back_on_the_most_frequent_answer() -> None:
    answers = [Answer("Blå", 20), Answer("Rød", 50), Answer("Grønn", 25), Answer("Gul", 5)]
    assert total(answers, NB).replace("\u00a0", " ") == (
        "Flest svarer «Rød» (50 prosent), fulgt av «Grønn» (25 prosent)."
    )
    tied = [Answer("Blå", 40), Answer("Rød", 40), Answer("Grønn", 20), Answer("Gul", 0)]
    assert total(tied, NB).replace("\u00a0", " ") == "Like mange svarer «Blå» og «Rød» (40 prosent)."


def test_sides_of_a_scale() -> None:
    answers = [Answer(str(step), 20) for step in range(5)]
    nets = (Net("godt eller svært godt", 45), Net("dårlig eller svært dårlig", 27))
    assert total(answers, NB, nets).replace("\u00a0", " ") == (
        "Flere svarer godt eller svært godt (45 prosent) enn dårlig eller svært dårlig (27 prosent)."
    )


def test_suppressed_answers_are_never_told() -> None:
    assert total([Answer("Ja", None, phrase="ja"), Answer("Nei", None, phrase="nei")], NB) == ""
    told = total([Answer("Ja", 80, phrase="ja"), Answer("Hemmelig", None, phrase="hemmelig")], NB)
    assert told == "80\u00a0prosent svarer ja."


def test_several_answers_allowed() -> None:
    answers = [Answer("Lønn", 64), Answer("Bemanning", 58), Answer("Heltid", 37)]
    assert several(answers, NB).replace("\u00a0", " ") == (
        "«Lønn» er det flest peker på (64 prosent), fulgt av «Bemanning» (58 prosent)."
    )
    assert several([], NB) == ""


def test_english() -> None:
    assert total(yes_no(33, 43, 25), EN).replace("\u00a0", " ") == (
        "More answer nei (43 per cent) than ja (33 per cent), and 25 per cent do not know."
    )
    assert mean("7.2", EN, ("0", "10")) == "The index is 7.2 on average, on a scale from 0 to 10."


def test_numbers_are_tied_to_their_unit() -> None:
    assert "43\u00a0prosent" in total(yes_no(33, 43, 25), NB)


def test_shares_are_named_by_clause_phrase_or_label() -> None:
    assert share_of(direction(1, 2, 3)[0], NB) == "andelen som svarer at det blir dårligere,"
    assert share_of(Answer("Nei", 1, phrase="nei"), NB) == "andelen som svarer nei,"
    assert share_of(Answer("Rød", 1), NB) == "andelen som svarer «Rød»,"
