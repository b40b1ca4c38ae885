"""Response: what became of everyone invited.

Belongs here: `mart_response_rate` from the counts of SQL.
"""

import pandas as pd

from pipeline.methods.bad_input import refuse_where
from pipeline.methods.response_rates import response_rates
from pipeline.survey.variables import UNKNOWN

KEYS = ["wave", "demographic_id", "group_id"]
KNOWN = ["complete_n", "partial_n", "opened_n", "withdrawn_n", "undeliverable_n", "screened_out_n"]


def response_results(counts: pd.DataFrame) -> pd.DataFrame:
    """AAPOR's rates by group; everyone invited is on a list of named persons, so eligibility is known.

    Args:
        counts: From `sql/mart/mart_response_rate.sql`; invited_n is everyone invited.

    Returns:
        total_n (everyone invited), the dispositions, and the columns of `methods.response_rates`. Left out
        are groups that the register does not have (nobody invited), and `unknown`, for a blank in the export
        and a blank in the register are not the same persons.

    Raises:
        MethodError: if more came back than were invited.
    """
    invited = counts.loc[(counts["invited_n"] > 0) & (counts["group_id"] != UNKNOWN)]
    known = invited[KNOWN].sum(axis=1)
    refuse_where(
        (known > invited["invited_n"]).to_numpy(dtype=bool),
        function="response_results",
        frame=invited,
        keys=KEYS,
        reason="more people came back than were invited; the register's count is too low, or lacks some",
    )
    rows = invited.assign(
        total_n=invited["invited_n"],
        invited_n=invited["invited_n"] - known,
        unknown_eligibility_n=0,
    )
    return response_rates(rows, keys=KEYS).reset_index(drop=True)
