"""What the commands share: the console, the data root, and saying what is wrong."""

from pathlib import Path

from rich.console import Console

from pipeline.places import DataRoot, data_root
from pipeline.survey.loading import DefinitionError, load_definition, nearest, survey_names
from pipeline.survey.survey import Definition

DONE, WRONG_DATA, WRONG_USE, UNFORESEEN = 0, 1, 2, 3

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def root_of(data: Path | None) -> DataRoot:
    """The data root of `--data`, else the default one."""
    return DataRoot(data.resolve()) if data is not None else data_root()


def say_error(text: str) -> None:
    """Say what is wrong, on standard error, as plain text."""
    err.print(text, style="red", markup=False)


def has_survey(root: DataRoot, survey: str) -> bool:
    """Whether there is such a survey; if not, it is said."""
    known = survey_names(root.surveys)
    if survey not in known:
        say_error(f"there is no survey {survey} in {root.surveys}{nearest(survey, known)}")
    return survey in known


def definition_of(root: DataRoot, survey: str) -> Definition | None:
    """A survey's definition; None after saying what is wrong with it or that there is no such survey."""
    if not has_survey(root, survey):
        return None
    try:
        return load_definition(root.survey(survey))
    except DefinitionError as error:
        say_error(str(error))
        return None


def chosen(word: str | None, known: list[str], what: str, default: str) -> str | None:
    """`word` when it is known, else the default when none was given; None after saying what is known."""
    if word is None:
        return default
    if word not in known:
        say_error(f"there is no {what} {word}{nearest(word, known)}")
        return None
    return word
