"""A survey of three waves, made by hand: who answered what in each, as core tables of every wave.

Belongs here: the definition, the answers, and running the trend over them with the real statements. What must
come out is in the tests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.coding.respondents import build_core
from pipeline.marts.population import population_counts, with_population
from pipeline.marts.trend_plan import TrendPlan, trend_plan
from pipeline.marts.trends import trend_results
from pipeline.survey.provenance import provenance_table
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.coding import small_survey

WAVES = ("2022", "2023", "2024")
REPORT_ID = "jobb"
TREND = "trend: true\n"
KEYED = "respondent: {key: id}\n"

QUESTIONS = """
questions:
  - id: gender
    background: true
    text: Kjønn
    column: gender
    options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann}]
  - id: content
    type: scale
    text: Er du fornøyd?
    ask_if: everyone
    column: content
    options:
      - {id: low, code: 1, score: 1, text: Lite}
      - {id: middle, code: 2, score: 2, text: Middels}
      - {id: high, code: 3, score: 3, text: Svært}
      - {id: dont_know, code: 9, text: Vet ikke, role: dont_know}
    nets: [{id: content, text: Middels eller svært, options: [middle, high]}]
CONTENT
  - id: travel
    type: multiple
    text: Hvordan reiser du?
    ask_if: everyone
    columns: {bus: bus, train: train, none: none}
    options:
      - {id: bus, code: 1, text: Buss}
      - {id: train, code: 2, text: Tog}
      - {id: none, code: 3, text: Ingen, exclusive: true}
    nets: [{id: public, text: Buss eller tog, options: [bus, train]}]
TRAVEL
  - {id: hours, type: numeric, text: Timer, ask_if: everyone, column: hours, min: 0, max: 80}
"""
REPORT = """
report: jobb
title: Jobb
shown: valid
tests: true
chapters: [{id: en, title: En, questions: [content, travel, hours]}]
breakdowns: [{demographic: gender}]
"""
COLUMNS = ("gender", "content", "bus", "train", "none", "hours")
Row = Sequence[object]
"""Gender, content, bus, train, none, hours, as an export has them; '' is blank."""
Answers = Mapping[str, Mapping[str, Row]]
"""Wave to person to row."""


def waves_yaml(waves: Sequence[str] = WAVES, **more: str) -> str:
    """The waves of survey.yaml; `more` is what a wave says besides, as YAML."""
    text = "waves:\n"
    for wave in waves:
        days = f"field_start: {wave}-01-01, field_end: {wave}-02-01, report_date: {wave}-03-01"
        extra = f", {more[f'w{wave}']}" if f"w{wave}" in more else ""
        text += f"  {wave}: {{{days}, export: {{files: [export.csv]}}{extra}}}\n"
    return text


def panel_definition(
    folder: Path,
    *,
    trend: str = TREND,
    content: str = "",
    travel: str = "",
    survey: str = KEYED,
    waves: Mapping[str, str] | None = None,
) -> Definition:
    """The definition, with what each wave says differently of `content` and `travel`, as YAML."""

    def special(text: str) -> str:
        return f"    waves: {{{text}}}" if text else ""

    questionnaire = QUESTIONS.replace("CONTENT", special(content)).replace("TRAVEL", special(travel))
    demographics = "demographics: [{id: gender, text: Kjønn}]\n"
    text = small_survey.survey_yaml(demographics + survey, waves_yaml(**(waves or {})))
    return small_survey.define(folder, questionnaire, text, jobb=REPORT + trend)


@dataclass(frozen=True)
class Panel:
    """The core tables of several waves, in a warehouse of their own."""

    definition: Definition
    warehouse: Warehouse
    provenance: dict[str, pd.DataFrame]
    wave: str

    @property
    def plan(self) -> TrendPlan:
        """What the newest wave compares."""
        earlier = {wave: table for wave, table in self.provenance.items() if wave != self.wave}
        return trend_plan(self.definition, self.wave, earlier)

    def pairs(self) -> pd.DataFrame:
        """`mart_trend_pair`."""
        return self._query("mart_trend_pair")

    def trend(self, universe: Mapping[str, int] | None = None) -> pd.DataFrame:
        """`mart_trend`, with the universe of everyone in each wave where it is known."""
        population = pd.concat(
            [population_counts(self.definition, None).assign(wave=w) for w in self.plan.waves],
            ignore_index=True,
        )
        if universe:
            everyone = {"report_id": REPORT_ID, "demographic_id": "", "group_id": ""}
            population = pd.DataFrame([everyone | {"wave": w, "universe_n": n} for w, n in universe.items()])
        counts = with_population(self._query("mart_counts"), population)
        return trend_results(self.definition, self.plan, counts, self._query("mart_values"), self.pairs())

    def _query(self, name: str) -> pd.DataFrame:
        tables = [
            Table("prove", table, wave)
            for wave in self.plan.waves
            for table in ("core_responses", "core_weights")
        ]
        every = definition_tables(self.definition)
        return self.warehouse.query(f"mart/{name}.sql", tables, every | self.plan.tables(every))


def panel(
    definition: Definition,
    answers: Answers,
    folder: Path,
    weights: Mapping[str, Sequence[float]] | None = None,
) -> Panel:
    """Code every wave's answers and store them, with weights of 1 unless others are given."""
    warehouse = Warehouse(folder / "warehouse")
    provenance = {}
    for wave, persons in answers.items():
        cells = {name: [str(row[i]) for row in persons.values()] for i, name in enumerate(COLUMNS)}
        cells |= {"w": ["1"] * len(persons)}
        source = small_survey.source(cells, keys=list(persons))
        core = build_core(definition, wave, source, warehouse.evaluate)
        weight = weights[wave] if weights else 1.0
        ids = core.responses[["respondent_id"]].assign(wave=wave, start_weight=weight, weight=weight)
        warehouse.write(Table("prove", "core_responses", wave), core.responses.assign(wave=wave))
        warehouse.write(Table("prove", "core_weights", wave), ids)
        provenance[wave] = provenance_table(definition, wave)
    return Panel(definition, warehouse, provenance, max(answers))
