"""What Dagster sees: assets by layer, jobs, schedules, and surveys that are broken."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pandas as pd
import pytest

from pipeline.assets.layer import SurveyAssets
from pipeline.definitions import all_definitions
from pipeline.places import DataRoot
from pipeline.survey.loading import load_definition
from pipeline.warehouse import WarehouseError

ROOT = Path(__file__).resolve().parents[1]
SURVEY = "medlemsundersokelsen"
LAYERS = {"raw", "core", "mart", "report", "warehouse"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataRoot:
    """A data root with the demo survey."""
    monkeypatch.setenv("TOPLINE_KEYS", str(tmp_path / "keys"))
    shutil.copytree(ROOT / "data/surveys", tmp_path / "surveys")
    shutil.copytree(ROOT / "data/raw", tmp_path / "raw")
    return DataRoot(tmp_path)


def test_assets_stand_in_layers_with_words_for_everyone(root: DataRoot) -> None:
    graph = all_definitions(root).resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert key.path[0] == SURVEY
        assert node.group_name in LAYERS
        assert node.group_name == key.path[1].partition("_")[0]
        assert len(node.description or "") > 20
        assert node.kinds
        assert node.partitions_def == dg.StaticPartitionsDefinition(["2023"])
    names = {key.path[1] for key in graph.get_all_asset_keys()}
    assert {
        "raw_responses",
        "core_responses",
        "mart_question",
        "mart_demographic",
        "report_hjemmekontor",
    } <= names


def test_every_table_has_a_blocking_contract(root: DataRoot) -> None:
    graph = all_definitions(root).resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys}
    layers = {"raw", "core", "mart"}
    tables = {k for k in graph.get_all_asset_keys() if k.path[1].partition("_")[0] in layers}
    assert tables <= checked


def test_the_schedule_runs_the_newest_wave_in_oslo(root: DataRoot) -> None:
    definitions = all_definitions(root)
    schedule = definitions.resolve_schedule_def(f"yearly_annual_report_{SURVEY}")
    assert schedule.execution_timezone == "Europe/Oslo"
    moment = datetime(2026, 6, 1, 6, tzinfo=ZoneInfo("Europe/Oslo"))
    context = dg.build_schedule_context(
        scheduled_execution_time=moment, repository_def=definitions.get_repository_def()
    )
    (request,) = schedule.evaluate_tick(context).run_requests or []
    assert request.partition_key == "2023"


def test_a_broken_survey_takes_no_other_down(root: DataRoot) -> None:
    broken = root.surveys / "odelagt"
    broken.mkdir()
    (broken / "survey.yaml").write_text("survey: odelagt\nwavs: {}\n", "utf-8")
    definitions = all_definitions(root)
    graph = definitions.resolve_asset_graph()
    node = graph.get(dg.AssetKey(["odelagt", "definition"]))
    assert node.group_name == "broken"
    assert "survey.yaml:2" in (node.description or "")
    assert "did you mean waves?" in (node.description or "")
    assert definitions.resolve_job_def(f"annual_report_{SURVEY}") is not None


def execute(root: DataRoot, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    job = all_definitions(root).resolve_job_def(f"annual_report_{SURVEY}")
    return job.execute_in_process(
        partition_key="2023",
        instance=instance,
        raise_on_error=False,
        run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
    )


def test_a_broken_contract_is_red_with_counts_and_stops_everything_after_it(root: DataRoot) -> None:
    """More invited than members breaks a rule of core_universe."""
    path = root.raw(SURVEY, "2023") / "register_2023.csv"
    text = path.read_bytes().decode("cp1252")
    first, *rest = text.splitlines(keepends=True)
    cells = rest[0].rstrip("\r\n").split(";")
    cells[6], cells[7] = str(int(cells[6]) - 1), str(int(cells[7]) + 1)
    total = rest[-1].rstrip("\r\n").split(";")
    total[6], total[7] = str(int(total[6]) - 1), str(int(total[7]) + 1)
    lines = [first, ";".join(cells) + "\r\n", *rest[1:-1], ";".join(total) + "\r\n"]
    path.write_bytes("".join(lines).encode("cp1252"))
    result = execute(root, dg.DagsterInstance.ephemeral())
    assert not result.success
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    assert [e.asset_key.path[1] for e in failed] == ["core_universe"]
    rows = failed[0].metadata["rows"].value
    assert rows == {"table: invited_at_most_universe": 1}
    assert not (root.warehouse / SURVEY / "core_universe").exists()
    assert not (root.reports / SURVEY).exists()


def test_a_job_of_a_pilot_ends_without_a_report_and_is_no_failure(root: DataRoot) -> None:
    path = root.survey(SURVEY) / "survey.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\n  2023:\n", "\n  2023:\n    pilot: true\n", 1), "utf-8")
    result = execute(root, dg.DagsterInstance.ephemeral())
    assert result.success
    assert (root.warehouse / SURVEY / "mart_question").exists()
    assert not (root.reports / SURVEY).exists()
    made = {event.asset_key.path[1] for event in result.get_asset_materialization_events() if event.asset_key}
    assert not [name for name in made if name.startswith("report_")]


def test_tables_of_different_files_are_not_mixed(root: DataRoot) -> None:
    """What a run that was cut off leaves: some tables of the new export, some of the old one."""
    survey = SurveyAssets(load_definition(root.survey(SURVEY)), root, dg.StaticPartitionsDefinition(["2023"]))
    files = {"a.csv": "1", "definition": "x"}
    frame = pd.DataFrame({"n": [1]})
    survey.warehouse.write(survey.table("mart_counts", "2023"), frame, files)
    survey.warehouse.write(survey.table("mart_values", "2023"), frame, files | {"b.csv": "2"})
    assert survey.inputs("2023", "mart_counts", "mart_values") == {
        "a.csv": "1",
        "b.csv": "2",
        "definition": survey.definition.sha256,
    }
    survey.warehouse.write(survey.table("mart_values", "2023"), frame, {"a.csv": "changed"})
    expected = r"mart_values of \w+ 2023 was made from another a.csv than the tables beside it; run the wave"
    with pytest.raises(WarehouseError, match=expected):
        survey.inputs("2023", "mart_counts", "mart_values")
