"""Limits that a survey declares: when a number is unreliable, and when who took part is skewed."""

import re

import pandas as pd
import pytest

from pipeline.marts.representativity import representativity_summary
from pipeline.methods.representativity import representativity_table
from pipeline.rendering.tree import Paragraph
from pipeline.reporting.printed import printed_tables
from pipeline.survey.loading import DefinitionError
from tests.reporting.twenty import Twenty

LOOSE = "reliability: {min_n_eff: 5, max_width_pp: 60}\n"


def taking_part() -> pd.DataFrame:
    """Half of the register are women, and 53 of the 100 who answered: 3 points more."""
    groups = pd.DataFrame(
        {
            "wave": "2024",
            "report_id": "r",
            "demographic_id": "sex",
            "group_id": ["woman", "man"],
            "universe_n": [500, 500],
            "respondents_n": [53, 47],
            "respondents_w": [53.0, 47.0],
        }
    )
    return representativity_table(groups, by=["wave", "report_id", "demographic_id"], with_weights=True)


@pytest.mark.parametrize(
    ("declared", "verdict"),
    [
        ("", "noe_skjev"),
        ("verdicts: {good_below_pp: 4}\n", "god"),
        ("verdicts: {good_below_pp: 1, skewed_above_pp: 2.5}\n", "skjev"),
        ("verdicts: {good_below_pp: 3, skewed_above_pp: 3}\n", "noe_skjev"),  # neither below nor above
    ],
)
def test_the_verdict_follows_the_limits(declared: str, verdict: str) -> None:
    measures = representativity_summary(Twenty("single", survey=declared).definition(), taking_part())
    assert measures["max_abs_diff_pp"].tolist() == [pytest.approx(3)]
    assert measures["verdict"].tolist() == [verdict]


def test_what_is_unreliable_follows_the_limits() -> None:
    """Groups of ten have an effective size of ten, and intervals of up to 53 points."""
    usual, loose = (Twenty("single, hours", survey=more).results() for more in ("", LOOSE))
    for found in (usual.questions, usual.groups):
        assert (found.loc[found["base_n"].between(1, 29), "obs_status"].dropna() == "u").all()
    women = loose.groups.loc[loose.groups["group_id"] == "woman"]
    assert women["obs_status"].isna().all()
    assert (2 * women["moe_pp"]).max() > 30
    men = loose.groups.loc[(loose.groups["group_id"] == "man") & (loose.groups["question_id"] == "hours")]
    assert set(men["base_n"]) == {5}
    assert men["obs_status"].isna().all()  # five is not below five


def test_the_method_chapter_tells_the_limits() -> None:
    for more, least, width in (("", "30", "30"), (LOOSE, "5", "60")):
        sections = Twenty("single", survey=more).tree().method
        blocks = next(section for section in sections if section.key == "precision").blocks
        text = " ".join(block.text for block in blocks if isinstance(block, Paragraph)).replace("\u00a0", " ")
        assert re.search(rf"effektiv størrelse under {least}\b", text)
        assert f"konfidensintervallet for andelen er {width} prosentpoeng eller bredere" in text


def test_the_flag_leaves_with_the_numbers() -> None:
    tables = printed_tables(Twenty("single").material(), "nb")
    assert set(tables["questions"]["obs_status"]) == {"u"}
    assert set(tables["breakdowns"]["obs_status"].dropna()) == {"u"}


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("verdicts: {good_below_pp: 6}\n", "good_below_pp must not be above skewed_above_pp"),
        ("verdicts: {god_below: 2}\n", "did you mean good_below_pp?"),
        ("reliability: {max_width_pp: 0}\n", "greater than 0"),
    ],
)
def test_limits_that_are_none_are_refused(declared: str, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Twenty("single", survey=declared).definition()
    assert message in " ".join(problem.message for problem in refused.value.problems)
