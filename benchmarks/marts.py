"""What the marts cost: seconds from core tables to every statistic, beside a conventional formulation.

Run `python benchmarks/marts.py` (33,000 respondents × 60 questions × 6 demographics), or with other sizes as
`python benchmarks/marts.py 100000 60 6`. The answers are drawn; the definition is an ordinary one. The
conventional formulation is one GROUP BY a question and demographic, all of them in one UNION ALL: it counts
the same options and states and computes no further statistic. Both run in this process, one after the other.
Ratios are of CPU seconds, which a busy machine moves less than those of the clock.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from pipeline.marts.alphas import alpha_results
from pipeline.marts.population import population_counts, with_population
from pipeline.marts.results import all_results
from pipeline.survey.demographics import Demographic, Group
from pipeline.survey.model import Text
from pipeline.survey.questions import Option, Question, Questionnaire
from pipeline.survey.reports import Breakdown, Chapter, Report
from pipeline.survey.survey import Definition, ExportFiles, Survey, Wave
from pipeline.survey.tables import definition_tables
from pipeline.warehouse import Table, Warehouse

GROUPS = (2, 7, 2, 20, 11, 4)
POINTS = 5
WAVE = "2023"
RUNS = 3


def definition(questions: int, demographics: int) -> Definition:
    """A survey of scale questions with don't know, broken down by every demographic."""
    options = tuple(
        Option(id=f"o{i}", code=i, score=i, text=Text(f"Option {i}")) for i in range(1, POINTS + 1)
    )
    dont_know = Option(id="dont_know", code=8, text=Text("Don't know"), role="dont_know")
    asked = tuple(
        Question(
            id=f"q{i}",
            type="scale",
            text=Text(f"Question {i}?"),
            column=f"q{i}",
            ask_if="everyone",
            options=(*options, dont_know),
            top2=i % 2 == 0,
        )
        for i in range(questions)
    )
    groups = [GROUPS[i % len(GROUPS)] for i in range(demographics)]
    backgrounds = tuple(
        Demographic(
            id=f"d{i}",
            text=Text(f"Demographic {i}"),
            variable="q0",
            groups=tuple(Group(id=f"g{k}", text=Text(f"Group {k}"), options=("o1",)) for k in range(size)),
        )
        for i, size in enumerate(groups)
    )
    report = Report(
        report="everything",
        title=Text("Everything"),
        chapters=(Chapter(id="all", title=Text("All"), questions=tuple(q.id for q in asked)),),
        breakdowns=tuple(Breakdown(demographic=d.id) for d in backgrounds),
        weighted=True,
        tests=True,
    )
    day = date(2023, 3, 1)
    wave = Wave(field_start=day, field_end=day, report_date=day, export=ExportFiles(files=("x.csv",)))
    survey = Survey(
        survey="benchmark",
        title=Text("Benchmark"),
        owner=Text("Nobody"),
        waves={WAVE: wave},
        demographics=backgrounds,
    )
    return Definition(
        survey=survey,
        questionnaire=Questionnaire(questions=asked),
        reports={"everything": report},
        sha256="0",
    )


def core_tables(survey: Definition, rows: int) -> dict[str, pd.DataFrame]:
    """Drawn respondents: answers with blanks and don't know, groups with blanks, uneven weights."""
    generator = np.random.default_rng(1)
    columns: dict[str, object] = {"wave": WAVE, "respondent_id": np.arange(1, rows + 1)}
    for demographic in survey.survey.demographics:
        codes = generator.integers(1, len(demographic.groups) + 1, rows).astype(float)
        blank = generator.random(rows) < 0.01
        columns[f"group_{demographic.id}"] = pd.array(np.where(blank, np.nan, codes), dtype="Int16")
    columns["base_everything"] = np.ones(rows, dtype=bool)
    for question in survey.questionnaire.questions:
        codes = generator.choice([1, 2, 3, 4, 5, 8], rows, p=[0.1, 0.2, 0.25, 0.25, 0.1, 0.1]).astype(float)
        blank = generator.random(rows) < 0.05
        columns[f"q_{question.id}"] = pd.array(np.where(blank, np.nan, codes), dtype="Int16")
        columns[f"state_{question.id}"] = np.where(
            blank, "skipped", np.where(codes == 8, "dont_know", "substantive")
        )
    weights = np.round(generator.uniform(0.3, 3.0, rows), 9)
    weight_table = pd.DataFrame(
        {"wave": WAVE, "respondent_id": columns["respondent_id"], "start_weight": 1.0, "weight": weights}
    )
    return {"core_responses": pd.DataFrame(columns), "core_weights": weight_table}


