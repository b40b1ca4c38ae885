"""A first definition of a survey, drafted from one export: most of the typing done, every guess marked.

Belongs here: putting the drafted parts together as files. What is guessed, and from what, is in the `draft_…`
modules.
"""

import re
from collections.abc import Container, Sequence
from datetime import date
from typing import Any

from pipeline.drafting.columns import blank_marks, profiles
from pipeline.drafting.demographics import DraftDemographic, breakdowns, draft_demographics
from pipeline.drafting.method import draft_method
from pipeline.drafting.question import DraftQuestion
from pipeline.drafting.questionnaire import (
    codelist_data,
    missing_data,
    question_data,
    share_codelists,
    shared_missing,
)
from pipeline.drafting.questions import draft_questions
from pipeline.drafting.relevance import take_conditions
from pipeline.drafting.routing import note_routing
from pipeline.drafting.status import completed
from pipeline.drafting.uses import Uses, find_uses
from pipeline.drafting.words import NORWEGIAN
from pipeline.drafting.yaml_text import Block, Noted, to_yaml
from pipeline.readers.export import Export
from pipeline.readers.markers import SEEN_UNANSWERED
from pipeline.readers.options import ReadOptions
from pipeline.readers.text_identity import comparable

_CHAPTER = 15
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)")
_CHECK = (
    "Drafted from an export. Look at every line that says «check», and delete the comment when it is right."
)


class DraftError(ValueError):
    """An export from which nothing can be drafted; the text says why."""


def draft_survey(
    export: Export,
    survey: str,
    wave: str,
    files: Sequence[str],
    language: str,
    read: ReadOptions | None = None,
) -> dict[str, str]:
    """The files of a first definition, by name, relative to the survey's folder.

    Every column of the export is accounted for: bound to a question, used for the respondent, ignored or
    dropped as personal, with a reason. No text that only a few people gave is written anywhere.

    Args:
        export: The export, read.
        survey: The survey's id, which is its folder's name.
        wave: The wave that the export is of, e.g. `2024`.
        files: Names of the export's files, as they will lie in the wave's folder.
        language: Of the export's labels, e.g. `nb`.
        read: How the files were read, where anything had to be declared.

    Returns:
        `survey.yaml`, `questionnaire.yaml` and, where any question has results, one file in `reports/`.

    Raises:
        DraftError: no column looks like an answer.
    """
    seen = profiles(export)
    uses = find_uses(export, seen)
    taken = uses.taken()
    open_columns = [i for i, column in enumerate(export.columns) if column.id not in taken]
    if not open_columns:
        raise DraftError(
            f"none of the {len(export.columns)} columns looks like an answer; is this the survey's export?"
        )
    questions = draft_questions(export, seen, open_columns, language)
    take_conditions(export, questions)
    note_routing(export, questions, completed(export, uses.status))
    demographics = draft_demographics(questions, language)
    settings = _settings(survey, _title_without(wave, export.title), language) | {
        "method": draft_method(language, brings_weights=bool(uses.weight))
    }
    settings |= _columns(uses)
    missing = shared_missing(questions)
    if SEEN_UNANSWERED in blank_marks(export):
        missing |= {SEEN_UNANSWERED: "skipped"}
        for question in questions:
            question.missing.pop(SEEN_UNANSWERED, None)
    if missing:
        settings["missing"] = missing_data(missing)
    read = _with_format(read or ReadOptions(), uses, questions)
    settings["waves"] = {int(wave) if wave.isdigit() else wave: _wave(export, uses, wave, files, read)}
    if demographics:
        settings["demographics"] = [_demographic(demographic) for demographic in demographics]
    report = _report(questions, demographics, language, is_weighted=bool(uses.weight))
    found = {"survey.yaml": _file(settings, "survey"), "questionnaire.yaml": _questionnaire(questions)}
    if report:
        found[f"reports/{report['report']}.yaml"] = _file(report, "report", "../")
    return found


def _with_format(read: ReadOptions, uses: Uses, questions: Sequence[DraftQuestion]) -> ReadOptions:
    """The options with the format of the platform's times, else of the first date; a question has another."""
    wanted = [uses.times.date_format, *(question.date_format for question in questions)]
    mine = next((date_format for date_format in wanted if date_format), None)
    for question in questions:
        question.date_format = None if question.date_format == mine else question.date_format
    return read.model_copy(update={"date_format": mine}) if mine else read


