"""SurveyXact: the set of three in its dialects, as the interface gives it and as a workbook.

Everyone invited has a row; ten never opened the form, and have 0 under every option all the same.
"""

from pathlib import Path

import openpyxl

from tests.platforms.answers import AGREE, ANSWERS, ROWS, TEXTS, TRAVEL, WORK, Person, joined, text

NEVER_OPENED = 10
HEADER = [
    "questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText",
]  # fmt: skip
STATUSES = {1: "Ny", 2: "Distribuert", 3: "Noen svar", 4: "Gjennomført", 5: "Frafalt"}


def structure() -> list[list[str]]:
    rows = [
        ["respnokk", "respnokk", "Open", "String", "Nøkkel", "", ""],
        ["epost", "epost", "Open", "String", "E-post", "", ""],
        ["arbeid", "arbeid", "Closed", "Single", TEXTS["work"], "", ""],
    ]
    rows += [
        ["reise", f"reise_{i}", "Closed", "Multiple", TEXTS["travel"], str(code), f"{label} "]
        for i, (code, label) in enumerate(TRAVEL.items(), start=1)
    ]
    rows += [
        [f"enig_{row}", f"enig_{row}", "Closed", "Single", f"{TEXTS['agree']} - {label}", "", ""]
        for row, label in ROWS.items()
    ]
    rows += [
        ["timer", "timer", "Open", "String", TEXTS["hours"], "", ""],
        ["kommentar", "kommenta", "Open", "String", TEXTS["comment"], "", ""],
    ]
    rows += [
        ["statoverall", f"stato_{code}", "Closed", "Multiple", "Samlet status", str(code), label]
        for code, label in STATUSES.items()
    ]
    rows.append(
        ["reise_annet", "reise_an", "Open", "String", f"{TEXTS['travel']} - Annet, spesifiser:", "", ""]
    )
    rows.append(["closeTime", "closeTim", "Open", "String", "Avsluttet", "", ""])
    return rows


def labels() -> list[list[str]]:
    rows = [["arbeid", str(code), label] for code, label in WORK.items()]
    ticks = [f"reise_{i}" for i in range(1, 4)] + [f"stato_{i}" for i in STATUSES]
    rows += [[name, code, label] for name in ticks for code, label in (("0", "Ikke valgt"), ("1", "Valgt"))]
    ends = {code: label if code in {1, 5} else str(code) for code, label in AGREE.items()}
    rows += [[f"enig_{row}", str(code), label] for row in ROWS for code, label in ends.items()]
    return rows


def dataset(decimal: str = ",") -> list[list[str]]:
    rows = [[row[1] for row in structure()]]
    rows += [_row(person, decimal) for person in ANSWERS]
    for number in range(NEVER_OPENED):
        blank = {"respnokk": f"x{number}", "epost": f"n{number}@example.org"}
        zero = {name: "0" for name in rows[0] if name.startswith(("reise_", "stato_")) and name != "reise_an"}
        rows.append([{**zero, **blank, "stato_2": "1"}.get(name, "") for name in rows[0]])
    return rows


def _row(person: Person, decimal: str) -> list[str]:
    travel = person.travel or frozenset()
    status = 4 if person.is_complete else 3
    agree = person.agree or {}
    return [
        *(f"k{person.number}", f"p{person.number}@example.org", str(person.work)),
        *(str(int(code in travel)) for code in TRAVEL),
        *(text(agree.get(row)) for row in ROWS),
        *(text(person.hours, decimal), person.comment or ""),
        *(str(int(code == status)) for code in STATUSES),
        *(person.other or "", "2024-02-03 10:00:00" if person.is_complete else ""),
    ]


def _files(folder: Path, delimiter: str, encoding: str, end: str = "\n", more: str = "") -> list[Path]:
    tables = {"dataset": dataset(), "structure": [HEADER, *structure()], "labels": labels()}
    paths = []
    for name, rows in tables.items():
        lines = [joined(row, delimiter, end=end) for row in rows]
        if name == "structure":  # some rows have an empty eighth field
            lines = [line if i % 2 else line.removesuffix(end) + more + end for i, line in enumerate(lines)]
        paths.append(folder / f"{name}.csv")
        paths[-1].write_bytes("".join(lines).encode(encoding))
    return paths


def semicolon(folder: Path) -> list[Path]:
    """`;`, windows-1252, LF."""
    return _files(folder, ";", "cp1252")


def tab(folder: Path) -> list[Path]:
    """UTF-16 with a mark, tab, CRLF."""
    return _files(folder, "\t", "utf-16", "\r\n")


def comma(folder: Path) -> list[Path]:
    """`,`, windows-1252, quotes, structure rows of seven or eight fields."""
    return _files(folder, ",", "cp1252", more=",")


def rest(folder: Path) -> list[Path]:
    """What the interface gives with format=EU: `;`, quotes as in RFC 4180, line breaks inside them, UTF-8."""
    return _files(folder, ";", "utf-8-sig", "\r\n")


def workbook(folder: Path) -> list[Path]:
    """One workbook; the dataset is so wide that it has two sheets, with the key in both."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    rows = dataset(".")
    cut = 6
    sheets = {
        "Labels": labels(),
        "Dataset(1)": [row[:cut] for row in rows],
        "Dataset(2)": [[row[0], *row[cut:]] for row in rows],
        "Structure": [HEADER, *structure()],
    }
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append([_number(cell) for cell in row])
    book.save(folder / "export.xlsx")
    return [folder / "export.xlsx"]


def _number(cell: str) -> str | float | None:
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell
