"""The questions beyond the published ones, so that reports on other themes have material.

Here: hours, satisfaction, a grid, days at home, equipment, harassment, recommendation, an open question.
Not here: the filter and the seven published questions.
"""

import numpy as np
import pandas as pd
from access import LAST_PAGE, NO, UNANSWERED, YES
from draws import Bools, Floats, by_shares, highest, noise, stream
from respondents import IN_WORK, ON_LEAVE

REFUSED, NOT_APPLICABLE, DONT_KNOW = 98.0, 97.0, 8.0

_FULL_TIME = [37.5, 37.5, 35.5, 40.0, 36.0, 45.0]
_FULL_TIME_SHARES = [0.5, 0.12, 0.2, 0.08, 0.06, 0.04]
_PART_TIME = [30.0, 28.0, 26.5, 22.5, 18.5, 15.0, 9.0]
_PART_TIME_SHARES = [0.26, 0.2, 0.16, 0.14, 0.12, 0.08, 0.04]
_SLIPPED_COMMAS = 6  # 37,5 typed as 375
_OUTSIDE_ROUTING = 14  # persons who gave their days at home, went back and answered "Nei"
_EXCLUSIVE_AND_OTHERS = 9

# Rows: sp13_utstyr 1 Ja, 2 Delvis, 3 Nei, 4 Vet ikke. Columns: sp20_1 … sp20_5.
_EQUIPMENT = [
    [0.86, 0.83, 0.62, 0.16, 0.10],
    [0.38, 0.55, 0.33, 0.06, 0.03],
    [0.03, 0.05, 0.09, 0.02, 0.01],
    [0.05, 0.07, 0.08, 0.02, 0.01],
]
_OPENINGS = ["Mer fokus på", "Dere bør jobbe for", "Viktig framover:", "Jeg savner", "Takk for arbeidet med"]
_TOPICS = [
    "lønn og pensjon",
    "bemanning på kveld og helg",
    "heltid for alle som ønsker det",
    "etter- og videreutdanning",
    "arbeidsmiljø og sykefravær",
    "tydelige regler for hjemmekontor",
    "kurs for tillitsvalgte",
    "seniorpolitikk",
]
_CLOSINGS = ["", ".", " – takk!", "; det haster.", ", særlig i små kommuner."]


