"""The shape of a result, whatever the measure: a row a report, question, item, measure and group.

Belongs here: the names of keys and columns that all result rows share. `option_id` names an option, `net_id`
several taken together; both are empty for a measure of the whole question, and `demographic_id` for everyone.
"""

import pandas as pd

from pipeline.methods.stat_notes import STAT_NOTES

QUESTION = ["wave", "report_id", "question_id", "item_id"]
GROUP = ["demographic_id", "group_id"]
ROW = [*QUESTION, "option_id", "net_id"]
ORDER = ["question_order", "item_order", "option_order", "demographic_order", "group_order"]
TRIPLE = ("n", "w", "w2")
OPTION_SUMS = [f"option_{sum_}" for sum_ in TRIPLE]
VALID_SUMS = [f"valid_{sum_}" for sum_ in TRIPLE]
COUNTS = ["respondents_n", "universe_n", "answered_n", "asked_n", "state_unknown_blank_n"]
"""What the sampling fraction of a group, or of everyone outside it, follows from."""
MEASURES = [
    *("option", "net", "top1", "top2", "top3", "top4", "top5"),
    *("bottom1", "bottom2", "bottom3", "bottom4", "bottom5", "promoters", "detractors"),
    *("balance", "nps", "index", "mean", "q25", "median", "q75"),
]
"""In the order of rows within a question."""
NOTES = STAT_NOTES
"""The words in `stat_note`."""


def in_reading_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by report, demographic and group, then question, item and measure, options as they are asked."""
    place = {measure: i for i, measure in enumerate(MEASURES)}
    order = rows[["wave", "report_id", *ORDER]].assign(measure_order=rows["measure"].map(place))
    by = ["wave", "report_id", "demographic_order", "group_order", "question_order", "item_order"]
    places = order.sort_values([*by, "measure_order", "option_order"], kind="stable").index
    return rows.loc[places].reset_index(drop=True)
