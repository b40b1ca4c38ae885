"""Every statistic has the one name that it goes by everywhere, in the table that it belongs to."""

import pytest

from pipeline.coding.states import STATES
from pipeline.schemas.mart import mart_demographic, mart_question, mart_table
from pipeline.schemas.mart_benchmark import mart_benchmark
from pipeline.schemas.mart_method import mart_method
from pipeline.schemas.mart_participation import (
    mart_fact,
    mart_representativity,
    mart_representativity_measure,
    mart_response_rate,
    mart_weight_impact,
    mart_weighting,
    mart_weighting_run,
)
from pipeline.schemas.mart_trend import mart_trend

KEYS = "wave report_id question_id item_id option_id net_id demographic_id group_id measure role"
SUMS = " ".join(
    f"{what}_{kind}"
    for what in ("option", "respondents", "asked", "answered", "valid", "base")
    for kind in ("n", "w", "w2")
)
RESULTS = f"""
    {KEYS} score {SUMS} {" ".join(f"state_{state}_n" for state in STATES)} skipped_pct
    asked_pct answered_pct valid_pct cases_pct responses_pct shown_pct responses_n universe_n
    value se sd alpha alpha_n base_kind stat_note obs_status
    n_eff deff_kish weight_efficiency f n_star se_pp ci_low_pct ci_high_pct moe_pp
"""
TESTS = "group_pct rest_pct diff_pp test_method z t df p_value q_value family_id family_size mark letters"
REQUIRED = {
    mart_question: RESULTS,
    mart_demographic: f"{RESULTS} {TESTS}",
    mart_table: "demographic_id omnibus_f omnibus_df1 omnibus_df2 omnibus_p cramers_v stat_note",
    mart_trend: f"""
        {KEYS} value valid_n change_pp se_change_pp overlap_n z p_value q_value family_id family_size mark
        segment compat obs_status stat_note
    """,
    mart_weighting: "demographic_id group_id universe_pct before_pct after_pct error_pp",
    mart_weighting_run: """
        iterations cycles below_n above_n status max_margin_error deff_kish n_eff weight_efficiency
        w_min w_p1 w_p99 w_max w_ratio
    """,
    mart_weight_impact: "weight_impact_pp weight_impact_sd stat_note",
    mart_fact: "fact_id value stat_note",
    mart_representativity: """
        demographic_id group_id universe_n universe_pct respondents_n respondents_pct diff_pp
        response_rate_pct rep_index weighted_pct residual_pp r_partial_cat stat_note
    """,
    mart_representativity_measure: """
        demographic_id dissimilarity chi2_fpc df p_value q_value cohens_w verdict r_partial stat_note
    """,
    mart_response_rate: """
        complete_n partial_n opened_n withdrawn_n undeliverable_n invited_n screened_out_n e
        rr1_pct rr2_pct rr3_pct rr4_pct rr5_pct rr6_pct stat_note
    """,
    mart_benchmark: "unit_id benchmark_kind units_n value base_n diff p_value q_value mark stat_note",
    mart_method: "report_id aapor_item item value source",
}


@pytest.mark.parametrize("table", REQUIRED, ids=lambda table: table.__name__)
def test_every_required_column_has_its_name(table) -> None:
    missing = [name for name in REQUIRED[table].split() if name not in table().columns]
    assert missing == []


@pytest.mark.parametrize("table", REQUIRED, ids=lambda table: table.__name__)
def test_the_end_of_a_name_says_what_it_is(table) -> None:
    """Counts and sums are never below 0, per cents within 0 and 100, ids are words."""
    for name, column in table().columns.items():
        limits = [(c.statistics.get("min_value"), c.statistics.get("max_value")) for c in column.checks]
        if name.endswith("_pct"):
            assert limits == [(0, 100)], name
        if name.endswith(("_n", "_w", "_w2")):
            assert limits == [(0, None)], name
