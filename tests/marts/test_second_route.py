"""The reference survey's marts by a second route: person by person, with none of the product's methods."""

from functools import cache

import pandas as pd
import pytest

from tests.marts.members_survey import definition, population, results, tables
from tests.marts.recomputed import Survey, mismatches


@cache
def margins() -> dict[tuple[str, str, str], float]:
    return population().set_index(["report_id", "demographic_id", "group_id"])["universe_n"].to_dict()


class Known(Survey):
    """Of the reference survey's register the margins are known, and no crossing."""

    def population(self, report: str, demographic: str, group: str) -> float:
        return float(margins().get((report, demographic, group), float("nan")))


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
def test_every_result_comes_out_again(weighting):
    core, found = tables(weighting), results(weighting)
    survey = Known(definition(), core.responses, core.weights, pd.DataFrame())
    for rows in (found.questions, found.groups):
        assert mismatches(survey, rows) == []


def test_a_number_that_is_not_the_persons_is_found():
    core, found = tables("weight"), results("weight")
    survey = Known(definition(), core.responses, core.weights, pd.DataFrame())
    rows = found.questions.head(3).copy()
    rows.loc[1, "value"] += 1e-6
    assert len(mismatches(survey, rows)) == 1
