"""Microsoft Forms and Google Forms: workbooks, CSV and zip, in Norwegian and English."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl

from tests.platforms.answers import AGREE, ANSWERS, ROWS, TEXTS, TRAVEL, WORK, Person, joined, text

NORWEGIAN = [
    "ID", "Starttidspunkt", "Fullføringstidspunkt", "E-post", "Navn", "Tidspunkt for siste endring",
]  # fmt: skip
ENGLISH = ["ID", "Start time", "Completion time", "Email", "Name"]
RANKED = ("Fred", "Ro", "Orden")


def people() -> list[Person]:
    """Nothing is stored of those who did not send the form."""
    return [person for person in ANSWERS if person.is_complete]


def _travel(person: Person, separator: str, end: str) -> str:
    labels = [person.other or TRAVEL[c] if c == 3 else TRAVEL[c] for c in sorted(person.travel or ())]
    own = [label.replace(";", "") for label in labels]
    return separator.join(own) + end if own else ""


def _ranking(person: Person) -> str:
    turn = person.number % len(RANKED)
    return ";".join([*RANKED[turn:], *RANKED[:turn]]) + ";"


def _answers(person: Person) -> list[str | float | None]:
    agree = person.agree or {}
    return [
        WORK[person.work],
        _travel(person, ";", ";"),
        *(AGREE.get(agree.get(row) or 0) for row in ROWS),
        _ranking(person),
        person.hours,
        person.comment,
    ]


QUESTIONS = [
    TEXTS["work"], "Hvordan\u00a0reiser\ndu?", *ROWS.values(), "Ranger disse", TEXTS["hours"],
    TEXTS["comment"],
]  # fmt: skip
START = dt.datetime(2024, 2, 3, 10, 0, 5)  # noqa: DTZ001  a workbook's cell has no zone
END = dt.datetime(2024, 2, 3, 10, 4)  # noqa: DTZ001


def microsoft(folder: Path) -> list[Path]:
    """A workbook with Norwegian headers: joined answers that end in `;`, a Likert scale, a ranking."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*NORWEGIAN, *QUESTIONS])
    for person in people():
        sheet.append([person.number, START, END, "anonymous", None, None, *_answers(person)])
    book.save(folder / "svar.xlsx")
    return [folder / "svar.xlsx"]


def microsoft_quiz(folder: Path) -> list[Path]:
    """A quiz in English: points and feedback behind every question."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    names = [*ENGLISH, "Total points", "Quiz feedback"]
    for question in QUESTIONS:
        names += [question, f"Points - {question}", f"Feedback - {question}"]
    sheet.append(names)
    for person in people():
        row: list[object] = [person.number, START, END, "anonymous", None, 3 + person.number % 3, None]
        for answer in _answers(person):
            row += [answer, person.number % 2, None]
        sheet.append(row)
    book.save(folder / "quiz.xlsx")
    return [folder / "quiz.xlsx"]


def microsoft_csv(folder: Path) -> list[Path]:
    """The same table as CSV, where dates are American."""
    lines = [joined([*ENGLISH, *QUESTIONS], ",")]
    for person in people():
        own = [str(person.number), "2/3/24 10:00:05", "2/3/24 10:04:00", "anonymous", ""]
        lines.append(joined([*own, *map(text, _answers(person))], ","))
    (folder / "svar.csv").write_bytes("".join(lines).encode("utf-8-sig"))
    return [folder / "svar.csv"]


def _google(timestamp: str, moment: str, decimal: str) -> str:
    names = [TEXTS["work"], TEXTS["travel"], *(f"{TEXTS['agree']} [{label}]" for label in ROWS.values())]
    lines = [joined([timestamp, *names, TEXTS["hours"], TEXTS["comment"]], ",")]
    for i, person in enumerate(people()):
        agree = person.agree or {}
        cells = [moment.format(i % 60), WORK[person.work], _travel(person, ", ", "")]
        cells += [AGREE.get(agree.get(row) or 0, "") for row in ROWS]
        lines.append(joined([*cells, text(person.hours, decimal), person.comment or ""], ","))
    return "".join(lines)


def google(folder: Path) -> list[Path]:
    """The CSV file in Norwegian, with decimal commas, inside the zip that Google gives."""
    path = folder / "Undersøkelse.csv.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Undersøkelse.csv", _google("Tidsmerke", "06.09.2025 kl. 15.37.{:02}", ","))
    return [path]


def google_english(folder: Path) -> list[Path]:
    """The CSV file in English."""
    path = folder / "survey.csv"
    path.write_text(_google("Timestamp", "2025/09/06 3:37:{:02} PM GMT+2", "."), "utf-8", newline="")
    return [path]
