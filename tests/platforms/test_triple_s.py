"""Triple-S: fixed columns, spreads, csv and zip hold the same, and a filter tells who was asked."""

import pytest

from pipeline.readers.markers import NOT_SHOWN
from tests.platforms import triple_s
from tests.platforms.answers import COMPLETE, NO_AGREE, NO_TRAVEL, PEOPLE, SHOWN_TRAVEL, TRAVEL_COUNTS
from tests.platforms.project import chosen, states
from tests.readers.columns import as_dict, block, by_id, described


@pytest.mark.parametrize("layout", [triple_s.spread, triple_s.csv, triple_s.zipped])
def test_every_layout_gives_the_same(exported, layout):
    fixed, other = exported(triple_s.fixed), exported(layout)
    cells, same = as_dict(fixed), as_dict(other)
    comments = cells.pop("8:kommentar"), same.pop("8:kommentar")
    assert cells == same
    assert [c and c[:40] for c in comments[1]] == comments[0]  # forty characters are the fixed width
    assert fixed.columns == other.columns


def test_every_type_of_variable(exported):
    export = exported(triple_s.fixed)
    assert set(by_id(export, "3:spurt")) == {"0", "1"}
    assert by_id(export, "9:dato")[0] == "2024-02-03"
    assert by_id(export, "10:tid")[0] == "10:15:00"
    assert by_id(export, "7:timer")[1] == "30.5"
    assert described(export, "8:kommentar").label == "Hvorfor akkurat det?"
    assert described(export, "5:enig_lonn").label == "Hvor enig er du? - Lønn"
    assert [described(export, i).kind for i in ("9:dato", "10:tid")] == ["date", "time"]
    assert block(export, "4:reise").columns.tolist() == ["1", "2", "3"]


def test_blanks_behind_a_filter_were_not_asked_and_others_are_skipped(exported, drafted):
    export = exported(triple_s.csv)
    assert by_id(export, "4:reise[1]").eq(NOT_SHOWN).sum() == PEOPLE - SHOWN_TRAVEL
    assert by_id(export, "7:timer").eq(NOT_SHOWN).sum() == PEOPLE - SHOWN_TRAVEL
    core = drafted(triple_s.csv).core()
    assert states(core, "n7_timer") == {"substantive": SHOWN_TRAVEL, "not_asked": PEOPLE - SHOWN_TRAVEL}
    travel = states(core, "n4_reise")
    assert travel["not_asked"] == PEOPLE - SHOWN_TRAVEL
    assert travel["substantive"] == SHOWN_TRAVEL - NO_TRAVEL
    agree = next(name for name in core.responses if name.startswith("state_") and name.endswith("lonn"))
    assert states(core, agree.removeprefix("state_")) == {
        "substantive": COMPLETE - NO_AGREE, "skipped": NO_AGREE + PEOPLE - COMPLETE,
    }  # fmt: skip
    assert chosen(core, "n4_reise__bil")[1] == TRAVEL_COUNTS[2]
