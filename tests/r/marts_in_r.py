"""A report's marts beside R: its respondents as R reads them, what R is asked, and how far answers differ.

Belongs here: shares, means, quartiles, Rao-Scott tests and the R-indicator of one report of one survey.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.tables import MULTIPLE, base_column
from pipeline.survey.variables import UNKNOWN
from tests.r.in_r import Line, in_r, line

MEANS = ("mean", "index", "nps")
QUARTILES = {"q25": 0.25, "median": 0.5, "q75": 0.75}
ANSWERED = ("substantive", "dont_know", "not_applicable", "refused")
GROUP = ("demographic_id", "group_id")


@dataclass(frozen=True)
class InMarts:
    """One report of a survey that was run.

    Attributes:
        definition: The survey, as it is in the wave.
        report_id: The report.
        read: Gives a table of the wave.
    """

    definition: Definition
    report_id: str
    read: Callable[[str], pd.DataFrame]

    @property
    def report(self) -> Report:
        """The report."""
        return self.definition.reports[self.report_id]

    def mart(self, name: str) -> pd.DataFrame:
        """The report's rows of a mart."""
        rows = self.read(name)
        return rows.loc[rows["report_id"] == self.report_id].reset_index(drop=True)


def compare_marts(marts: InMarts) -> list[Line]:
    """The lines of everything that is estimated or tested in the report."""
    rows = pd.concat([marts.mart("mart_question"), marts.mart("mart_demographic")], ignore_index=True)
    rows = rows.loc[(rows["group_id"] != UNKNOWN) & (rows["base_n"] > 1)]
    frames = {
        "people": _people(marts),
        "estimates": _estimates(rows),
        "quantiles": _quantiles(rows),
        "tables": _tables(marts),
    }
    theirs = in_r({name: frame for name, frame in frames.items() if len(frame)})
    found = []
    both = frames["estimates"].merge(
        theirs["estimates"], on="estimate_id", suffixes=("", "_r"), validate="one_to_one"
    )
    for kind, what in (("option", "Shares"), ("mean", "Means, indices and NPS")):
        mine = both.loc[both["kind"] == kind]
        if len(mine):
            found.append(line(what, mine["value"], mine["value_r"]))
            found.append(line(f"{what}: standard errors", mine["se"], mine["se_r"]))
    if "quantiles" in theirs:
        pairs = frames["quantiles"].merge(theirs["quantiles"], on="quantile_id", suffixes=("", "_r"))
        found.append(line("Quartiles and medians", pairs["value"], pairs["value_r"]))
    return found + _tested(frames["tables"], theirs.get("tables"))


def _tested(tables: pd.DataFrame, theirs: pd.DataFrame | None) -> list[Line]:
    if theirs is None:
        return []
    both = tables.merge(theirs, on="table_id", suffixes=("", "_r"), validate="one_to_one")
    names = (("f", "F"), ("df1", "degrees of freedom"), ("df2", "those of the error"))
    found = [line(f"Rao–Scott: {what}", both[f"omnibus_{n}"], both[f"omnibus_{n}_r"]) for n, what in names]
    return [*found, line("Rao–Scott: p", both["omnibus_p"], both["omnibus_p_r"], absolute=True)]


def compare_propensity(marts: InMarts) -> list[Line]:
    """The R-indicator: the same cells, fitted by R's `glm`."""
    cells = marts.mart("mart_response_cell")
    cells = cells.loc[cells["universe_n"] > 0].reset_index(drop=True)
    groups = cells["cell_key"].str.split("|").apply(lambda parts: dict(p.split("=", 1) for p in parts))
    frame = pd.DataFrame(groups.tolist()).add_prefix("v_")
    counted = cells["respondents_n"].clip(upper=cells["universe_n"])
    frame = frame.assign(universe_n=cells["universe_n"], respondents_n=counted)
    theirs = in_r({"cells": frame})["cells"]
    mine = marts.mart("mart_r_indicator")
    assert mine["model"].tolist() == ["logit"]
    return [line("R-indicator, logit", mine["r_indicator"], theirs["r_indicator"])]


