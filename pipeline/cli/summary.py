"""What a run came to: rows, what was not counted, checks, and figures found again."""

from typing import Any

import dagster as dg
from rich.table import Table as RichTable

from pipeline.assets.layer import BULLET, NOTES
from pipeline.cli.console import out
from pipeline.places import DataRoot
from pipeline.survey.pilots import no_rows, pilot_note
from pipeline.survey.survey import Definition
from pipeline.warehouse import Table, Warehouse


def failures(result: dg.ExecuteInProcessResult) -> tuple[list[str], str]:
    """What known errors say of themselves, and one sentence on an error that nobody foresaw (or empty).

    Steps that fail alike, as two that weight the same respondents, say it once.
    """
    known, unforeseen = [], ""
    for event in result.all_events:
        if not event.is_step_failure:
            continue
        data = event.step_failure_data
        if data.user_failure_data is not None and data.user_failure_data.description:
            known.append(data.user_failure_data.description)
        else:
            kind = data.error.cls_name if data.error else "error"
            unforeseen = f"step {event.step_key} ended with an unforeseen {kind}"
    return list(dict.fromkeys(known)), unforeseen


def say_summary(result: dg.ExecuteInProcessResult, root: DataRoot, definition: Definition, wave: str) -> None:
    """Print a run's numbers."""
    if definition.is_pilot(wave):
        out.print(f"note: {pilot_note(wave)}", markup=False)
    if not any(event.is_step_materialization for event in result.all_events):
        out.print(f"[yellow]warning:[/yellow] {no_rows(wave)}")
        return
    warehouse = Warehouse(root.warehouse)
    read = warehouse.rows(Table(definition.id, "raw_responses", wave))
    counted = warehouse.rows(Table(definition.id, "core_responses", wave))
    rejected = warehouse.read(Table(definition.id, "core_rejected", wave))
    rows = rejected.loc[rejected["question_id"] == "", "rule"].value_counts()
    cells = rejected.loc[rejected["question_id"] != "", "rule"].value_counts()
    out.print(f"{read} rows read, {counted} respondents")
    if len(rows):
        out.print("not counted, rows: " + ", ".join(f"{n} {rule}" for rule, n in rows.items()))
    if len(cells):
        out.print("not counted, answers: " + ", ".join(f"{n} {rule}" for rule, n in cells.items()))
    for note in _notes(result):
        out.print(f"note: {note}", markup=False)
    evaluations = result.get_asset_check_evaluations()
    passed = sum(evaluation.passed for evaluation in evaluations)
    warned = len(evaluations) - passed
    out.print(f"{passed} checks passed" + (f", {warned} with a warning" if warned else ""))
    for evaluation in evaluations:
        _say_reconciliation(evaluation)


def _notes(result: dg.ExecuteInProcessResult) -> list[str]:
    """What a person should know of the tables made, as `topline check` says it too.

    What is not counted has lines of its own.
    """
    found: dict[str, None] = {}
    for event in result.all_events:
        if not event.is_step_materialization or event.asset_key is None:
            continue
        noted = event.materialization.metadata.get(NOTES)
        if noted is not None and event.asset_key.path[-1] != "core_rejected":
            found |= dict.fromkeys(line.removeprefix(BULLET) for line in str(noted.value).splitlines())
    return list(found)


def _say_reconciliation(evaluation: dg.AssetCheckEvaluation) -> None:
    report = evaluation.asset_key.path[-1].removeprefix("report_")
    values: dict[str, Any] = {name: value.value for name, value in evaluation.metadata.items()}
    if evaluation.check_name == "reconciliation" and values.get("figures"):
        table = RichTable(title=f"{report}: published figures found again", title_justify="left", box=None)
        for name in ("", "figures", "matched"):
            table.add_column(name, justify="left" if not name else "right")
        for line in str(values["by file"]).splitlines()[2:]:
            table.add_row(*(cell.strip() for cell in line.strip("|").split("|")))
        table.add_row("[bold]all[/bold]", str(values["figures"]), f"[bold]{values['matched']}[/bold]")
        out.print(table)
    if evaluation.check_name == "published_figures_agree":
        for name, text in values.items():
            if name.startswith("warning"):
                out.print(f"[yellow]warning:[/yellow] {text}")
