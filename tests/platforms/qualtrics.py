"""Qualtrics: three header rows with codes or texts, the two of older exports, and the tab-separated file."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.platforms.answers import AGREE, ANSWERS, ROWS, TEXTS, TRAVEL, WORK, Person, joined, text

SEEN = "-99"
METADATA = {
    "StartDate": ("Anfangsdatum", {"ImportId": "startDate", "timeZone": "Europe/Oslo"}),
    "EndDate": ("Enddatum", {"ImportId": "endDate", "timeZone": "Europe/Oslo"}),
    "Status": ("Antworttyp", {"ImportId": "status"}),
    "IPAddress": ("IP-Adresse", {"ImportId": "ipAddress"}),
    "Progress": ("Fortschritt", {"ImportId": "progress"}),
    "Duration (in seconds)": ("Dauer (in Sekunden)", {"ImportId": "duration"}),
    "Finished": ("Beendet", {"ImportId": "finished"}),
    "RecordedDate": ("Aufgezeichnetes Datum", {"ImportId": "recordedDate", "timeZone": "Europe/Oslo"}),
    "ResponseId": ("Antwort-ID", {"ImportId": "_recordId"}),
    "RecipientLastName": ("Empfängernachname", {"ImportId": "recipientLastName"}),
    "RecipientFirstName": ("Empfängervorname", {"ImportId": "recipientFirstName"}),
    "RecipientEmail": ("Empfänger-E-Mail", {"ImportId": "recipientEmail"}),
    "ExternalReference": ("Externe Datenreferenz", {"ImportId": "externalDataReference"}),
    "LocationLatitude": ("Geographischer Breitengrad", {"ImportId": "locationLatitude"}),
    "LocationLongitude": ("Geographischer Längengrad", {"ImportId": "locationLongitude"}),
    "DistributionChannel": ("Verteilungskanal", {"ImportId": "distributionChannel"}),
    "UserLanguage": ("Benutzersprache", {"ImportId": "userLanguage"}),
}
QUESTIONS = {
    "Q1": (TEXTS["work"], {"ImportId": "QID1"}),
    "Q2_1": (f"{TEXTS['travel']} - Buss", {"ImportId": "QID2", "choiceId": "1"}),
    "Q2_2": (f"{TEXTS['travel']} - Bil", {"ImportId": "QID2", "choiceId": "2"}),
    "Q2_3": (f"{TEXTS['travel']} - Annet", {"ImportId": "QID2", "choiceId": "3"}),
    "Q2_3_TEXT": (f"{TEXTS['travel']} - Annet - Text", {"ImportId": "QID2_TEXT", "choiceId": "3"}),
    "Q3_1": (f"{TEXTS['agree']} - Lønn", {"ImportId": "QID3_1"}),
    "Q3_2": (f"{TEXTS['agree']} - Tid", {"ImportId": "QID3_2"}),
    "Q4": (TEXTS["hours"], {"ImportId": "QID4_TEXT"}),
    "Q5": (TEXTS["comment"], {"ImportId": "QID5_TEXT"}),
}
JOINED = {
    "Q1": QUESTIONS["Q1"],
    "Q2": (TEXTS["travel"], {"ImportId": "QID2"}),
    **{name: QUESTIONS[name] for name in ("Q2_3_TEXT", "Q3_1", "Q3_2", "Q4", "Q5")},
}
PREVIEWS = 2


def _own(person: Person, *, labels: bool) -> list[str]:
    preview = person.number <= PREVIEWS
    status = ("Survey Preview" if preview else "IP Address") if labels else str(int(preview))
    finished = str(person.is_complete) if labels else str(int(person.is_complete))
    return [
        *("2024-02-03 10:00:00", "2024-02-03 10:10:00", status, "10.0.0.1"),
        *("100" if person.is_complete else "40", "600", finished, "2024-02-03 10:10:01"),
        *(f"R_{person.number:03}abc", "Nordmann", "Kari", f"p{person.number}@example.org", ""),
        *("59.9", "10.7", "anonymous", "NB"),
    ]


def _answers(person: Person, *, labels: bool, seen: str, joins: bool) -> list[str]:
    travel, agree = person.travel, person.agree or {}
    if joins:
        chosen = [TRAVEL[c] if labels else str(c) for c in sorted(travel or ())]
        ticks = [",".join(chosen) or (seen if travel is not None else "")]
    else:
        ticks = [
            "" if travel is None else (TRAVEL[c] if labels else "1") if c in travel else seen for c in TRAVEL
        ]
    rows = [agree.get(row) for row in ROWS]
    shown = person.agree is not None
    hidden = "" if travel is None else seen
    return [
        WORK[person.work] if labels else str(person.work),
        *ticks,
        person.other or hidden,
        *((AGREE[code] if labels else str(code)) if code else seen if shown else "" for code in rows),
        text(person.hours),
        person.comment or (seen if shown else ""),
    ]


def _write(
    path: Path, columns: Sequence[tuple[str, tuple[str, dict[str, str]]]], rows: list[list[str]], **how: str
) -> list[Path]:
    delimiter, encoding = how.get("delimiter", ","), how.get("encoding", "utf-8-sig")
    head = [
        [name for name, _ in columns],
        [label for _, (label, _) in columns],
        [json.dumps(ids) for _, (_, ids) in columns],
    ]
    path.write_bytes("".join(joined(row, delimiter) for row in (*head, *rows)).encode(encoding))
    return [path]


def codes(folder: Path) -> list[Path]:
    """Recode values, texts of the header in German, one column an option, seen but unanswered as -99."""
    columns = [*METADATA.items(), *QUESTIONS.items()]
    rows = [_own(p, labels=False) + _answers(p, labels=False, seen=SEEN, joins=False) for p in ANSWERS]
    return _write(folder / "export.csv", columns, rows)


def labels(folder: Path) -> list[Path]:
    """Choice texts, all options of a question in one cell, no byte-order mark, blanks where unanswered."""
    columns = [*METADATA.items(), *JOINED.items()]
    rows = [_own(p, labels=True) + _answers(p, labels=True, seen="", joins=True) for p in ANSWERS]
    return _write(folder / "export.csv", columns, rows, encoding="utf-8")


def tab(folder: Path) -> list[Path]:
    """The tab-separated file, in UTF-16."""
    columns = [*METADATA.items(), *QUESTIONS.items()]
    rows = [_own(p, labels=False) + _answers(p, labels=False, seen="", joins=False) for p in ANSWERS]
    return _write(folder / "export.tsv", columns, rows, delimiter="\t", encoding="utf-16")


OLD = [
    *("ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status"),
    *("StartDate", "EndDate", "Finished"),
]


def legacy(folder: Path) -> list[Path]:
    """Two header rows, a mark, and a comma at the end of each row."""
    return _two_rows(folder, OLD)


def numbered(folder: Path) -> list[Path]:
    """The same from before: the platform's own columns are numbered, and named in the second row."""
    return _two_rows(folder, [f"V{i}" for i in range(1, len(OLD) + 1)])


def _two_rows(folder: Path, names: Sequence[str]) -> list[Path]:
    lines = [
        ",".join([*names, *QUESTIONS]),
        ",".join([*OLD, *('"' + label + '"' for label, _ in QUESTIONS.values())]),
    ]
    for person in ANSWERS:
        own = [f"R_{person.number}", "Default Response Set", "Anonymous", "", "", "10.0.0.1", "0"]
        own += ["2017-02-03 10:00:00", "2017-02-03 10:10:00", str(int(person.is_complete))]
        answers = _answers(person, labels=False, seen="", joins=False)
        lines.append(joined([*own, *answers], ",", end=""))
    (folder / "export.csv").write_bytes("".join(line + ",\n" for line in lines).encode("utf-8-sig"))
    return [folder / "export.csv"]
