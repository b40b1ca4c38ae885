"""Comparisons: every group against the rest, whole tables at once, and pairs of groups.

Belongs here: the tests of `mart_demographic`, and `mart_table`. Who has no value in a demographic is in
everyone's rest, but is no group that a reader compares: it is not tested and not in a family of tests.
"""

import numpy as np
import pandas as pd

from pipeline.marts.rows import COUNTS, GROUP, OPTION_SUMS, QUESTION, ROW, VALID_SUMS
from pipeline.methods.bad_input import FloatArray, floats
from pipeline.methods.false_discovery import reaches_q
from pipeline.methods.group_tests import compare_nets_with_rest, compare_with_rest
from pipeline.methods.keys import find_rows, values_at
from pipeline.methods.marks import marks, smallest_differences
from pipeline.methods.numeric import moments
from pipeline.methods.omnibus import omnibus
from pipeline.methods.pairwise import cell_letters, compare_columns
from pipeline.methods.rest import add_rest_fraction, rest_sums
from pipeline.methods.welch import compare_means_with_rest
from pipeline.survey.survey import Definition
from pipeline.survey.variables import UNKNOWN

FAMILY = [*QUESTION, "demographic_id"]
MOMENTS = [f"valid_{sum_}" for sum_ in ("n", "w", "w2", "wx", "wx2", "w2x", "w2x2")]
NUMBERS = [
    *("group_pct", "rest_pct", "diff_pp", "rest_value", "diff"),
    *("min_diff", "z", "t", "df", "p_value", "q_value", "p_crit", "family_size"),
]
WORDS = ["test_method", "family_id", "mark"]


def _sides(results: pd.DataFrame, keys: list[str], sums: list[str], *, fpc: bool) -> pd.DataFrame:
    """The rows of named groups, with the sums and the sampling fraction of everyone outside the group."""
    wanted = {*ROW, *GROUP, "measure", "role", "centre", "f", *sums, *COUNTS}
    needed = results[[name for name in results if name in wanted]]
    is_everyone = needed["demographic_id"] == ""
    groups = rest_sums(needed[~is_everyone], needed[is_everyone], keys=keys, sums=[*sums, *COUNTS])
    cells = add_rest_fraction(groups.loc[groups["group_id"] != UNKNOWN])
    return cells if fpc else cells.assign(f=0.0, rest_f=0.0)


def share_tests(definition: Definition, shares: pd.DataFrame) -> pd.DataFrame:
    """Every option and net of every named group against the rest, over the base `valid`.

    Args:
        definition: The survey, for the smallest difference that is marked and the finite population
            correction.
        shares: From `share_results`, everyone and groups.

    Returns:
        `ROW`, demographic_id, group_id, measure, and the columns of `methods.group_tests`; rest_value and
        diff repeat rest_pct and diff_pp. q_value belongs to options, p_crit to nets, which are held to their
        family.
    """
    settings = definition.survey.tests
    cells = _sides(shares, ROW, [*OPTION_SUMS, *VALID_SUMS], fpc=settings.fpc)
    is_net = cells["net_id"] != ""
    options = compare_with_rest(
        cells.loc[~is_net], base="valid", keys=ROW, family=FAMILY, min_diff_pp=settings.min_diff_pp
    )
    tested = [options]
    if is_net.any():
        nets = compare_nets_with_rest(
            cells.loc[is_net],
            options,
            base="valid",
            keys=ROW,
            family=FAMILY,
            min_diff_pp=settings.min_diff_pp,
        )
        tested.append(nets)
    parts = [
        _columns(
            rows.assign(rest_value=rows["rest_pct"], diff=rows["diff_pp"], min_diff=settings.min_diff_pp)
        )
        for rows in tested
    ]
    return pd.concat(parts, ignore_index=True)


def mean_tests(definition: Definition, sums: pd.DataFrame) -> pd.DataFrame:
    """Every mean of every named group against the rest: Welch's test on effective sizes.

    Args:
        definition: The survey, as in `share_tests`.
        sums: From `moment_sums`.

    Returns:
        As `share_tests`, with t and df. A family is the groups of a demographic. min_diff is in the unit of
        the measure.
    """
    keys = [*QUESTION, "measure"]
    cells = _sides(sums, keys, MOMENTS, fpc=definition.survey.tests.fpc)
    tests = compare_means_with_rest(cells, base="valid", keys=keys, family=[*FAMILY, "measure"])
    points = definition.survey.tests.min_diff_pp
    smallest = smallest_mean_differences(definition, sums, tests, keys, min_diff_pp=points)
    words = marks(
        floats(tests["diff"]),
        tests["test_method"].to_numpy(dtype=object),
        reaches_q(floats(tests["q_value"])),
        min_diff=smallest,
    )
    mark = pd.Series(words, index=tests.index, dtype="str")
    return _columns(tests.assign(rest_value=tests["rest_mean"], min_diff=smallest, mark=mark))