def _people(marts: InMarts) -> pd.DataFrame:
    """The report's respondents: weight, group ids, and a column for every number that is estimated.

    `<question>[__item]__<option>__<base>` is 100 for those who chose it and 0 for others in the base `valid`
    or `answered`; `…__mean` and the like are the number itself; `<question>[__item]` is the answer, for
    tables. Blank is outside the base.
    """
    report, definition = marts.report, marts.definition
    responses, weights = marts.read("core_responses"), marts.read("core_weights")
    keys = ["wave", "respondent_id"]
    inside = responses.loc[responses[base_column(report)]]
    rows = inside.merge(weights[[*keys, "weight"]], on=keys, validate="one_to_one")
    columns: dict[str, object] = {"weight": rows["weight"] if report.weighted else 1.0}
    for breakdown in report.breakdowns:
        groups = definition.groups(definition.demographics[breakdown.demographic])
        ids = {i: g.id for i, g in enumerate(groups, start=1)}
        columns[f"group_{breakdown.demographic}"] = rows[f"group_{breakdown.demographic}"].map(ids)
    for name in report.question_ids:
        question = definition.questions[name]
        for item in [i.id for i in definition.items_of(question)] or [""]:
            columns |= _answers(definition, question, item, rows)
    return pd.DataFrame(columns)


def _answers(
    definition: Definition, question: Question, item: str, rows: pd.DataFrame
) -> dict[str, pd.Series]:
    place = f"{question.id}__{item}" if item else question.id
    state = rows[f"state_{place}"]
    is_valid, is_answered = state == "substantive", state.isin(ANSWERED)
    if question.is_numeric:
        measure = "index" if question.type == "index" else "mean"
        return {f"{place}__{measure}": rows[f"q_{place}"].where(is_valid)}
    options = definition.options(question)
    opinions = [o for o in options if o.role in {"substantive", "other"}]
    if question.type in MULTIPLE:
        return {f"{place}__{o.id}__valid": 100 * rows[f"q_{place}__{o.id}"].where(is_valid) for o in opinions}
    code = rows[f"q_{place}"].astype("float64")
    found = {f"{place}__{o.id}__valid": 100.0 * (code == o.code).where(is_valid) for o in opinions}
    found |= {f"{place}__{o.id}__answered": 100.0 * (code == o.code).where(is_answered) for o in options}
    found[place] = code.where(is_valid)
    score = code.where(is_valid).map({o.code: o.score for o in opinions})
    if question.type == "nps":
        found[f"{place}__nps"] = 100.0 * ((score >= 9).astype(float) - (score <= 6)).where(is_valid)
    elif all(o.score is not None for o in opinions):
        found[f"{place}__mean"] = score
    return found


def _place(rows: pd.DataFrame) -> pd.Series:
    return rows["question_id"] + rows["item_id"].map(lambda item: f"__{item}" if item else "")


def _estimates(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the marts that R estimates again: shares over their base, and means."""
    is_option = rows["measure"] == "option"
    in_base = rows["role"].isin(["substantive", "other"]) | (rows["base_kind"] == "answered")
    rows = rows.loc[(is_option & in_base) | rows["measure"].isin(MEANS)].reset_index(drop=True)
    is_option = rows["measure"] == "option"
    base = rows["base_kind"].replace({"cases": "valid"})
    what = (rows["option_id"] + "__" + base).where(is_option, rows["measure"])
    place = _place(rows)
    return pd.DataFrame(
        {
            "estimate_id": range(1, len(rows) + 1),
            "kind": rows["measure"].where(is_option, "mean"),
            "base": place + " " + base.where(is_option, rows["measure"]),
            "value_column": place + "__" + what,
            **{name: rows[name] for name in (*GROUP, "f", "value", "se")},
        }
    )


def _quantiles(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are a quartile or median of numbers."""
    mine = rows.loc[rows["measure"].isin(QUARTILES)].reset_index(drop=True)
    measure = mine["question_type"].map(lambda kind: "index" if kind == "index" else "mean")
    return pd.DataFrame(
        {
            "quantile_id": range(1, len(mine) + 1),
            "share": mine["measure"].map(QUARTILES),
            "value_column": _place(mine) + "__" + measure,
            **{name: mine[name] for name in (*GROUP, "value")},
        }
    )


def _tables(marts: InMarts) -> pd.DataFrame:
    """The tables of the report that were tested, with the sampling fraction of everyone."""
    keys = ["report_id", "question_id", "item_id"]
    questions, tables = marts.mart("mart_question"), marts.mart("mart_table")
    everyone = questions.loc[questions["measure"] == "option"].drop_duplicates(keys)
    rows = tables.loc[tables["omnibus_f"].notna()]
    rows = rows.merge(everyone[[*keys, "f"]], on=keys, validate="many_to_one")
    return rows.assign(table_id=range(1, len(rows) + 1), column=_place(rows))
