"""SurveyMonkey: the published figures of the Star Wars survey counted from the export, and headers."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pytest

from pipeline.readers import surveymonkey
from pipeline.readers.export import Export, ExportError
from pipeline.readers.options import ReadOptions
from tests.readers.columns import as_dict, write

STAR_WARS = Path(__file__).parent / "surveymonkey" / "StarWars.csv"
OPTIONS = ReadOptions(format="surveymonkey", encoding="cp1252")
FILMS = [
    f"Star Wars: Episode {name}"
    for name in (
        "I  The Phantom Menace",
        "II  Attack of the Clones",
        "III  Revenge of the Sith",
        "IV  A New Hope",
        "V The Empire Strikes Back",
        "VI Return of the Jedi",
    )
]


@pytest.fixture(scope="module")
def star_wars() -> Export:
    return surveymonkey.read([STAR_WARS], OPTIONS)


def question(export: Export, begins: str) -> pd.DataFrame:
    """The columns of the question whose text begins so, named by option."""
    found = {
        column.option: export.frame.iloc[:, i]
        for i, column in enumerate(export.columns)
        if column.label.startswith(begins)
    }
    return pd.DataFrame(found)


def pct(count: int, base: int) -> int:
    return int((Decimal(100) * int(count) / int(base)).quantize(Decimal(1), ROUND_HALF_UP))


def test_seen(star_wars):
    seen = question(star_wars, "Which of the following Star Wars films").notna()
    assert seen.columns.tolist() == FILMS
    assert len(star_wars.frame) == 1186
    assert seen.any(axis=1).sum() == 835
    assert seen.all(axis=1).sum() == 471
    assert [pct(seen[film].sum(), 835) for film in FILMS[3:]] == [73, 91, 88]


def test_favourite_film_of_those_who_saw_all_six(star_wars):
    all_six = question(star_wars, "Which of the following Star Wars films").notna().all(axis=1)
    rank = question(star_wars, "Please rank the Star Wars films")[all_six]
    favourite = {film: pct((rank[film] == "1").sum(), 471) for film in FILMS}
    assert [favourite[FILMS[i]] for i in (0, 1, 2, 4)] == [10, 4, 6, 36]


@pytest.mark.parametrize(
    ("character", "base", "published"),
    [
        ("Luke Skywalker", 831, 93),
        ("Han Solo", 829, 92),
        ("Princess Leia Organa", 831, 91),
        ("Obi Wan Kenobi", 825, 91),
        ("Yoda", 826, 91),
        ("R2 D2", 830, 90),
        ("C-3P0", 827, 85),
        ("Darth Vader", 826, 58),
        ("Jar Jar Binks", 821, 29),
    ],
)
def test_favourable(star_wars, character, base, published):
    answers = question(star_wars, "Please state whether you view")[character]
    assert answers.notna().sum() == base
    assert pct(answers.isin(["Very favorably", "Somewhat favorably"]).sum(), base) == published


def test_who_shot_first(star_wars):
    answers = question(star_wars, "Which character shot first?")[""].dropna()
    assert len(answers) == 828
    assert [pct((answers == name).sum(), 828) for name in ("Han", "Greedo")] == [39, 24]


def test_the_same_option_of_two_questions_is_two_ids(star_wars):
    ids = [column.id for column in star_wars.columns]
    assert len(set(ids)) == len(ids) == 38
    blocks = {column.block for column in star_wars.columns if column.option == FILMS[0]}
    assert len(blocks) == 2
    assert star_wars.notes == ()
    assert "" not in blocks


def test_labels_that_look_like_formulas_or_numbers_stay_text(star_wars):
    assert "> 60" in set(question(star_wars, "Age")[""])
    assert "$50,000 - $99,999" in set(question(star_wars, "Household Income")[""])
    assert star_wars.frame.iloc[0, 0] == "3292879998"


def test_an_encoding_is_never_guessed():
    with pytest.raises(ExportError, match="byte 641 "):
        surveymonkey.read([STAR_WARS], ReadOptions(format="surveymonkey"))


HEADER = "RespondentID,Hva leser du?,,,Enig?\n,Avis,Bok,Other (please specify),Response\n"


def small(folder: Path, content: str) -> Export:
    return surveymonkey.read([write(folder / "export.csv", content)], ReadOptions(format="surveymonkey"))


def test_ids_do_not_depend_on_the_order_of_the_questions(tmp_path):
    one = small(tmp_path, HEADER + "1,Avis,,,Ja\n2,,,Blogg,Nei\n")
    other = small(
        tmp_path,
        "RespondentID,Enig?,Hva leser du?,,\n"
        ",Response,Avis,Bok,Other (please specify)\n"
        "1,Ja,Avis,,\n2,Nei,,,Blogg\n",
    )
    assert as_dict(one) == as_dict(other)


def test_a_column_without_any_header_is_no_part_of_the_block_before_it(tmp_path):
    export = small(tmp_path, "RespondentID,Enig?,Leser?,,\n,Response,Avis,Bok,\n1,Ja,Avis,,x\n")
    assert [bool(column.block) for column in export.columns] == [False, False, True, True, False]


def test_equal_questions_are_numbered(tmp_path):
    export = small(tmp_path, "RespondentID,Enig?,Enig?\n,Response,Response\n1,Ja,Nei\n")
    assert [column.id.removeprefix(export.columns[1].id) for column in export.columns[1:]] == ["", "_2"]
    assert any("known by order" in note for note in export.notes)


def test_condensed_headers_must_be_declared(tmp_path):
    path = write(tmp_path / "export.csv", "Respondent ID,Enig?,Leser - Avis\n1,Ja,Avis\n")
    with pytest.raises(ExportError, match="header_rows: 1"):
        surveymonkey.read([path], ReadOptions(format="surveymonkey"))
    export = surveymonkey.read([path], ReadOptions(format="surveymonkey", header_rows=1))
    assert [column.name for column in export.columns] == ["Respondent ID", "Enig?", "Leser - Avis"]
    assert len(export.frame) == 1


def test_header_only(tmp_path):
    assert small(tmp_path, HEADER).frame.shape == (0, 5)


def test_ragged_rows_are_refused_with_their_line(tmp_path):
    with pytest.raises(ExportError, match="line 4"):
        small(tmp_path, HEADER + "1,Avis,,,Ja\n2,,Nei\n")
