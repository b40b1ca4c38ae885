"""Nettskjema: the report of the interface and of TSD, with and without an activated codebook."""

import json
from pathlib import Path

import openpyxl

from tests.platforms.answers import AGREE, ANSWERS, ROWS, TEXTS, TRAVEL, WORK, Person, joined, text

NAMES = [
    *("$submission_id", "$created", "arbeid", "reise.buss", "reise.bil", "reise.annet"),
    *("reise_annet", "enig.lonn", "enig.tid", "timer", "kommentar", "$answer_time_ms"),
]
HEADINGS = [
    *("$submission_id", "$created", TEXTS["work"], TEXTS["travel"], f"{TEXTS['agree']} Lønn"),
    *(f"{TEXTS['agree']} Tid", TEXTS["hours"], TEXTS["comment"], "$answer_time_ms"),
]
ELEMENTS = [
    {"elementType": "HEADING", "text": "Om arbeid"},
    {
        "elementType": "RADIO",
        "text": TEXTS["work"],
        "externalElementId": "arbeid",
        "answerOptions": [
            {"externalAnswerOptionId": "1", "text": "Ja"},
            {"externalAnswerOptionId": "-1", "text": "Nei"},
        ],
    },
    {
        "elementType": "CHECKBOX",
        "text": TEXTS["travel"],
        "externalElementId": "reise",
        "answerOptions": [
            {"externalAnswerOptionId": code, "text": label}
            for code, label in zip(("buss", "bil", "annet"), TRAVEL.values(), strict=True)
        ],
    },
    {"elementType": "QUESTION", "text": "Hva da?", "externalElementId": "reise_annet"},
    {
        "elementType": "MATRIX_RADIO",
        "text": TEXTS["agree"],
        "externalElementId": "enig",
        "answerOptions": [{"externalAnswerOptionId": str(c), "text": label} for c, label in AGREE.items()],
        "subElements": [{"externalElementId": row, "text": label} for row, label in ROWS.items()],
    },
    {"elementType": "NUMBER", "text": TEXTS["hours"], "externalElementId": "timer"},
    {"elementType": "TEXT_AREA", "text": TEXTS["comment"], "externalElementId": "kommentar"},
]


def _codes(person: Person) -> list[str]:
    travel = person.travel or frozenset()
    agree = person.agree or {}
    return [
        *(str(27_685_000 + person.number), "2024-02-03T10:00:00+01:00", "1" if person.work == 1 else "-1"),
        *(str(int(code in travel)) for code in TRAVEL),
        person.other or "",
        *(text(agree.get(row)) for row in ROWS),
        *(text(person.hours), person.comment or "", str(60_000 + person.number)),
    ]


def _texts(person: Person) -> list[str]:
    agree = person.agree or {}
    return [
        *(str(27_685_000 + person.number), "2024-02-03T10:00:00+01:00", WORK[person.work]),
        ";".join(TRAVEL[code] for code in sorted(person.travel or ())),
        *(AGREE.get(agree.get(row) or 0, "") for row in ROWS),
        *(text(person.hours), person.comment or "", str(60_000 + person.number)),
    ]


def people() -> list[Person]:
    """Nothing is stored of those who did not send the form."""
    return [person for person in ANSWERS if person.is_complete]


def report(folder: Path, delimiter: str = ";") -> list[Path]:
    """The interface's report: `;`, every field in quotes."""
    lines = [joined(NAMES, delimiter), *(joined(_codes(person), delimiter) for person in people())]
    path = folder / "data.csv"
    path.write_text("".join(lines), "utf-8", newline="")
    return [path]


def with_codebook(folder: Path) -> list[Path]:
    """The report and the form's elements."""
    path = folder / "elements.json"
    path.write_text(json.dumps(ELEMENTS, ensure_ascii=False), "utf-8")
    return [*report(folder), path]


def tsd(folder: Path) -> list[Path]:
    """TSD's data loader: the same with commas."""
    path = report(folder, ",")[0].rename(folder / "internal_123456.csv")
    return [path]


def tsd_workbook(folder: Path) -> list[Path]:
    """TSD's data loader, as a workbook."""
    book = openpyxl.Workbook()
    for row in (NAMES, *map(_codes, people())):
        book.worksheets[0].append(row)
    book.save(folder / "internal_123456.xlsx")
    return [folder / "internal_123456.xlsx"]


def not_activated(folder: Path) -> list[Path]:
    """Without an activated codebook: texts for codes."""
    lines = [joined(HEADINGS, ";"), *(joined(_texts(person), ";") for person in people())]
    path = folder / "data.csv"
    path.write_text("".join(lines), "utf-8", newline="")
    return [path]
