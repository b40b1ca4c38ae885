"""The marts beside R: shares, means, errors, intervals, quartiles, tests, alphas, R-indicator and weights.

Run `python -m tests.r.compare` where Rscript and R's `survey` package are (`apt-get install r-base-core
r-cran-survey`). It runs the demo survey and two of the surveys in `tests/surveys` in a folder of its own,
hands the respondents to `compare.R`, compares what comes back with the marts, and writes the table
`results.md` beside this file. A difference above 1e-8 is an error.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

from pipeline.marts.weights import raking_cells
from pipeline.places import DataRoot
from pipeline.survey.loading import load_definition
from pipeline.warehouse import Table, Warehouse
from tests.r.in_r import HERE, Line, has_r, r_version
from tests.r.marts_in_r import InMarts, compare_marts, compare_propensity
from tests.r.raking_in_r import NO_BOUNDS, compare_raking, compare_reference_raking

__all__ = ["TOLERANCE", "compare", "has_r", "prepare"]

ROOT = HERE.parents[1]
TOLERANCE = 1e-8
DEMO = "medlemsundersokelsen"
SURVEYS = {
    "Demo, weighted to its register": (DEMO, "2023", "arbeidshverdag"),
    "Telephone survey with weights of its own": ("pew_dec13", "2013", "approval"),
    "Survey without weights and register": ("workplace", "2025", "influence"),
}
DEMO_BOUNDS = (NO_BOUNDS, (0.2, 5.0), (0.5, 2.0))
NUMBER = """
  - id: landline
    type: numeric
    ask_if: everyone
    text: The weight among those reached by landline, as a number
    column: llweight
    min: 0
    max: 100
"""


def prepare(folder: Path, keys: Path) -> DataRoot:
    """A data root in which every survey was run.

    The telephone survey has no question that is a number: here one of its columns is one, so that means and
    quartiles are weighted by weights that no register made.
    """
    for source in (ROOT / "data", ROOT / "tests/surveys"):
        for part in ("surveys", "raw"):
            shutil.copytree(source / part, folder / part, dirs_exist_ok=True)
    survey = folder / "surveys/pew_dec13"
    _change(survey / "survey.yaml", "  llweight: weight of the landline sample alone\n", "")
    _change(survey / "questionnaire.yaml", "\n  - id: sex\n", f"{NUMBER}  - id: sex\n")
    _change(survey / "reports/approval.yaml", "health_law, leaning]", "health_law, leaning, landline]")
    environment = os.environ | {"TOPLINE_KEYS": str(keys)}
    for name, wave, report in SURVEYS.values():
        command = [
            sys.executable,
            "-m",
            "pipeline.cli.main",
            "run",
            name,
            "--wave",
            wave,
            "--report",
            report,
            "--data",
            str(folder),
        ]
        subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)
    return DataRoot(folder)


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def compare(root: DataRoot) -> dict[str, list[Line]]:
    """What was compared, by survey, and by how much it differs.

    Args:
        root: From `prepare`.
    """
    found = {title: compare_marts(_marts(root, *place)) for title, place in SURVEYS.items()}
    demo = next(iter(found.values()))
    for report in ("arbeidshverdag", "hjemmekontor"):
        (one,) = compare_propensity(_marts(root, DEMO, "2023", report))
        demo.append(Line(f"{one.what}, {report}", one.compared, one.largest))
    found["Raking"] = [*_demo_raking(root), *compare_reference_raking()]
    return found


def _marts(root: DataRoot, survey: str, wave: str, report: str) -> InMarts:
    warehouse = Warehouse(root.warehouse)
    definition = load_definition(root.survey(survey)).in_wave(wave)

    def read(name: str) -> pd.DataFrame:
        return warehouse.read(Table(survey, name, wave))

    return InMarts(definition, report, read)


def _demo_raking(root: DataRoot) -> list[Line]:
    marts = _marts(root, DEMO, "2023", "arbeidshverdag")
    evaluate = Warehouse(root.warehouse).evaluate
    made = raking_cells(marts.definition, marts.read("core_responses"), marts.read("core_universe"), evaluate)
    people = f"demo, of {made.cells['respondents_n'].sum():,} persons in cells"
    return compare_raking(people, made.cells, made.margins, made.variables, DEMO_BOUNDS)


def markdown(found: dict[str, list[Line]]) -> str:
    """The tables as they stand in `results.md`."""
    parts = [
        "# The marts beside R",
        "",
        f"{r_version()}.",
        "Written by `python -m tests.r.compare`. Differences are relative to the larger of R's number and 1",
        "(those of p-values absolute) and must be below 1e-8.",
    ]
    for title, lines in found.items():
        head = ["", f"## {title}", "", "| what | numbers | largest difference |", "| --- | --- | --- |"]
        parts += [*head, *(f"| {row.what} | {row.compared:,} | {row.largest:.1e} |" for row in lines)]
    parts += [
        "",
        "Tests of shares are `prop.test` on effective sizes and `fisher.test`, those of means `t.test`",
        "without weights; with weights, or with a finite population, R has no function for them, and the",
        "lines compare the formula from R's `cov.wt` and sums over persons. q is `p.adjust`, alpha",
        "`svycralpha`.",
        "",
        "Bounded weights are those after so many cycles of clipping and raking again, compared cell by cell.",
        "Each raking has one solution, so every cycle has, whether or not the bounds are met in the end; R",
        "and topline also took the same number of cycles.",
        "",
    ]
    return "\n".join(parts)


def main() -> None:
    """Run, compare and write the tables.

    Raises:
        SystemExit: when a difference is too large.
    """
    with tempfile.TemporaryDirectory() as name:
        found = compare(prepare(Path(name) / "data", Path(name) / "keys"))
    text = markdown(found)
    print(text)  # noqa: T201  # a script: what it says is its output
    worst = [row for lines in found.values() for row in lines if row.largest >= TOLERANCE]
    if worst:
        raise SystemExit(f"{len(worst)} kinds of numbers differ from R by {TOLERANCE} or more")
    (HERE / "results.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