def answer(people: pd.DataFrame, leanings: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return a column a question, blank where it was not asked or not reached."""
    frame = pd.DataFrame(index=people.index)
    stop, status = people["stop"].to_numpy(), people["yrkesaktiv"].to_numpy()
    access = (people["hjemmekontor"] == YES).to_numpy()
    employed = np.isin(status, [IN_WORK, ON_LEAVE])
    frame["sp03_timer"] = _hours(people, (status == IN_WORK) & (stop >= 2))
    frame["sp04_tilfreds"] = _satisfaction(leanings, employed & (stop >= 3))
    for item in range(1, 5):
        frame[f"sp05_{item}"] = _agreement_item(leanings, item, employed & (stop >= 4))
    frame["hk_dager"] = _days_at_home(people, leanings, access & (stop >= 6))
    equipment = _equipment(published, access & (stop >= 10), stop < LAST_PAGE)
    for item in range(6):
        frame[f"sp20_{item + 1}"] = equipment[:, item]
    frame["trakassering"] = _harassment(people, leanings, employed & (stop >= 15))
    frame["nps"] = _recommendation(leanings, stop >= 16)
    frame["kommentar"] = _comment(stop >= 17)
    frame["kontakt_ok"] = _contact(leanings, stop >= 18)
    return frame


def _skip(rng: np.random.Generator, column: Floats, seen: Bools, share: float, code: float) -> Floats:
    skipped = seen & (rng.random(len(column)) < share)
    return np.where(seen, np.where(skipped, code, column), np.nan)


def _hours(people: pd.DataFrame, seen: Bools) -> Floats:
    rng, n = stream(60), len(people)
    part_time = rng.random(n) < np.where(people["gender"] == 1, 0.36, 0.14)
    full = np.array(_FULL_TIME)[by_shares(rng.random(n), _FULL_TIME_SHARES)]
    part = np.array(_PART_TIME)[by_shares(rng.random(n), _PART_TIME_SHARES)]
    hours = _skip(rng, np.where(part_time, part, full), seen, 0.015, UNANSWERED)
    usual = np.flatnonzero(hours == _FULL_TIME[0])
    hours[highest(usual, rng.random(len(usual)), _SLIPPED_COMMAS)] = 375.0
    return hours


def _scale(score: Floats, edges: list[float]) -> Floats:
    return np.searchsorted(np.array(edges), score).astype(float) + 1.0


def _satisfaction(leanings: pd.DataFrame, seen: Bools) -> Floats:
    rng, n = stream(61), len(leanings)
    score = leanings["content"].to_numpy() + noise(rng, n) * 0.5
    column = np.where(rng.random(n) < 0.012, DONT_KNOW, _scale(score, [-1.6, -0.8, 0.1, 1.3]))
    return _skip(rng, column, seen, 0.01, UNANSWERED)


def _agreement_item(leanings: pd.DataFrame, item: int, seen: Bools) -> Floats:
    """One row of the grid; item 1 is worded the other way round, and item 3 may not apply."""
    rng, n = stream(61 + item), len(leanings)
    sign, edges = {
        1: (-0.7, [-2.2, -1.2, -0.3, 0.8]),
        2: (0.6, [-2.2, -1.6, -0.6, 0.7]),
        3: (0.8, [-1.7, -0.9, 0.0, 1.2]),
        4: (0.5, [-1.7, -0.8, 0.1, 1.3]),
    }[item]
    column = _scale(leanings["content"].to_numpy() * sign + noise(rng, n) * 0.9, edges)
    u = rng.random(n)
    column = np.where(u < 0.018, DONT_KNOW, np.where(u > 0.994, REFUSED, column))
    if item == 3:
        column = np.where(rng.random(n) < 0.013, NOT_APPLICABLE, column)
    return _skip(rng, column, seen, 0.012, UNANSWERED)


def _days_at_home(people: pd.DataFrame, leanings: pd.DataFrame, seen: Bools) -> Floats:
    rng, n = stream(70), len(people)
    score = leanings["keen"].to_numpy() + noise(rng, n) * 0.4
    days = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0])
    edges = np.array([-0.5, 0.0, 0.9, 1.1, 1.8, 2.3, 2.7])
    column = _skip(rng, days[np.searchsorted(edges, score)], seen, 0.02, UNANSWERED)
    changed = np.flatnonzero((people["hjemmekontor"] == NO) & (people["stop"] == LAST_PAGE))
    column[highest(changed, rng.random(len(changed)), _OUTSIDE_ROUTING)] = 1.0
    return column


def _equipment(published: pd.DataFrame, seen: Bools, partial: Bools) -> Floats:
    """Six 0/1 columns, the last one exclusive; a few persons tick it with others, and a few tick nothing."""
    rng, n = stream(71), len(published)
    covered = np.nan_to_num(published["sp13_utstyr"].to_numpy(float), nan=4.0)
    row = np.where(covered == UNANSWERED, 4.0, covered).astype(int) - 1
    helped = np.isin(published["sp14_ergo"].to_numpy(float), [1.0, 2.0])
    chance = np.array(_EQUIPMENT)[row]
    chance[:, 3:] += helped[:, None] * 0.35
    ticks = np.zeros((n, 6))
    ticks[:, :5] = rng.random((n, 5)) < chance
    ticked = ticks[:, :5].any(axis=1)
    ticks[:, 5] = ~ticked & (rng.random(n) >= 0.012)
    both = np.flatnonzero(ticked & seen)
    ticks[highest(both, rng.random(len(both)), _EXCLUSIVE_AND_OTHERS), 5] = 1.0
    skipped = ~partial & (rng.random(n) < 0.014)
    ticks[~seen | skipped] = np.nan
    return ticks


def _harassment(people: pd.DataFrame, leanings: pd.DataFrame, seen: Bools) -> Floats:
    rng, n = stream(72), len(people)
    exposed = noise(rng, n) - leanings["content"].to_numpy() * 0.4 + np.where(people["gender"] == 1, 0.2, 0.0)
    u = rng.random(n)
    refuses = u < np.where(exposed > 1.0, 0.09, 0.022)
    column = np.where(refuses, REFUSED, np.where(exposed > 1.1, 1.0, 2.0))
    return _skip(rng, column, seen, 0.015, UNANSWERED)


def _recommendation(leanings: pd.DataFrame, seen: Bools) -> Floats:
    rng, n = stream(73), len(leanings)
    score = leanings["loyal"].to_numpy() + noise(rng, n) * 0.5
    edges = [-2.4, -2.1, -1.7, -1.3, -0.9, -0.2, 0.2, 0.8, 1.4, 1.8]
    return _skip(rng, _scale(score, edges) - 1.0, seen, 0.02, np.nan)


def _comment(seen: Bools) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    rng, n = stream(74), len(seen)
    writes = seen & (rng.random(n) < 0.05)
    parts = (rng.random((3, n)) * 1000).astype(np.int64)
    texts = np.full(n, "", dtype=object)
    for i in np.flatnonzero(writes):
        opening, topic, closing = parts[:, i]
        texts[i] = (
            f"{_OPENINGS[opening % len(_OPENINGS)]} {_TOPICS[topic % len(_TOPICS)]}"
            f"{_CLOSINGS[closing % len(_CLOSINGS)]}"
        )
    return texts


def _contact(leanings: pd.DataFrame, seen: Bools) -> Floats:
    rng, n = stream(75), len(leanings)
    agrees = rng.random(n) < np.where(leanings["loyal"] > 1.5, 0.16, 0.07)
    return _skip(rng, np.where(agrees, 1.0, 2.0), seen, 0.03, np.nan)
