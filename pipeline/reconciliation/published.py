"""Files of published figures: which columns they have, and what stands in their cells.

Belongs here: reading them as text, and refusing what is no figure. A blank cell is a figure that was not
published. Comparing with what is computed is in `figures`.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, get_args

import pandas as pd

from pipeline.aside import sha256
from pipeline.coding.values import canonical
from pipeline.survey.model import Text
from pipeline.survey.problems import nearest
from pipeline.survey.reports import Published, Shown

QUESTION_COLUMNS: Final = ("question_id", "option", "count", "percent")
QUESTION_OPTIONAL: Final = ("item", "demographic", "group", "base", "decimals")
BASES: Final = get_args(Shown)
REPRESENTATIVITY_FIGURES: Final = {
    "universe_count": "universe_n",
    "universe_percent": "shown_universe_pct",
    "response_count": "respondents_n",
    "response_percent": "shown_respondents_pct",
    "difference": "shown_diff_pp",
}
"""Column of the file to column of `mart_representativity`."""
REPRESENTATIVITY_COLUMNS: Final = ("demographic", "group", *REPRESENTATIVITY_FIGURES)
BREAKDOWN_COLUMNS: Final = ("question_id", "row_as_printed")
FACT_COLUMNS: Final = ("fact", "value")
NUMBER = re.compile(r"[-−]?\d+(\.\d{1,9})?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class PublishedError(ValueError):
    """A file of published figures that cannot be used: which, where, and what would be right."""


def published_inputs(published: Published | None, folder: Path) -> dict[str, str]:
    """Name to SHA-256 of the files of published figures that are there: a report is made from them too.

    Args:
        published: The files that a report names for a wave, or None.
        folder: The survey's folder.
    """
    paths = {name: folder / name for name in published.files} if published else {}
    return {name: sha256(path) for name, path in paths.items() if path.is_file()}


def read_published(folder: Path, name: str, columns: Sequence[str]) -> pd.DataFrame:
    """The rows of a file as text without white space around it; a blank cell is an empty text.

    Args:
        folder: The survey's folder.
        name: The file, relative to it: comma-separated, UTF-8, one header row.
        columns: Columns that it must have.

    Raises:
        PublishedError: when the file is missing, cannot be read, or lacks a column.
    """
    path = folder / name
    if not path.is_file():
        raise PublishedError(f"{name}: the file of published figures is missing")
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError):
        raise PublishedError(
            f"{name}: cannot be read as a table; save it as CSV, comma-separated, UTF-8"
        ) from None
    missing = [column for column in columns if column not in rows]
    if missing:
        raise PublishedError(
            f"{name}: column {', '.join(missing)} is missing; there is {', '.join(rows.columns)}"
        )
    return pd.DataFrame({column: cells.str.strip() for column, cells in rows.items()})


def read_questions(folder: Path, name: str) -> pd.DataFrame:
    """Figures of questions, with every optional column (blank where the file has none).

    `option` is the text or id of an option or of a net, `item` of a grid's row; `demographic` and `group`
    tell a group's figure. `base` is the base of the percent, by default the one that the report shows.
    `decimals` are the decimals that it was printed with, by default those that it is written with.

    Raises:
        PublishedError: as `read_published`, and for what is no number, base, or group.
    """
    rows = read_published(folder, name, QUESTION_COLUMNS)
    rows = rows.reindex(
        columns=[*rows.columns, *(c for c in QUESTION_OPTIONAL if c not in rows)], fill_value=""
    )
    for column in ("count", "percent"):
        refuse_others(
            rows[column], NUMBER, name, "a number with a decimal point and without spaces, or blank"
        )
    refuse_others(rows["count"], re.compile(r"\d+"), name, "a whole number, or blank")
    refuse_others(rows["decimals"], re.compile(r"\d"), name, "the number of decimals, 0 to 9, or blank")
    unknown = sorted(set(rows["base"]) - {"", *BASES})
    if unknown:
        raise PublishedError(
            f"{name}: there is no base {unknown[0]}{nearest(unknown[0], BASES)}; known: {', '.join(BASES)}"
        )
    half = (rows["demographic"] == "") != (rows["group"] == "")
    if half.any():
        raise PublishedError(
            f"{name}, line {line(half)}: demographic and group belong together; give both or none"
        )
    return rows


def read_representativity(folder: Path, name: str) -> pd.DataFrame:
    """Figures of who took part.

    Raises:
        PublishedError: as `read_published`, and for what is no number.
    """
    rows = read_published(folder, name, REPRESENTATIVITY_COLUMNS)
    for column in REPRESENTATIVITY_FIGURES:
        refuse_others(
            rows[column], NUMBER, name, "a number with a decimal point and without spaces, or blank"
        )
    return rows


def read_facts(folder: Path, name: str) -> pd.DataFrame:
    """Single numbers and dates by the name of their fact.

    Raises:
        PublishedError: as `read_published`, and for what is neither a number nor a date.
    """
    rows = read_published(folder, name, FACT_COLUMNS)
    known = re.compile(f"{NUMBER.pattern}|{DATE.pattern}")
    refuse_others(rows["value"], known, name, "a number, a date as 2023-02-24, or blank")
    return rows


def unusable(folder: Path, files: Published) -> list[str]:
    """What is wrong with the files of a publication, taken by themselves.

    Args:
        folder: The survey's folder.
        files: The files' names.
    """
    readers: dict[str | None, Callable[[Path, str], pd.DataFrame]] = {
        files.questions: read_questions,
        files.breakdowns: lambda folder, name: read_published(folder, name, BREAKDOWN_COLUMNS),
        files.representativity: read_representativity,
        files.facts: read_facts,
    }
    found = []
    for name, read in readers.items():
        if name is not None:
            try:
                read(folder, name)
            except PublishedError as error:
                found.append(str(error))
    return found


def refuse_others(cells: "pd.Series[str]", form: re.Pattern[str], name: str, right: str) -> None:
    """Refuse cells that are neither blank nor of a form.

    Raises:
        PublishedError: naming the file, the line and what would be right.
    """
    wrong = (cells != "") & ~cells.str.fullmatch(form.pattern)
    if wrong.any():
        raise PublishedError(f"{name}, line {line(wrong)}, column {cells.name}: {right} is expected")


def line(wrong: "pd.Series[bool]") -> int:
    """The line in the file of the first row that is wrong; the header is line 1."""
    return int(wrong.to_numpy().argmax()) + 2


def means(text: str, id_: str, *wordings: Text | str) -> bool:
    """Whether a published name is an id, or one of its wordings in any language."""
    known = {canonical(w) for word in wordings for w in (word.all() if isinstance(word, Text) else (word,))}
    return text == id_ or canonical(text) in known
