"""Small surveys drawn at random, through coding, the store and DuckDB to the marts.

Belongs here: the drawing. What must hold of every such survey is in `test_properties`.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pipeline.marts.alphas import alpha_results
from pipeline.marts.population import with_population
from pipeline.marts.results import Results, all_results
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.coding import small_survey
from tests.marts.recomputed import Survey

WAVE, SURVEY = small_survey.WAVE, "drawn"
SPREADS = ("even", "one", "blank", "some", "rare")
"""How answers lie: over all options, all on one, all blank, half blank, or nearly all on one."""
WEIGHTS = ("none", "even", "uneven", "extreme")
TICKS = ("a", "b", "c", "none")


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a survey; the answers follow from it.

    Attributes:
        people: How many respondents.
        seed: Of the answers.
        options: Of the question with one answer, which has a don't know beside them.
        points: Of the scale.
        groups: Of the first demographic; the second has two, and nobody in the second of them.
        spreads: How the answers to each question lie, and those of the first demographic.
        weights: How the weights lie.
        is_reversed: Whether the scale is turned.
        shown: Which percent the report shows.
        outside: How many more there are in the universe of each group than answered; None: it is not known.
    """

    people: int
    seed: int
    options: int
    points: int
    groups: int
    spreads: tuple[str, ...]
    weights: str
    is_reversed: bool
    shown: str
    outside: int | None


QUESTIONS = ("one", "routed", "told", "scale", "multi", "hours", "nps", "grid", "first")
SURVEYS = st.builds(
    Drawn,
    people=st.one_of(st.integers(1, 12), st.integers(80, 240)),
    seed=st.integers(0, 2**16),
    options=st.integers(1, 5),
    points=st.integers(2, 7),
    groups=st.integers(1, 4),
    spreads=st.tuples(*(st.sampled_from(SPREADS) for _ in QUESTIONS)),
    weights=st.sampled_from(WEIGHTS),
    is_reversed=st.booleans(),
    shown=st.sampled_from(["answered", "valid"]),
    outside=st.sampled_from([None, 0, 1, 300]),
)


def _options(count: int, *, scored: bool = False, start: int = 1) -> str:
    return ", ".join(
        f'{{id: o{i}, code: {i}, text: "{i}"' + (f", score: {i}" if scored else "") + "}"
        for i in range(start, start + count)
    )


def _questionnaire(drawn: Drawn) -> str:
    one, nps = _options(drawn.options), _options(11, scored=True, start=0)
    scale = _options(drawn.points, scored=True)
    dont_know = "{id: dont_know, code: 99, text: Vet ikke, role: dont_know}"
    net = "nets: [{id: low, text: Lav, options: [o1]}], " if drawn.options > 1 else ""
    polarity = "polarity: reversed, " if drawn.is_reversed else ""
    return f"""
questions:
  - {{id: one, text: E, ask_if: everyone, column: one, {net}options: [{one}, {dont_know}]}}
  - {{id: routed, text: R, ask_if: one = 'o1', column: routed, options: [{one}, {dont_know}]}}
  - {{id: told, text: U, column: told, options: [{one}]}}
  - {{id: scale, type: scale, text: S, ask_if: everyone, column: scale, top2: true, {polarity}
     options: [{scale}, {dont_know}]}}
  - {{id: multi, type: multiple, text: M, ask_if: everyone, columns: {{a: ma, b: mb, c: mc, none: mn}},
     nets: [{{id: any, text: A, options: [a, b]}}],
     options: [{{id: a, code: 1, text: a}}, {{id: b, code: 2, text: b}}, {{id: c, code: 3, text: c}},
       {{id: none, code: 4, text: none, exclusive: true}}]}}
  - {{id: hours, type: numeric, text: H, ask_if: everyone, column: hours, min: 0, max: 60}}
  - {{id: nps, type: nps, text: N, ask_if: everyone, column: nps, options: [{nps}]}}
  - {{id: grid, type: grid, text: G, ask_if: everyone, columns: {{x: gx, y: gy}},
     items: [{{id: x, text: x}}, {{id: y, text: y, reversed: true}}], options: [{scale}, {dont_know}]}}
  - {{id: idx, type: index, text: I, index_of: [grid__x, grid__y]}}
  - {{id: first, background: true, text: F, column: first, options: [{_options(drawn.groups)}]}}
  - {{id: second, background: true, text: F, column: second, options: [{_options(2)}]}}
"""


def _report(name: str, questions: list[str], breakdowns: list[str], extra: str) -> str:
    by = ", ".join(f"{{demographic: {one}}}" for one in breakdowns)
    asked = f"chapters: [{{id: one, title: E, questions: [{', '.join(questions)}]}}]"
    return f"report: {name}\ntitle: T\ntests: true\n{asked}\nbreakdowns: [{by}]\n{extra}"


def define(drawn: Drawn) -> Definition:
    """The survey: a report of everyone, and an unweighted one of those in the first group."""
    every = ["one", "routed", "told", "scale", "multi", "hours", "nps", "grid", "idx"]
    weighted = "true" if drawn.weights != "none" else "false"
    whole = f"weighted: {weighted}\nletters: true\nshown: {drawn.shown}\n"
    reports = {
        "whole": _report("whole", every, ["first", "second"], whole),
        "part": _report("part", ["multi", "one", "hours"], ["second"], "base: first = 'o1'\n"),
    }
    demographics = "demographics: [{id: first, text: F}, {id: second, text: S}]\nweight: w\nweight_sum: any\n"
    survey = small_survey.survey_yaml(demographics)
    return small_survey.define(Path(mkdtemp()), _questionnaire(drawn), survey, **reports)


