"""Who counts in the end: the status by platform and answers, without duplicates and what is removed.

Belongs here: the order of these rules. Each of them is in a module of its own.
"""

from dataclasses import dataclass

import pandas as pd

from pipeline.coding.completion import judged
from pipeline.coding.duplicates import without_duplicates
from pipeline.coding.quality import Suspects, find_suspects
from pipeline.coding.resolution import Resolved
from pipeline.coding.source import Source
from pipeline.coding.status import nobody
from pipeline.coding.times import Times
from pipeline.survey.survey import Definition


@dataclass(frozen=True)
class Settled:
    """What became of each row of an export.

    Attributes:
        status: Complete, partial, or why it is no respondent.
        is_kept: Whether it is a respondent.
        suspects: Respondents with a flag, those that are left out for one among them.
        problems: What stops the wave: nobody is left, or somebody stands twice.
        notes: What a person should know, in counts.
    """

    status: pd.Series
    is_kept: pd.Series
    suspects: Suspects
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def settle(
    definition: Definition,
    wave: str,
    source: Source,
    status: pd.Series,
    resolved: Resolved | None,
    times: Times,
) -> Settled:
    """The final status of every row.

    Args:
        definition: The survey.
        wave: The wave.
        source: Its export.
        status: By the platform.
        resolved: Values and states of every question; None where they are uncertain, and nobody is judged.
        times: When each row was answered.
    """
    respondent = definition.survey.respondent
    found = status if resolved is None else judged(definition, status, resolved.states)
    notes = _lowered(definition, status, found)
    found, of_duplicates = without_duplicates(respondent, found, source.rows, times.at)
    suspects = find_suspects(definition, wave, found, None if resolved is None else resolved.values, times)
    found = found.mask(suspects.removed != "", "deleted")
    kept = found.isin(["complete", "partial"] if respondent.keep_partial else ["complete"])
    is_nobody = nobody(found) if resolved is not None else None
    problems = tuple(problem for problem in (of_duplicates, is_nobody) if problem)
    return Settled(found, kept, suspects, problems, (*notes, *suspects.notes))


def _lowered(definition: Definition, before: pd.Series, after: pd.Series) -> list[str]:
    """How many rows count as less than they came as, and what that rests on where it is little."""
    changed = after[after != before]
    if changed.empty:
        return []
    partial, opened = int((changed == "partial").sum()), int((changed == "opened").sum())
    counts = f"{partial} count as partial and {opened} as broken off"
    notes = [f"by what they answered (respondent.completeness), {counts}"]
    asked = [q for q in definition.questionnaire.questions if not (q.background or q.is_computed)]
    telling = sum(question.blank_means == "skipped" for question in asked)
    if 2 * telling < len(asked):
        of_all = f"that rests on {telling} of {len(asked)} questions"
        notes.append(f"{of_all}: nothing says who is asked the others (ask_if)")
    return notes
