"""The tables of a report as tidy data: what its units are held against.

Belongs here: a row a result and benchmark, after suppression, rounded as it is printed.
"""

import pandas as pd

from pipeline.methods.rounding import half_away
from pipeline.reporting.material import Material

KEYS = [
    *("wave", "report_id", "question_id", "item_id", "measure", "option_id", "net_id"),
    *("demographic_id", "unit_id", "benchmark_kind", "previous_wave", "is_hidden"),
]
COUNTS = ["base_n", "unit_n", "units_n"]
NUMBERS = ["value", "unit_value", "diff"]


def benchmark_table(material: Material) -> pd.DataFrame:
    """The table; empty in a report without units."""
    rows = material.marts.benchmark
    if rows.empty:
        return rows
    counts = {name: rows[name].astype("Int64") for name in COUNTS}
    printed = rows[[*KEYS, *NUMBERS]].assign(**counts, mark=rows["mark"])
    for digits, same in rows.groupby(material.decimals.of_rows(rows)):
        for name in NUMBERS:
            printed.loc[same.index, name] = half_away(same[name], int(str(digits)))
    return printed
