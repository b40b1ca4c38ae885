"""The marts computed again, row by row, from the persons in core tables.

Belongs here: which persons and which number of each a row of the marts is about, read from the definition.
What is done with them is in `second_route`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.survey.loading import load_definition
from pipeline.survey.questions import Option, Question
from pipeline.survey.survey import Definition
from tests.marts.second_route import (
    ANSWERED,
    NOTHING,
    SILENT,
    Side,
    mean,
    quantile,
    share,
    two_means,
    two_shares,
)

OPINION = ("substantive", "other")
QUARTILES = {"q25": Fraction(1, 4), "median": Fraction(1, 2), "q75": Fraction(3, 4)}
PLACE = (
    "report_id",
    "question_id",
    "item_id",
    "measure",
    "option_id",
    "net_id",
    "demographic_id",
    "group_id",
)
Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Survey:
    """One wave: the definition and its core tables; `universe` is empty without a register."""

    definition: Definition
    responses: pd.DataFrame
    weights: pd.DataFrame
    universe: pd.DataFrame

    @classmethod
    def of_run(cls, root: Path, survey: str, wave: str) -> "Survey":
        """The survey of a run, from the files of its data root."""

        def table(name: str) -> pd.DataFrame:
            file = root / "warehouse" / survey / name / f"{wave}.parquet"
            return pd.read_parquet(file) if file.exists() else pd.DataFrame()

        weights = table("core_weights").astype({"weight": "float64"})
        definition = load_definition(root / "surveys" / survey)
        return cls(definition, table("core_responses"), weights, table("core_universe"))

    @cached_property
    def people(self) -> pd.DataFrame:
        weights = self.weights[["respondent_id", "weight"]]
        return self.responses.merge(weights, on="respondent_id", validate="one_to_one")

    @cache  # noqa: B019
    def inside(self, report: str) -> pd.DataFrame:
        rows = self.people.loc[self.people[f"base_{report}"]]
        return rows if self.definition.reports[report].weighted else rows.assign(weight=1.0)

    @cache  # noqa: B019
    def groups(self, report: str, demographic: str) -> pd.DataFrame:
        """A column of yes and no a group of everyone inside, `unknown` last."""
        rows = self.inside(report)
        if not demographic:
            return pd.DataFrame({"": np.ones(len(rows), dtype=bool)})
        ids = [g.id for g in self.definition.groups(self.definition.demographics[demographic])]
        codes = rows[f"group_{demographic}"]
        found = {name: (codes == i).fillna(False).to_numpy(bool) for i, name in enumerate(ids, start=1)}
        return pd.DataFrame(found | {"unknown": codes.isna().to_numpy()})

    @cache  # noqa: B019
    def answers(self, report: str, question: str, item: str) -> "Answers":
        """One question and item in a report."""
        return Answers(self, report, self.definition.questions[question], item)

    @cache  # noqa: B019
    def population(self, report: str, demographic: str, group: str) -> float:
        """N of a group in the register, missing where it does not know."""
        flag, column = f"population_{report}", f"group_{demographic}"
        if flag not in self.universe or (demographic and column not in self.universe):
            return NOTHING
        rows = self.universe.loc[self.universe[flag]]
        if demographic:
            ids = [g.id for g in self.definition.groups(self.definition.demographics[demographic])]
            codes = rows[column].map(dict(enumerate(ids, start=1))).fillna("unknown")
            rows = rows.loc[codes == group]
            if rows.empty:
                return NOTHING
        return float(rows["universe_n"].sum())


@dataclass(frozen=True, eq=False)
class Answers:
    """One question and item in one report, person by person."""

    survey: Survey
    report: str
    question: Question
    item: str

    @cached_property
    def rows(self) -> pd.DataFrame:
        return self.survey.inside(self.report)

    @cached_property
    def name(self) -> str:
        return "__".join(part for part in (self.question.id, self.item) if part)

    @cached_property
    def asked(self) -> np.ndarray:
        return ~np.isin(self.states, SILENT)

    @cached_property
    def shown(self) -> np.ndarray:
        """Asked as a sampling fraction has it: an unknown blank may have been asked."""
        return ~np.isin(self.states, ("not_asked", "outside"))

    @cached_property
    def states(self) -> np.ndarray:
        return self.rows[f"state_{self.name}"].astype(str).to_numpy()

    @cache  # noqa: B019
    def base(self, kind: str) -> np.ndarray:
        return np.isin(self.states, ANSWERED) if kind == "answered" else self.states == "substantive"

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return self.survey.definition.options(self.question)

    def chose(self, option: Option) -> np.ndarray:
        column = f"q_{self.name}__{option.id}" if self.question.has_ticks else f"q_{self.name}"
        wanted = 1 if self.question.has_ticks else option.code
        return (self.rows[column] == wanted).fillna(False).to_numpy(bool)

    @cached_property
    def scale(self) -> list[tuple[float, Option]]:
        """Scores after polarity and their options, lowest first."""
        scored = [(o.score, o) for o in self.options if o.role in OPINION and o.score is not None]
        ends = [s for s, _ in scored]
        turned = self.question.polarity == "reversed"
        return sorted(((min(ends) + max(ends) - s if turned else s), o) for s, o in scored) if scored else []

    def members(self, net: str) -> list[Option]:
        """The options of a net, by its declaration or by the scale."""
        declared = {n.id: [o for o in self.options if o.id in n.options] for n in self.question.nets}
        if net in declared:
            return declared[net]
        if net in {"promoters", "detractors"}:
            return [o for s, o in self.scale if (s >= 9 if net == "promoters" else s <= 6)]
        size = int(net.removeprefix("top").removeprefix("bottom"))
        ordered = [o for _, o in self.scale]
        return ordered[-size:] if net.startswith("top") else ordered[:size]

    def any_of(self, options: list[Option]) -> np.ndarray:
        return np.any([self.chose(o) for o in options], axis=0)

    @cache  # noqa: B019
    def number(self, measure: str) -> np.ndarray:
        """The number that a person counts with in a measure that is no share."""
        if self.question.is_numeric:
            return self.rows[f"q_{self.name}"].to_numpy(dtype=float, na_value=np.nan)
        if self.question.type == "ranking":
            places = [(o.code if o.score is None else o.score, o) for o in self.options if o.role in OPINION]
            return np.sum([place * self.chose(o) for place, o in places], axis=0)
        if measure == "mean":
            return np.sum([(o.score or 0.0) * self.chose(o) for _, o in self.scale], axis=0)
        size = {2: 1, 3: 1}.get(len(self.scale), 2)
        ends = ("promoters", "detractors") if measure == "nps" else (f"top{size}", f"bottom{size}")
        high, low = (self.any_of(self.members(net)) for net in ends)
        return 100.0 * (high.astype(float) - low.astype(float))

    def of(self, row: Row) -> tuple[np.ndarray, np.ndarray]:
        """Who is in the base of a row, and each person's number."""
        if row["measure"] == "option":
            option = next(o for o in self.options if o.id == row["option_id"])
            kind = row["base_kind"] if row["base_kind"] in {"answered", "asked"} else "valid"
            return self.asked if kind == "asked" else self.base(kind), self.chose(option).astype(float)
        if row["net_id"]:
            return self.base("valid"), self.any_of(self.members(row["net_id"])).astype(float)
        return self.base("valid"), self.number(row["measure"])

    def side(self, who: np.ndarray, inside: np.ndarray, universe: float) -> Side:
        """The persons of a base within a group (or outside it), with the group's sampling fraction."""
        f = 0.0
        asked = (who & self.shown).sum()
        if not np.isnan(universe):
            answered = (who & self.base("answered")).sum()
            f = who.sum() / universe * answered / asked if universe and asked else NOTHING
        return Side(self.rows["weight"].to_numpy(dtype=float)[inside], f)


