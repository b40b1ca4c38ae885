"""Trends as tables: which waves SQL compares with each other.

Belongs here: frames made from a definition alone, as in `tables`.
"""

from itertools import pairwise

import pandas as pd

from pipeline.survey.survey import Definition
from pipeline.survey.trends import comparability_in
from pipeline.survey.wave_changes import DROPPED

COLUMNS = ["report_id", "question_id", "wave", "previous_wave"]


def trend_pair_table(definition: Definition) -> pd.DataFrame:
    """Every declared wave that a trend shows, with the wave before it in which the question was asked.

    Whether those two may be compared, and whether the earlier one has been run, is not asked here. Without a
    key that stays with a person there are none: nobody can be found again.

    Returns:
        report_id, question_id, wave, previous_wave.
    """
    rows: list[tuple[str, str, str, str]] = []
    reports = definition.reports.values() if definition.survey.respondent.links_waves else ()
    for report in reports:
        for name in report.trends:
            question = definition.questions[name]
            asked = [
                wave
                for wave in sorted(definition.survey.waves)
                if comparability_in(definition, question, wave).compat != DROPPED
            ]
            rows += [(report.report, name, wave, before) for before, wave in pairwise(asked)]
    return pd.DataFrame(rows, columns=COLUMNS).astype(str)
