"""SurveyMonkey: expanded with texts or with numbers, and condensed."""

from collections.abc import Sequence
from pathlib import Path

from tests.platforms.answers import AGREE, ANSWERS, ROWS, TEXTS, TRAVEL, WORK, Person, joined, text

OWN = [
    *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address"),
    *("First Name", "Last Name", "Custom Data 1"),
]
OTHER = "Other (please specify)"
FIRST = [
    *OWN, TEXTS["work"], TEXTS["travel"], "", "", TEXTS["agree"], "", TEXTS["hours"], TEXTS["comment"],
]  # fmt: skip
SECOND = [
    *[""] * len(OWN), "Response", "Buss", "Bil", OTHER, "Lønn", "Tid", "Open-Ended Response",
    "Open-Ended Response",
]  # fmt: skip


def _row(person: Person, *, numbers: bool) -> list[str]:
    travel, agree = person.travel or frozenset(), person.agree or {}
    return [
        *(str(3_292_000_000 + person.number), "99887766", "02/03/2024 10:00:00 AM", "02/03/2024 10:10:00 AM"),
        *("10.0.0.1", "", "", "", ""),
        str(person.work) if numbers else WORK[person.work],
        *((str(c) if numbers else TRAVEL[c]) if c in travel else "" for c in (1, 2)),
        person.other or "",
        *(_choice(agree.get(row), numbers=numbers) for row in ROWS),
        *(text(person.hours), person.comment or ""),
    ]


def _choice(code: int | None, *, numbers: bool) -> str:
    if code is None:
        return ""
    return str(code) if numbers else AGREE[code]


def _write(folder: Path, header: Sequence[list[str]], rows: list[list[str]], encoding: str) -> list[Path]:
    path = folder / "export.csv"
    path.write_bytes("".join(joined(row, ",") for row in (*header, *rows)).encode(encoding))
    return [path]


def expanded(folder: Path) -> list[Path]:
    """Two header rows, texts of options, windows-1252."""
    return _write(folder, (FIRST, SECOND), [_row(p, numbers=False) for p in ANSWERS], "cp1252")


def numbers(folder: Path) -> list[Path]:
    """The same with the number of an option for its text."""
    return _write(folder, (FIRST, SECOND), [_row(p, numbers=True) for p in ANSWERS], "utf-8")


def condensed(folder: Path) -> list[Path]:
    """One header row, in which question and option are joined."""
    question, header = "", []
    for first, second in zip(FIRST, SECOND, strict=True):
        question = first or question
        alone = second in {"", "Response", "Open-Ended Response"}
        header.append(question if alone else f"{question} - {second}")
    return _write(folder, (header,), [_row(p, numbers=False) for p in ANSWERS], "utf-8")
