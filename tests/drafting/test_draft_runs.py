"""Drafts as they are run: from the files, through raw, to core, without a line changed by hand."""

import shutil
from pathlib import Path

import pytest

from pipeline.coding.respondents import Core, build_core
from pipeline.coding.source import source_of
from pipeline.drafting.draft import draft_survey
from pipeline.ingest import ingest_export
from pipeline.places import DataRoot
from pipeline.readers import ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from pipeline.survey.loading import load_definition
from pipeline.warehouse import Warehouse
from tests.drafting.test_draft_files import DEMO, READERS, STAR_WARS, SURVEYXACT

CP1252 = ReadOptions(format="surveymonkey", encoding="cp1252")


@pytest.fixture
def run(guard: Guard, tmp_path: Path):
    """The core tables that come out of files by the draft that was made of them."""

    def running(files: list[Path], language: str = "nb", options: ReadOptions | None = None) -> Core:
        root = DataRoot(tmp_path)
        raw = root.raw("prove", "2024")
        raw.mkdir(parents=True)
        for file in files:
            shutil.copy(file, raw)
        names = [file.name for file in files]
        draft = draft_survey(read_with(guard, files, options), "prove", "2024", names, language, options)
        for name, content in draft.items():
            path = root.survey("prove") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        definition = load_definition(root.survey("prove"))
        ingested = ingest_export(definition, root, "2024", b"a key for tests")
        source = source_of(ingested.columns, ingested.rows)
        return build_core(definition, "2024", source, Warehouse(root.warehouse).evaluate)

    return running


def statuses(core: Core) -> dict[str, int]:
    return dict(core.dispositions["status"].value_counts())


def test_the_demo_runs_and_counts_as_its_own_definition_does(run):
    core = run([DEMO])
    assert statuses(core) == {"complete": 31_791, "partial": 2_109, "opened": 150, "test": 12}
    assert (core.responses["q_hjemmekontor"] == 1).sum() > 6_000
    assert set(core.responses["state_sp05__jeg_trives_sammen_med"]) >= {"substantive", "dont_know"}


def test_surveyxact_runs_without_those_who_never_answered(run):
    core = run(SURVEYXACT)
    assert statuses(core) == {"complete": 160, "partial": 25, "invited": 115}
    assert core.responses["status"].value_counts().to_dict() == {"complete": 160, "partial": 25}


def test_star_wars_runs_and_its_published_figure_comes_out(run):
    core = run([STAR_WARS], "en", CP1252)
    assert len(core.responses) == 1186
    assert (core.responses["q_have_you_seen_any_of_the"] == 1).sum() == 936


@pytest.mark.parametrize(
    "name", ["simple_alltypes", "sample_missing", "sample_large", "hebrews", "missing_char"]
)
def test_small_sav_files_run(name, run):
    assert len(run([READERS / "sav" / f"{name}.sav"], "en").responses)
