"""Writing the member register's counts, as the membership system gives them out.

Here: counting and the file's form (semicolon, windows-1252, CRLF, a control row at the end).
Not here: who the members are (`population.py`).
"""

from pathlib import Path

import pandas as pd
from targets import AGE_GROUPS, occupations

_GENDERS = {1: "Kvinne", 2: "Mann", 0: "Ukjent"}
_OFFICES = {1: "Ikke tillitsvalgt", 2: "Tillitsvalgt"}
_GROUPS = ["Kjønn", "Aldersgruppe", "Tillitsverv", "Yrke", "Yrkesaktiv"]
_COUNTS = ["Medlemmer", "Med e-post", "Invitert"]


def write(members: pd.DataFrame, path: Path) -> None:
    """Write a row for every combination of groups that has members, and the totals."""
    keys = ["gender", "age", "office", "occupation", "in_work"]
    counted = (
        members.assign(members=1)[[*keys, "members", "email", "invited"]].groupby(keys).sum().reset_index()
    )
    table = pd.DataFrame(
        {
            "Kjønn": counted["gender"].map(_GENDERS),
            "Aldersgruppe": counted["age"].map(dict(enumerate(AGE_GROUPS))),
            "Tillitsverv": counted["office"].map(_OFFICES),
            "Yrke": counted["occupation"].map(occupations()["name"]),
            "Yrkesaktiv": counted["in_work"].map({True: "Ja", False: "Nei"}),
            "Medlemmer": counted["members"],
            "Med e-post": counted["email"],
            "Invitert": counted["invited"],
        }
    )
    lines = [[*_GROUPS, *_COUNTS], *table.astype(str).to_numpy().tolist()]
    lines.append(["Sum", "", "", "", "", *(str(table[column].sum()) for column in _COUNTS)])
    path.write_bytes("".join(";".join(line) + "\r\n" for line in lines).encode("cp1252"))
