"""Background variables among drafted questions, as demographics with their groups.

Belongs here: telling them by name and label, and ages in bands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.drafting.names import Ids, slug, words_of
from pipeline.drafting.question import DraftQuestion
from pipeline.drafting.words import NORWEGIAN

_KNOWN: tuple[tuple[str, str, str, str], ...] = (
    ("kjonn", r"kjønn|kjonn|gender|sex", "Kjønn", "Gender"),
    ("alder", r"alder|aldersgruppe|age|age group|alder i dag", "Alder", "Age"),
    ("fodselsaar", r"fødselsår|fodselsaa?r|fødeår|født|year of birth|birth ?year|born", "Alder", "Age"),
    ("fylke", r"fylke|county|bostedsfylke", "Fylke", "County"),
    ("kommune", r"kommune|municipality", "Kommune", "Municipality"),
    ("region", r"region|landsdel|census region|location census region", "Region", "Region"),
    ("avdeling", r"avdeling|department|division", "Avdeling", "Department"),
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
_ASKED: tuple[tuple[str, str], ...] = (
    ("kjonn", r"(hva er )?(ditt |din )?kjønn(et)?( ditt)?|kva er kjønnet ditt|er du (kvinne|mann)\b.*"),
    ("kjonn", r"(what is )?your (gender|sex)|are you (male|female|a man|a woman)\b.*|gender identity"),
    ("alder", r"(hvor|kor) gam(mel|al) er du|(hva er )?(din )?alder(en)?( din)?( i år)?|how old are you"),
    (
        "alder",
        r"(what is )?your age( group)?|age in years|(which|what) age group\b.*|hvilken aldersgruppe\b.*",
    ),
    ("alder", r"age of (the )?respondent\b.*|respondents? age\b.*"),
    ("fodselsaar", r"(i )?(hvilket år|når) (er|ble|vart) du født|(hva er )?fødselsår(et)?( ditt)?"),
    (
        "fodselsaar",
        r"(in )?(what|which) year were you born|when were you born|(your )?(birth year|year of birth)",
    ),
    ("fylke", r"(i )?(hvilket|kva) fylke\b.*|(in )?(which|what) county\b.*"),
    ("kommune", r"(i )?(hvilken|kva) kommune\b.*|(in )?(which|what) municipality\b.*"),
    ("region", r"(i )?(hvilken|kva) (region|landsdel)\b.*|(in )?(which|what) region\b.*"),
    ("avdeling", r"(i )?hvilken avdeling\b.*|(in )?(which|what) (department|division)\b.*"),
    ("yrke", r"(hva er )?(din |ditt )?(stilling(en)?|yrke(t)?|yrkesgruppe)( din| ditt)?|hvilket yrke\b.*"),
    ("yrke", r"what is your (current )?(occupation|profession|job title)"),
    ("utdanning", r"(hva er )?(din )?(høyeste |høgste )?(fullførte |avsluttede )?utdann?ing(en)?( din)?"),
    ("utdanning", r"(what is )?(your|the) highest\b.*\b(education|degree|school)\b.*|highest .*education.*"),
    (
        "inntekt",
        r"(hva (er|var) )?(din|husstandens|den samlede)\b.*inntekt(en)?\b.*|(brutto )?(års|person)inntekt",
    ),
    ("inntekt", r"(respondents? )?(households?|households? s|total|net|gross)\b.*\bincome\b.*"),
    ("inntekt", r"(what (is|was) )?your\b.*\bincome\b.*|(annual|household|yearly) income\b.*"),
    ("sektor", r"(i )?hvilken sektor\b.*|(in )?(which|what) sector\b.*"),
    (
        "arbeidssituasjon",
        r"(hva er )?(din )?arbeidssituasjon(en)?( din)?|(what is )?your (employment|work)\b.*",
    ),
    ("sivilstand", r"(hva er )?(din )?sivil(stand|status)(en)?( din)?|(what is )?your marital status"),
    ("sivilstand", r"(legal |current )?marital status\b.*"),
)
"""How people are asked for what is known above."""
_MOST_GROUPS = 60
_LONGEST_LABEL = 90
_AGES = (10, 110)
_YEARS = (1900, 2020)
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
    known = [(question, hit) for question in questions if (hit := _known(question)) is not None]
    is_age_told = any(name == "alder" and _fits(name, question) for question, (name, *_) in known)
    for question, (name, *texts) in known:
        if name == "fodselsaar" and is_age_told:
            continue
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
    texts = (name, own, label, label.removesuffix("fra registeret").strip())
    found = next((k for k, pattern, *_ in _KNOWN if any(re.fullmatch(pattern, t) for t in texts)), None)
    if found is None and len(label) <= _LONGEST_LABEL:
        asked = re.sub(r"^q?\d+\w? ", "", label)
        found = next((k for k, pattern in _ASKED if re.fullmatch(pattern, asked)), None)
    return next(((k, n, e) for k, _, n, e in _KNOWN if k == found), None)


def _fits(name: str, question: DraftQuestion) -> bool:
    """Whether the numbers of a question can be ages, or years of birth."""
    low, high = _AGES if name == "alder" else _YEARS
    return question.span is None or (low <= question.span[0] and question.span[1] <= high)


def _demographic(
    name: str, text: str, question: DraftQuestion, questions: list[DraftQuestion], language: str
) -> DraftDemographic | None:
    if question.type in {"single", "scale"} and len(question.options) <= _MOST_GROUPS:
        data: dict[str, Any] = {"id": slug(text), "text": text}
        if question.id != data["id"]:
            data["variable"] = question.id
        return DraftDemographic(data)
    if question.type != "numeric" or name not in {"alder", "fodselsaar"} or not _fits(name, question):
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
