"""Who answers the survey: a draw from the invited members with the published response counts.

Here: the draw, and each respondent's background (gender as answered, birth year, county, agreement).
Not here: the register (`population.py`) and the questions.
"""

import numpy as np
import pandas as pd
from draws import Bools, Floats, Ints, by_shares, highest, stream
from population import MAN, WOMAN, draw_weighted, propensity
from targets import (
    OPENED_ONLY,
    RESPONDENTS_IN_WORK,
    RESPONDENTS_NOT_IN_WORK,
    occupations,
    published_groups,
)

OTHER_GENDER = 3
WAVE_YEAR = 2023
IN_WORK, RETIRED, DISABLED, STUDENT, UNEMPLOYED, ON_LEAVE = 1, 2, 3, 4, 5, 6

# In the published occupations the printed gender shares need a third value in the base: 25 other, and 40
# blank outside it. In the register these 65 are women or men like everyone else: (other, blank) by gender.
_UNPRINTED_GENDERS = {WOMAN: (16, 32), MAN: (9, 8)}
_YOUNGEST_BORN = [2004, 1994, 1984, 1974, 1964, 1954, 1940]
_BIRTH_YEARS = [4, 10, 10, 10, 10, 10, 14]
_COUNTIES = [3, 11, 15, 18, 30, 34, 38, 42, 46, 50, 54]
_COUNTY_SHARES = [0.12, 0.08, 0.05, 0.06, 0.22, 0.08, 0.08, 0.06, 0.11, 0.09, 0.05]
_COUNTY_BLANK = 0.012

_STATUS_BY_AGE = {  # shares of RETIRED, DISABLED, STUDENT, UNEMPLOYED, ON_LEAVE
    "young": [0.0, 0.05, 0.5, 0.2, 0.25],
    "middle": [0.0, 0.33, 0.05, 0.2, 0.42],
    "sixties": [0.66, 0.2, 0.0, 0.02, 0.12],
    "oldest": [1.0, 0.0, 0.0, 0.0, 0.0],
}

# Shares of agreements 1-11: KS, Oslo, Spekter, Virke, Staten, NHO, Samfunnsbedriftene, KA, PBL, other, none.
_AGREEMENTS = {
    "municipal": [0.76, 0.11, 0.01, 0.03, 0.01, 0.01, 0.03, 0.0, 0.01, 0.02, 0.01],
    "health": [0.68, 0.10, 0.11, 0.04, 0.0, 0.03, 0.01, 0.0, 0.0, 0.02, 0.01],
    "hospital": [0.20, 0.05, 0.66, 0.03, 0.0, 0.02, 0.0, 0.0, 0.0, 0.02, 0.02],
    "kindergarten": [0.60, 0.11, 0.0, 0.05, 0.0, 0.02, 0.0, 0.02, 0.15, 0.03, 0.02],
    "social": [0.62, 0.13, 0.06, 0.10, 0.03, 0.02, 0.0, 0.0, 0.0, 0.02, 0.02],
    "office": [0.60, 0.12, 0.11, 0.05, 0.04, 0.02, 0.03, 0.01, 0.0, 0.01, 0.01],
    "technical": [0.60, 0.10, 0.03, 0.01, 0.03, 0.07, 0.13, 0.0, 0.0, 0.02, 0.01],
    "state": [0.50, 0.06, 0.0, 0.0, 0.42, 0.0, 0.0, 0.0, 0.0, 0.01, 0.01],
    "church": [0.05, 0.02, 0.0, 0.03, 0.02, 0.0, 0.0, 0.86, 0.0, 0.01, 0.01],
}
_AGREEMENT_BLANK = 0.025
_AGREEMENT_NOT_APPLICABLE = 97.0


