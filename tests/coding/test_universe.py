"""The register's counts in the groups of the definition."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.coding.problems import WaveError
from pipeline.coding.universe import build_universe
from pipeline.schemas.core import core_universe
from pipeline.survey.survey import Definition
from tests.coding.small_survey import DAYS, EXPORT, define, evaluate, survey_yaml

QUESTIONNAIRE = """
questions:
  - {id: kjonn, text: Kjønn, column: k,
     options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann}]}
"""
SURVEY = survey_yaml(
    """
    universe:
      columns: {kjonn: Kjønn}
      counts: {members: Antall, invited: Invitert}
      population: members
      invited: invited
      total_row: {Kjønn: Sum}
    demographics:
      - {id: kjonn, text: Kjønn, unknown: [Ukjent], groups: [{id: woman, text: Kvinne, register: [K, 1]},
         {id: man, text: Mann}]}
    """,
    f"waves:\n  2024: {{{DAYS}, {EXPORT}, universe: {{files: [r.csv]}}}}\n",
)


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    return define(tmp_path_factory.mktemp("universe"), QUESTIONNAIRE, SURVEY)


def raw(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["group_kjonn", "members_n", "invited_n"])
    places = {
        "wave": "2024",
        "source_row": range(2, len(rows) + 2),
        "is_total": frame["group_kjonn"] == "Sum",
    }
    return pd.concat([pd.DataFrame(places), frame], axis=1)


def test_register_texts_are_groups_and_rows_of_a_group_are_added(definition: Definition) -> None:
    women = [("K", "1 000", "900"), ("Kvinne", "5", "5"), ("1.0", "1", "1")]
    rest = [("Mann", "7", "7"), ("Ukjent", "3", "1"), ("", "1", "0"), ("Sum", "1 017", "914")]
    rows = raw(*women, *rest)
    made = build_universe(definition, "2024", rows, evaluate)
    core_universe(definition).validate(made)
    assert made["group_kjonn"].astype(object).where(made["group_kjonn"].notna(), None).tolist() == [
        1,
        2,
        None,
    ]
    assert made["universe_n"].tolist() == [1006, 7, 4]
    assert made["invited_n"].tolist() == [906, 7, 1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [("Kvinner", "1", "1"), ("Sum", "1", "1")],
            "«Kvinner» (1 rows) is no group of kjonn; the nearest is «Kvinne»",
        ),
        (
            [("Mann", "1,5", "1"), ("Sum", "1", "1")],
            "column Antall: 1 cells are not whole numbers, first in row 2",
        ),
        ([("Mann", "-1", "1"), ("Sum", "1", "1")], "column Antall: 1 cells are not whole numbers"),
        ([("Mann", "", "1"), ("Sum", "1", "1")], "are not whole numbers"),
        ([("Mann", "10", "9")], "there is no row of totals (Kjønn = Sum); was the file cut off?"),
        ([("Mann", "10", "9"), ("Sum", "11", "9")], "the row of totals says 11, but the rows add up to 10"),
    ],
)
def test_a_register_that_does_not_fit_stops_the_wave(
    definition: Definition, rows: list[tuple[str, str, str]], message: str
) -> None:
    with pytest.raises(WaveError) as raised:
        build_universe(definition, "2024", raw(*rows), evaluate)
    assert message in str(raised.value)
    assert "the register of wave 2024" in str(raised.value)


def test_nobody_in_the_universe_breaks_the_contract(definition: Definition) -> None:
    made = build_universe(definition, "2024", raw(("Mann", "0", "0"), ("Sum", "0", "0")), evaluate)
    with pytest.raises(Exception, match="somebody_in_universe"):
        core_universe(definition).validate(made)


def test_every_survey_has_a_path(tmp_path: Path) -> None:
    plain = define(tmp_path, QUESTIONNAIRE)
    with pytest.raises(ValueError, match="declares no universe"):
        build_universe(plain, "2024", raw(), evaluate)