def _file(data: dict[str, Any], schema: str, up: str = "") -> str:
    head = [f"yaml-language-server: $schema=../../{up}schema/{schema}.schema.json", "", _CHECK]
    return to_yaml(data, head)


def _settings(survey: str, title: str, language: str) -> dict[str, Any]:
    """The first part of `survey.yaml`; `title` is the export's own, which may be empty."""
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


def _columns(uses: Uses) -> dict[str, Any]:
    """The parts of `survey.yaml` on columns that answer no question."""
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
    return data


def _noted(value: Any, note: str | None) -> Any:
    return Noted(value, (f"check: {note}",)) if note else value


def _codes(values: Sequence[str]) -> list[int | str]:
    return [int(v) if re.fullmatch(r"-?[1-9]\d{0,8}|0", v) else v for v in values]


def _wave(
    export: Export, uses: Uses, wave: str, files: Sequence[str], read: ReadOptions | None
) -> dict[str, Any]:
    start, end, note = _field_period(export, uses.time_stamps(), wave)
    options = (read or ReadOptions()).model_dump(exclude_defaults=True) | {"format": export.format}
    return {
        "field_start": Noted(start, (f"check: {note}",)),
        "field_end": end,
        "report_date": Noted(end, ("check: the date that the report carries",)),
        "export": {"files": list(files), "read": options},
    }


def _field_period(export: Export, time_stamps: Container[str], wave: str) -> tuple[date, date, str]:
    """First and last day of a column of time stamps, else the wave's year, with what to check."""
    year = int(wave[:4])
    for position, column in enumerate(export.columns):
        if column.kind != "datetime" and column.id not in time_stamps:
            continue
        found = export.frame.iloc[:, position].dropna().astype(str).str.extract(_DAY, expand=False).dropna()
        days = sorted(day for day in found if _is_day(day) and abs(int(day[:4]) - year) <= 1)
        if days:
            return (
                date.fromisoformat(days[0]),
                date.fromisoformat(days[-1]),
                f"first and last day in {column.id}",
            )
    return date(year, 1, 1), date(year, 12, 31), "the export does not tell when the survey was in the field"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _demographic(demographic: DraftDemographic) -> Any:
    data = demographic.data
    notes = demographic.notes or ("a background variable of the respondent?",)
    return Noted(data, tuple(f"check: {note}" for note in notes))


def _questionnaire(questions: Sequence[DraftQuestion]) -> str:
    codelists = share_codelists(questions)
    data: dict[str, Any] = {"codelists": codelist_data(codelists)} if codelists else {}
    data["questions"] = [question_data(question) for question in questions]
    return _file(data, "questionnaire")


def _report(
    questions: Sequence[DraftQuestion],
    demographics: Sequence[DraftDemographic],
    language: str,
    *,
    is_weighted: bool,
) -> dict[str, Any]:
    """A report of every question with results, in chapters of equal length; empty where there is none."""
    about = {str(d.data.get("variable", d.id)) for d in demographics}
    about |= {q.id for q in questions if any(q.id in (o.expression or "").split() for o in questions)}
    shown = [
        q.id for q in questions if q.type not in {"open", "date"} and not q.background and q.id not in about
    ]
    shown = shown or [q.id for q in questions if q.type not in {"open", "date"}]
    if not shown:
        return {}
    norwegian = language in NORWEGIAN
    word = "Del" if norwegian else "Part"
    size = -(-len(shown) // -(-len(shown) // _CHAPTER))
    chapters = [
        {"id": f"{word.lower()}_{n}", "title": f"{word} {n}", "questions": shown[i : i + size]}
        for n, i in enumerate(range(0, len(shown), size), start=1)
    ]
    report: dict[str, Any] = {
        "report": "oversikt" if norwegian else "overview",
        "title": "Oversikt" if norwegian else "Overview",
    }
    if is_weighted:
        report["weighted"] = Noted(True, ("check: by the weight in survey.yaml",))
    if demographics:
        report["breakdowns"] = breakdowns(demographics)
    report["chapters"] = Noted(
        chapters, ("check: all questions in their order; make chapters and give them titles",)
    )
    return report
