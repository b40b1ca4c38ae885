"""Response: what became of everyone invited.

Belongs here: `mart_response_rate` from the counts of SQL.
"""

import pandas as pd

from pipeline.methods.response_rates import response_rates
from pipeline.survey.variables import UNKNOWN

KNOWN = ["complete_n", "partial_n", "opened_n", "withdrawn_n", "undeliverable_n", "screened_out_n"]


def response_results(counts: pd.DataFrame) -> pd.DataFrame:
    """AAPOR's rates by group; everyone invited is on a list of named persons, so eligibility is known.

    Args:
        counts: From `sql/mart/mart_response_rate.sql`; invited_n is everyone invited.

    Returns:
        total_n (everyone invited), the dispositions, and the columns of `methods.response_rates`. Left out
        are groups that the register does not have (nobody invited), and `unknown`, for a blank in the export
        and a blank in the register are not the same persons.
    """
    invited = counts.loc[(counts["invited_n"] > 0) & (counts["group_id"] != UNKNOWN)]
    known = invited[KNOWN].sum(axis=1)
    rows = invited.assign(
        total_n=invited["invited_n"],
        invited_n=invited["invited_n"] - known,
        unknown_eligibility_n=0,
    )
    return response_rates(rows, keys=["wave", "demographic_id", "group_id"]).reset_index(drop=True)
