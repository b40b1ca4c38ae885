"""Measures that follow from the options' scores: top and bottom boxes, balance, NPS.

Here belongs which options are the highest and lowest of a scale, after its polarity, and the measures that
give each option a number. A score is explicit: it is never the option's code or place.

Not here: the sum of options into a net (nets), and the index of a person over several items (scales).
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.methods.bad_input import (
    FloatArray,
    MethodError,
    floats,
    refuse_where,
    require_columns,
)
from pipeline.methods.keys import first_rows, key_codes
from pipeline.methods.nets import OPTION_SUMS
from pipeline.methods.share_tests import in_base
from pipeline.methods.single_choice import require_one_answer

NPS_SCORES = frozenset(range(11))
PROMOTERS = frozenset({9, 10})
DETRACTORS = frozenset(range(7))


def turned_scores(options: pd.DataFrame, *, keys: Sequence[str]) -> pd.Series:
    """Return the scores after polarity: a `reversed` question's score is min + max − score.

    Args:
        options: the scored options of questions: `score` and, if any question is turned, `polarity`.
        keys: columns that name a question.

    Returns:
        A series like `score`, higher is better.
    """
    score = options["score"].astype(float)
    if "polarity" not in options.columns:
        return score
    grouped = score.groupby([options[key] for key in keys], sort=False)
    turned = grouped.transform("min") + grouped.transform("max") - score
    return turned.where(options["polarity"] == "reversed", score)


def _scale_of(options: pd.DataFrame, keys: Sequence[str], function: str) -> pd.DataFrame:
    """Return the scored options of each question, once, with their scores after polarity."""
    require_columns(options, [*keys, "option_id", "score"], function=function)
    scored = options[in_base(options, "valid") & options["score"].notna().to_numpy(dtype=bool)]
    once = scored.drop_duplicates([*keys, "option_id"]).reset_index(drop=True)
    if (tied := once.duplicated([*keys, "score"])).any():
        question = once.iloc[int(np.argmax(tied.to_numpy()))]
        key = ", ".join(f"{name}={question[name]}" for name in keys)
        raise MethodError(
            function, key, f"two options have the score {question['score']}; scores must differ"
        )
    return once.assign(turned=turned_scores(once, keys=keys))


def _boxes(scale: pd.DataFrame, points: FloatArray, keys: Sequence[str]) -> FloatArray:
    """Return how many options make a top or bottom box: 1 of 2–3, 2 of 4–7, as declared otherwise."""
    declared = floats(scale["top_k"]) if "top_k" in scale.columns else np.full(points.shape, np.nan)
    unknown = np.isnan(declared)
    boxes = np.where(unknown, np.where(points <= 3, 1, 2), declared)
    for bad, reason in (
        (
            unknown & ~((points >= 2) & (points <= 7)),
            "top and bottom need a scale of 2 to 7 points, or top_k",
        ),
        ((boxes < 1) | (2 * boxes > points), "top_k does not fit the scale; top and bottom would overlap"),
    ):
        refuse_where(bad, function="top_bottom_members", frame=scale, keys=keys, reason=reason)
    return np.asarray(boxes)


def top_bottom_members(options: pd.DataFrame, *, keys: Sequence[str] = ("question_id",)) -> pd.DataFrame:
    """Return which options are a question's top and bottom box: members for `sum_nets`.

    Args:
        options: rows of scale questions with `keys`, `option_id`, `score` (NULL: not on the scale), and where
            they apply `role`, `polarity` (`reversed`) and `top_k`. Rows of several groups are taken once.
        keys: columns that name a question.

    Returns:
        `keys`, `net_id` (`top2`, `bottom2`; `top1`, `bottom1` with 2–3 points), `option_id`.

    Raises:
        MethodError: if scores are tied, or the scale has 8 points or more and no `top_k`, or fewer than 2.
    """
    scale = _scale_of(options, keys, "top_bottom_members")
    grouped = scale["turned"].groupby([scale[key] for key in keys], sort=False)
    place, points = floats(grouped.rank()), floats(grouped.transform("size"))
    boxes = _boxes(scale, points, keys)
    size = pd.Series(boxes.astype(np.int64), index=scale.index).astype("str")
    parts = [
        scale.assign(net_id=name + size)[rows]
        for name, rows in (("top", place > points - boxes), ("bottom", place <= boxes))
    ]
    return pd.concat(parts, ignore_index=True)[[*keys, "net_id", "option_id"]]


def nps_members(options: pd.DataFrame, *, keys: Sequence[str] = ("question_id",)) -> pd.DataFrame:
    """Return which options are promoters (9–10) and detractors (0–6): members for `sum_nets`.

    Args:
        options: as in `top_bottom_members`, of questions with the scale 0–10.
        keys: columns that name a question.

    Returns:
        `keys`, `net_id` (`promoters`, `detractors`), `option_id`.

    Raises:
        MethodError: if a question's scores are not exactly 0 to 10.
    """
    scale = _scale_of(options, keys, "nps_members")
    for key, question in scale.groupby(list(keys), sort=False, observed=True):
        if set(question["score"]) != NPS_SCORES:
            name = ", ".join(f"{n}={v}" for n, v in zip(keys, key, strict=True))
            raise MethodError("nps_members", name, "NPS needs exactly the scores 0, 1, …, 10")
    parts = [
        scale[scale["turned"].isin(scores)].assign(net_id=net_id)
        for net_id, scores in (("promoters", PROMOTERS), ("detractors", DETRACTORS))
    ]
    return pd.concat(parts, ignore_index=True)[[*keys, "net_id", "option_id"]]


def score_sums(options: pd.DataFrame, *, base: str, keys: Sequence[str]) -> pd.DataFrame:
    """Return the moments of the scores: a scale question as a numeric one, for `numeric` and `welch`.

    Args:
        options: all options in the base, one row per `keys` × option, with `score` for each, `option_n`,
            `option_w`, `option_w2`, `<base>_n`, `<base>_w`, `<base>_w2`.
        base: name of the base, as `valid`.
        keys: columns that name a question in a group; the first row of a key gives its other columns.

    Returns:
        One row per `keys` with all columns that are not of a single option, `centre` (0), `<base>_wx`,
        `<base>_wx2`, `<base>_w2x` and `<base>_w2x2`, and `<base>_nx`, the sum without weights.

    Raises:
        MethodError: if a column is missing, an option in the base has no score, or a person can have several
            answers.
    """
    needed = [*keys, *OPTION_SUMS, f"{base}_n", "score"]
    require_columns(options, needed, function="score_sums")
    places = np.flatnonzero(in_base(options, base))
    kept = options[needed].iloc[places]
    require_one_answer(kept, base=base, keys=keys, function="score_sums")
    score = floats(kept["score"])
    if np.isnan(score).any():
        raise MethodError(
            "score_sums", "score", "an option in the base has no score; a mean needs one for each"
        )
    codes = key_codes(kept, keys)
    of_option = {"role", "score", "polarity", "top_k"}
    of_all = [n for n in options.columns if not n.startswith("option_") and n not in of_option]
    out = options[of_all].iloc[places[first_rows(codes)]].reset_index(drop=True)
    sums = {f"{base}_nx": np.bincount(codes, floats(kept["option_n"]) * score, minlength=len(out))}
    for weight in ("w", "w2"):
        per_option = floats(kept[f"option_{weight}"])
        sums[f"{base}_{weight}x"] = np.bincount(codes, per_option * score, minlength=len(out))
        sums[f"{base}_{weight}x2"] = np.bincount(codes, per_option * score**2, minlength=len(out))
    return out.assign(centre=0.0, **sums)
