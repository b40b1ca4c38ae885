"""Who may work from home, and how far each respondent got in the form.

Here: the filter question, with exact counts per occupation, and the page after which partial respondents
stopped.
Not here: answers to any other question.
"""

import numpy as np
import pandas as pd
from draws import Bools, Floats, Ints, by_shares, highest, noise, stream
from respondents import ON_LEAVE, RETIRED, STUDENT, UNEMPLOYED
from targets import ACCESS_NOT_IN_WORK, in_work_with_access, occupations

YES, NO, DONT_KNOW, UNANSWERED = 1.0, 2.0, 3.0, 99.0
FILTER_PAGE = 5
LAST_PAGE = 18

_STOPPED_BEFORE_FILTER = 640
_SKIPPED_FILTER = 60
# Page after which a person with access stopped: how many. The rest of the partial respondents follow below.
_STOPS_WITH_ACCESS = {
    5: 28,
    6: 14,
    7: 62,
    8: 20,
    9: 20,
    10: 16,
    11: 30,
    12: 20,
    13: 14,
    14: 40,
    15: 60,
    16: 25,
}
_STOPS_WITHOUT_ACCESS = {5: 420, 15: 520, 16: 180}
_DONT_KNOW_SHARE = 0.014
# The two largest occupations without published figures take up what rounding leaves over.
_RESIDUAL_OCCUPATIONS = (13, 6)


def add_access(people: pd.DataFrame) -> pd.DataFrame:
    """Return the respondents with `hjemmekontor` and `stop`, the last page that each one answered."""
    frame = people.copy()
    frame["stop"] = LAST_PAGE
    rng = stream(30)
    order = np.argsort(rng.random(len(frame)), kind="stable")
    early, skipped = np.split(order[: _STOPPED_BEFORE_FILTER + _SKIPPED_FILTER], [_STOPPED_BEFORE_FILTER])
    frame.loc[early, "stop"] = by_shares(rng.random(len(early)), [0.25, 0.2, 0.2, 0.35]) + 1
    frame["hjemmekontor"] = NO
    frame.loc[early, "hjemmekontor"] = np.nan
    frame.loc[skipped, "hjemmekontor"] = UNANSWERED
    answered = (frame["hjemmekontor"] == NO).to_numpy()
    score = _readiness(frame)
    _in_work(frame, answered, score)
    _not_in_work(frame, answered, score)
    _stop_partials(frame)
    return frame


def _readiness(frame: pd.DataFrame) -> Floats:
    """How likely a person is to have access, compared with others in the same occupation."""
    rng = stream(31)
    agreement = frame["tariffavtale"].to_numpy()
    score = (
        noise(rng, len(frame)) + np.isin(agreement, [2.0, 5.0]) * 0.5 - np.isin(agreement, [6.0, 9.0]) * 0.3
    )
    score = score + np.where(frame["office"] == 2, 0.4, 0.0) + np.isin(frame["age"], [2, 3, 4]) * 0.3
    return np.asarray(score, dtype=np.float64)


def _in_work(frame: pd.DataFrame, answered: Bools, score: Floats) -> None:
    rows = answered & frame["in_work"].to_numpy()
    occupation = frame["occupation"].to_numpy()
    quotas = _quotas(pd.Series(occupation[rows]).value_counts())
    unsure = stream(32).random(len(frame))
    for code, quota in quotas.items():
        group = np.flatnonzero(rows & (occupation == code))
        yes = highest(group, score[group], quota)
        left = np.setdiff1d(group, yes)
        dont_know = highest(left, unsure[left], int(len(group) * _DONT_KNOW_SHARE + 0.5))
        frame.loc[yes, "hjemmekontor"] = YES
        frame.loc[dont_know, "hjemmekontor"] = DONT_KNOW


def _quotas(answered: "pd.Series[int]") -> dict[int, int]:
    """Turn the occupations' percentages into counts that sum to the published base."""
    percent = occupations()["home_office_percent"]
    quotas = {int(c): int(answered[c] * percent[c] / 100 + 0.5) for c in sorted(answered.index)}
    left = in_work_with_access() - sum(quotas.values())
    large, other = _RESIDUAL_OCCUPATIONS
    part = int(left * answered[large] / (answered[large] + answered[other]))
    quotas[large] += part
    quotas[other] += left - part
    return quotas


def _not_in_work(frame: pd.DataFrame, answered: Bools, score: Floats) -> None:
    """Give access to those between jobs or on leave first; they answer for the job that they have or had."""
    rows = np.flatnonzero(answered & ~frame["in_work"].to_numpy())
    bonus = {ON_LEAVE: 1.0, UNEMPLOYED: 0.6, STUDENT: 0.4, RETIRED: 0.0}
    status = frame["yrkesaktiv"].iloc[rows].map(bonus).fillna(-0.2).to_numpy(float)
    percent = occupations()["home_office_percent"].loc[frame["occupation"].iloc[rows]].to_numpy(float)
    yes = highest(rows, score[rows] + status + percent / 22.0, ACCESS_NOT_IN_WORK)
    left = np.setdiff1d(rows, yes)
    dont_know = highest(left, stream(33).random(len(left)), 60)
    frame.loc[yes, "hjemmekontor"] = YES
    frame.loc[dont_know, "hjemmekontor"] = DONT_KNOW


def _stop_partials(frame: pd.DataFrame) -> None:
    rng = stream(34)
    young_first = rng.random(len(frame)) + np.where(frame["age"] <= 2, 0.15, 0.0)
    access = (frame["hjemmekontor"] == YES).to_numpy()
    rest = np.isin(frame["hjemmekontor"], [NO, DONT_KNOW])
    for rows, stops in ((access, _STOPS_WITH_ACCESS), (rest, _STOPS_WITHOUT_ACCESS)):
        group: Ints = np.flatnonzero(rows)
        stopping = highest(group, young_first[group], sum(stops.values()))
        shuffled = stopping[np.argsort(rng.random(len(stopping)), kind="stable")]
        frame.loc[shuffled, "stop"] = np.repeat(list(stops), list(stops.values()))
