"""Contracts of the mart layer: who took part, response rates, weighting and facts."""

import pandas as pd
import pandera.pandas as pa

from pipeline.marts.rows import NOTES, QUESTION

PERCENT = pa.Check.in_range(0, 100)
COUNT = pa.Check.ge(0)
NOTE = pa.Check.isin(NOTES)


def mart_scope() -> pa.DataFrameSchema:
    """A row per report and group: whether the tables of who took part cover it."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "report_id": pa.Column(str),
            "demographic_id": pa.Column(str),
            "group_id": pa.Column(str),
            "group_order": pa.Column(checks=COUNT),
            "among_n": pa.Column("int64", COUNT),
            "share_n": pa.Column("int64", COUNT),
            "share_pct": pa.Column("float64", PERCENT),
            "above_pct": pa.Column("float64", PERCENT),
            "is_in_scope": pa.Column(bool),
        },
        strict=True,
        unique=["report_id", "group_id"],
        name="mart_scope",
    )


def mart_representativity() -> pa.DataFrameSchema:
    """A row per report, demographic and group: respondents beside the universe."""
    counts = ("universe_n", "respondents_n", "base_n", "missing_n", "outside_n")
    shares = ("universe_pct", "respondents_pct", "response_rate_pct", "weighted_pct", "shown_universe_pct")
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "report_id", "demographic_id", "group_id")},
            "table_order": pa.Column(checks=COUNT),
            "group_order": pa.Column(checks=COUNT),
            **{name: pa.Column(checks=COUNT) for name in counts},
            "respondents_w": pa.Column("float64", COUNT),
            **{
                name: pa.Column("float64", PERCENT, nullable=True)
                for name in (*shares, "shown_respondents_pct")
            },
            **{
                name: pa.Column("float64", nullable=True)
                for name in ("diff_pp", "rep_index", "residual_pp", "r_partial_cat", "shown_diff_pp")
            },
            "stat_note": pa.Column(checks=NOTE, nullable=True),
        },
        strict=True,
        unique=["report_id", "demographic_id", "group_id"],
        name="mart_representativity",
    )


def mart_representativity_measure() -> pa.DataFrameSchema:
    """A row per report and demographic: how far respondents are from the universe, with a verdict."""
    counts = ("universe_n", "respondents_n", "groups_n", "missing_universe_n", "missing_respondents_n")
    sizes = ("max_abs_diff_pp", "chi2", "chi2_fpc", "df", "cohens_w", "r_partial")
    shares = ("dissimilarity", "p_value", "q_value")
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "report_id", "demographic_id")},
            "verdict": pa.Column(checks=pa.Check.isin(["god", "noe_skjev", "skjev"]), nullable=True),
            **{name: pa.Column(checks=COUNT) for name in counts},
            **{name: pa.Column("float64", COUNT, nullable=True) for name in sizes},
            **{name: pa.Column("float64", pa.Check.in_range(0, 1), nullable=True) for name in shares},
            "stat_note": pa.Column(checks=NOTE, nullable=True),
        },
        strict=True,
        unique=["report_id", "demographic_id"],
        name="mart_representativity_measure",
    )


DISPOSITIONS = (
    *("complete_n", "partial_n", "opened_n", "withdrawn_n", "undeliverable_n", "invited_n"),
    *("unknown_eligibility_n", "screened_out_n"),
)


def mart_response_rate() -> pa.DataFrameSchema:
    """A row per demographic and group (empty: everyone): dispositions and AAPOR's response rates."""
    rates = [f"rr{i}_pct" for i in range(1, 7)]
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "demographic_id", "group_id")},
            "group_order": pa.Column(checks=COUNT),
            **{name: pa.Column("int64", COUNT) for name in ("total_n", *DISPOSITIONS, "left_out_n")},
            "eligible_known_n": pa.Column("float64", COUNT),
            "e": pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
            **{rate: pa.Column("float64", PERCENT, nullable=True) for rate in rates},
            "stat_note": pa.Column(checks=NOTE, nullable=True),
        },
        strict=True,
        unique=["demographic_id", "group_id"],
        checks=pa.Check(
            lambda frame: frame[list(DISPOSITIONS)].sum(axis=1) == frame["total_n"],
            name="dispositions_sum_to_invited",
        ),
        name="mart_response_rate",
    )


def _told_or_why(frame: pd.DataFrame) -> pd.Series:
    """A fact is a number or a date, or says why it is neither."""
    return frame[["value", "value_date", "stat_note"]].notna().sum(axis=1) == 1


