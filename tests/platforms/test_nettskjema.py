"""Nettskjema: one form through the interface and through TSD."""

import pytest

from tests.platforms import nettskjema
from tests.platforms.answers import COMPLETE, TRAVEL_COUNTS
from tests.platforms.project import chosen, states
from tests.readers.columns import as_dict, block, by_id, described


@pytest.mark.parametrize("layout", [nettskjema.with_codebook, nettskjema.tsd, nettskjema.tsd_workbook])
def test_every_way_gives_the_same_answers(exported, layout):
    report, other = exported(nettskjema.report), exported(layout)
    assert other.format == "nettskjema"
    assert as_dict(other) == as_dict(report)
    assert [(c.id, c.block, c.option) for c in other.columns] == [
        (c.id, c.block, c.option) for c in report.columns
    ]


def test_codes_may_be_negative_ticks_are_zero_and_one_and_numbers_have_points(exported):
    export = exported(nettskjema.with_codebook)
    assert described(export, "arbeid").labels == {"1": "Ja", "-1": "Nei"}
    assert set(by_id(export, "arbeid")) == {"1", "-1"}
    assert block(export, "reise").isin(["0", "1"]).all(axis=None)
    assert by_id(export, "timer")[0] == "30"
    assert by_id(export, "timer")[1] == "30.5"
    assert by_id(export, "$created")[0] == "2024-02-03T10:00:00+01:00"


def test_a_draft_knows_the_submission_from_a_telephone_number(drafted):
    project = drafted(nettskjema.with_codebook)
    survey = project.definition.survey
    assert survey.respondent.key == "$submission_id"
    assert set(survey.ignore) == {"$created"}
    took = survey.respondent.duration
    assert (took.column, took.unit) == (
        "$answer_time_ms",
        "milliseconds",
    )
    assert not survey.identifiers
    core = project.core()
    assert len(core.responses) == COMPLETE
    assert chosen(core, "reise__bil")[1] == TRAVEL_COUNTS[2]
    assert core.responses["q_timer"].mean() > 30


def test_without_an_activated_codebook_texts_stand_for_codes(exported, drafted):
    export = exported(nettskjema.not_activated)
    assert any("activate the form's codebook" in note for note in export.notes)
    core = drafted(nettskjema.not_activated).core()
    assert chosen(core, "hvordan_reiser_du__bil")[1] == TRAVEL_COUNTS[2]
    assert states(core, "er_du_i_arbeid") == {"substantive": COMPLETE}
