"""Cronbach's alpha of a report: of the persons in its base, and weighted only where the report is."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.marts.alphas import alpha_results
from tests.coding import small_survey

QUESTIONS = """
questions:
  - id: sex
    background: true
    text: Kjønn
    column: sex
    options: [{id: woman, code: 1, text: Kvinne}, {id: man, code: 2, text: Mann}]
  - id: grid
    type: grid
    text: Enig?
    ask_if: everyone
    columns: {x: x, y: y}
    items: [{id: x, text: X}, {id: y, text: Y}]
    options: [{id: no, code: 1, score: 1, text: Nei}, {id: some, code: 2, score: 2, text: Litt},
              {id: yes, code: 3, score: 3, text: Ja}]
  - {id: index, type: index, text: Indeks, index_of: [grid__x, grid__y]}
"""
REPORT = "report: {name}\ntitle: R\nchapters: [{{id: en, title: En, questions: [index]}}]\n{more}"
PEOPLE = 24


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> pd.Series:
    reports = {
        name: REPORT.format(name=name, more=more)
        for name, more in (
            ("weighted", "weighted: true\n"),
            ("plain", ""),
            ("women", "base: sex = 'woman'\n"),
        )
    }
    survey = small_survey.survey_yaml("demographics: [{id: sex, text: Kjønn}]\nweight: w\nweight_sum: any\n")
    folder: Path = tmp_path_factory.mktemp("alphas")
    definition = small_survey.define(folder, QUESTIONS, survey, **reports)
    columns = {name: [str(int(v)) for v in values] for name, values in answers().items() if name != "w"}
    export = small_survey.source(columns | {"w": [str(w) for w in answers()["w"]]})
    responses = small_survey.core(definition, export).responses
    weights = responses[["wave", "respondent_id"]].assign(weight=responses["start_weight"])
    tables = {"core_responses": responses, "core_weights": weights}
    return alpha_results(definition, tables.__getitem__).set_index("report_id")


def answers() -> dict[str, np.ndarray]:
    i = np.arange(PEOPLE)
    return {"sex": 1 + i % 2, "x": 1 + i % 3, "y": 1 + (i // 2 + i // 7) % 3, "w": 0.5 + (i % 5) / 2}


def alpha(rows: np.ndarray, weight: np.ndarray) -> float:
    items = np.array([answers()["x"], answers()["y"]], dtype=float)[:, rows]
    covariance = np.cov(items, aweights=weight[rows])
    return float(2 * (1 - np.trace(covariance) / covariance.sum()))


@pytest.mark.parametrize("report", ["weighted", "plain", "women"])
def test_who_is_in_an_alpha_and_with_which_weight(found: pd.DataFrame, report: str) -> None:
    women = answers()["sex"] == 1
    inside = women if report == "women" else women | True
    weight = answers()["w"] if report == "weighted" else np.ones(PEOPLE)
    assert found.loc[report, "alpha"] == pytest.approx(alpha(inside, weight), rel=1e-9)
    assert found.loc[report, "alpha_n"] == inside.sum()
    assert pd.isna(found.loc[report, "alpha_note"])


def test_the_three_differ(found: pd.DataFrame) -> None:
    assert found["alpha"].round(6).nunique() == 3
