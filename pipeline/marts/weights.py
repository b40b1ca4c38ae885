"""Weights: how much each respondent counts.

Belongs here: `core_weights`, from the weights that an export brings and the survey's weighting to the universe.
"""

import pandas as pd

from pipeline.survey.survey import Definition


def build_weights(
    definition: Definition, responses: pd.DataFrame, universe: pd.DataFrame | None
) -> pd.DataFrame:
    """`core_weights`: a row a respondent.

    Args:
        definition: The survey.
        responses: `core_responses`.
        universe: `core_universe`, or None without weighting.
    """
    start = responses["start_weight"].astype("float64")
    return pd.DataFrame(
        {
            "wave": responses["wave"],
            "respondent_id": responses["respondent_id"],
            "start_weight": start,
            "weight": start,
        }
    )
