"""The computed sentences over groups, waves and representativity."""

import pytest

from pipeline.rendering.comparisons import (
    Deviation,
    GroupValue,
    WaveValue,
    by_group,
    by_item,
    numbers_by_group,
    over_waves,
    representativity,
)
from pipeline.rendering.language import catalogue

NB = catalogue("nb")
SHARE = "andelen som svarer nei,"
LARGEST = "Andelen som svarer nei, er størst"


def groups(*values: float | None) -> list[GroupValue]:
    return [GroupValue(f"G{place}", value, phrase=f"i G{place}") for place, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            (57, 49, 61, 61),
            f"{LARGEST} i G2 og i G3 (61 prosent) og minst i G1 (49 prosent).",
        ),
        ((66, 70), "Andelen som svarer nei, er nokså lik i gruppene: mellom 66 og 70 prosent."),
        ((65, 70), f"{LARGEST} i G1 (70 prosent) og minst i G0 (65 prosent)."),
        ((50, 50), "Andelen som svarer nei, er 50 prosent i alle gruppene."),
        ((50, None, 60), f"{LARGEST} i G2 (60 prosent) og minst i G0 (50 prosent)."),
        (
            (10, 60, 60, 60, 60),
            f"{LARGEST} i 4 av gruppene (60 prosent) og minst i G0 (10 prosent).",
        ),
        ((50,), ""),
        ((None, None), ""),
    ],
)
def test_by_group(values: tuple[float | None, ...], sentence: str) -> None:
    assert by_group(SHARE, groups(*values), NB).replace("\u00a0", " ") == sentence


def test_items_of_a_grid_are_told_apart_only_where_they_differ() -> None:
    told = by_item(SHARE, [GroupValue("A", 40, phrase="for «A»"), GroupValue("B", 61, phrase="for «B»")], NB)
    assert told.replace("\u00a0", " ") == f"{LARGEST} for «B» (61 prosent) og minst for «A» (40 prosent)."
    assert by_item(SHARE, groups(40, 44), NB) == ""
    assert by_item(SHARE, groups(40, None), NB) == ""


def test_a_group_with_few_answers_is_not_named() -> None:
    few = [*groups(50, 60), GroupValue("Liten", 99, unreliable=True)]
    assert "Liten" not in by_group(SHARE, few, NB)


def test_a_group_without_a_phrase_is_named_by_its_label() -> None:
    told = by_group(SHARE, [GroupValue("Øst", 10), GroupValue("Vest", 90)], NB)
    assert "i gruppen «Vest»" in told


def test_when_tested_no_group_is_named_without_a_mark() -> None:
    told = by_group(SHARE, groups(40, 60), NB, tested=True)
    assert "uten statistisk sikre forskjeller" in told
    marked = [GroupValue("Øst", 40), GroupValue("Vest", 60, mark="up")]
    assert "størst" in by_group(SHARE, marked, NB, tested=True)


def test_means() -> None:
    values = [GroupValue("Øst", 3.2, "3,2", "i øst"), GroupValue("Vest", 4.1, "4,1", "i vest")]
    assert (
        numbers_by_group("gjennomsnittet", values, NB)
        == "Gjennomsnittet er høyest i vest (4,1) og lavest i øst (3,2)."
    )


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (41, 48, "Andelen som svarer nei, har økt fra 41 til 48 prosent siden 2021."),
        (48, 41, "Andelen som svarer nei, har gått ned fra 48 til 41 prosent siden 2021."),
        (41, 41, "Andelen som svarer nei, er som i 2021 (41 prosent)."),
        (41, 43, "Andelen som svarer nei, er om lag som i 2021: 41 prosent da, 43 prosent nå."),
    ],
)
def test_over_waves(first: int, last: int, sentence: str) -> None:
    waves = [WaveValue("2021", first), WaveValue("2022", 99), WaveValue("2023", last)]
    assert over_waves(SHARE, waves, NB).replace("\u00a0", " ") == sentence


def test_representativity_follows_the_sign() -> None:
    rows = [Deviation("Kvinne", 4), Deviation("Mann", -5)]
    assert representativity(rows, NB) == "Overrepresentert: Kvinne (+4). Underrepresentert: Mann (−5)."
    rows = [Deviation("a", 3), Deviation("b", 3), Deviation("c", 0)]
    assert representativity(rows, NB) == "Mest overrepresentert: a og b (+3)."
    assert representativity([Deviation("a", 0)], NB) == "Ingen nevneverdige avvik mellom univers og svar."
    assert representativity([], NB) == ""
