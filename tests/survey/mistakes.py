"""A sound definition, and what is said of it when one thing of it is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.survey.loading import DefinitionError
from tests.coding.small_survey import DAYS, EXPORT, define, survey_yaml

QUESTIONS = """
codelists:
  yn:
    options:
      - {id: yes, code: 1, text: Ja}
      - {id: no, code: 2, text: Nei}
      - {id: dk, code: 8, text: Vet ikke, role: dont_know}
  five: {options: [{id: a, code: 1, score: 1, text: A}, {id: b, code: 2, score: 2, text: B}]}
questions:
  - {id: kjonn, background: true, text: K, column: k,
     options: [{id: woman, code: 1, text: K}, {id: man, code: 2, text: M}]}
  - {id: born, type: numeric, background: true, text: F, column: f}
  - {id: q, ask_if: everyone, text: Q, column: q, codelist: yn}
  - {id: s, type: scale, ask_if: everyone, text: S, column: s, codelist: five}
"""
SURVEY = """
universe: {columns: {kjonn: K}, counts: {n: N}, population: n}
demographics:
  - {id: kjonn, text: K}
"""
WAVES = f"waves:\n  2024: {{{DAYS}, {EXPORT}, universe: {{files: [r.csv]}}}}\n"
REPORT = """
report: r
title: R
chapters: [{id: k, title: K, questions: [q]}]
facts: {svar: {take: respondents_n}}
"""
EIGHT = ", ".join(f"{{id: p{i}, code: {i}, score: {i}, text: '{i}'}}" for i in range(1, 9))
Refusal = Callable[..., list[str]]


def refusal(folder: Path) -> Refusal:
    """What is wrong with the definition once something is added to it."""

    def refusing(questions: str = "", survey: str = "", report: str = "", waves: str = WAVES) -> list[str]:
        with pytest.raises(DefinitionError) as raised:
            define(folder, QUESTIONS + questions, survey_yaml(SURVEY + survey, waves), r=REPORT + report)
        return [problem.message for problem in raised.value.problems]

    return refusing
