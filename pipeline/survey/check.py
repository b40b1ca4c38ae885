"""A definition under inspection: noting a problem with its file, line and the nearest right word.

Belongs here: what every check does alike. The checks themselves are in `checking` and its neighbours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.survey.documents import Document, Loc
from pipeline.survey.predicates import PredicateError, compile_condition, compile_predicate
from pipeline.survey.problems import Problem, nearest
from pipeline.survey.survey import Definition
from pipeline.survey.variables import Variable, variables

SURVEY = "survey.yaml"
QUESTIONNAIRE = "questionnaire.yaml"


@dataclass
class Check:
    """A definition under inspection, and the problems found so far."""

    definition: Definition
    documents: Mapping[str, Document]
    problems: list[Problem] = field(default_factory=list)

    def report(self, file: str, loc: Loc, message: str) -> None:
        """Note a problem at `loc` of `file`."""
        document = self.documents.get(file)
        line = document.line(loc) if document else 0
        place = document.place(loc) if document else ".".join(str(part) for part in loc)
        self.problems.append(Problem(file, line, f"{place}: {message}"))

    def known(self, word: str, words: Iterable[str], what: str, file: str, loc: Loc) -> bool:
        """Whether `word` is one of `words`; if not, note that there is no such thing and the nearest one."""
        known = list(words)
        if word in known:
            return True
        self.report(file, loc, f"there is no {what} {word}{nearest(word, known)}")
        return False

    def condition(
        self, text: str | None, file: str, loc: Loc, names: Mapping[str, Variable] | None = None
    ) -> None:
        """Note what is wrong with something that is to be true or false, if anything."""
        if text is not None:
            try:
                compile_condition(text, variables(self.definition) if names is None else names)
            except PredicateError as error:
                self.report(file, loc, str(error))

    def expression(self, text: str | None, file: str, loc: Loc, names: Mapping[str, Variable]) -> None:
        """Note what is wrong with something that gives a number, if anything."""
        if text is not None:
            try:
                compile_predicate(text, names)
            except PredicateError as error:
                self.report(file, loc, str(error))

    def unique(self, ids: Iterable[object], what: str, file: str, loc: Loc) -> None:
        """Note every id that stands more than once."""
        seen: set[object] = set()
        for one in ids:
            if one in seen:
                self.report(file, loc, f"{what} {one} stands more than once")
            seen.add(one)