def mart_fact() -> pa.DataFrameSchema:
    """A row per report and fact: a single number (or date) with a name."""
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "report_id": pa.Column(str),
            "fact_id": pa.Column(str),
            "fact_order": pa.Column(checks=COUNT),
            "kind": pa.Column(checks=pa.Check.isin(["count", "share", "take"])),
            "numerator_n": pa.Column("int64", COUNT),
            "denominator_n": pa.Column("float64", COUNT, nullable=True, coerce=True),
            "value": pa.Column("float64", nullable=True),
            "value_date": pa.Column(nullable=True),
            "stat_note": pa.Column(checks=NOTE, nullable=True),
        },
        strict=True,
        unique=["report_id", "fact_id"],
        checks=pa.Check(_told_or_why, name="a_value_or_why_not", ignore_na=False),
        name="mart_fact",
    )


def mart_weighting() -> pa.DataFrameSchema:
    """A row per weighting variable and category: its share before and after, and in the universe."""
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "demographic_id", "group_id", "merged_groups")},
            "demographic_order": pa.Column("int64", pa.Check.ge(1)),
            "group_order": pa.Column("int64", pa.Check.ge(1)),
            "universe_n": pa.Column("int64", COUNT),
            "respondents_n": pa.Column("int64", COUNT),
            **{name: pa.Column("float64", PERCENT) for name in ("universe_pct", "before_pct", "after_pct")},
            "error_pp": pa.Column("float64", pa.Check.in_range(-0.5, 0.5)),
        },
        strict=True,
        unique=["demographic_id", "group_id"],
        checks=pa.Check(_margins_agree, name="margins_sum_to_one_universe"),
        name="mart_weighting",
    )


def _margins_agree(frame: pd.DataFrame) -> bool:
    """Every variable sums to the same universe and the same respondents."""
    sums = frame.groupby("demographic_id")[["universe_n", "respondents_n"]].sum()
    return bool((sums.nunique() == 1).all())


def mart_weighting_run() -> pa.DataFrameSchema:
    """One row: how the raking went, and what the weights look like."""
    counts = ("raking_cells_n", "iterations", "cycles", "below_n", "above_n", "outside_n", "respondents_n")
    sizes = ("deff_kish", "n_eff", "w_min", "w_p1", "w_p99", "w_max", "w_ratio", "lower", "upper")
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str, unique=True),
            **{name: pa.Column(checks=COUNT) for name in counts},
            **{name: pa.Column("float64", pa.Check.gt(0)) for name in sizes},
            "status": pa.Column(checks=pa.Check.isin(["converged", "trim_limit"])),
            "max_margin_error": pa.Column("float64", pa.Check.in_range(0, 0.005)),
            "weight_efficiency": pa.Column("float64", pa.Check.in_range(0, 1)),
            "unused": pa.Column(str),
        },
        strict=True,
        name="mart_weighting_run",
    )


def mart_weight_impact() -> pa.DataFrameSchema:
    """A row per report, question and item: the greatest difference that weighting makes to a result."""
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in QUESTION},
            "weight_impact_pp": pa.Column("float64", pa.Check.in_range(0, 200), nullable=True),
            "weight_impact_sd": pa.Column("float64", COUNT, nullable=True),
            "stat_note": pa.Column(checks=NOTE, nullable=True),
        },
        strict=True,
        unique=QUESTION,
        name="mart_weight_impact",
    )


def mart_response_cell() -> pa.DataFrameSchema:
    """A row per report and crossing of its demographics' groups: respondents beside the universe."""
    return pa.DataFrameSchema(
        {
            **{key: pa.Column(str) for key in ("wave", "report_id", "cell_key")},
            "universe_n": pa.Column("int64", COUNT),
            "respondents_n": pa.Column("int64", COUNT),
            "respondents_w": pa.Column("float64", COUNT),
        },
        strict=True,
        unique=["report_id", "cell_key"],
        name="mart_response_cell",
    )


def mart_r_indicator() -> pa.DataFrameSchema:
    """A row per report: how evenly the universe answered."""
    measures = ("mean_propensity", "s_rho", "r_indicator", "r_indicator_adj")
    return pa.DataFrameSchema(
        {
            "wave": pa.Column(str),
            "report_id": pa.Column(str, unique=True),
            "model": pa.Column(checks=pa.Check.isin(["saturated", "logit"])),
            "cells_n": pa.Column("int64", COUNT),
            **{name: pa.Column("float64", pa.Check.in_range(0, 1), nullable=True) for name in measures},
            "cv_propensity": pa.Column("float64", COUNT, nullable=True),
            "uncounted_n": pa.Column("int64", COUNT),
            "stat_note": pa.Column(checks=NOTE, nullable=True),
        },
        strict=True,
        name="mart_r_indicator",
    )
