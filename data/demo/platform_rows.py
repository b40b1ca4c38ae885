"""What the survey platform adds to the answers: ids, status, times, contact fields, unanswered and test rows.

Here: turning respondents and answers into the rows and columns of the export.
Not here: the answers, and the file format (`sav_file.py`).

Every personal detail is invented and recognisable as such: addresses at example.invalid, IP addresses from
the blocks reserved for documentation, telephone numbers that start with 000, names that say "example".
"""

from datetime import datetime

import numpy as np
import pandas as pd
from access import LAST_PAGE
from codebook import variables
from draws import Floats, Ints, by_shares, stream
from targets import TEST_ROWS

COMPLETE, PARTIAL, OPENED, TEST = 1.0, 2.0, 3.0, 9.0

_DAY = 86_400
# SPSS counts seconds from the first day of the Gregorian calendar. Friday 24 February 2023, 00:00.
_FIRST_DAY = (datetime(2023, 2, 24) - datetime(1582, 10, 14)).days * _DAY  # noqa: DTZ001  an SPSS time has no zone
# Answers per day: the invitation on day 0, reminders on days 7 and 14, the last day is 19 March.
_DAYS = [27, 9, 7, 8, 5, 4, 3, 8, 3, 2.5, 3, 2, 1.5, 1.5, 6, 2, 1, 0.8, 0.7, 0.7, 0.6, 0.7, 0.5, 0.5]
_HOURS = [0, 0, 0, 0, 0, 0, 0, 0, 6, 7, 8, 8, 8, 7, 7, 7, 6, 6, 6, 7, 7, 6, 3, 1]
_FIRST_NAMES = ["Demo", "Prøve", "Test", "Fiktiv", "Oppdiktet", "Eksempel"]
_LAST_NAMES = ["Eksempelsen", "Prøvestad", "Testvik", "Demodal", "Påfunnsrud", "Tenktås"]
_NETWORKS = ["192.0.2", "198.51.100", "203.0.113"]  # reserved for documentation


def export(people: pd.DataFrame, answers: pd.DataFrame, opened: pd.DataFrame, invited: Ints) -> pd.DataFrame:
    """Return the export, sorted by id.

    Args:
        people: those who answered, with background, `hjemmekontor`, `stop` and `member`.
        answers: their answers, row by row.
        opened: those who opened the form and answered nothing.
        invited: register rows of everybody invited; the place in it gives the id.
    """
    answered = people.join(answers)
    answered["status"] = np.where(answered["stop"] == LAST_PAGE, COMPLETE, PARTIAL)
    blank = opened.drop(columns="yrkesaktiv").assign(status=OPENED, stop=0)
    rows = pd.concat([answered, blank], ignore_index=True)
    rng = stream(80)
    number = pd.Series(np.argsort(rng.random(len(invited)), kind="stable") + 1, index=invited)
    rows["respid"] = [f"M2023-{n:06d}" for n in rows["member"].map(number)]
    member_number = np.argsort(rng.random(len(invited)), kind="stable") + 100_000
    rows["medlemsnr"] = [f"0{n:06d}" for n in rows["member"].map(pd.Series(member_number, index=invited))]
    _times(rows)
    _visit(rows)
    rows = pd.concat([rows, _tests()], ignore_index=True)
    _contact(rows)
    rows = rows.sort_values("respid", kind="stable", ignore_index=True)
    frame = rows[[variable.name for variable in variables()]].copy()
    text = [variable.name for variable in variables() if variable.sav_format == "A"]
    frame[text] = frame[text].astype(object).where(frame[text].notna(), "")
    return frame


def _times(rows: pd.DataFrame) -> None:
    rng, n = stream(81), len(rows)
    whole_days, whole_hours = sum(_DAYS), sum(_HOURS)
    day = by_shares(rng.random(n), [share / whole_days for share in _DAYS])
    hour = by_shares(rng.random(n), [share / whole_hours for share in _HOURS])
    start = day * _DAY + hour * 3600 + (rng.random(n) * 2400).astype(np.int64)
    rows["startet"] = (start + _FIRST_DAY).astype(float)
    pace = rng.random(n)
    a_page = 14.0 + 70.0 * pace * pace
    a_page[rng.random(n) < 0.001] = 2.0  # a few click through
    seconds = np.floor(a_page * rows["stop"].to_numpy()) + 5.0
    rows["sluttet"] = np.where(rows["status"] == OPENED, np.nan, rows["startet"] + seconds)


def _visit(rows: pd.DataFrame) -> None:
    rng, n = stream(82), len(rows)
    western = np.isin(rows["fylke"], [46.0, 15.0, 11.0])
    u = rng.random(n)
    rows["sprak"] = np.where(u > 0.994, 3.0, np.where(u < np.where(western, 0.2, 0.03), 2.0, 1.0))
    rows["enhet"] = by_shares(rng.random(n), [0.63, 0.32, 0.05]) + 1.0
    net, host = by_shares(rng.random(n), [0.4, 0.3, 0.3]), (rng.random(n) * 254).astype(np.int64) + 1
    rows["ip_adresse"] = [f"{_NETWORKS[i]}.{j}" for i, j in zip(net, host, strict=True)]


def _contact(rows: pd.DataFrame) -> None:
    rng, n = stream(83), len(rows)
    willing = (rows["kontakt_ok"] == 1.0).to_numpy()
    first, last = (rng.random((2, n)) * 6).astype(np.int64)
    digits = (rng.random(n) * 100_000).astype(np.int64)
    names = [f"{_FIRST_NAMES[i]} {_LAST_NAMES[j]}" for i, j in zip(first, last, strict=True)]
    rows["navn"] = np.where(willing, np.array(names, dtype=object), "")
    addresses = [f"medlem{number}@example.invalid" for number in rows["medlemsnr"]]
    rows["epost"] = np.where(willing, np.array(addresses, dtype=object), "")
    phones: list[str] = [f"000{number:05d}" for number in digits]
    rows["mobil"] = np.where(willing & (rng.random(n) < 0.7), np.array(phones, dtype=object), "")


def _tests() -> pd.DataFrame:
    """Rows that the analysts made while trying the form out: they look like members in work with access."""
    start: Floats = _FIRST_DAY + 7 * 3600.0 + np.arange(TEST_ROWS) * 240.0
    return pd.DataFrame(
        {
            "respid": [f"M2023-9{i:05d}" for i in range(1, TEST_ROWS + 1)],
            "medlemsnr": "0000000",
            "status": TEST,
            "startet": start,
            "sluttet": start + 90.0,
            "sprak": 1.0,
            "enhet": 2.0,
            "ip_adresse": "192.0.2.1",
            "fodselsaar": 1970.0,
            "fylke": 3.0,
            "yrke": 20.0,
            "tariffavtale": 2.0,
            "tillitsverv": 1.0,
            "medlem_aar": 10.0,
            "kjonn": 1.0,
            "yrkesaktiv": 1.0,
            "sp03_timer": 37.5,
            "hjemmekontor": 1.0,
            "kommentar": "test",
            "kontakt_ok": 1.0,
        }
    )
