"""Tidy tables as CSV that a spreadsheet in the language of the report opens as it is.

What belongs here: separators, encoding, and keeping text from becoming a formula. What does not: choosing,
ordering or suppressing rows, which is done before, and Parquet, which the warehouse writes.
"""

from pathlib import Path

import pandas as pd

from pipeline.rendering.numbers import Language

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


_SIGNS: dict[Language, tuple[str, str]] = {"nb": (";", ","), "en": (",", ".")}
"""Between cells, and before decimals."""


def write_csv(frame: pd.DataFrame, path: Path, language: Language) -> None:
    """Write a frame: UTF-8 with a signature, CRLF line ends; nb `;` and decimal comma, en comma and point.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers.

    Args:
        frame: in the order in which it shall be read; the index is left out.
        path: file to make or replace.
        language: whose spreadsheets open it.
    """
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].astype(object).map(_guarded, na_action="ignore")
    safe.columns = pd.Index([_guarded(name) for name in safe.columns])
    separator, decimal = _SIGNS[language]
    safe.to_csv(
        path, sep=separator, decimal=decimal, encoding="utf-8-sig", lineterminator="\r\n", index=False
    )


def _guarded(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
