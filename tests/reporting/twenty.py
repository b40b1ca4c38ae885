"""Twenty persons whose figures one counts on paper, as a report: every type of question, and two groups.

Belongs here: the survey, what its report says, and the way from cells through SQL to the tree. Persons 1 to
10 are women, 11 to 20 men.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

import pandas as pd

from pipeline.coding.respondents import Core
from pipeline.marts.alphas import alpha_results
from pipeline.marts.method import MethodSources, method_results
from pipeline.marts.population import with_population
from pipeline.marts.results import Results, all_results
from pipeline.rendering.numbers import Language
from pipeline.rendering.tree import Report as Tree
from pipeline.reporting.material import Marts, Material, material
from pipeline.reporting.report import report_tree
from pipeline.survey.survey import Definition
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse
from tests.coding.small_survey import WAVE, core, define, source, survey_yaml

NO = None
QUESTIONS = """
codelists:
  yes_no:
    options:
      - {id: yes, code: 1, text: Ja, score: 2}
      - {id: no, code: 2, text: Nei, score: 1}
      - {id: dk, code: 8, text: Vet ikke, role: dont_know}
  ab: {options: [{id: a, code: 1, text: A}, {id: b, code: 2, text: B}]}
  five:
    options:
      - {id: s1, code: 1, score: 1, text: Ett}
      - {id: s2, code: 2, score: 2, text: To}
      - {id: s3, code: 3, score: 3, text: Tre}
      - {id: s4, code: 4, score: 4, text: Fire}
      - {id: s5, code: 5, score: 5, text: Fem}
  places:
    options:
      - {id: first, code: 1, text: "1"}
      - {id: second, code: 2, text: "2"}
      - {id: third, code: 3, text: "3"}
questions:
  - {id: sex, background: true, text: Kjønn, column: sex,
     options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann}]}
  - {id: single, ask_if: everyone, text: Enkelt, column: single, codelist: yes_no}
  - {id: scale, type: scale, ask_if: everyone, text: Skala, column: scale, codelist: five, top2: true}
  - {id: grid, type: grid, ask_if: everyone, text: Tabell, codelist: yes_no,
     items: [{id: x, text: Iks}, {id: y, text: Ypsilon}], columns: {x: grid_x, y: grid_y}}
  - id: several
    type: multiple
    ask_if: everyone
    text: Flere
    options:
      - {id: a, code: 1, text: A}
      - {id: b, code: 2, text: B}
      - {id: c, code: 3, text: C}
      - {id: dk, code: 8, text: Vet ikke, role: dont_know, exclusive: true}
    columns: {a: several_a, b: several_b, c: several_c, dk: several_dk}
    nets: [{id: a_or_b, text: A eller B, options: [a, b]}]
  - {id: matrix, type: grid_multiple, ask_if: everyone, text: Matrise, codelist: ab,
     items: [{id: x, text: Iks}, {id: y, text: Ypsilon}],
     columns: {x__a: m_xa, x__b: m_xb, y__a: m_ya, y__b: m_yb}}
  - {id: rank, type: ranking, ask_if: everyone, text: Rekkefølge, codelist: places,
     items: [{id: p, text: P}, {id: q, text: Q}, {id: r, text: R}],
     columns: {p: rank_p, q: rank_q, r: rank_r}}
  - {id: hours, type: numeric, ask_if: everyone, text: Timer, column: hours, min: 0, max: 80}
  - {id: nps, type: nps, ask_if: everyone, text: Anbefaling, column: nps, options: [POINTS]}