def respondents(people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return those who answered, and those who only opened the form, each with `member` = row in `people`."""
    published = occupations()["published"].loc[people["occupation"]].to_numpy(bool)
    in_work, invited = people["in_work"].to_numpy(), people["invited"].to_numpy()
    core = _draw_published(people, published & in_work & invited)
    rng = stream(21)
    others = draw_weighted(rng, people, ~published & in_work & invited, RESPONDENTS_IN_WORK - len(core))
    rest = draw_weighted(rng, people, ~in_work & invited, RESPONDENTS_NOT_IN_WORK)
    drawn = np.sort(np.concatenate([core, others, rest]))
    left = invited & in_work
    left[drawn] = False
    opened = np.sort(draw_weighted(rng, people, left, OPENED_ONLY))
    answered = _background(people, drawn, 22)
    answered["kjonn"] = _gender_as_answered(answered, published[drawn] & in_work[drawn])
    return answered, _background(people, opened, 23)


def _draw_published(people: pd.DataFrame, eligible: Bools) -> Ints:
    """Draw the respondents of the published occupations with exact counts in all four demographics.

    A weighted draw comes close; then one person goes out and one comes in, whoever brings the four tables
    nearest to their targets, until nothing differs.

    Raises:
        RuntimeError: If the targets are not reached.
    """
    rng = stream(20)
    positions = np.flatnonzero(eligible)
    table, target = _categories(people.iloc[positions])
    weight = _closeness(table, target) * propensity(people).to_numpy()[positions]
    chosen = np.zeros(len(positions), dtype=bool)
    size = int(target.sum()) // table.shape[1]
    chosen[highest(np.arange(len(positions)), -rng.random(len(positions)) / weight, size)] = True
    excess = np.bincount(table[chosen].ravel(), minlength=len(target)) - target
    for _ in range(5000):
        if not excess.any():
            return positions[chosen]
        tie = rng.random(len(positions))
        out = _best(chosen, -_pull(table, excess) + tie)
        chosen[out] = False
        excess[table[out]] -= 1
        allowed = ~chosen
        allowed[out] = False
        come = _best(allowed, _pull(table, excess) + tie)
        chosen[come] = True
        excess[table[come]] += 1
    raise RuntimeError("the published response counts were not reached: change the seed or the occupations")


def _categories(people: pd.DataFrame) -> tuple[Ints, Ints]:
    """Number the categories of the four demographics in one row, each with its published response count."""
    jobs = occupations()
    names = list(published_groups("yrke", "response_count"))
    code_of = {name: code for code, name in jobs["name"].items()}
    place = {code_of[name]: i for i, name in enumerate(names)}
    gender = published_groups("kjonn", "response_count")
    target = [
        gender["Kvinne"] + sum(_UNPRINTED_GENDERS[WOMAN]),
        gender["Mann"] + sum(_UNPRINTED_GENDERS[MAN]),
        *published_groups("alder", "response_count").values(),
        *published_groups("tillitsverv", "response_count").values(),
        *published_groups("yrke", "response_count").values(),
    ]
    columns = [
        people["gender"].to_numpy() - 1,
        people["age"].to_numpy() + 2,
        people["office"].to_numpy() + 8,
        people["occupation"].map(place).to_numpy() + 11,
    ]
    return np.stack(columns, axis=1).astype(np.int64), np.array(target, dtype=np.int64)


def _closeness(table: Ints, target: Ints) -> Floats:
    wanted = target / np.bincount(table.ravel(), minlength=len(target))
    return wanted[table[:, 0]] * wanted[table[:, 1]] * wanted[table[:, 2]] * wanted[table[:, 3]]


def _pull(table: Ints, excess: Ints) -> Floats:
    """How much a person adds to what there is too much of already."""
    total: Floats = 2.0 * (
        excess[table[:, 0]] + excess[table[:, 1]] + excess[table[:, 2]] + excess[table[:, 3]]
    )
    return total


def _best(allowed: Bools, cost: Floats) -> int:
    candidates = np.flatnonzero(allowed)
    return int(candidates[np.argmin(cost[candidates])])


def _gender_as_answered(people: pd.DataFrame, published: Bools) -> Floats:
    rng = stream(24)
    register = people["gender"].to_numpy()
    answer = np.where(register == 0, np.nan, register.astype(float))
    u = rng.random(len(people))
    answer[~published & (u < 0.006)] = OTHER_GENDER
    answer[~published & (u > 0.99)] = np.nan
    for gender, (other, blank) in _UNPRINTED_GENDERS.items():
        group = np.flatnonzero(published & (register == gender))
        picked = highest(group, u[group], other + blank)
        answer[picked[:other]] = OTHER_GENDER
        answer[picked[other:]] = np.nan
    return answer


def _background(people: pd.DataFrame, rows: Ints, step: int) -> pd.DataFrame:
    rng = stream(step)
    frame = people.iloc[rows].reset_index(drop=True)
    n, age = len(frame), frame["age"].to_numpy()
    frame["member"] = rows
    first, years = np.array(_YOUNGEST_BORN)[age], np.array(_BIRTH_YEARS)[age]
    born = (first + (rng.random(n) * years).astype(np.int64)).astype(float)
    known = frame["in_work"].to_numpy() & occupations()["published"].loc[frame["occupation"]].to_numpy(bool)
    frame["fodselsaar"] = np.where(~known & (rng.random(n) < 0.004), np.nan, born)
    frame["fylke"] = np.array(_COUNTIES, dtype=float)[by_shares(rng.random(n), _COUNTY_SHARES)]
    frame.loc[rng.random(n) < _COUNTY_BLANK, "fylke"] = np.nan
    frame["yrkesaktiv"] = _employment(rng, frame)
    frame["tariffavtale"] = _agreement(rng, frame)
    frame["yrke"] = np.where(~frame["in_work"] & (rng.random(n) < 0.02), np.nan, frame["occupation"])
    frame["tillitsverv"] = frame["office"].astype(float)
    joined = rng.random(n) * np.maximum(WAVE_YEAR - 18 - born, 1.0)
    frame["medlem_aar"] = np.where(rng.random(n) < 0.006, 99.0, np.minimum(np.floor(joined), 50.0))
    return frame


def _employment(rng: np.random.Generator, frame: pd.DataFrame) -> Floats:
    age, u = frame["age"].to_numpy(), rng.random(len(frame))
    status = np.full(len(frame), float(IN_WORK))
    bands = {"young": age <= 1, "middle": (age >= 2) & (age <= 4), "sixties": age == 5, "oldest": age == 6}
    for band, inside in bands.items():
        rows = inside & ~frame["in_work"].to_numpy()
        status[rows] = by_shares(u[rows], _STATUS_BY_AGE[band]) + float(RETIRED)
    return status


def _agreement(rng: np.random.Generator, frame: pd.DataFrame) -> Floats:
    profile = occupations()["agreement_profile"].loc[frame["occupation"]].to_numpy()
    u, agreement = rng.random(len(frame)), np.full(len(frame), np.nan)
    for name, shares in _AGREEMENTS.items():
        rows = profile == name
        agreement[rows] = by_shares(u[rows], shares) + 1.0
    oslo = frame["fylke"].to_numpy() == _COUNTIES[0]
    agreement[oslo & (agreement == 1)] = 2.0  # KS has no members in Oslo
    elsewhere = ~oslo & (agreement == 2)
    agreement[elsewhere & (rng.random(len(frame)) < 0.85)] = 1.0
    no_job = np.isin(frame["yrkesaktiv"].to_numpy(), [RETIRED, DISABLED])
    agreement[no_job & (rng.random(len(frame)) < 0.5)] = _AGREEMENT_NOT_APPLICABLE
    agreement[rng.random(len(frame)) < _AGREEMENT_BLANK] = np.nan
    return agreement
