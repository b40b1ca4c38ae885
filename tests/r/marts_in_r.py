"""A report's marts beside R: its respondents as R reads them, what R is asked, and how far answers differ.

Belongs here: shares, means, quartiles, Rao-Scott tests and the R-indicator of one report of one survey.
Groups held against the rest are in `comparisons_in_r`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.survey import Definition
from pipeline.survey.tables import MULTIPLE, base_column
from pipeline.survey.variables import UNKNOWN
from tests.r.comparisons_in_r import (
    asked_alphas,
    asked_comparisons,
    compared_alphas,
    compared_comparisons,
    place_of,
)
from tests.r.in_r import Line, in_r, line

MEANS = ("mean", "index", "nps", "balance")
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
        "comparisons": asked_comparisons(marts.mart("mart_question"), marts.mart("mart_demographic")),
        "alphas": asked_alphas(rows),
    }
    theirs = in_r({name: frame for name, frame in frames.items() if len(frame)})
    found = []
    both = frames["estimates"].merge(
        theirs["estimates"], on="estimate_id", suffixes=("", "_r"), validate="one_to_one"
    )
    kinds = (("option", "Shares"), ("net", "Nets"), ("mean", "Means, indices, NPS and balance"))
    for kind, what in kinds:
        mine = both.loc[both["kind"] == kind]
        if len(mine):
            found.append(line(what, mine["value"], mine["value_r"]))
            found.append(line(f"{what}: standard errors", mine["se"], mine["se_r"]))
        ends = mine.loc[mine["ci_low_pct"].notna()]
        found += [
            line(f"{what}: {end} ends", ends[f"ci_{end}_pct"], ends[f"ci_{end}_pct_r"])
            for end in ("low", "high")
            if len(ends)
        ]
    if "quantiles" in theirs:
        pairs = frames["quantiles"].merge(theirs["quantiles"], on="quantile_id", suffixes=("", "_r"))
        found.append(line("Quartiles and medians", pairs["value"], pairs["value_r"]))
    found += _tested(frames["tables"], theirs.get("tables"))
    found += compared_comparisons(frames["comparisons"], theirs["comparisons"])
    return found + compared_alphas(frames["alphas"], theirs.get("alphas"))


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
    if question.type == "index":
        return {f"{place}__index": rows[f"q_{place}"].where(is_valid), **_items(definition, question, rows)}
    if question.is_numeric:
        return {f"{place}__mean": rows[f"q_{place}"].where(is_valid)}
    options = definition.options(question)
    opinions = [o for o in options if o.role in {"substantive", "other"}]
    if question.type in MULTIPLE:
        ticks = {o.id: rows[f"q_{place}__{o.id}"].where(is_valid) for o in opinions}
        found = {f"{place}__{o.id}__valid": 100 * ticks[o.id] for o in opinions}
        nets = {net.id: pd.concat([ticks[o] for o in net.options], axis=1) for net in question.nets}
        return found | {f"{place}__{net}__net": 100 * cells.max(axis=1) for net, cells in nets.items()}
    code = rows[f"q_{place}"].astype("float64")
    found = {f"{place}__{o.id}__valid": 100.0 * (code == o.code).where(is_valid) for o in opinions}
    found |= {f"{place}__{o.id}__answered": 100.0 * (code == o.code).where(is_answered) for o in options}
    found[place] = code.where(is_valid)
    score = code.where(is_valid).map({o.code: o.score for o in opinions})
    nets = {net.id: [o.code for o in options if o.id in net.options] for net in question.nets}
    nets |= _ends(question, [(o.score, o.code) for o in opinions if o.score is not None])
    shares = {net: 100.0 * code.isin(codes).where(is_valid) for net, codes in nets.items()}
    found |= {f"{place}__{net}__net": share for net, share in shares.items()}
    top, bottom = ([s for net, s in shares.items() if net.startswith(end)] for end in ("top", "bottom"))
    if top and bottom:
        found[f"{place}__balance"] = top[0] - bottom[0]
    if question.type == "nps":
        found[f"{place}__nps"] = 100.0 * ((score >= 9).astype(float) - (score <= 6)).where(is_valid)
    elif all(o.score is not None for o in opinions):
        found[f"{place}__mean"] = score
    return found


def _ends(question: Question, scores: list[tuple[float, int]]) -> dict[str, list[int]]:
    """The codes in the two ends of a scale, and of recommending."""
    if question.type == "nps":
        return {
            "promoters": [code for score, code in scores if score >= 9],
            "detractors": [code for score, code in scores if score <= 6],
        }
    if not question.top2:
        return {}
    ordered = [code for _, code in sorted(scores, reverse=question.polarity == "reversed")]
    size = question.top_k or (1 if len(ordered) <= 3 else 2)
    return {f"top{size}": ordered[-size:], f"bottom{size}": ordered[:size]}


def _items(definition: Definition, question: Question, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """The items of an index, 0 to 100, those that are turned turned."""
    found = {}
    for number, name in enumerate(question.index_of, start=1):
        part = definition.questions[name.split("__")[0]]
        scores = {o.code: o.score for o in definition.options(part) if o.score is not None}
        low, high = min(scores.values()), max(scores.values())
        turned = part.polarity == "reversed" or any(
            i.reversed for i in part.items if name == f"{part.id}__{i.id}"
        )
        share = 100 * (rows[f"q_{name}"].astype("float64").map(scores) - low) / (high - low)
        found[f"{question.id}__item{number}"] = 100 - share if turned else share
    return found


def _estimates(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the marts that R estimates again: shares over their base, and means."""
    is_option, is_net = rows["measure"] == "option", rows["net_id"] != ""
    in_base = rows["role"].isin(["substantive", "other"]) | (rows["base_kind"] == "answered")
    rows = rows.loc[(is_option & in_base) | is_net | rows["measure"].isin(MEANS)].reset_index(drop=True)
    is_option, is_net = rows["measure"] == "option", rows["net_id"] != ""
    base = rows["base_kind"].replace({"cases": "valid"})
    what = (rows["option_id"] + "__" + base).where(is_option, rows["measure"])
    what = (rows["net_id"] + "__net").where(is_net, what)
    place = place_of(rows)
    return pd.DataFrame(
        {
            "estimate_id": range(1, len(rows) + 1),
            "kind": rows["measure"].where(is_option, "mean").mask(is_net, "net"),
            "base": place + " " + base.where(is_option, rows["measure"]).mask(is_net, "net"),
            "value_column": place + "__" + what,
            **{name: rows[name] for name in (*GROUP, "f", "value", "se", "ci_low_pct", "ci_high_pct")},
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
            "value_column": place_of(mine) + "__" + measure,
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
    return rows.assign(table_id=range(1, len(rows) + 1), column=place_of(rows))