def recompute(survey: Survey, row: Row) -> dict[str, Any]:
    """Every number of one row of `mart_question` or `mart_demographic`, again.

    Of a row of `mart_demographic` also its test, without what depends on the family.
    """
    answers = survey.answers(row["report_id"], row["question_id"], row["item_id"])
    base, x = answers.of(row)
    who = survey.groups(row["report_id"], row["demographic_id"])[row["group_id"]].to_numpy()
    universe = survey.population(row["report_id"], row["demographic_id"], row["group_id"])
    side = answers.side(who, base & who, universe)
    found: dict[str, Any] = {"f": side.f, "base_n": (base & who).sum(), "base_w": side.weight.sum()}
    states, counts = np.unique(answers.states[who], return_counts=True)
    found |= {f"state_{state}_n": n for state, n in zip(states, counts, strict=True)}
    asked, silent = answers.asked & who, np.isin(answers.states, ("skipped", "not_reached")) & who
    found |= {"asked_n": asked.sum(), "respondents_n": who.sum()}
    found["skipped_pct"] = 100 * silent.sum() / asked.sum() if asked.any() else NOTHING
    mine = x[base & who]
    if row["measure"] in QUARTILES:
        return found | {"value": quantile(mine, side.weight, QUARTILES[row["measure"]])}
    is_share = row["measure"] == "option" or bool(row["net_id"])
    if is_share and not _in_base(answers, row):
        return found | {"value": NOTHING}
    found |= share(mine, side) if is_share else mean(mine, side)
    if not is_share:
        found |= (
            {"min_diff": _smallest(answers, row)}
            if row.get("min_diff") is not None and row["group_id"] != "unknown"
            else {}
        )
    if row["base_kind"] == "responses" and row["measure"] == "option":
        found = _of_ticks(answers, row, who, found)
    if row["demographic_id"] and row["group_id"] != "unknown":
        found |= _against_rest(answers, row, who, two_shares if is_share else two_means)
    return found


