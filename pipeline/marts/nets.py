"""Which options make up a net, and which score each option has, from the definition.

Belongs here: declared nets, the top and bottom of scales, promoters and detractors. Nets of multiple-choice
questions are counted in SQL, because a person can have several of their options.
"""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from pipeline.marts.rows import GROUP, OPTION_SUMS, QUESTION, like
from pipeline.methods.bases import VALID_ROLES
from pipeline.methods.keys import find_rows
from pipeline.methods.nets import sum_nets
from pipeline.methods.scored import nps_members, top_bottom_members
from pipeline.survey.questions import NOT_SUBSTANTIVE, SCORED_TYPES, Question
from pipeline.survey.survey import Definition
from pipeline.survey.tables import MULTIPLE

UPPER, LOWER = r"top\d+|promoters", r"bottom\d+|detractors"
NET = ["question_id", "option_id", "net_id"]
POINTS = ["question_id", "option_id", "score", "polarity", "role", "top_k"]


def option_points(definition: Definition) -> pd.DataFrame:
    """The options of single-choice questions with their scores.

    Returns:
        question_id, option_id, score (missing: none), polarity, role, top_k (missing: the default), and of
        the question its type, whether top and bottom are wanted, and whether every option in the base `valid`
        has a score.
    """
    rows = [
        (q.id, o.id, o.score, q.polarity, o.role, q.top_k, q.type, q.top2, is_scored)
        for q in definition.questionnaire.questions
        if _has_points(q)
        for is_scored in [_is_scored(definition, q)]
        for o in definition.options(q)
    ]
    names = [*POINTS, "question_type", "has_top2", "is_scored"]
    table = pd.DataFrame(rows, columns=names, dtype=object)
    kinds = {"score": "float64", "top_k": "float64", "has_top2": "bool", "is_scored": "bool"}
    return table.astype({name: kinds.get(name, "str") for name in names})


def _has_points(question: Question) -> bool:
    return question.type in SCORED_TYPES | {"nps"} and not question.is_numeric


def _is_scored(definition: Definition, question: Question) -> bool:
    return all(o.score is not None for o in definition.options(question) if o.role in VALID_ROLES)


def option_scores(definition: Definition) -> pd.DataFrame:
    """The number that each option counts with in a mean, where it has one: question_id, option_id, score."""
    return _score_table(
        (q.id, o.id, q.place(o) if q.type == "ranking" else o.score)
        for q in definition.questionnaire.questions
        for o in definition.every_option(q)
        if o.score is not None or (q.type == "ranking" and o.role not in NOT_SUBSTANTIVE)
    )


def _score_table(rows: Iterable[tuple[str, str, float | None]]) -> pd.DataFrame:
    question, option, score = zip(*rows, strict=True) if (rows := list(rows)) else ((), (), ())
    return pd.DataFrame(
        {
            "question_id": pd.Series(question, dtype="str"),
            "option_id": pd.Series(option, dtype="str"),
            "score": np.array(score, dtype=np.float64),
        }
    )


def net_members(definition: Definition) -> pd.DataFrame:
    """Which options are in which net of single-choice questions.

    Returns:
        question_id, net_id, option_id, and net_order, the net's place after the question's options.
    """
    points = option_points(definition)
    declared = pd.DataFrame(
        [
            (q.id, net.id, option)
            for q in definition.questionnaire.questions
            if q.type not in MULTIPLE
            for net in q.nets
            for option in net.options
        ],
        columns=["question_id", "net_id", "option_id"],
    )
    boxes = points.loc[points["has_top2"] & points["question_type"].isin(SCORED_TYPES)]
    nps = points.loc[points["question_type"] == "nps"]
    parts = [declared]
    if not boxes.empty:
        parts.append(top_bottom_members(boxes[POINTS]))
    if not nps.empty:
        parts.append(nps_members(nps[POINTS]))
    members = pd.concat(parts, ignore_index=True).astype(str)
    last = Counter(points["question_id"])
    order: dict[tuple[str, str], int] = {}
    nets = list(zip(members["question_id"], members["net_id"], strict=True))
    for question, net in nets:
        if (question, net) not in order:
            last[question] += 1
            order[question, net] = last[question]
    return members.assign(net_order=[order[net] for net in nets])


def summed_nets(options: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """The sums of single-choice nets, as rows beside the options.

    Args:
        options: Rows of options with f.
        members: From `net_members`.
    """
    mine = options.loc[find_rows(options, members, ["question_id"]) >= 0]
    if mine.empty:
        return mine
    own = [*OPTION_SUMS, *QUESTION, *GROUP, "option_id", "net_id", "option_order", "role", "f"]
    carried = [c for c in mine.columns if c not in own and not c.startswith("valid_")]
    # Questions that no report shows are not counted.
    known = members.loc[find_rows(members, mine, ["question_id"]) >= 0]
    known = known.astype({name: mine[name].dtype for name in NET})
    nets = sum_nets(mine, known[NET], base="valid", keys=[*QUESTION, *GROUP], carry=carried)
    order = known["net_order"].to_numpy()[find_rows(nets, known, ["question_id", "net_id"])]
    words = {"option_id": "", "role": "substantive"}
    return nets.assign(option_order=order, **like(mine, nets, words))


def net_measure(net_id: pd.Series) -> pd.Series:
    """The word in the column `measure`: a net that follows from scores has its own, others are `net`."""
    codes, ids = pd.factorize(net_id)
    words = [_measure(net) for net in ids]
    return pd.Series(pd.array(words, dtype="str").take(codes), index=net_id.index)


def _measure(net: str) -> str:
    if net == "":
        return "option"
    return net if re.fullmatch(f"{UPPER}|{LOWER}", net) else "net"


def scores_of_measures(definition: Definition, members: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Measure to the number that each option counts with: question_id, option_id, score.

    `mean` is the declared score, for scales on which every option has one; polarity does not turn it, because
    a mean is read against the ends of the scale. Of a ranking it is the place. `nps` and `balance` are 100
    for promoters or the top, −100 for detractors or the bottom, and 0 between.

    Args:
        definition: The survey.
        members: From `net_members`.
    """
    signed = {
        (question, option): 100.0 if is_upper else -100.0
        for question, option, net in zip(*(members[name] for name in NET), strict=True)
        if (is_upper := bool(re.fullmatch(UPPER, net))) or re.fullmatch(LOWER, net)
    }
    asked = {question for question, _ in signed}
    rows: dict[str, list[tuple[str, str, float | None]]] = {"mean": [], "balance": [], "nps": []}
    for q in definition.questionnaire.questions:
        if q.type == "ranking":
            every = definition.every_option(q)
            rows["mean"] += [(q.id, o.id, q.place(o)) for o in every if o.role not in NOT_SUBSTANTIVE]
        if not _has_points(q):
            continue
        options = definition.options(q)
        if q.type in SCORED_TYPES and _is_scored(definition, q):
            rows["mean"] += [(q.id, o.id, o.score) for o in options if o.role in VALID_ROLES]
        if q.id in asked:
            measure = "nps" if q.type == "nps" else "balance"
            rows[measure] += [(q.id, o.id, signed.get((q.id, o.id), 0.0)) for o in options]
    return {measure: _score_table(found) for measure, found in rows.items()}
