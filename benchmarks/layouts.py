"""Exports to measure reading with: the same drawn answers in the layout of every format.

Belongs here: writing them, as fast as the libraries can. Does not: reading and measuring (`readers.py`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyreadstat
import xlsxwriter
from pyarrow import csv, parquet

COLUMNS = 80
TEXTS = 6
CODES = COLUMNS - TEXTS
WIDEST = 16
SHEET_ROWS = 33_000
"""Workbooks are cut to so many rows: more take minutes to write."""

NAMES = [f"q{i:02d}" for i in range(CODES)] + [f"t{i}" for i in range(TEXTS)]
_WORDS = ["Oslo", "Bergen", "Tromsø og omegn", "", "Ås"]


def drawn(rows: int) -> pa.Table:
    """74 columns of codes 1 to 5 with blanks, and 6 of short texts, all as text."""
    generator = np.random.default_rng(1)
    columns = []
    codes = pa.array(["1", "2", "3", "4", "5"])
    words = pa.array(_WORDS)
    for _ in range(CODES):
        chosen = pa.array(generator.integers(0, 5, rows), mask=generator.random(rows) < 0.1)
        columns.append(codes.take(chosen))
    for _ in range(TEXTS):
        chosen = pa.array(generator.integers(0, 5, rows), mask=generator.random(rows) < 0.1)
        columns.append(words.take(chosen))
    return pa.table(columns, names=NAMES)


def _lines(
    path: Path, header: Sequence[str], answers: pa.Table, delimiter: str, *, bom: bool = False
) -> Path:
    """Header lines as they stand, then the answers, every cell that is not blank in quotes."""
    with path.open("wb") as out:
        out.write("".join(line + "\n" for line in header).encode("utf-8-sig" if bom else "utf-8"))
        style = csv.WriteOptions(include_header=False, delimiter=delimiter, quoting_style="all_valid")
        csv.write_csv(answers, out, style)
    return path


def _row(cells: Sequence[str], delimiter: str) -> str:
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)


def _numbered(answers: pa.Table, *more: tuple[str, str]) -> pa.Table:
    """The answers with a column of ids, and columns that hold one text, in front."""
    ids = pa.array(np.arange(1, len(answers) + 1)).cast(pa.string())
    front = [ids, *(pa.array([text] * len(answers)) for _, text in more)]
    return pa.table(
        [*front, *answers.columns], names=["id", *(name for name, _ in more), *answers.column_names]
    )


def sav(folder: Path, answers: pa.Table) -> list[Path]:
    """SPSS, compressed."""
    frame = answers.to_pandas()
    for name in NAMES[:CODES]:
        frame[name] = frame[name].astype("float64")
    for name in NAMES[CODES:]:
        frame[name] = frame[name].fillna("")
    pyreadstat.write_sav(frame, folder / "svar.sav", row_compress=True)
    return [folder / "svar.sav"]


def parquet_file(folder: Path, answers: pa.Table) -> list[Path]:
    """Parquet, everything as text."""
    parquet.write_table(answers, folder / "svar.parquet")
    return [folder / "svar.parquet"]


def plain_csv(folder: Path, answers: pa.Table) -> list[Path]:
    """CSV with one header row."""
    return [_lines(folder / "svar.csv", [";".join(NAMES)], answers, ";")]


def surveyxact(folder: Path, answers: pa.Table) -> list[Path]:
    """A set of three files."""
    head = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText"
    structure = [f"{n};{n};Closed;Single;Spørsmål {n};;" for n in NAMES[:CODES]]
    structure += [f"{n};{n};Open;String;Spørsmål {n};;" for n in NAMES[CODES:]]
    labels = [f"{n};{code};Svar {code}" for n in NAMES[:CODES] for code in range(1, 6)]
    (folder / "structure.csv").write_text("\n".join([head, *structure]) + "\n", "cp1252")
    (folder / "labels.csv").write_text("\n".join(labels) + "\n", "cp1252")
    data = _lines(folder / "dataset.csv", [";".join(NAMES)], answers, ";", bom=True)
    return [data, folder / "structure.csv", folder / "labels.csv"]


def nettskjema(folder: Path, answers: pa.Table) -> list[Path]:
    """The csv report, without a codebook."""
    table = _numbered(answers)
    return [_lines(folder / "svar.csv", [_row(["$submission_id", *NAMES], ";")], table, ";")]


def limesurvey(folder: Path, answers: pa.Table) -> list[Path]:
    """The CSV export with codes for headings."""
    fixed = (("submitdate", "2026-03-01 10:00:00"), ("lastpage", "2"), ("startlanguage", "nb"))
    table = _numbered(answers, *fixed)
    return [_lines(folder / "svar.csv", [_row(table.column_names, ";")], table, ";", bom=True)]


def limesurvey_vv(folder: Path, answers: pa.Table) -> list[Path]:
    """The VV export; every blank is a question that was not shown."""
    shown = pa.table(
        [pc.fill_null(column, "{question_not_shown}") for column in answers.columns], names=NAMES
    )
    fixed = (("submitdate", "2026-03-01 10:00:00"), ("lastpage", "2"), ("startlanguage", "nb"))
    table = _numbered(shown, *fixed)
    header = ["\t".join(["Text"] * table.num_columns), "\t".join(table.column_names)]
    return [_lines(folder / "svar.csv", header, table, "\t")]


def qualtrics(folder: Path, answers: pa.Table) -> list[Path]:
    """Three header rows, the third with ImportIds."""
    ids = [f'{{"ImportId":"QID{i}"}}' for i in range(COLUMNS)]
    header = [_row(NAMES, ","), _row([f"Text {n}" for n in NAMES], ","), _row(ids, ",")]
    return [_lines(folder / "svar.csv", header, answers, ",", bom=True)]


def surveymonkey(folder: Path, answers: pa.Table) -> list[Path]:
    """Two header rows."""
    header = [
        _row(["Respondent ID", *(f"Question {n}?" for n in NAMES)], ","),
        _row(["", *["Response"] * COLUMNS], ","),
    ]
    return [_lines(folder / "svar.csv", header, _numbered(answers), ",")]


def google_forms(folder: Path, answers: pa.Table) -> list[Path]:
    """A timestamp, then a column a question."""
    table = pa.table(
        [pa.array(["06.09.2025 kl. 15.37.20"] * len(answers)), *answers.columns], names=["x", *NAMES]
    )
    return [
        _lines(
            folder / "svar.csv", [_row(["Tidsmerke", *(f"Spørsmål {n}?" for n in NAMES)], ",")], table, ","
        )
    ]


def _metadata(layout: str, positions: Sequence[tuple[int, int]], skip: int) -> str:
    """Triple-S metadata: codes as singles, four of them as bitstrings, texts as characters."""
    values = "".join(f'<value code="{code}">Svar {code}</value>' for code in range(1, 6))
    start = '<?xml version="1.0" encoding="UTF-8"?><sss version="2.0"><survey>'
    lines = [f'{start}<record ident="A" format="{layout}" skip="{skip}">']
    for i, (name, (first, last)) in enumerate(zip(NAMES, positions, strict=True)):
        kind = "multiple" if i < 4 else "single" if i < CODES else "character"
        inside = f"<values>{values}</values>" if i < CODES else f"<size>{WIDEST}</size>"
        lines.append(
            f'<variable ident="{i + 1}" type="{kind}"><name>{name}</name><label>Spørsmål {name}</label>'
            f'<position start="{first}" finish="{last}"/>{inside}</variable>'
        )
    return "\n".join([*lines, "</record></survey></sss>"])


def _bitstrings(answers: pa.Table) -> list[pa.ChunkedArray]:
    """The columns of a Triple-S file: the first four codes as bitstrings."""
    bits = pa.array(["10000", "01000", "00100", "00010", "00001"])
    columns = list(answers.columns)
    for i in range(4):
        index = pc.subtract(columns[i].cast(pa.int64()), 1).combine_chunks()
        columns[i] = pa.chunked_array([bits.take(index)])
    return columns


def triple_s_csv(folder: Path, answers: pa.Table) -> list[Path]:
    """Metadata and csv data."""
    table = pa.table(_bitstrings(answers), names=NAMES)
    data = _lines(folder / "svar.csv", [",".join(NAMES)], table, ",")
    positions = [(i, i) for i in range(1, COLUMNS + 1)]
    (folder / "svar.sss").write_text(_metadata("csv", positions, 1), "utf-8")
    return [data, folder / "svar.sss"]


def triple_s_fixed(folder: Path, answers: pa.Table) -> list[Path]:
    """Metadata and data in fixed columns."""
    widths = [5 if i < 4 else 1 if i < CODES else WIDEST for i in range(COLUMNS)]
    cells = [
        pc.utf8_rpad(pc.fill_null(column, ""), width)
        for column, width in zip(_bitstrings(answers), widths, strict=True)
    ]
    lines = pc.binary_join_element_wise(*cells, "")
    with (folder / "svar.asc").open("wb") as out:
        csv.write_csv(
            pa.table([lines], names=["x"]), out, csv.WriteOptions(include_header=False, quoting_style="none")
        )
    ends = np.cumsum(widths)
    positions = [(int(end - width + 1), int(end)) for end, width in zip(ends, widths, strict=True)]
    (folder / "svar.sss").write_text(_metadata("fixed", positions, 0), "utf-8")
    return [folder / "svar.asc", folder / "svar.sss"]


def microsoft_forms(folder: Path, answers: pa.Table) -> list[Path]:
    """A workbook, cut to `SHEET_ROWS`."""
    cut = answers.slice(0, SHEET_ROWS)
    book = xlsxwriter.Workbook(folder / "svar.xlsx")
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["ID", "Start time", "Completion time", *(f"Question {n}?" for n in NAMES)])
    sheet.write_column(1, 0, range(1, len(cut) + 1))
    sheet.write_column(1, 1, np.full(len(cut), 46000.5))
    sheet.write_column(1, 2, np.full(len(cut), 46000.75))
    for i, column in enumerate(cut.columns, start=3):
        cells = pd.Series(column.to_pandas())
        values = cells.astype("float64") if i < CODES + 3 else cells
        for row, value in enumerate(values.tolist(), start=1):
            if value == value and value != "":  # noqa: PLR0124  not missing
                sheet.write(row, i, value)
    book.close()
    return [folder / "svar.xlsx"]


LAYOUTS: dict[str, Callable[[Path, pa.Table], list[Path]]] = {
    "sav": sav,
    "parquet": parquet_file,
    "csv": plain_csv,
    "surveyxact": surveyxact,
    "nettskjema": nettskjema,
    "limesurvey": limesurvey,
    "limesurvey vv": limesurvey_vv,
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "google_forms": google_forms,
    "triple_s csv": triple_s_csv,
    "triple_s fixed": triple_s_fixed,
    "microsoft_forms": microsoft_forms,
}
