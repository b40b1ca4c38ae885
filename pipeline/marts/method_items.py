"""What a method chapter consists of: its items, which disclosure item of AAPOR each answers, and one's value.

Belongs here: the words in the columns `item` and `part` of `mart_method`, and the row. Where values come from
is in `method` and `method_results`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

PARTS: dict[str, tuple[int, tuple[str, ...]]] = {
    "strategy": (1, ("strategy",)),
    "conduct": (2, ("sponsor", "conductor")),
    "instrument": (3, ("instrument", "questions_n")),
    "population": (4, ("population", "universe_n")),
    "recruitment": (5, ("recruitment", "invited_n")),
    "mode": (6, ("mode",)),
    "dates": (7, ("field_start", "field_end", "report_date")),
    "size": (8, ("wave_respondents_n", "respondents_n", "base_min_n", "base_max_n")),
    "precision": (
        8,
        (
            "confidence_pct",
            "moe_min_pp",
            "moe_max_pp",
            "is_census",
            "is_finite",
            "reliable_n_eff",
            "reliable_width_pp",
        ),
    ),
    "weighting": (
        9,
        (
            *("weighting", "is_weighted", "has_start_weight", "raked", "w_min", "w_max", "lower", "upper"),
            *("deff_kish", "n_eff", "max_margin_error_pp", "outside_n", "weighting_status"),
            *("weight_impact_pp", "weight_impact_sd"),
        ),
    ),
    "processing": (
        10,
        (
            *("processing", "row_n", "complete_pct", "partial_pct", "flag_n", "answer_n"),
            *("revision_basis", "revision_approved_by", "revision_reason"),
        ),
    ),
    "limitations": (11, ("limitations",)),
    "response": (
        0,
        (
            *("disposition_n", "left_out_n", "eligible_n", "e"),
            *("rr1_pct", "rr2_pct", "rr3_pct", "rr4_pct", "rr5_pct", "rr6_pct"),
        ),
    ),
    "representativity": (
        0,
        (
            *("verdict", "max_abs_diff_pp", "good_below_pp", "skewed_above_pp", "difference_rule"),
            *("r_indicator", "r_indicator_adj", "r_cells_n"),
        ),
    ),
    "tests": (
        0,
        (
            *("tests_n", "families_n", "method_n", "not_tested_n", "marked_n"),
            *("q_pct", "min_diff_pp", "min_diff_index", "min_diff_sd", "min_n_eff"),
        ),
    ),
    "trend": (
        0,
        (
            *("compared_wave", "shared_n", "change_tests_n", "change_families_n", "change_marked_n"),
            *("change_q_pct", "min_change_pp", "min_change_index", "min_change_sd"),
        ),
    ),
    "suppression": (0, ("min_base", "hidden_questions_n", "hidden_groups_n")),
    "changes": (0, ("previous_wave", "changed_question", "changed_field")),
}
"""Part to the number of the disclosure item in AAPOR's Code of Ethics (April 2021), and its items in order.

0 is what a reader is told besides.
"""
PART_OF = {item: part for part, (_, items) in PARTS.items() for item in items}
COLUMNS = {
    "wave": "str",
    "report_id": "str",
    "part": "str",
    "aapor_item": "int64",
    "item": "str",
    "subject_id": "str",
    "language": "str",
    "item_order": "int64",
    "value": "float64",
    "value_text": "str",
    "value_date": "str",
    "source": "str",
}


@dataclass(frozen=True)
class Item:
    """One thing that the chapter says.

    Attributes:
        item: What it is.
        value: A number, unrounded; a text; or a date.
        source: The table and column, or the part of the definition, that it comes from.
        subject_id: What it is of, where there are several: a status, a demographic, a question.
        language: Of a text in words; empty for everything else.
    """

    item: str
    value: float | str | date
    source: str
    subject_id: str = ""
    language: str = ""


def item_rows(wave: str, report_id: str, items: Iterator[Item]) -> pd.DataFrame:
    """Items as rows of `mart_method`, in the order of the chapter.

    Raises:
        KeyError: an item has no part.
    """
    order = {item: place for place, item in enumerate(PART_OF, start=1)}
    found = sorted(items, key=lambda item: order[item.item])
    rows = [
        {
            "wave": wave,
            "report_id": report_id,
            "part": PART_OF[one.item],
            "aapor_item": PARTS[PART_OF[one.item]][0],
            "item": one.item,
            "subject_id": one.subject_id,
            "language": one.language,
            "item_order": place,
            "value": float(one.value) if isinstance(one.value, (int, float)) else None,
            "value_text": one.value if isinstance(one.value, str) else None,
            "value_date": one.value.isoformat() if isinstance(one.value, date) else None,
            "source": one.source,
        }
        for place, one in enumerate(found, start=1)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