def _in_base(answers: Answers, row: Row) -> bool:
    return row["base_kind"] in {"answered", "asked"} or row["role"] in OPINION or bool(row["net_id"])


def _smallest(answers: Answers, row: Row) -> float:
    """The smallest difference of a mean that is marked."""
    rules, measure = answers.survey.definition.survey.tests, row["measure"]
    if measure in {"balance", "nps"}:
        return rules.min_diff_pp
    if answers.question.min_diff is not None:
        return answers.question.min_diff
    if measure == "index":
        return rules.min_diff_index
    everyone = Side(answers.rows["weight"].to_numpy(dtype=float)[answers.base("valid")], 0)
    return rules.min_diff_sd * float(
        np.sqrt(everyone.variance(answers.number(measure)[answers.base("valid")]))
    )


def _of_ticks(answers: Answers, row: Row, who: np.ndarray, found: dict[str, Any]) -> dict[str, Any]:
    """A share of ticks, with weights and without; it has no precision."""
    option = next(o for o in answers.options if o.id == row["option_id"])

    def of_ticks(weight: np.ndarray) -> float:
        ticks = sum((weight * answers.chose(o)).sum() for o in answers.options if o.role in OPINION)
        return 100 * (weight * answers.chose(option)).sum() / ticks if ticks else NOTHING

    return (
        found
        | dict.fromkeys(("se", "moe", "ci_low_pct", "ci_high_pct"), NOTHING)
        | {
            "value": of_ticks(answers.rows["weight"].to_numpy(dtype=float) * who),
            "unweighted": of_ticks(np.ones(len(who)) * who),
        }
    )


def _against_rest(
    answers: Answers, row: Row, who: np.ndarray, test: Callable[..., dict[str, Any]]
) -> dict[str, Any]:
    """The test of a group against everyone else, over the base `valid`."""
    survey, report, demographic = answers.survey, row["report_id"], row["demographic_id"]
    if row["measure"] == "option" and row["role"] not in OPINION:
        return {"test_method": "not_tested"}
    base, x = answers.of(row | {"base_kind": "valid"})
    mine = survey.population(report, demographic, row["group_id"])
    rest = survey.population(report, "", "") - mine
    fpc = survey.definition.survey.tests.fpc
    sides = [
        answers.side(part, base & part, universe if fpc else NOTHING)
        for part, universe in ((who, mine), (~who, rest))
    ]
    tested = test(x[base & who], sides[0], x[base & ~who], sides[1])
    return {name: value for name, value in tested.items() if name != "value"}


def mismatches(survey: Survey, rows: pd.DataFrame) -> list[str]:
    """What the rows of a mart hold otherwise than this route; q-values and marks from the mart's p-values."""
    found = []
    for row in rows.to_dict("records"):
        for name, wanted in recompute(survey, row).items():
            column = "unweighted_value" if name == "unweighted" else name
            if column in row and not _same(row[column], wanted):
                place = "/".join(str(row[key]) for key in PLACE if row[key])
                found.append(f"{place}: {column} is {row[column]}, by the second route {wanted}")
    return found + (_families(rows) if "p_value" in rows else [])


def _same(ours: object, theirs: object) -> bool:
    if isinstance(theirs, str):
        return ours == theirs
    if pd.isna(ours) or pd.isna(theirs):
        return bool(pd.isna(ours) and pd.isna(theirs))
    return bool(np.isclose(ours, theirs, rtol=1e-9, atol=1e-11))


def _families(rows: pd.DataFrame) -> list[str]:
    """Families whose q-values or sizes are not Benjamini and Hochberg's by scipy, and wrong marks."""
    found = []
    in_family = rows.loc[rows["p_value"].notna() & (rows["net_id"] == "")]
    for name, family in in_family.groupby("family_id"):
        wanted = stats.false_discovery_control(family["p_value"])
        if not np.allclose(family["q_value"], wanted, rtol=1e-9) or set(family["family_size"]) != {
            len(family)
        }:
            found.append(f"{name}: q-values or size")
    sure = (
        (rows["q_value"] <= 0.05 + 1e-9)
        | (rows["p_value"] <= rows["p_crit"])
        | (rows["test_method"] == "census")
    )
    marked = sure & (rows["diff"].abs() >= rows["min_diff"] - 1e-9)
    word = pd.Series("none", index=rows.index).mask(marked, np.where(rows["diff"] > 0, "up", "down"))
    word = word.mask(rows["test_method"] == "not_tested", "not_tested")
    return found + [
        f"{row.question_id}/{row.group_id}: mark" for row in rows[word != rows["mark"]].itertuples()
    ]
