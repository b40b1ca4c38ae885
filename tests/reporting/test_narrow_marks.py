"""A marked difference without room for its arrow is told in words."""

from pipeline.rendering.layout import arrow_of
from pipeline.rendering.tree import StackedBars
from tests.reporting.members_report import members_tree, question

TOLD = "Statistisk sikre forskjeller uten plass til pil: "


def test_every_marked_part_has_an_arrow_or_is_named() -> None:
    found = 0
    for shown in members_tree().questions:
        for breakdown in shown.breakdowns:
            if not isinstance(breakdown.figure, StackedBars):
                continue
            (told,) = [note for note in breakdown.notes if note.startswith(TOLD)] or [""]
            named = told.removeprefix(TOLD).removesuffix(".").split("; ") if told else []
            expected = [
                f"{row.label}, «{option.short}» ({'høyere' if part.mark == 'up' else 'lavere'})"
                for row in breakdown.figure.rows
                if not row.hidden
                for part, option in zip(row.parts, breakdown.figure.options, strict=True)
                if part.mark != "none" and not arrow_of(part)
            ]
            assert named == expected
            found += len(named)
    assert found == 7


def test_the_note_says_which_way_in_both_languages() -> None:
    """Of those of 60 and more 6.8 per cent answer 1, of everyone else more."""
    assert f"{TOLD}60+, «1» (lavere)." in question(members_tree(), "q2").breakdowns[1].notes
    english = question(members_tree("en"), "q2").breakdowns[1].notes
    assert "Statistically reliable differences without room for an arrow: 60+, “1” (lower)." in english
