"""What the core tables of a wave are made from, part by part: whether tables made earlier still fit.

Belongs here: a digest of everything in a definition that a part of the core tables follows from. Texts that
no value is matched with are left out, and so is what is said of other waves: a new wave, a new report, an
option that earlier waves do not have or a better wording leaves the tables of earlier waves as they are.
"""

import hashlib
import json
from collections.abc import Iterator

import pandas as pd

from pipeline.survey.demographics import Demographic
from pipeline.survey.predicates import names_in
from pipeline.survey.questions import Question
from pipeline.survey.reports import Report
from pipeline.survey.routing import references
from pipeline.survey.survey import Definition
from pipeline.survey.variables import SEPARATOR
from pipeline.survey.wave_changes import DROPPED

WAVE, UNIVERSE, WEIGHTING = "wave", "universe", "weighting"
QUESTION, DEMOGRAPHIC, REPORT = "question", "demographic", "report"
PARTS = (WAVE, UNIVERSE, WEIGHTING, QUESTION, DEMOGRAPHIC, REPORT)
COLUMNS = ["wave", "part", "part_id", "sha256"]
_QUESTION = {
    *("type", "ask_if", "blank", "missing", "blank_is_none", "exclusive", "min", "max", "decimal"),
    *("polarity", "expression", "index_of", "min_items"),
}
_OPTION = {"id", "code", "text", "role", "score", "exclusive", "match", "when"}
_ITEM = {"id", "text", "reversed", "match"}
_COMPARING = {"compat", "approved_by", "text", "note"}


def provenance_table(definition: Definition, wave: str) -> pd.DataFrame:
    """A row a part of the wave's core tables, with the digest of what it follows from.

    Returns:
        wave, part (`wave`, `universe`, `weighting`, `question`, `demographic`, `report`), part_id (empty for
        the first three), sha256.
    """
    rows = [(wave, part, name, digest) for part, name, digest in _Digests(definition, wave).parts()]
    return pd.DataFrame(rows, columns=COLUMNS).astype(str)


class _Digests:
    """The digests of one definition and wave, each computed once."""

    def __init__(self, definition: Definition, wave: str) -> None:
        self._definition = definition.in_wave(wave)
        self._wave = wave
        self._questions: dict[str, str] = {}

    def parts(self) -> Iterator[tuple[str, str, str]]:
        """Part, its id, and the digest."""
        survey = self._definition.survey
        wave = survey.waves[self._wave]
        respondents = survey.model_dump(
            mode="json", include={"respondent", "weight", "weight_sum", "missing"}
        )
        export = wave.model_dump(mode="json", include={"rows", "export"})
        export["export"].pop("files")
        yield WAVE, "", _sha256(respondents, export)
        yield UNIVERSE, "", _sha256(survey.universe and survey.universe.model_dump(mode="json"))
        yield WEIGHTING, "", self._weighting()
        for question in self._definition.questionnaire.questions:
            yield QUESTION, question.id, self.question(question)
        for demographic in survey.demographics:
            yield DEMOGRAPHIC, demographic.id, self.demographic(demographic)
        for report in self._definition.reports.values():
            yield REPORT, report.report, self._report(report)

    def question(self, question: Question) -> str:
        """Of a question, and of those that its routing or computation names."""
        if question.id not in self._questions:
            options = [o.model_dump(mode="json", include=_OPTION) for o in self._definition.options(question)]
            every_item = self._definition.items_of(question)
            items = [i.model_dump(mode="json", include=_ITEM) for i in every_item]
            named = sorted(references(self._definition, question) - {question.id})
            self._questions[question.id] = _sha256(
                question.model_dump(mode="json", include=_QUESTION),
                options,
                items,
                {} if question.is_computed else self._binding(question),
                [self.question(self._definition.questions[name]) for name in named],
            )
        return self._questions[question.id]

    def _binding(self, question: Question) -> dict[str, object]:
        """Where the wave's export holds a question, of the parts that the wave has."""
        bound = question.binding(self._wave)
        joined = bool(bound.separator)
        parts = self._definition.parts(question, joined=joined)
        columns = {part: column for part, column in bound.columns.items() if part in parts}
        said = bound.model_dump(mode="json", exclude=_COMPARING)
        return said | {"columns": columns, "dropped": bound.compat == DROPPED}

    def demographic(self, demographic: Demographic) -> str:
        """Of a demographic's groups with their codes, and the question that tells it."""
        groups = [
            (code, g.model_dump(mode="json", include={"id", "options", "min", "max", "when"}))
            for code, g in self._definition.coded_groups(demographic)
        ]
        variable = self._definition.questions.get(self._definition.variable_of(demographic))
        conditions = [g.when for g in self._definition.groups(demographic) if g.when]
        told = variable and self.question(variable)
        shares = ["multiple"] if demographic.multiple else []
        return _sha256(groups, told, [self._condition(c) for c in conditions], *shares)

    def _report(self, report: Report) -> str:
        return _sha256(report.base, self._condition(report.base) if report.base else "")

    def _weighting(self) -> str:
        weighting = self._definition.survey.weighting
        if weighting is None:
            return _sha256(None)
        demographics = [self._definition.demographics[v.demographic] for v in weighting.variables]
        base = self._condition(weighting.base) if weighting.base else ""
        return _sha256(
            weighting.model_dump(mode="json"), base, [self.demographic(one) for one in demographics]
        )

    def _condition(self, text: str) -> list[str]:
        """Digests of what a condition names."""
        found = []
        for name in sorted(names_in(text)):
            question = self._definition.questions.get(name.partition(SEPARATOR)[0])
            demographic = self._definition.demographics.get(name)
            if question is not None:
                found.append(self.question(question))
            elif demographic is not None:
                found.append(self.demographic(demographic))
        return found


def _sha256(*parts: object) -> str:
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
