"""LimeSurvey's survey structure, the `.lss` file: what a column's code means, and when a question is asked.

Belongs here: the XML of both generations of `.lss` (texts in tables of their own, or a row a language inside
questions and answers). Does not: the data.

Relevance is kept as LimeSurvey writes it. It is the only place from which "not asked" can be told in a CSV
export; a definition says it again as `ask_if`.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from pipeline.readers.export import ExportError

DUAL_SCALE = "1"
RANKING = "R"
SEVERAL = frozenset("MP")
"""Kinds of questions with several answers, without and with comments."""

YES_NO = "Y"
"""The kind of questions with yes or no."""

OTHER = "-oth-"
"""The code of the option beside which respondents write an answer of their own."""

_LISTS = frozenset("L!O")
_ALWAYS = ("", "1")
_NORWEGIAN = frozenset(("nb", "nn", "no"))
_OWN_ANSWERS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Y": (("Y", "Yes", "Ja"), ("N", "No", "Nei")),
    "G": (("F", "Female", "Kvinne"), ("M", "Male", "Mann")),
    "C": (("Y", "Yes", "Ja"), ("U", "Uncertain", "Usikker"), ("N", "No", "Nei")),
    "E": (("I", "Increase", "Øke"), ("S", "Same", "Uendret"), ("D", "Decrease", "Minske")),
}
"""Kinds of questions whose answers are the platform's own: code, English and Norwegian."""

_BY_NUMBER = re.compile(r"\b\d+X\d+X(?P<qid>\d+)(?P<row>[A-Za-z]\w*)?")
Row = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        code: Its code, e.g. `Q1`.
        kind: LimeSurvey's type letter: `M` multiple response, `F` array, `1` dual-scale array, `R` ranking,
            ….
        text: Its text, without markup.
        relevance: When it is asked, as LimeSurvey's own expression, with its group's; empty is always.
        rows: Subquestion code → text, of both axes.
        answers: Scale (`0`, of a dual-scale array also `1`) → code → label.
        other: What the column for an answer of one's own is called, where several can be given.
    """

    code: str
    kind: str
    text: str
    relevance: str
    rows: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    other: str = ""

    def row_text(self, code: str) -> str:
        """A row's text; of an array with two axes (`SQ1_SQ2`) both."""
        if code not in self.rows:
            for end in (found.start() for found in re.finditer("_", code)):
                row, column = code[:end], code[end + 1 :]
                if row in self.rows and column in self.rows:
                    return f"{self.rows[row]} - {self.rows[column]}"
        return self.other if code == "other" and self.other else self.rows.get(code, code)


def other_word(language: str) -> str:
    """What LimeSurvey calls the option `-oth-`, unless a survey has another word for it."""
    return "Annet" if language in _NORWEGIAN else "Other"


def parse_structure(text: str, file: str) -> dict[str, Question]:
    """Question code → question, of an `.lss` file in the survey's first language.

    Raises:
        ExportError: Not well-formed XML, XML with a document type or entities, or not a LimeSurvey survey.
    """
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ExportError(f"{file}: not a usable XML file ({type(error).__name__})") from None
    if root.findtext("LimeSurveyDocType", "").strip() != "Survey":
        raise ExportError(f"{file}: not a LimeSurvey survey structure: LimeSurveyDocType must be Survey")
    language = root.findtext("languages/language", "").strip()
    texts = _texts(root, "question_l10ns", "qid", "question", language)
    labels = _texts(root, "answer_l10ns", "aid", "answer", language)
    groups = {row.get("gid", ""): row.get("grelevance", "") for row in _rows(root, "groups", language)}
    questions: dict[str, Question] = {}
    by_number: dict[str, Question] = {}
    for row in _rows(root, "questions", language):
        if row.get("parent_qid", "0") in ("", "0"):
            number = row.get("qid", "")
            question = Question(
                row.get("title", ""),
                row.get("type", ""),
                plain(texts.get(number) or row.get("question", "")),
                _both(groups.get(row.get("gid", ""), ""), row.get("relevance", "")),
            )
            questions[question.code] = by_number[number] = question
    for row in _rows(root, "subquestions", language):
        parent = by_number.get(row.get("parent_qid", ""))
        if parent:
            parent.rows[row.get("title", "")] = plain(
                texts.get(row.get("qid", "")) or row.get("question", "")
            )
    for row in sorted(_rows(root, "answers", language), key=_order):
        asked = by_number.get(row.get("qid", ""))
        if asked:
            scale = asked.answers.setdefault(row.get("scale_id", "") or "0", {})
            scale[row.get("code", "")] = plain(labels.get(row.get("aid", "")) or row.get("answer", ""))
    _add_own_answers(root, questions, language)
    return {code: replace(q, relevance=_by_codes(q.relevance, by_number)) for code, q in questions.items()}


def _by_codes(relevance: str, by_number: Mapping[str, Question]) -> str:
    """A condition with codes of questions (`Q1_SQ001`) where older forms have numbers (`12X3X45SQ001`)."""

    def code(found: re.Match[str]) -> str:
        question = by_number.get(found["qid"])
        return found[0] if question is None else question.code + (f"_{found['row']}" if found["row"] else "")

    return _BY_NUMBER.sub(code, relevance)


def _add_own_answers(root: Element, questions: dict[str, Question], language: str) -> None:
    """Answers that the platform has words of its own for."""
    named = {
        row.get("qid", ""): row.get("value", "")
        for row in _rows(root, "question_attributes", language)
        if row.get("attribute") == "other_replace_text" and row.get("value")
    }
    for row in _rows(root, "questions", language):
        question = questions.get(row.get("title", ""))
        if question is None:
            continue
        for code, english, norwegian in _OWN_ANSWERS.get(question.kind, ()):
            text = norwegian if language in _NORWEGIAN else english
            question.answers.setdefault("0", {}).setdefault(code, text)
        if row.get("other") == "Y":
            text = plain(named.get(row.get("qid", ""), "")) or other_word(language)
            if question.kind in _LISTS:
                question.answers.setdefault("0", {}).setdefault(OTHER, text)
            questions[question.code] = replace(question, other=text)


def plain(text: str) -> str:
    """A text without its markup, which LimeSurvey's editor adds to every question."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def _order(row: Row) -> int:
    place = row.get("sortorder", "0")
    return int(place) if place.isdecimal() and len(place) <= 9 else 0


def _rows(root: Element, section: str, language: str) -> list[dict[str, str]]:
    """A section's rows. In older files there is one a language: only the survey's first is kept."""
    found = [{cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{section}/rows/row")]
    return [row for row in found if row.get("language", language) in ("", language)]


def _texts(root: Element, section: str, key: str, text: str, language: str) -> dict[str, str]:
    return {row.get(key, ""): row.get(text, "") for row in _rows(root, section, language)}


def _both(group: str, question: str) -> str:
    parts = [part.strip() for part in (group, question) if part.strip() not in _ALWAYS]
    return " and ".join(f"({part})" for part in parts) if len(parts) > 1 else "".join(parts)
