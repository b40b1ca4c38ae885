"""The parts of a drafted `survey.yaml` that are about the survey, its columns and its wave.

Belongs here: how they are written. What each column is for is told in `uses`.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pipeline.drafting.uses import Uses
from pipeline.drafting.yaml_text import Block, Noted
from pipeline.readers.export import Export
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import comparable

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")


def names(survey: str, wave: str, title: str, language: str) -> dict[str, Any]:
    """The first part; `title` is the export's own, which may be empty."""
    title = _title_without(wave, title)
    named = survey.replace("_", " ").capitalize()
    return {
        "survey": survey,
        "title": Noted(title or named, ("check: the title as readers see it",)),
        "owner": Noted(named, ("check: who publishes the reports",)),
        "languages": [language],
    }


def _title_without(wave: str, title: str) -> str:
    """A title without the wave at its end, which reports write themselves."""
    return re.sub(rf"\W*\b{re.escape(wave)}$", "", comparable(title))


def column_settings(uses: Uses) -> dict[str, Any]:
    """The parts on columns that answer no question."""
    data: dict[str, Any] = {}
    respondent: dict[str, Any] = {}
    notes = []
    if uses.key:
        respondent["key"] = uses.key
    else:
        notes.append("check: no column looks like a respondent's id, so rows are numbered")
    if uses.status:
        status = uses.status.place | {k: _codes(v) for k, v in uses.status.values.items()}
        respondent["status"] = Noted(status, tuple(f"check: {note}" for note in uses.status.notes))
    else:
        notes.append("check: no column looks like a status, so what was answered tells who is complete")
    respondent |= uses.times.data
    if uses.test_rows:
        respondent["test_rows"] = uses.test_rows
    if respondent or notes:
        data["respondent"] = Noted(respondent, tuple(notes)) if notes else respondent
    for part in ("identifiers", "ignore"):
        reasons: dict[str, str] = getattr(uses, part)
        if reasons:
            data[part] = Block({c: _noted(reason, uses.notes.get(c)) for c, reason in reasons.items()})
    if uses.weight:
        data["weight"] = Noted(uses.weight, ("check: is this the weight that reports use?",))
    if uses.weight_sum:
        data["weight_sum"] = Noted("any", (f"check: {uses.weight_sum}; is that as it should be?",))
    return data


def _noted(value: Any, note: str | None) -> Any:
    return Noted(value, (f"check: {note}",)) if note else value


def _codes(values: Sequence[str]) -> list[int | str]:
    return [int(v) if re.fullmatch(r"-?[1-9]\d{0,8}|0", v) else v for v in values]


def wave_settings(
    export: Export, uses: Uses, wave: str, files: Sequence[str], read: ReadOptions | None
) -> dict[str, Any]:
    """The wave, with its field period where a column of times tells it."""
    start, end, note = _field_period(export, uses, wave)
    options = (read or ReadOptions()).model_dump(exclude_defaults=True) | {"format": export.format}
    return {
        "field_start": Noted(start, (f"check: {note}",)),
        "field_end": end,
        "report_date": Noted(end, ("check: the date that the report carries",)),
        "export": {"files": list(files), "read": options},
    }


def _field_period(export: Export, uses: Uses, wave: str) -> tuple[date, date, str]:
    """First and last day of a column of time stamps, else the wave's year, with what to check."""
    year = int(wave[:4])
    for position, column in enumerate(export.columns):
        if column.kind != "datetime" and column.id not in uses.time_stamps():
            continue
        cells = export.frame.iloc[:, position].dropna().unique()
        days = {_day(str(cell), uses.times.date_format) for cell in cells}
        near = sorted(day for day in days if day is not None and abs(day.year - year) <= 1)
        if near:
            return near[0], near[-1], f"first and last day in {column.id}"
    return date(year, 1, 1), date(year, 12, 31), "the export does not tell when the survey was in the field"


def _day(text: str, date_format: str) -> date | None:
    """The day of a time in ISO 8601 or the given format; None where it is none."""
    found = _DAY.match(text)
    try:
        if found is not None:
            return date.fromisoformat(found[0])
        return datetime.strptime(text, date_format).date() if date_format else None  # noqa: DTZ007  a day
    except ValueError:
        return None
