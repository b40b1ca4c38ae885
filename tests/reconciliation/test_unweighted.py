"""Shares without weights, by hand."""

import pandas as pd

from pipeline.reconciliation.unweighted import without_weights


def test_shares_are_of_persons_and_missing_ones_stay_missing() -> None:
    """2,092 of 6,393 who answered and of 4,813 with an opinion; 983 of 6,258 don't know."""
    rows = pd.DataFrame(
        {
            "option_n": [2092, 983, 0],
            "answered_n": [6393, 6258, 0],
            "asked_n": [6500, 6500, 0],
            "valid_n": [4813, 5275, 0],
            "responses_n": [float("nan")] * 3,
            "base_kind": ["valid", "answered", "answered"],
            "asked_pct": [33.0, float("nan"), float("nan")],
            "answered_pct": [34.0, 15.0, float("nan")],
            "valid_pct": [44.0, float("nan"), float("nan")],
            "cases_pct": [float("nan")] * 3,
            "responses_pct": [float("nan")] * 3,
            "shown_pct": [44.0, 15.0, float("nan")],
        }
    )
    found = without_weights(rows)
    assert found["answered_pct"].iloc[0] == 100 * 2092 / 6393
    assert found["asked_pct"].iloc[0] == 100 * 2092 / 6500
    assert found["shown_pct"].iloc[0] == found["valid_pct"].iloc[0] == 100 * 2092 / 4813
    assert found["shown_pct"].iloc[1] == 100 * 983 / 6258
    assert found.loc[1, ["valid_pct", "cases_pct"]].isna().all()
    assert found.loc[2, ["answered_pct", "shown_pct"]].isna().all()
    assert rows["valid_pct"].iloc[0] == 44.0