""".replace("POINTS", ", ".join(f'{{id: p{i}, code: {i}, score: {i}, text: "{i}"}}' for i in range(11)))


def where(persons: set[int] | range) -> list[object]:
    """1 in a column for some persons of twenty, blank for others."""
    return [1 if i in persons else NO for i in range(1, 21)]


CELLS: dict[str, list[object]] = {
    "sex": [1] * 10 + [2] * 10,
    # women: 4 yes, 4 no, 2 don't know; men: 6 yes, 1 no, 2 don't know, 1 blank
    "single": [1, 1, 1, 1, 2, 2, 2, 2, 8, 8, 1, 1, 1, 1, 1, 1, 2, 8, 8, NO],
    "scale": [1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5],
    # x: 8 yes, 8 no, 4 don't know; y: 5 yes, 10 no, 5 don't know
    "grid_x": [1] * 8 + [2] * 8 + [8] * 4,
    "grid_y": [1] * 5 + [2] * 10 + [8] * 5,
    # a: 1 to 8, b: 5 to 12, c: 13 to 15, don't know: 16 and 17, nothing: 18 to 20
    "several_a": where(range(1, 9)),
    "several_b": where(range(5, 13)),
    "several_c": where({13, 14, 15}),
    "several_dk": where({16, 17}),
    # x: a 10, b 7, 12 persons; y: a 4, b 6, 8 persons
    "m_xa": where(range(1, 11)),
    "m_xb": where(range(6, 13)),
    "m_ya": where(range(1, 5)),
    "m_yb": where(range(3, 9)),
    # p first of 8, second of 8, third of 4; q first of 8, second of 4, third of 8; r first of 4, …
    "rank_p": [1] * 8 + [2] * 8 + [3] * 4,
    "rank_q": [2] * 4 + [3] * 4 + [1] * 4 + [3] * 4 + [1] * 4,
    "rank_r": [3] * 4 + [2] * 4 + [3] * 4 + [1] * 4 + [2] * 4,
    "hours": [30] * 5 + [40] * 10 + [NO] * 5,
    "nps": [10] * 8 + [7] * 6 + [0] * 4 + [NO] * 2,
}
REPORT = """
report: r
title: R
chapters: [{id: k, title: K, questions: [QUESTIONS]}]
breakdowns: [{demographic: sex}]
"""
SURVEY = """
demographics: [{id: sex, text: Kjønn}]
disclosure: {min_base: 5}
"""


@dataclass(frozen=True)
class Twenty:
    """The survey with one report.

    Attributes:
        questions: The report's questions, as YAML: `single, {id: several, shown: cases}`.
        more: More of the report, as YAML.
        survey: More of the survey, as YAML.
        changed: What stands in the questionnaire instead of something else.
        cells: Columns with other cells.
        times: How many of each person there are.
    """

    questions: str
    more: str = ""
    survey: str = ""
    changed: tuple[tuple[str, str], ...] = ()
    cells: dict[str, list[object]] = field(default_factory=dict)
    times: int = 1

    def definition(self) -> Definition:
        """The definition, checked."""
        questionnaire = QUESTIONS
        for before, after in self.changed:
            assert before in questionnaire
            questionnaire = questionnaire.replace(before, after)
        report = REPORT.replace("QUESTIONS", self.questions)
        if "breakdowns:" in self.more:
            report = report.replace("breakdowns: [{demographic: sex}]\n", "")
        folder = Path(mkdtemp())
        return define(folder, questionnaire, survey_yaml(SURVEY + self.survey), r=report + self.more)

    @cached_property
    def core(self) -> Core:
        """The respondents."""
        cells = CELLS | self.cells
        texts = {name: ["" if v is None else str(v) for v in column] for name, column in cells.items()}
        texts = {name: column * self.times for name, column in texts.items()}
        return core(self.definition(), source(texts))

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Everyone counts the same."""
        return self.core.responses[["wave", "respondent_id"]].assign(start_weight=1.0, weight=1.0)

    def results(self) -> Results:
        """Every statistic."""
        definition, warehouse = self.definition(), Warehouse(Path(mkdtemp()))
        read = {"core_responses": self.core.responses, "core_weights": self.weights}
        for name, frame in read.items():
            warehouse.write(Table("prove", name, WAVE), frame)
        stored = [Table("prove", name, WAVE) for name in read]
        known = dict.fromkeys(("report_id", "demographic_id", "group_id"), str) | {"universe_n": float}
        nobody = pd.DataFrame(columns=list(known)).astype(known)
        tables = definition_tables(definition)
        counts = warehouse.query("mart/mart_counts.sql", stored, tables)
        values = warehouse.query("mart/mart_values.sql", stored, tables)
        alphas = alpha_results(definition, read.__getitem__)
        return all_results(definition, with_population(counts, nobody), values, alphas)

    def material(self) -> Material:
        """What the report is made of."""
        definition, found = self.definition(), self.results()
        report = definition.reports["r"]
        facts = pd.DataFrame(columns=["fact_id", "value", "value_date", "kind"])
        marts = Marts(found.questions, found.groups, facts, impact=found.impact)
        shown = material(definition, report, WAVE, marts, None)
        sources = MethodSources(
            questions=shown.marts.questions,
            groups=found.groups,
            processing=pd.DataFrame({"kind": ["row"], "reason": ["complete"], "n": [20]}),
            hidden_questions_n=0,
            hidden_groups_n=0,
            weighting=pd.DataFrame(),
            weighting_run=pd.DataFrame(),
            impact=shown.marts.impact,
        )
        method = method_results(definition, report, WAVE, sources)
        return material(definition, report, WAVE, replace(marts, method=method), None)

    def tree(self, language: Language = "nb") -> Tree:
        """The report as a tree."""
        return report_tree(self.material(), language)
