"""The sensor of new files: waits for whole ones, opens nothing else, and asks for each content once."""

import os
import shutil
from pathlib import Path

import dagster as dg
import pytest

from pipeline.definitions import all_definitions
from pipeline.places import DataRoot
from pipeline.sensors import look

ROOT = Path(__file__).resolve().parents[1]
SURVEY = "medlemsundersokelsen"
NAMES = ["svar.csv", "register.csv"]


def filled(folder: Path) -> Path:
    folder.mkdir()
    (folder / "svar.csv").write_text("id;q\n1;2\n")
    (folder / "register.csv").write_text("a;n\nx;3\n")
    return folder


def test_missing_files_are_waited_for(tmp_path):
    folder = filled(tmp_path / "raw")
    (folder / "svar.csv").rename(folder / "svar.csv.part")
    assert look(folder, NAMES, "").why_not == f"waits for svar.csv in {folder}"
    assert look(tmp_path / "none", NAMES, "").why_not.startswith("waits for svar.csv, register.csv")


def test_a_growing_file_is_waited_for_until_two_looks_are_the_same(tmp_path):
    folder = filled(tmp_path / "raw")
    first = look(folder, NAMES, "")
    with (folder / "svar.csv").open("a") as file:
        file.write("2;1\n")
    second = look(folder, NAMES, first.state)
    third = look(folder, NAMES, second.state)
    assert (first.run_key, second.run_key) == ("", "")
    assert "waits until it is whole" in second.why_not
    assert (len(third.run_key), third.why_not) == (64, "")


def test_the_key_is_of_the_content(tmp_path):
    folder = filled(tmp_path / "raw")

    def settled():
        return look(folder, NAMES, look(folder, NAMES, "").state).run_key

    key = settled()
    os.utime(folder / "svar.csv", (1, 1))
    assert settled() == key
    (folder / "svar.csv").write_text("id;q\n1;3\n")
    assert settled() != key


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_regular_file_is_not_opened(kind, tmp_path):
    folder = filled(tmp_path / "raw")
    (folder / "svar.csv").unlink()
    if kind == "link":
        (folder / "svar.csv").symlink_to(folder / "register.csv")
    elif kind == "pipe":
        os.mkfifo(folder / "svar.csv")
    else:
        (folder / "svar.csv").mkdir()
    found = look(folder, NAMES, look(folder, NAMES, "").state)
    assert found.run_key == ""
    assert found.why_not.startswith("svar.csv: ")


def test_the_sensor_asks_for_one_run_of_the_newest_wave(tmp_path, monkeypatch):
    monkeypatch.setenv("TOPLINE_KEYS", str(tmp_path / "keys"))
    shutil.copytree(ROOT / "data/surveys", tmp_path / "root/surveys")
    shutil.copytree(ROOT / "data/raw", tmp_path / "root/raw")
    definitions = all_definitions(DataRoot(tmp_path / "root"))
    sensor = definitions.resolve_sensor_def(f"new_files_{SURVEY}")
    assert sensor.default_status == dg.DefaultSensorStatus.STOPPED
    repository = definitions.get_repository_def()

    def tick(cursor):
        return sensor.evaluate_tick(dg.build_sensor_context(cursor=cursor, repository_def=repository))

    first = tick(None)
    assert first.run_requests == []
    second = tick(first.cursor)
    (request,) = second.run_requests
    assert request.partition_key == "2023"
    assert request.run_key.startswith("2023 ")
    (again,) = tick(second.cursor).run_requests
    assert again.run_key == request.run_key  # Dagster runs a key once
