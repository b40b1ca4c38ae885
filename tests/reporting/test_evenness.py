"""The sentence on the R-indicator: only of a universe that was invited as a whole."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.reporting.participation import _evenness
from pipeline.reporting.words import Words
from pipeline.survey.demographics import Universe
from tests.reporting.members_report import members_material


@pytest.mark.parametrize(("invited", "sentences"), [("members", 1), (None, 0)])
def test_evenness_is_told_of_a_universe_that_was_invited(invited, sentences):
    material = members_material()
    rows = [("r_indicator", 0.8594), ("r_indicator_adj", 0.8654), ("r_cells_n", 20)]
    method = pd.DataFrame([(item, "saturated", "", value) for item, value in rows])
    method.columns = pd.Index(["item", "subject_id", "language", "value"])
    universe = Universe(
        columns={"gender": "Gender"}, counts={"members": "Members"}, population="members", invited=invited
    )
    survey = material.definition.survey.model_copy(update={"universe": universe})
    changed = replace(
        material,
        definition=material.definition.model_copy(update={"survey": survey}),
        marts=replace(material.marts, method=method.assign(value_text=None, value_date=None)),
    )
    told = _evenness(Words(changed, "nb"))
    assert len(told) == sentences
    assert all("0,87" in paragraph.text for paragraph in told)
