"""Background variables among drafted questions, as demographics with their groups.

Belongs here: telling them by name and label, and ages in bands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.survey.draft_names import Ids, slug, words_of
from pipeline.survey.draft_question import DraftQuestion
from pipeline.survey.draft_words import NORWEGIAN

_KNOWN: tuple[tuple[str, str, str, str], ...] = (
    ("kjonn", r"kjønn|kjonn|gender|sex", "Kjønn", "Gender"),
    ("alder", r"alder|aldersgruppe|age|age group|alder i dag", "Alder", "Age"),
    ("fodselsaar", r"fødselsår|fodselsaa?r|fødeår|født|year of birth|birth ?year|born", "Alder", "Age"),
    ("fylke", r"fylke|county|bostedsfylke", "Fylke", "County"),
    ("kommune", r"kommune|municipality", "Kommune", "Municipality"),
    ("region", r"region|landsdel|census region|location census region", "Region", "Region"),
    ("yrke", r"yrke|yrkesgruppe|occupation|profession|stilling", "Yrke", "Occupation"),
    (
        "utdanning",
        r"(høyeste |høgste )?(fullførte )?utdann?ing(snivå)?|(highest )?education( level)?",
        "Utdanning",
        "Education",
    ),
    ("inntekt", r"(husstands?|bruttå?o?)?inntekt|(household |personal )?income", "Inntekt", "Income"),
    ("sektor", r"sektor|sector", "Sektor", "Sector"),
    ("tariffavtale", r"tariffavtale|tariffområde|collective agreement", "Tariffavtale", "Agreement"),
    (
        "arbeidssituasjon",
        r"arbeidssituasjon|yrkesaktiv|employment( status)?|work situation",
        "Arbeidssituasjon",
        "Work",
    ),
    ("tillitsverv", r"tillitsverv|union office", "Tillitsverv", "Union office"),
    ("sivilstand", r"sivilstand|sivilstatus|marital status", "Sivilstand", "Marital status"),
)
_INSIDE = re.compile(r"\b(kjønn|gender|utdanning|education|fylke|fødselsår|year of birth|arbeidssituasjon)\b")
_MOST_GROUPS = 60
_LONGEST_LABEL = 60
_BANDS = ((None, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, None))


@dataclass
class DraftDemographic:
    """A demographic as it will be written, with what a person should check."""

    data: dict[str, Any]
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.data["id"])


def draft_demographics(questions: list[DraftQuestion], language: str) -> list[DraftDemographic]:
    """The demographics that questions tell. A derived age is put in after a year of birth."""
    found: dict[str, DraftDemographic] = {}
    for question in list(questions):
        hit = _known(question)
        if hit is None:
            continue
        name, *texts = hit
        text = texts[0] if language in NORWEGIAN else texts[1]
        if slug(text) in found:
            continue
        demographic = _demographic(name, text, question, questions, language)
        if demographic is not None:
            found[demographic.id] = demographic
    return list(found.values())


def _known(question: DraftQuestion) -> tuple[str, str, str] | None:
    name, label = words_of(question.column or question.id), words_of(question.text)
    own = question.id.replace("_", " ")
    for known, pattern, norwegian, english in _KNOWN:
        texts = (name, own, label, label.removesuffix("fra registeret").strip())
        if any(re.fullmatch(pattern, text) for text in texts):
            return known, norwegian, english
    inside = _INSIDE.search(label) if len(label) <= _LONGEST_LABEL else None
    if inside is None:
        return None
    return next(((k, n, e) for k, pattern, n, e in _KNOWN if re.fullmatch(pattern, inside[0])), None)


def _demographic(
    name: str, text: str, question: DraftQuestion, questions: list[DraftQuestion], language: str
) -> DraftDemographic | None:
    if question.type in {"single", "scale"} and len(question.options) <= _MOST_GROUPS:
        data: dict[str, Any] = {"id": slug(text), "text": text}
        if question.id != data["id"]:
            data["variable"] = question.id
        return DraftDemographic(data)
    if question.type != "numeric" or name not in {"alder", "fodselsaar"}:
        return None
    variable = question.id if name == "alder" else _age(question, questions, language)
    data = {"id": slug(text), "text": text, "variable": variable, "ordered": True, "groups": _bands(language)}
    return DraftDemographic(data, ("the bands are the house's; use those of the register",))


def _age(birth: DraftQuestion, questions: list[DraftQuestion], language: str) -> str:
    norwegian = language in NORWEGIAN
    name = Ids(q.id for q in questions).unique("alder_aar" if norwegian else "age_years", "age_years")
    text = "Alder i undersøkelsesåret" if norwegian else "Age in the year of the survey"
    derived = DraftQuestion(name, "derived", text, expression=f"wave - {birth.id}", background=True)
    questions.insert(questions.index(birth) + 1, derived)
    return name


def _bands(language: str) -> list[dict[str, Any]]:
    norwegian = language in NORWEGIAN
    groups: list[dict[str, Any]] = []
    for low, high in _BANDS:
        if low is None:
            text = "Under 20 år" if norwegian else "Under 20"
            groups.append({"id": "under_20", "max": high, "text": text})
        elif high is None:
            text = f"{low} år eller mer" if norwegian else f"{low} or more"
            groups.append({"id": f"from_{low}", "min": low, "text": text})
        else:
            text = f"{low}–{high} år" if norwegian else f"{low}–{high}"
            groups.append({"id": f"from_{low}", "min": low, "max": high, "text": text})
    return groups


def breakdowns(found: Sequence[DraftDemographic], most: int = 6) -> list[dict[str, str]]:
    """The demographics that a first report is broken down by."""
    return [{"demographic": demographic.id} for demographic in found[:most]]
