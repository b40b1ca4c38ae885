"""Damaged files of every other kind: a hundred of each with bytes changed are read or refused.

The SPSS files have their own (`test_sav_damage`).
"""

import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from pipeline.readers import ExportError
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from tests.platforms import forms, limesurvey, surveyxact, triple_s

SEEDS = 100
LONGEST = 30  # seconds
PRIVATE = "Hemmelig"
"""Stands in the cells of every answer: no message may hold it."""

Make = Callable[[Path], list[Path]]


def rows(count: int = 60) -> list[list[str]]:
    return [[str(i), PRIVATE, f"{PRIVATE}; nr «{i}»\nto", str(i % 5)] for i in range(count)]


def plain_csv(folder: Path) -> list[Path]:
    lines = ["id;by;svar;q1", *(f"{a};{b};{PRIVATE} {a};{d}" for a, b, _, d in rows())]
    (folder / "svar.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return [folder / "svar.csv"]


def quoted_csv(folder: Path) -> list[Path]:
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows()]
    (folder / "svar.csv").write_bytes(("id;by;svar;q1\r\n" + "\r\n".join(lines)).encode("utf-8-sig"))
    return [folder / "svar.csv"]


def wide_csv(folder: Path) -> list[Path]:
    text = (plain_csv(folder)[0]).read_text("utf-8")
    (folder / "svar.csv").write_bytes(text.encode("utf-16"))
    return [folder / "svar.csv"]


def parquet(folder: Path) -> list[Path]:
    frame = pd.DataFrame(rows(), columns=["id", "by", "svar", "q1"])
    frame["tall"] = range(len(frame))
    frame["dato"] = pd.Timestamp("2024-02-03")
    frame.to_parquet(folder / "svar.parquet")
    return [folder / "svar.parquet"]


def zipped(folder: Path) -> list[Path]:
    with zipfile.ZipFile(folder / "svar.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(quoted_csv(folder)[0], "svar.csv")
    return [folder / "svar.zip"]


def workbook(folder: Path) -> list[Path]:
    with xlsxwriter.Workbook(folder / "svar.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "by", "svar", "q1"])
        for i, row in enumerate(rows(), start=1):
            sheet.write_row(i, 0, row)
    return [folder / "svar.xlsx"]


def unpacked_workbook(folder: Path) -> list[Path]:
    """Stored, not compressed, so that changed bytes reach the XML and not only the checksum."""
    packed = workbook(folder)[0]
    with zipfile.ZipFile(packed) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return [packed]


def last(make: Make) -> Make:
    """The same files, the one to be damaged first."""
    return lambda folder: make(folder)[::-1]


CASES: dict[str, Make] = {
    "csv": plain_csv,
    "csv with quotes": quoted_csv,
    "csv in utf-16": wide_csv,
    "parquet": parquet,
    "zip": zipped,
    "workbook": workbook,
    "workbook, stored": unpacked_workbook,
    "triple-s metadata": last(triple_s.fixed),
    "triple-s data": triple_s.fixed,
    "limesurvey structure": last(limesurvey.codes_and_structure),
    "limesurvey vv": limesurvey.vv,
    "limesurvey syntax": last(limesurvey.spss),
    "surveyxact structure": lambda folder: [*surveyxact.semicolon(folder)[1:], folder / "dataset.csv"],
    "microsoft forms": forms.microsoft,
}


def damaged(original: bytes, seed: int) -> bytes:
    """One to sixteen bytes changed; every fifth file is cut off, too."""
    generator = random.Random(seed)  # noqa: S311  a seeded test
    changed = bytearray(original)
    for _ in range(generator.choice((1, 2, 4, 16))):
        changed[generator.randrange(len(changed))] = generator.randrange(256)
    return bytes(changed[: generator.randrange(1, len(changed))]) if seed % 5 == 4 else bytes(changed)


@pytest.mark.parametrize("case", CASES)
def test_changed_bytes_are_an_export_or_a_refusal(tmp_path: Path, guard: Guard, case: str) -> None:
    files = CASES[case](tmp_path)
    original, refused = files[0].read_bytes(), 0
    read_with(guard, files)
    for seed in range(SEEDS):
        files[0].write_bytes(damaged(original, seed))
        started = time.monotonic()
        said = refusal(guard, files)
        refused += bool(said)
        assert PRIVATE not in said, (case, seed)
        assert time.monotonic() - started < LONGEST, (case, seed)
    assert refused > 0


def refusal(guard: Guard, files: list[Path]) -> str:
    """The message, empty when the files were read."""
    try:
        read_with(guard, files)
    except ExportError as error:
        return str(error)
    return ""
