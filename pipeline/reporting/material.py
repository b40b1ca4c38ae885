"""Everything that a report is made of: its definition and the marts' rows, after suppression.

Belongs here: the choice of rows and the hiding of small groups. From here on nothing hidden can be seen.
"""

from dataclasses import dataclass, field

import pandas as pd

from pipeline.methods.disclosure import hidden_groups
from pipeline.methods.pairwise import column_letter
from pipeline.reconciliation.reconcile import Reconciliation
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.tables import UNKNOWN

GROUP_TABLE = ["question_id", "item_id", "demographic_id"]
IDENTIFYING = ("wave", "report_id")


@dataclass(frozen=True)
class Marts:
    """The marts of one wave that reports read; those without a universe are empty."""

    questions: pd.DataFrame
    groups: pd.DataFrame
    facts: pd.DataFrame
    representativity: pd.DataFrame = field(default_factory=pd.DataFrame)
    response: pd.DataFrame = field(default_factory=pd.DataFrame)
    scope: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting: pd.DataFrame = field(default_factory=pd.DataFrame)
    weighting_run: pd.DataFrame = field(default_factory=pd.DataFrame)
    impact: pd.DataFrame = field(default_factory=pd.DataFrame)
    measures: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of_report(self, report: str) -> "Marts":
        """The rows of one report."""

        def mine(frame: pd.DataFrame) -> pd.DataFrame:
            return (
                frame.loc[frame["report_id"] == report].reset_index(drop=True)
                if "report_id" in frame
                else frame
            )

        return Marts(**{name: mine(getattr(self, name)) for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Material:
    """One report of one wave, ready to be told.

    Attributes:
        groups: Rows of named groups, with `is_hidden`; every number of a hidden group is missing.
        hidden_n: How many groups of questions are hidden.
    """

    definition: Definition
    report: Report
    wave: str
    marts: Marts
    groups: pd.DataFrame
    hidden_n: int
    reconciliation: Reconciliation | None


def material(
    definition: Definition, report: Report, wave: str, marts: Marts, reconciliation: Reconciliation | None
) -> Material:
    """Choose and hide.

    Args:
        definition: The survey.
        report: The report.
        wave: The wave.
        marts: The report's rows.
        reconciliation: With what was published, or None.
    """
    named = marts.groups.loc[(marts.groups["group_id"] != UNKNOWN) & (marts.groups["respondents_n"] > 0)]
    tables = named.drop_duplicates([*GROUP_TABLE, "group_id"])
    hidden = hidden_groups(tables, keys=GROUP_TABLE, min_base=definition.survey.disclosure.min_base)
    keys = pd.MultiIndex.from_frame(tables.loc[hidden, [*GROUP_TABLE, "group_id"]])
    is_hidden = pd.MultiIndex.from_frame(named[[*GROUP_TABLE, "group_id"]]).isin(keys)
    shown = named.assign(is_hidden=is_hidden)
    numbers = [c for c in named.select_dtypes("number").columns if not c.endswith("_order")]
    shown = shown.astype(dict.fromkeys(numbers, "float64"))
    shown.loc[is_hidden, numbers] = float("nan")
    words = ["mark", "obs_status", "stat_note", "test_method", "family_id", "letters"]
    shown[words] = shown[words].astype(object)
    shown.loc[is_hidden, words] = None
    shown = _without_letters_of(shown.reset_index(drop=True))
    return Material(definition, report, wave, marts, shown, int(hidden.sum()), reconciliation)


def _without_letters_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Take the letters of hidden groups out of the cells of others: they would tell that those are lower."""
    places = [rows[key] for key in GROUP_TABLE]
    names = rows["group_order"].map(lambda order: column_letter(int(order) - 1))
    hidden = (
        names.where(rows["is_hidden"]).groupby(places).transform(lambda found: " ".join(set(found.dropna())))
    )
    rows["letters"] = [
        None if not isinstance(text, str) else _letters_without(text, set(gone.split()))
        for text, gone in zip(rows["letters"], hidden.fillna(""), strict=True)
    ]
    return rows


def _letters_without(letters: str, hidden: set[str]) -> str:
    separator = " " if " " in letters else ""
    kept = [letter for letter in (letters.split() if separator else letters) if letter not in hidden]
    return separator.join(kept)
