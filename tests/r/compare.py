"""The marts beside R: shares, means, standard errors, Rao-Scott tests and raked weights of the demo survey.

Run `python tests/r/compare.py [data root]` after a run of the survey, where Rscript and R's `survey` package
are (`apt-get install r-base-core r-cran-survey`). It hands the respondents to `compare.R`, compares what
comes back with the marts, and writes the table `results.md` beside this file. A difference above 1e-8 is an
error.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.marts.weights import raking_cells
from pipeline.methods.raking import RakingRule, rake
from pipeline.places import DataRoot, data_root
from pipeline.survey.loading import load_definition
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.tables import UNKNOWN, base_column
from pipeline.warehouse import Table, Warehouse

HERE = Path(__file__).parent
SURVEY, WAVE, REPORT = "medlemsundersokelsen", "2023", "arbeidshverdag"
TOLERANCE = 1e-8
NO_BOUNDS = RakingRule(lower=1e-9, upper=1e9, tolerance=1e-13)
MEANS = ("mean", "index", "nps")


def has_r() -> bool:
    """Whether Rscript and the survey package are there."""
    if shutil.which("Rscript") is None:
        return False
    probe = ["Rscript", "-e", "library(survey)"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def compare(root: DataRoot) -> pd.DataFrame:
    """What was compared, and by how much it differs.

    Args:
        root: A data root in which the survey was run.

    Returns:
        what, compared (numbers), largest (relative difference).
    """
    definition = load_definition(root.survey(SURVEY))
    warehouse = Warehouse(root.warehouse)

    def read(name: str) -> pd.DataFrame:
        return warehouse.read(Table(SURVEY, name, WAVE))

    people = _people(definition, read("core_responses"), read("core_weights"))
    estimates = _estimates(read("mart_question"), read("mart_demographic"))
    tables = _tables(read("mart_table"), read("mart_question"))
    cells = raking_cells(definition, read("core_responses"), read("core_universe"), warehouse.evaluate)
    members = cells.cells.loc[cells.cells.index.repeat(cells.cells["respondents_n"])].reset_index(drop=True)
    theirs = _in_r(people=people, estimates=estimates, tables=tables, raked=members, margins=cells.margins)
    ours = rake(members.assign(respondents_n=1), cells.margins, cells.variables, NO_BOUNDS).cells["weight"]
    return _differences(estimates, tables, ours, theirs)


def _in_r(**frames: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What R makes of the frames."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, frame in frames.items():
            frame.to_csv(folder / f"{table}.csv", index=False)
        subprocess.run(["Rscript", str(HERE / "compare.R"), str(folder)], check=True)
        return {t: pd.read_csv(folder / f"{t}_r.csv") for t in ("estimates", "tables", "raked")}


def _people(definition: Definition, responses: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The report's respondents: weight, group ids, and a column for every number that is estimated.

    `<question>[__item]__<option>` is 100 for those who chose it and 0 for others in the base; `…__mean` and
    the like are the number itself; `<question>[__item]` is the answer, for tables. Blank is outside the base
    `valid`.
    """
    report = definition.reports[REPORT]
    keys = ["wave", "respondent_id"]
    inside = responses.loc[responses[base_column(report)]]
    rows = inside.merge(weights[[*keys, "weight"]], on=keys, validate="one_to_one")
    columns: dict[str, object] = {"weight": rows["weight"]}
    for breakdown in report.breakdowns:
        groups = definition.groups(definition.demographics[breakdown.demographic])
        ids = {i: g.id for i, g in enumerate(groups, start=1)}
        columns[f"group_{breakdown.demographic}"] = rows[f"group_{breakdown.demographic}"].map(ids)
    for name in report.question_ids:
        question = definition.questions[name]
        for item in [i.id for i in question.items] or [""]:
            columns |= _answers(definition, question, item, rows)
    return pd.DataFrame(columns)


def _answers(
    definition: Definition, question: Question, item: str, rows: pd.DataFrame
) -> dict[str, pd.Series]:
    place = f"{question.id}__{item}" if item else question.id
    is_valid = rows[f"state_{place}"] == "substantive"
    if question.is_numeric:
        measure = "index" if question.type == "index" else "mean"
        return {f"{place}__{measure}": rows[f"q_{place}"].where(is_valid)}
    options = [o for o in definition.options(question) if o.role in {"substantive", "other"}]
    if question.type == "multiple":
        return {f"{place}__{o.id}": 100 * rows[f"q_{place}__{o.id}"].where(is_valid) for o in options}
    code = rows[f"q_{place}"].astype("float64").where(is_valid)
    found = {f"{place}__{o.id}": 100.0 * (code == o.code).where(is_valid) for o in options}
    found[place] = code
    score = code.map({o.code: o.score for o in options})
    if question.type == "nps":
        found[f"{place}__nps"] = 100.0 * ((score >= 9).astype(float) - (score <= 6)).where(is_valid)
    elif all(o.score is not None for o in options):
        found[f"{place}__mean"] = score
    return found


