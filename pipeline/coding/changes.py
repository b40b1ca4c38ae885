"""What changed from wave to wave, and the changes that nobody has judged.

Belongs here: `core_change`, and stopping a trend over changes whose comparability is not declared. Finding
the changes is in `survey.comparing`.
"""

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

import pandas as pd

from pipeline.coding.problems import WaveError
from pipeline.readers.export import SourceColumn
from pipeline.survey.comparing import compare_waves
from pipeline.survey.survey import Definition
from pipeline.survey.trends import sources, waves_until

COLUMNS = ["wave", "before_wave", "after_wave", "question_id", "kind", "change", "is_declared"]
ColumnsOf = Callable[[str], Sequence[SourceColumn] | None]
"""Wave to the columns of its export, or None where it has not been read."""


def wave_changes(definition: Definition, wave: str, columns_of: ColumnsOf) -> pd.DataFrame:
    """`core_change`: every difference between two neighbouring waves up to `wave`.

    Args:
        definition: The survey.
        wave: The wave in work.
        columns_of: The exports' columns; of two waves that both have them, the exports are compared too.
    """
    waves = waves_until(definition, wave)
    known = {one: columns_of(one) for one in waves} if len(waves) > 1 else {}
    rows = [
        (wave, before, after, change.question, change.kind, change.text, change.is_declared)
        for before, after in pairwise(waves)
        for change in compare_waves(definition, before, after, *_both(known[before], known[after]))
    ]
    text = dict.fromkeys(COLUMNS[:-1], str)
    return pd.DataFrame(rows, columns=COLUMNS).astype(text | {"is_declared": bool})


def _both(
    before: Sequence[SourceColumn] | None, after: Sequence[SourceColumn] | None
) -> tuple[()] | tuple[Sequence[SourceColumn], Sequence[SourceColumn]]:
    return () if before is None or after is None else (before, after)


def refuse_undeclared(
    definition: Definition, changes: pd.DataFrame, questions: Collection[str], first: str
) -> None:
    """Stop where a question that a trend shows changed, and nothing says how comparable the answers are.

    Args:
        definition: The survey.
        changes: `core_change`.
        questions: The questions that trends show; those that they are computed from count too.
        first: The earliest wave that is compared.

    Raises:
        WaveError: naming every such question, what changed, and what would be right.
    """
    every = {one.id for name in questions for one in sources(definition, definition.questions[name])}
    found = changes.loc[
        ~changes["is_declared"] & changes["question_id"].isin(every) & (changes["before_wave"] >= first)
    ]
    problems = [
        f"question {question}, from {before} to {after}: {'; '.join(rows['change'])}. Say how comparable the "
        f"answers are, with compat under waves: {after}"
        for (question, before, after), rows in found.groupby(
            ["question_id", "before_wave", "after_wave"], sort=False
        )
    ]
    if problems:
        wave = changes["wave"].iloc[0]
        raise WaveError(f"the trend up to wave {wave}", problems)
