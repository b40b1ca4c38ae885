"""The universe: the register's counts, in the groups of the definition.

Belongs here: matching register texts with groups, and totals that must be the sums.
"""

import difflib

import numpy as np
import pandas as pd

from pipeline.coding.conditions import universe_conditions
from pipeline.coding.evaluation import Evaluate
from pipeline.coding.problems import WaveError
from pipeline.coding.values import as_code_text, canonical
from pipeline.survey.demographics import Universe
from pipeline.survey.survey import Definition


def build_universe(definition: Definition, wave: str, raw: pd.DataFrame, evaluate: Evaluate) -> pd.DataFrame:
    """`core_universe`: a row a combination of groups.

    Args:
        definition: The survey; it must declare a universe.
        wave: The wave.
        raw: `raw_universe`: wave, source_row, is_total, then the declared columns as text.
        evaluate: Runs SQL expressions over a frame's rows.

    Returns:
        wave, universe_row from 1, `group_<demographic>` (Int16, missing where the register has no value),
        `<count>_n` (int64) for each declared count, universe_n and invited_n, `base_<report>` for the rows
        that a report's respondents are compared with, and `population_<report>` for those that its base
        speaks of.

    Raises:
        WaveError: for values that are no group, counts that are no whole numbers, and totals that are not the
            sums.
    """
    definition = definition.in_wave(wave)
    universe = definition.survey.universe
    if universe is None:
        raise ValueError("the survey declares no universe")
    problems: list[str] = []
    rows = raw.loc[~raw["is_total"]]
    groups = {
        f"group_{d}": _groups(definition, universe, d, rows[f"group_{d}"], problems) for d in universe.columns
    }
    of_counts: list[str] = []
    counts = {f"{name}_n": _counts(universe, name, raw, of_counts) for name in universe.counts}
    problems += of_counts or _disagreeing_totals(universe, counts, raw["is_total"])
    if problems:
        raise WaveError(f"the register of wave {wave}", problems)
    table = pd.DataFrame(
        {"wave": wave} | groups | {name: values[rows.index] for name, values in counts.items()}
    )
    cells = table.groupby(["wave", *groups], dropna=False, sort=True, as_index=False).sum()
    cells.insert(1, "universe_row", np.arange(1, len(cells) + 1))
    cells["universe_n"] = cells[f"{universe.population}_n"]
    if universe.invited:
        cells["invited_n"] = cells[f"{universe.invited}_n"]
    return pd.concat([cells, evaluate(cells, universe_conditions(definition))], axis=1)


def _groups(
    definition: Definition, universe: Universe, demographic_id: str, cells: pd.Series, problems: list[str]
) -> pd.Series:
    """Positions of groups, from 1; missing for a blank and for what is declared as unknown."""
    demographic = definition.demographics[demographic_id]
    meaning: dict[str, int | None] = {canonical(v): None for v in ("", *demographic.unknown)}
    for position, group in definition.coded_groups(demographic):
        for text in (*map(str, group.register_values), *group.text.all(), group.id):
            meaning.setdefault(canonical(text), position)
    found: dict[str, int | None] = {}
    for value in cells.unique():
        name = value if value in meaning else as_code_text(value)
        if name not in meaning:
            close = difflib.get_close_matches(value, meaning, n=1)
            hint = f"; the nearest is «{close[0]}»" if close else ""
            problems.append(
                f"column {universe.columns[demographic_id]}: «{value}» ({int((cells == value).sum())} rows) "
                f"is no group of {demographic_id}{hint}; add it to the register names of a group, or to "
                "unknown, or name it in universe.total_row"
            )
        found[value] = meaning.get(name)
    return cells.map(found).astype("Int16")


def _counts(universe: Universe, name: str, raw: pd.DataFrame, problems: list[str]) -> pd.Series:
    """Whole numbers; spaces between thousands are taken out."""
    plain = raw[f"{name}_n"].str.replace(r"[\s\u00a0\u202f]", "", regex=True)
    whole = plain.str.fullmatch(r"\d+")
    if not whole.all():
        first = int(raw.loc[~whole, "source_row"].iloc[0])
        problems.append(
            f"column {universe.counts[name]}: {int((~whole).sum())} cells are not whole numbers, first in "
            f"row {first}"
        )
        return pd.Series(0, index=raw.index)
    return plain.astype("int64")


def _disagreeing_totals(universe: Universe, counts: dict[str, pd.Series], is_total: pd.Series) -> list[str]:
    if universe.total_row and not is_total.any():
        marks = ", ".join(f"{column} = {text}" for column, text in universe.total_row.items())
        return [f"there is no row of totals ({marks}); was the file cut off?"]
    found = []
    for name, column in universe.counts.items():
        values = counts[f"{name}_n"]
        stated, added = values[is_total].unique().tolist(), int(values[~is_total].sum())
        if stated and stated != [added]:
            found.append(
                f"column {column}: the row of totals says {', '.join(map(str, stated))}, but the rows add up "
                f"to {added}"
            )
    return found
