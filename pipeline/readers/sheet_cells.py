"""A workbook's cells as canonical text: numbers, texts of the shared table, dates by their style.

Belongs here: one stored value to its text. Does not: the sheet's XML (`worksheets`).
"""

from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from pipeline.readers.frames import number_text

_REMEMBERED = 100_000  # distinct numbers: codes repeat, weights do not
_OUT_OF_RANGE = "#VALUE!"


class CellTexts:
    """The texts of one sheet's cells."""

    def __init__(self, workbook: Workbook, sheet: ReadOnlyWorksheet, decimal: str) -> None:
        # openpyxl knows all of this, and publishes it one slow cell at a time.
        known = vars(workbook)
        self._shared: list[str] = vars(sheet)["_shared_strings"]
        self._dates: set[int] = known.get("_date_formats") or set()
        self._durations: set[int] = known.get("_timedelta_formats") or set()
        self._styles = known["_cell_styles"]
        self._formats = known["_number_formats"]
        self._epoch = workbook.epoch
        self._decimal = decimal
        self._numbers: dict[tuple[str, str], str] = {}

    def __call__(self, kind: str, style: str, raw: str) -> str:
        """The text of a cell by its type, style and stored value; nothing stored is no text.

        Raises:
            ValueError: When the value cannot be of the type (a number that is none, no such shared text).
        """
        if not raw:
            return ""
        if kind == "n":
            text = self._numbers.get((style, raw))
            return self._number(style, raw) if text is None else text
        if kind == "s":
            return self._shared_text(int(raw))
        if kind == "b":
            return str(bool(int(raw))).upper()
        if kind == "d":
            found: object = from_ISO8601(raw)  # type: ignore[no-untyped-call]
            return moment_text(found, has_time=True)
        return raw

    def _shared_text(self, number: int) -> str:
        if not 0 <= number < len(self._shared):
            raise ValueError
        return self._shared[number]

    def _number(self, style: str, raw: str) -> str:
        value = float(raw) if any(mark in raw for mark in ".eE") else int(raw)
        number = int(style or 0)
        text = self._moment(value, number) if number in self._dates else number_text(value, self._decimal)
        if len(self._numbers) < _REMEMBERED:
            self._numbers[style, raw] = text
        return text

    def _moment(self, value: float, style: int) -> str:
        try:
            found = from_excel(value, self._epoch, timedelta=style in self._durations)
        except (OverflowError, ValueError):
            return _OUT_OF_RANGE
        return moment_text(found, has_time=bool({"h", "s"} & set(self._number_format(style).lower())))

    def _number_format(self, style: int) -> str:
        from openpyxl.styles.numbers import (  # noqa: PLC0415  only workbooks with dates need it
            BUILTIN_FORMATS,
            BUILTIN_FORMATS_MAX_SIZE,
        )

        number = self._styles[style].numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(self._formats[number - BUILTIN_FORMATS_MAX_SIZE])


def moment_text(value: object, *, has_time: bool) -> str:
    """A date, time or duration in ISO 8601; midnight is no time of day unless the format shows one."""
    if isinstance(value, datetime):
        if value.time() == time() and not has_time:
            return value.date().isoformat()
        return value.isoformat(timespec="seconds")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return number_text(value.total_seconds())
    return str(value)
