"""The reference survey of the methods (896 respondents of 6,000) as a survey of topline.

Belongs here: what turns `tests/cases/members` into a definition, core tables and counts. What must come out
is in `tests/cases`, computed there by R and by a second route.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pandas as pd

from pipeline.marts.alphas import alpha_results
from pipeline.marts.population import with_population
from pipeline.marts.results import Results, all_results
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.coding import small_survey
from tests.methods.reference_cases import CASES, read

DEMOGRAPHICS = ("gender", "age_group", "office", "occupation", "region")
ITEMS = [f"i{i}" for i in range(1, 6)]
TICKS = {"a": "m_a", "b": "m_b", "c": "m_c", "d": "m_d", "none": "m_none"}
WAVE, REPORT = small_survey.WAVE, "all"

QUESTIONS = """
codelists:
  agree:
    options:
      - {id: p1, code: 1, score: 1, text: "1"}
      - {id: p2, code: 2, score: 2, text: "2"}
      - {id: p3, code: 3, score: 3, text: "3"}
      - {id: p4, code: 4, score: 4, text: "4"}
      - {id: p5, code: 5, score: 5, text: "5"}
      - {id: dont_know, code: 9, text: "9", role: dont_know}
questions:
  - id: q1
    text: Spørsmål 1
    ask_if: everyone
    column: q1
    options:
      - {id: ja, code: 1, text: ja}
      - {id: delvis, code: 2, text: delvis}
      - {id: nei, code: 3, text: nei}
      - {id: vet_ikke, code: 4, text: vet_ikke, role: dont_know}
    nets:
      - {id: helt_eller_delvis, text: Ja eller delvis, options: [ja, delvis]}
  - {id: q2, type: scale, text: Spørsmål 2, ask_if: everyone, column: q2, codelist: agree, top2: true}
  - id: q3
    text: Spørsmål 3
    ask_if: everyone
    column: q3
    options: [{id: ja, code: 1, text: ja}, {id: nei, code: 2, text: nei}]
  - {id: hours, type: numeric, text: Timer, ask_if: everyone, column: hours, min: 0, max: 80}
  - id: nps
    type: nps
    text: Anbefaling
    ask_if: everyone
    column: nps
    options: [NPS_OPTIONS]
  - id: grid
    type: grid
    text: Påstander
    ask_if: everyone
    codelist: agree
    items:
      - {id: i1, text: En}
      - {id: i2, text: To}
      - {id: i3, text: Tre}
      - {id: i4, text: Fire, reversed: true}
      - {id: i5, text: Fem}
    columns: {i1: i1, i2: i2, i3: i3, i4: i4, i5: i5}
  - id: multi
    type: multiple
    text: Flere svar
    ask_if: everyone
    options:
      - {id: a, code: 1, text: a}
      - {id: b, code: 2, text: b}
      - {id: c, code: 3, text: c}
      - {id: d, code: 4, text: d}
      - {id: none, code: 5, text: none, exclusive: true}
    columns: {a: m_a, b: m_b, c: m_c, d: m_d, none: m_none}
    nets: [{id: net_a_or_b, text: a eller b, options: [a, b]}]
  - {id: idx, type: index, text: Indeks, index_of: [grid__i1, grid__i2, grid__i3, grid__i4, grid__i5]}
"""
REPORT_YAML = """
report: all
title: Alt
weighted: true
tests: true
letters: true
shown: valid
chapters: [{id: one, title: En, questions: [q1, q2, q3, hours, nps, grid, multi, idx]}]
breakdowns:
  - {demographic: gender}
  - {demographic: age_group}
  - {demographic: office}
  - {demographic: occupation}
  - {demographic: region}
