"""The made-up membership: who is in the register, has an e-mail address and was invited.

Here: members with gender, age group, union office, occupation and whether they are in work.
Not here: who answers (`respondents.py`) and what they answer.
"""

import numpy as np
import pandas as pd
from draws import Bools, Ints, apportion, by_shares, cut_by_score, highest, noise, stream
from targets import occupations, published_groups

WOMAN, MAN, UNKNOWN_GENDER = 1, 2, 0
NO_OFFICE, OFFICE = 1, 2

_AGE_SHARES_IN_WORK = [0.9, 13.0, 19.0, 22.0, 27.0, 17.4, 0.7]
_AGE_SHARES_NOT_IN_WORK = [0.03, 0.14, 0.08, 0.08, 0.15, 0.38, 0.14]
_NOT_IN_WORK_PER_IN_WORK = 0.127
_NOT_INVITED = 0.008  # members who have asked not to get surveys
_WITHOUT_EMAIL = 34_000


def members() -> pd.DataFrame:
    """Return one row a member: gender, age, office, occupation (codes), in_work, email, invited (true/false).

    Members in work, with e-mail, in the published occupations have the published universe counts exactly.
    """
    with_email = pd.concat([_published(), _other_in_work(), _not_in_work()], ignore_index=True)
    with_email["email"] = True
    rng = stream(14)
    with_email["invited"] = rng.random(len(with_email)) >= _NOT_INVITED
    copies = (rng.random(_WITHOUT_EMAIL) * len(with_email)).astype(np.int64)
    without = with_email.iloc[copies].assign(email=False, invited=False)
    return pd.concat([with_email, without], ignore_index=True)


def _published() -> pd.DataFrame:
    """In work, with e-mail, in the 19 published occupations: all four margins are exact."""
    rng = stream(11)
    jobs = occupations()
    jobs = jobs[jobs["published"]]
    occupation = np.repeat(jobs.index.to_numpy(np.int64), jobs["in_work_members"])
    n = len(occupation)
    shift = jobs["age_shift"].loc[occupation].to_numpy(float)
    age = cut_by_score(shift + noise(rng, n), list(published_groups("alder", "universe_count").values()))
    womanly = jobs["women_percent"].loc[occupation].to_numpy(float) / 25.0
    men_first = [published_groups("kjonn", "universe_count")[sex] for sex in ("Mann", "Kvinne")]
    gender = np.where(cut_by_score(womanly + noise(rng, n), men_first) == 1, WOMAN, MAN)
    middle_aged = np.isin(age, [3, 4, 5]) * 0.35
    offices = list(published_groups("tillitsverv", "universe_count").values())
    office = cut_by_score(middle_aged + noise(rng, n), offices) + NO_OFFICE
    return _frame(gender, age, office, occupation, in_work=True)


def _other_in_work() -> pd.DataFrame:
    rng = stream(12)
    jobs = occupations()
    jobs = jobs[~jobs["published"]]
    occupation = np.repeat(jobs.index.to_numpy(np.int64), jobs["in_work_members"])
    shift = jobs["age_shift"].loc[occupation].to_numpy(float)
    score = shift + noise(rng, len(occupation))
    age = cut_by_score(score, apportion(len(occupation), _AGE_SHARES_IN_WORK))
    gender = _gender(rng, occupation)
    office = np.where(rng.random(len(age)) < 0.055 + np.isin(age, [3, 4, 5]) * 0.03, OFFICE, NO_OFFICE)
    return _frame(gender, age, office, occupation, in_work=True)


def _not_in_work() -> pd.DataFrame:
    rng = stream(13)
    jobs = occupations()
    sizes = (jobs["in_work_members"].to_numpy(float) * _NOT_IN_WORK_PER_IN_WORK + 0.5).astype(np.int64)
    occupation = np.repeat(jobs.index.to_numpy(np.int64), sizes)
    age = by_shares(rng.random(len(occupation)), _AGE_SHARES_NOT_IN_WORK)
    gender = _gender(rng, occupation)
    office = np.where(rng.random(len(age)) < 0.03, OFFICE, NO_OFFICE)
    return _frame(gender, age, office, occupation, in_work=False)


def _gender(rng: np.random.Generator, occupation: Ints) -> Ints:
    share = occupations()["women_percent"].loc[occupation].to_numpy(float) / 100.0
    gender = np.where(rng.random(len(occupation)) < share, WOMAN, MAN)
    return np.where(rng.random(len(occupation)) < 0.002, UNKNOWN_GENDER, gender)


def _frame(gender: Ints, age: Ints, office: Ints, occupation: Ints, *, in_work: bool) -> pd.DataFrame:
    return pd.DataFrame(
        {"gender": gender, "age": age, "office": office, "occupation": occupation, "in_work": in_work}
    )


def propensity(people: pd.DataFrame) -> pd.Series:
    """Return how readily each member answers, relative to a man of 40–49 without a union office."""
    by_age = np.array([0.5, 0.55, 0.75, 1.0, 1.25, 1.3, 0.9])
    willing = by_age[people["age"].to_numpy()] * np.where(people["office"] == OFFICE, 1.8, 1.0)
    return pd.Series(willing * np.where(people["gender"] == WOMAN, 1.1, 1.0), index=people.index)


def draw_weighted(rng: np.random.Generator, people: pd.DataFrame, eligible: Bools, n: int) -> Ints:
    """Draw `n` of the eligible rows of `people`, the more willing more often; returns row positions."""
    candidates = np.flatnonzero(eligible)
    willing = propensity(people).to_numpy()[candidates]
    return highest(candidates, -rng.random(len(candidates)) / willing, n)