def _place(rows: pd.DataFrame) -> pd.Series:
    return rows["question_id"] + rows["item_id"].map(lambda item: f"__{item}" if item else "")


def _estimates(questions: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """The rows of the marts that R estimates again: shares over valid answers and cases, and means."""
    rows = pd.concat([questions, groups], ignore_index=True)
    rows = rows.loc[(rows["report_id"] == REPORT) & (rows["group_id"] != UNKNOWN) & (rows["base_n"] > 1)]
    is_share = (rows["measure"] == "option") & rows["role"].isin(["substantive", "other"])
    rows = rows.loc[is_share | rows["measure"].isin(MEANS)].reset_index(drop=True)
    place = _place(rows)
    what = rows["option_id"].where(rows["measure"] == "option", rows["measure"])
    return pd.DataFrame(
        {
            "estimate_id": range(1, len(rows) + 1),
            "kind": rows["measure"].where(rows["measure"] == "option", "mean"),
            "place": place,
            "value_column": place + "__" + what,
            **{name: rows[name] for name in ("demographic_id", "group_id", "f", "value", "se")},
        }
    )


def _tables(tables: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """The tables of the report that were tested, with the sampling fraction of everyone."""
    keys = ["report_id", "question_id", "item_id"]
    everyone = questions.loc[questions["measure"] == "option"].drop_duplicates(keys)
    rows = tables.loc[(tables["report_id"] == REPORT) & tables["omnibus_f"].notna()]
    rows = rows.merge(everyone[[*keys, "f"]], on=keys, validate="many_to_one")
    return rows.assign(table_id=range(1, len(rows) + 1), column=_place(rows))


def _differences(
    estimates: pd.DataFrame, tables: pd.DataFrame, weights: pd.Series, theirs: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """The largest relative difference of each kind of number."""
    both = estimates.merge(theirs["estimates"], on="estimate_id", suffixes=("", "_r"), validate="one_to_one")
    tested = tables.merge(theirs["tables"], on="table_id", suffixes=("", "_r"), validate="one_to_one")
    found = []
    for kind, what in (("option", "Shares"), ("mean", "Means, indices and NPS")):
        rows = both.loc[both["kind"] == kind]
        found.append(_line(what, rows["value"], rows["value_r"]))
        found.append(_line(f"{what}: standard errors", rows["se"], rows["se_r"]))
    for name, what in (("f", "F"), ("df1", "degrees of freedom"), ("df2", "those of the error")):
        found.append(_line(f"Rao–Scott: {what}", tested[f"omnibus_{name}"], tested[f"omnibus_{name}_r"]))
    found.append(_line("Rao–Scott: p", tested["omnibus_p"], tested["omnibus_p_r"], absolute=True))
    found.append(_line("Raked weights, without bounds", weights, theirs["raked"]["weight"]))
    return pd.DataFrame(found, columns=["what", "compared", "largest"])


def _line(what: str, ours: pd.Series, theirs: pd.Series, *, absolute: bool = False) -> tuple[str, int, float]:
    """Differences relative to the larger number, from 1 on; of p-values as they are."""
    mine, other = ours.to_numpy(dtype=float), theirs.to_numpy(dtype=float)
    difference = np.abs(mine - other)
    size = 1.0 if absolute else np.maximum(np.abs(other), 1.0)
    return what, len(mine), float((difference / size).max())


def markdown(found: pd.DataFrame, root: DataRoot) -> str:
    """The table as it stands in `results.md`."""
    version = subprocess.run(
        ["Rscript", "-e", "cat(R.version.string, ', survey ', format(packageVersion('survey')), sep = '')"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    respondents = Warehouse(root.warehouse).rows(Table(SURVEY, "core_responses", WAVE))
    lines = [f"| {row.what} | {row.compared:,} | {row.largest:.1e} |" for row in found.itertuples()]
    return "\n".join(
        [
            "# The marts beside R",
            "",
            f"Report `{REPORT}` of the demo survey, {respondents:,} respondents; {version}.",
            "Written by `python tests/r/compare.py`. Differences are relative to the larger of R's number",
            "and 1 (those of p-values absolute) and must be below 1e-8.",
            "",
            "| what | numbers | largest difference |",
            "| --- | --- | --- |",
            *lines,
            "",
        ]
    )


def main(root: DataRoot) -> None:
    """Compare and write the table.

    Raises:
        SystemExit: when a difference is too large.
    """
    found = compare(root)
    text = markdown(found, root)
    print(text)  # noqa: T201  # a script: what it says is its output
    worst = found.loc[found["largest"] >= TOLERANCE]
    if len(worst):
        raise SystemExit(f"{len(worst)} kinds of numbers differ from R by {TOLERANCE} or more")
    (HERE / "results.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main(DataRoot(Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else data_root())
