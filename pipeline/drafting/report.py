"""A first report of a drafted survey: every question with results, in chapters to be given titles.

Belongs here: the content of `reports/….yaml`.
"""

from collections.abc import Sequence
from typing import Any

from pipeline.drafting.demographics import DraftDemographic, breakdowns
from pipeline.drafting.question import DraftQuestion
from pipeline.drafting.words import NORWEGIAN
from pipeline.drafting.yaml_text import Noted

_CHAPTER = 15


def draft_report(
    questions: Sequence[DraftQuestion],
    demographics: Sequence[DraftDemographic],
    language: str,
    *,
    is_weighted: bool,
) -> dict[str, Any]:
    """A report of every question with results, in chapters of equal length; empty where there is none."""
    about = {str(d.data.get("variable", d.id)) for d in demographics}
    about |= {q.id for q in questions if any(q.id in (o.expression or "").split() for o in questions)}
    shown = [
        q.id for q in questions if q.type not in {"open", "date"} and not q.background and q.id not in about
    ]
    shown = shown or [q.id for q in questions if q.type not in {"open", "date"}]
    if not shown:
        return {}
    norwegian = language in NORWEGIAN
    word = "Del" if norwegian else "Part"
    size = -(-len(shown) // -(-len(shown) // _CHAPTER))
    chapters = [
        {"id": f"{word.lower()}_{n}", "title": f"{word} {n}", "questions": shown[i : i + size]}
        for n, i in enumerate(range(0, len(shown), size), start=1)
    ]
    report: dict[str, Any] = {
        "report": "oversikt" if norwegian else "overview",
        "title": "Oversikt" if norwegian else "Overview",
    }
    if is_weighted:
        report["weighted"] = Noted(True, ("check: by the weight in survey.yaml",))
    if demographics:
        report["breakdowns"] = breakdowns(demographics)
    report["chapters"] = Noted(
        chapters, ("check: all questions in their order; make chapters and give them titles",)
    )
    return report
