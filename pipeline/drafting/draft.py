"""A first definition of a survey, drafted from one export: most of the typing done, every guess marked.

Belongs here: putting the drafted parts together as files. What is guessed, and from what, is in the other
modules.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.drafting.columns import blank_marks, profiles
from pipeline.drafting.demographics import DraftDemographic, draft_demographics
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
from pipeline.drafting.report import draft_report
from pipeline.drafting.routing import note_routing
from pipeline.drafting.settings import column_settings, names, wave_settings
from pipeline.drafting.status import completed
from pipeline.drafting.uses import Uses, find_uses
from pipeline.drafting.weight import odd_sum
from pipeline.drafting.yaml_text import Noted, to_yaml
from pipeline.readers.export import Export
from pipeline.readers.markers import SEEN_UNANSWERED
from pipeline.readers.options import ReadOptions

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
    kept = completed(export, uses.status)
    note_routing(export, questions, kept)
    uses.weight_sum = odd_sum(export, uses.weight, kept)
    demographics = draft_demographics(questions, language)
    settings = _settings(export, uses, questions, names(survey, wave, export.title, language))
    read = _with_format(read or ReadOptions(), uses, questions)
    settings["waves"] = {
        int(wave) if wave.isdigit() else wave: wave_settings(export, uses, wave, files, read)
    }
    if demographics:
        settings["demographics"] = [_demographic(demographic) for demographic in demographics]
    report = draft_report(questions, demographics, language, is_weighted=bool(uses.weight))
    found = {"survey.yaml": _file(settings, "survey"), "questionnaire.yaml": _questionnaire(questions)}
    if report:
        found[f"reports/{report['report']}.yaml"] = _file(report, "report", "../")
    return found


def _settings(
    export: Export, uses: Uses, questions: Sequence[DraftQuestion], named: dict[str, Any]
) -> dict[str, Any]:
    """What `survey.yaml` says before its waves; missing values of all questions are taken out of them."""
    language = named["languages"][0]
    settings = named | {"method": draft_method(language, brings_weights=bool(uses.weight))}
    settings |= column_settings(uses)
    missing = shared_missing(questions)
    if SEEN_UNANSWERED in blank_marks(export):
        missing |= {SEEN_UNANSWERED: "skipped"}
        for question in questions:
            question.missing.pop(SEEN_UNANSWERED, None)
    if missing:
        settings["missing"] = missing_data(missing)
    return settings


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


def _demographic(demographic: DraftDemographic) -> Any:
    data = demographic.data
    notes = demographic.notes or ("a background variable of the respondent?",)
    return Noted(data, tuple(f"check: {note}" for note in notes))


def _questionnaire(questions: Sequence[DraftQuestion]) -> str:
    codelists = share_codelists(questions)
    data: dict[str, Any] = {"codelists": codelist_data(codelists)} if codelists else {}
    data["questions"] = [question_data(question) for question in questions]
    return _file(data, "questionnaire")