def conventional(survey: Definition, folder: Path) -> int:
    """One GROUP BY a question × demographic in one UNION ALL: counts and weighted sums of the options."""
    responses = f"read_parquet('{folder}/benchmark/core_responses/{WAVE}.parquet')"
    weights = f"read_parquet('{folder}/benchmark/core_weights/{WAVE}.parquet')"
    ids = ["''", *(f"group_{d.id}" for d in survey.survey.demographics)]
    parts = [
        f"select '{q.id}' as question, '{i}' as demographic, {group}::varchar as grp, q_{q.id} as code, "  # noqa: S608  # own ids
        f"state_{q.id} as state, count(*) as n, sum(weight) as w, sum(weight * weight) as w2 "
        "from joined group by all"
        for q in survey.questionnaire.questions
        for i, group in enumerate(ids)
    ]
    with duckdb.connect() as connection:
        connection.execute(
            f"create table joined as from {responses} join (select respondent_id, weight from {weights}) "  # noqa: S608  # own path
            "using (respondent_id)"
        )
        return len(connection.execute(" union all ".join(parts)).df())


def ours(survey: Definition, folder: Path) -> int:
    """The marts: counts by SQL, then every statistic."""
    warehouse = Warehouse(folder)
    core = [Table("benchmark", name, WAVE) for name in ("core_responses", "core_weights")]
    tables = definition_tables(survey)
    files = ["mart/mart_counts.sql", "mart/mart_values.sql"]
    counts, values = warehouse.queries(files, core, tables)
    started, cpu = time.perf_counter(), time.process_time()
    alphas = alpha_results(survey, lambda name: warehouse.read(Table("benchmark", name, WAVE)))
    found = all_results(survey, with_population(counts, population_counts(survey, None)), values, alphas)
    clock, used = time.perf_counter() - started, time.process_time() - cpu
    print(f"  of which statistics {clock:.2f} s ({used:.2f} s CPU)")
    return len(found.questions) + len(found.groups)


@dataclass(frozen=True)
class Cost:
    """The fastest of a few runs."""

    clock: float
    cpu: float
    rows: int


def cost(work: Callable[[Definition, Path], int], survey: Definition, folder: Path) -> Cost:
    """Run a few times and keep the run that took the least CPU."""
    runs = []
    for _ in range(RUNS):
        clock, cpu = time.perf_counter(), time.process_time()
        rows = work(survey, folder)
        runs.append(Cost(time.perf_counter() - clock, time.process_time() - cpu, rows))
    return min(runs, key=lambda run: run.cpu)


def main(respondents: int = 33_000, questions: int = 60, demographics: int = 6) -> None:
    """Draw, run both, and print seconds and their ratio."""
    survey = definition(questions, demographics)
    print(f"{respondents:,} respondents, {questions} questions, {demographics} demographics")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, frame in core_tables(survey, respondents).items():
            Warehouse(folder).write(Table("benchmark", table, WAVE), frame)
        plain, marts = cost(conventional, survey, folder), cost(ours, survey, folder)
    for name, run in (("conventional, counts only", plain), ("marts, every statistic", marts)):
        print(f"{name:26} {run.clock:.2f} s, {run.cpu:.2f} s CPU, {run.rows:,} rows")
    print(f"ratio of CPU seconds       {marts.cpu / plain.cpu:.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
