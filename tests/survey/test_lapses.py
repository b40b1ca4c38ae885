"""Differences of a wave that do not hold in the next one."""

from datetime import date

from pipeline.survey.lapses import lapsed_differences
from pipeline.survey.survey import Definition

WAVE = {
    "field_start": date(2023, 2, 1),
    "field_end": date(2023, 3, 1),
    "report_date": date(2023, 6, 1),
    "export": {"files": ["a.csv"]},
}
YES_NO = [{"id": "yes", "code": 1, "text": "Yes"}, {"id": "no", "code": 2, "text": "No"}]


def definition(waves: dict[str, object]) -> Definition:
    question = {"id": "q", "text": "Q?", "column": "a", "options": YES_NO, "waves": waves}
    return Definition.model_validate(
        {
            "survey": {
                "survey": "s",
                "title": "S",
                "owner": "O",
                "waves": dict.fromkeys(("2023", "2024", "2025"), WAVE),
            },
            "questionnaire": {"questions": [question]},
            "reports": {},
            "sha256": "0" * 64,
        }
    )


def test_a_recode_of_the_wave_before_is_told() -> None:
    found = lapsed_differences(definition({"2024": {"recode": {1: "no", 2: "yes"}}}), "2025")
    assert len(found) == 1
    assert "question q: what is declared for wave 2024 does not hold in 2025" in found[0]


def test_nothing_is_told_where_it_is_repeated_or_older_or_only_a_judgement() -> None:
    recode = {"recode": {1: "no", 2: "yes"}}
    assert lapsed_differences(definition({"2024": recode, "2025": recode}), "2025") == []
    assert lapsed_differences(definition({"2023": recode}), "2025") == []
    assert lapsed_differences(definition({"2024": {"compat": "reworded"}}), "2025") == []
    assert lapsed_differences(definition({"2023": recode}), "2023") == []