def smallest_mean_differences(
    definition: Definition, sums: pd.DataFrame, tests: pd.DataFrame, keys: list[str], *, min_diff_pp: float
) -> FloatArray:
    """What each difference of means has to reach, by everyone's standard deviation or by declaration.

    Args:
        definition: The survey.
        sums: From `moment_sums`.
        tests: A row a test, with `keys` and question_id.
        keys: What names a mean of everyone, measure among them.
        min_diff_pp: For those in percentage points.
    """
    settings = definition.survey.tests
    everyone = sums[[*keys, "centre", *MOMENTS]][sums["demographic_id"] == ""]
    sd = np.sqrt(moments(everyone, base="valid").variance)
    declared = {question.id: question.min_diff for question in definition.questionnaire.questions}
    codes, questions = pd.factorize(tests["question_id"])
    return smallest_differences(
        tests["measure"].to_numpy(dtype=object),
        values_at(sd, find_rows(tests, everyone, keys)),
        np.array([declared.get(question) for question in questions], dtype=np.float64)[codes],
        min_diff_pp=min_diff_pp,
        min_diff_index=settings.min_diff_index,
        min_diff_sd=settings.min_diff_sd,
    )


def _columns(tests: pd.DataFrame) -> pd.DataFrame:
    missing = dict.fromkeys([name for name in NUMBERS if name not in tests], float("nan"))
    found = tests.assign(family_size=floats(tests["family_size"]), **missing)
    return found[[*ROW, *GROUP, "measure", *NUMBERS, *WORDS]]


def table_tests(definition: Definition, shares: pd.DataFrame) -> pd.DataFrame:
    """One row a question, item and demographic: does the distribution differ between the groups at all.

    Args:
        definition: The survey. Groups that share respondents make no table: they are not independent.
        shares: From `share_results`, everyone and groups.

    Returns:
        The columns of `methods.omnibus`. Questions with several answers a person have no row.
    """
    needed = [*QUESTION, *GROUP, "option_id", "role", "f", *OPTION_SUMS, *VALID_SUMS]
    is_single = (shares["measure"] == "option") & ~shares["is_multiple"]
    everyone = shares[[*QUESTION, "f"]][is_single & (shares["demographic_id"] == "")]
    apart = ~shares["demographic_id"].isin(["", *definition.sharing])
    groups = shares[needed][is_single & apart & (shares["group_id"] != UNKNOWN)]
    overall_f = values_at(floats(everyone["f"]), find_rows(groups, everyone, QUESTION))
    return omnibus(groups.assign(overall_f=overall_f), base="valid", keys=FAMILY)


def pair_letters(
    definition: Definition, shares: pd.DataFrame, overlaps: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The letters of the columns that a group is higher than, in reports with `letters: true`.

    Args:
        definition: The survey.
        shares: From `share_results`, everyone and groups.
        overlaps: From `sql/mart/mart_overlap.sql`, for demographics whose groups share respondents.

    Returns:
        `QUESTION`, option_id, demographic_id, group_id, letters; only cells that have any.
    """
    wanted = [r.report for r in definition.reports.values() if r.letters]
    settings = definition.survey.tests
    if not wanted:
        nobody = shares[[*QUESTION, "option_id", *GROUP]].head(0)
        return nobody.assign(letters=pd.Series(dtype="str"))
    cells = shares.loc[
        shares["report_id"].isin(wanted)
        & (shares["measure"] == "option")
        & (shares["demographic_id"] != "")
        & (shares["group_id"] != UNKNOWN)
    ]
    pairs = compare_columns(
        cells if settings.fpc else cells.assign(f=0.0),
        base="valid",
        overlaps=overlaps,
        keys=QUESTION,
        family=FAMILY,
        min_diff_pp=settings.min_diff_pp,
    )
    return cell_letters(pairs, keys=QUESTION)