class Answers:
    """Draws cells of an export."""

    def __init__(self, drawn: Drawn) -> None:
        self.random = np.random.default_rng(drawn.seed)
        self.people = drawn.people

    def cells(self, spread: str, codes: list[int]) -> list[str]:
        """A column of codes as text, blank where nothing was answered."""
        chosen = self.random.choice(codes, self.people).astype(str)
        first = np.full(self.people, str(codes[0]))
        blank = np.full(self.people, "")
        half = self.random.random(self.people) < 0.5
        few = self.random.random(self.people) < 0.05
        return {
            "even": chosen,
            "one": first,
            "blank": blank,
            "some": np.where(half, chosen, blank),
            "rare": np.where(few, chosen, first),
        }[spread].tolist()

    def weights(self, kind: str) -> list[str]:
        """The column of weights."""
        found = {
            "none": np.ones(self.people),
            "even": np.full(self.people, 1.25),
            "uneven": self.random.uniform(0.3, 3.0, self.people),
            "extreme": self.random.choice([0.05, 0.5, 8.0], self.people),
        }[kind]
        return [format(weight, ".9f") for weight in found]


def export(drawn: Drawn) -> dict[str, list[str]]:
    """The columns of the export."""
    answers, how = Answers(drawn), dict(zip(QUESTIONS, drawn.spreads, strict=True))
    one, scale = [*range(1, drawn.options + 1), 99], [*range(1, drawn.points + 1), 99]
    ticks = {f"m{name[0]}": answers.cells(how["multi"], [1, 0]) for name in TICKS}
    return {
        "one": answers.cells(how["one"], one),
        "routed": answers.cells(how["routed"], one),
        "told": answers.cells(how["told"], one[:-1]),
        "scale": answers.cells(how["scale"], scale),
        **ticks,
        "hours": answers.cells(how["hours"], [37, 37, 40, 0, 60, 75]),
        "nps": answers.cells(how["nps"], list(range(11))),
        "gx": answers.cells(how["grid"], scale),
        "gy": answers.cells("even", scale),
        "first": answers.cells(how["first"], list(range(1, drawn.groups + 1))),
        "second": answers.cells("some", [1]),
        "w": answers.weights(drawn.weights),
    }


@dataclass(frozen=True, eq=False)
class Made(Survey):
    """The core tables of a drawn survey, with the universe of each group where it is known."""

    margins: pd.DataFrame

    def population(self, report: str, demographic: str, group: str) -> float:
        """N of a group."""
        known = self.margins.set_index(["report_id", "demographic_id", "group_id"])["universe_n"]
        return float(known.get((report, demographic, group), np.nan))


@dataclass(frozen=True)
class Marts:
    """What came of a drawn survey.

    Attributes:
        survey: Definition and core tables, for computing again.
        counts: `mart_counts`.
        values: `mart_values`.
        results: The marts of results.
    """

    survey: Made
    counts: pd.DataFrame
    values: pd.DataFrame
    results: Results


def make(drawn: Drawn) -> Marts:
    """The marts of a drawn survey, by the SQL and methods of a run."""
    definition = define(drawn)
    built = small_survey.core(definition, small_survey.source(export(drawn)))
    start = built.responses["start_weight"].astype("float64")
    weights = built.responses[["wave", "respondent_id"]].assign(start_weight=start, weight=start)
    core = {"core_responses": built.responses, "core_weights": weights}
    warehouse = Warehouse(Path(mkdtemp()))
    warehouse.write_tables(SURVEY, WAVE, core)
    tables = [Table(SURVEY, name, WAVE) for name in core]
    counts, values = (
        warehouse.query(f"mart/{name}.sql", tables, definition_tables(definition))
        for name in ("mart_counts", "mart_values")
    )
    margins = _margins(counts, drawn.outside)
    made = Made(definition, built.responses, weights, pd.DataFrame(), margins)
    alphas = alpha_results(definition, core.__getitem__)
    results = all_results(definition, with_population(counts, margins), values, alphas)
    return Marts(made, counts, values, results)


def _margins(counts: pd.DataFrame, outside: int | None) -> pd.DataFrame:
    """Everyone who answered and as many more a group, the second demographic without a register."""
    keys = ["report_id", "demographic_id", "group_id"]
    if outside is None:
        return pd.DataFrame(columns=[*keys, "universe_n"])
    known = counts.loc[(counts["report_id"] == "whole") & (counts["demographic_id"] != "second")]
    groups = known.drop_duplicates(keys)[[*keys, "respondents_n"]]
    groups = groups.assign(universe_n=groups["respondents_n"] + outside).drop(columns="respondents_n")
    of_groups = groups.loc[groups["demographic_id"] != "", "universe_n"].sum()
    return groups.assign(universe_n=groups["universe_n"].mask(groups["demographic_id"] == "", of_groups))
