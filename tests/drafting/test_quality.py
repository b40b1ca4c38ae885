"""How much of a draft a person can leave as it is: columns, type, options, order and roles of questions."""

import pytest

from pipeline.drafting.draft import draft_survey
from pipeline.readers import ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from pipeline.survey.loading import load_definition
from tests.drafting.quality import Quality, measure, truth_of
from tests.drafting.residents import residents
from tests.drafting.social_survey import social_survey
from tests.drafting.test_draft_files import DEMO, PROJECT, STAR_WARS, SURVEYXACT
from tests.drafting.truth import as_texts
from tests.drafting.union_members import union_members

SURVEYS = PROJECT / "tests" / "surveys" / "surveys"
FORMS = ReadOptions(format="surveymonkey", encoding="cp1252")
MADE = {
    "union members": (union_members, "nb", 0.98, 0.97),
    "residents": (residents, "nb", 0.95, 0.88),
    "social survey": (social_survey, "en", 0.95, 0.8),
}
REAL = {
    "demo": (PROJECT / "data" / "surveys" / "medlemsundersokelsen", "2023", [DEMO], None, "nb"),
    "surveyxact": (SURVEYS / "surveyxact", "2023", SURVEYXACT, None, "nb"),
    "star wars": (SURVEYS / "starwars", "2014", [STAR_WARS], FORMS, "en"),
}


def wrong(found: Quality) -> str:
    return "\n".join([f"{found.share:.1%}", *found.wrong, *found.misused])


@pytest.mark.parametrize("name", MADE)
def test_a_made_survey_starts_nearly_done(name: str):
    made, language, coded, as_text = MADE[name]
    export, truth = made()
    for source, told, least in ((export, truth, coded), (*as_texts(export, truth), as_text)):
        found = measure(source, draft_survey(source, "prove", "2024", ["a"], language), told)
        assert found.share >= least, wrong(found)
        assert found.routed_told == found.routed


@pytest.mark.parametrize("name", REAL)
def test_a_real_survey_starts_nearly_done(guard: Guard, name: str):
    folder, wave, files, options, language = REAL[name]
    export = read_with(guard, files, options)
    truth = truth_of(load_definition(folder), wave, export)
    found = measure(export, draft_survey(export, "prove", wave, ["a"], language), truth)
    assert found.share >= 0.95, wrong(found)
