"""The shape of a result, whatever the measure: a row a report, question, item, measure and group.

Belongs here: the names of keys and columns that all result rows share, and their order. `option_id` names an
option, `net_id` several taken together; both are empty for a measure of the whole question, and
`demographic_id` for everyone.
"""

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import require_unique
from pipeline.methods.keys import Codes, find_rows
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
TEXTS = [*ROW, *GROUP, "question_type", "role"]
"""The columns of words that rows have from the beginning."""
ALWAYS = {"role": ["substantive"], **{key: [""] for key in ("item_id", "option_id", "net_id", *GROUP)}}
"""The words that rows of measures have, whatever those of options have."""


def as_categories(*frames: pd.DataFrame) -> list[pd.DataFrame]:
    """The frames with `TEXTS` as categories, which are the same in all of them.

    Rows are compared, grouped and taken many times on the way to a result, which costs far less with the
    numbers of categories than with texts. `as_texts` turns them back.
    """
    # A whole copy lays columns of a kind side by side, so that rows are taken from all of them at once.
    found = [frame.copy() for frame in frames]
    for name in TEXTS:
        having = [frame for frame in found if name in frame]
        words = pd.concat([pd.Series(ALWAYS.get(name, []), dtype="str"), *(frame[name] for frame in having)])
        codes, values = pd.factorize(words, sort=True)
        every = pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(values))
        end = len(ALWAYS.get(name, []))
        for frame in having:
            start, end = end, end + len(frame)
            frame[name] = every[start:end]
    return found


def as_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with words in every column again that `as_categories` made a category of."""
    words = {}
    for name in TEXTS:
        if name in rows and isinstance(rows[name].dtype, pd.CategoricalDtype):
            column = rows[name].cat
            words[name] = column.categories.array.take(column.codes.to_numpy(), allow_fill=True)
    return rows.assign(**words)


def like(model: pd.DataFrame, rows: pd.DataFrame, words: dict[str, str]) -> dict[str, pd.Series]:
    """Columns for rows with one word each, of the kind that a model's columns are: texts or categories."""
    return {name: pd.Series(word, index=rows.index, dtype=model[name].dtype) for name, word in words.items()}


def beside(rows: pd.DataFrame, table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows with the columns of a table that has one row a key; missing where it has none.

    Raises:
        MethodError: when the table has two rows of a key.
    """
    require_unique(table, keys, function="beside")
    others = table.drop(columns=keys).reset_index(drop=True).reindex(find_rows(rows, table, keys))
    others.index = rows.index
    return pd.concat([rows, others], axis=1)


def reading_order(rows: pd.DataFrame) -> Codes:
    """The places of rows by report, demographic and group, then question, item, measure and option."""
    measures, words = pd.factorize(rows["measure"])
    measure_order = np.array([MEASURES.index(word) for word in words], dtype=np.int64)[measures]
    texts = [pd.factorize(rows[name], sort=True)[0] for name in ("wave", "report_id")]
    places = [rows[name].to_numpy() for name in ("demographic_order", "group_order")]
    within = [rows[name].to_numpy() for name in ("question_order", "item_order")]
    by = [*texts, *places, *within, measure_order, rows["option_order"].to_numpy()]
    return np.lexsort(by[::-1])


def in_reading_order(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows in `reading_order`."""
    return rows.iloc[reading_order(rows)].reset_index(drop=True)