"""


def group_id(text: str) -> str:
    """The id of a group of the reference survey: letters, digits and underscores."""
    plain = text.lower().replace("ø", "o").replace("+", "_plus")
    return "g_" + re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


@cache
def people() -> pd.DataFrame:
    """The respondents."""
    return pd.read_csv(CASES / "members" / "input.csv", dtype={"q2": "Int64"})


@cache
def definition() -> Definition:
    """The reference survey's definition."""
    universe = read("universe", "input")
    questions, demographics = QUESTIONS, ["weight: start_weight", "weight_sum: any", "demographics:"]
    for name in DEMOGRAPHICS:
        groups = universe.loc[universe["demographic_id"] == name, "group_id"]
        options = ", ".join(
            f"{{id: {group_id(g)}, code: {i}, text: '{g}'}}" for i, g in enumerate(groups, start=1)
        )
        questions += (
            f"  - {{id: {name}, background: true, text: {name}, column: {name}, options: [{options}]}}\n"
        )
        demographics.append(f"  - {{id: {name}, text: {name}}}")
    points = ", ".join(f'{{id: p{i}, code: {i}, score: {i}, text: "{i}"}}' for i in range(11))
    questions = questions.replace("NPS_OPTIONS", points)
    survey = small_survey.survey_yaml("\n".join(demographics) + "\n")
    return small_survey.define(Path(mkdtemp()), questions, survey, all=REPORT_YAML)


@dataclass(frozen=True)
class Tables:
    """The core tables, and a folder that they are stored in."""

    warehouse: Warehouse
    responses: pd.DataFrame
    weights: pd.DataFrame

    def query(self, file: str) -> pd.DataFrame:
        """A file of `sql/mart` over the tables."""
        core = [Table("members", name, WAVE) for name in ("core_responses", "core_weights")]
        return self.warehouse.query(f"mart/{file}", core, definition_tables(definition()))


@cache
def tables(weighting: str = "weight") -> Tables:
    """The core tables, with the raked weights or with 1 for everyone."""
    members = people()
    names = [*DEMOGRAPHICS, "start_weight", "q1", "q2", "q3", "hours", "nps", *ITEMS, *TICKS.values()]
    cells = {name: members[name].astype("object").where(members[name].notna(), "") for name in names}
    whole = {"nps", *ITEMS}
    texts = {
        name: [str(int(v)) if name in whole and v != "" else str(v) for v in column]
        for name, column in cells.items()
    }
    built = small_survey.core(definition(), small_survey.source(texts))
    weights = pd.DataFrame(
        {
            "wave": WAVE,
            "respondent_id": built.responses["respondent_id"],
            "start_weight": built.responses["start_weight"],
            "weight": members["weight"] if weighting == "weight" else 1.0,
        }
    )
    warehouse = Warehouse(Path(mkdtemp()))
    warehouse.write(Table("members", "core_responses", WAVE), built.responses)
    warehouse.write(Table("members", "core_weights", WAVE), weights)
    return Tables(warehouse, built.responses, weights)


def population() -> pd.DataFrame:
    """The register's counts by report, demographic and group."""
    universe = read("universe", "input")
    rows = universe.assign(report_id=REPORT, group_id=universe["group_id"].map(group_id))
    everyone = {"report_id": REPORT, "demographic_id": "", "group_id": "", "universe_n": 6000}
    columns = ["report_id", "demographic_id", "group_id", "universe_n"]
    return pd.concat([rows[columns], pd.DataFrame([everyone])], ignore_index=True)


@cache
def results(weighting: str = "weight", *, with_universe: bool = True, fpc: bool = True) -> Results:
    """Every statistic of the reference survey; `fpc` is the setting of its tests."""
    core = tables(weighting)
    known = population() if with_universe else population().head(0)
    counts = with_population(core.query("mart_counts.sql"), known)
    read_table = {"core_responses": core.responses, "core_weights": core.weights}
    alphas = alpha_results(definition(), read_table.__getitem__)
    settings = definition().survey.tests.model_copy(update={"fpc": fpc})
    survey = definition().survey.model_copy(update={"tests": settings})
    declared = definition().model_copy(update={"survey": survey})
    return all_results(declared, counts, core.query("mart_values.sql"), alphas)


def universe_cells() -> pd.DataFrame:
    """A universe with the register's margins; how its variables cross does not matter to a raking."""
    universe, generator = read("universe", "input"), np.random.default_rng(1)
    people_of = {}
    for name in DEMOGRAPHICS:
        counts = universe.loc[universe["demographic_id"] == name, "universe_n"]
        people_of[f"group_{name}"] = generator.permutation(np.repeat(np.arange(1, len(counts) + 1), counts))
    cells = pd.DataFrame(people_of).groupby(list(people_of), as_index=False).size()
    return cells.rename(columns={"size": "universe_n"})
