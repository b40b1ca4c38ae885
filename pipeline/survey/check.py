"""A definition under inspection: noting a problem with its file, line and the nearest right word.

Belongs here: what every check does alike. The checks themselves are in `checking` and its neighbours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipeline.survey.documents import Loc
from pipeline.survey.model import Lasting
from pipeline.survey.predicates import PredicateError, compile_condition, compile_predicate
from pipeline.survey.problems import Rank, closest, nearest
from pipeline.survey.questions import Option, Question
from pipeline.survey.remains import Fault, Mend, Remains, Replace, question_names
from pipeline.survey.survey import Definition
from pipeline.survey.variables import SEPARATOR, Variable, variables

SURVEY = "survey.yaml"
QUESTIONNAIRE = "questionnaire.yaml"


@dataclass
class Check:
    """A definition under inspection, and the faults found so far.

    Attributes:
        definition: The definition.
        files: Its files by name, or what is left of them when parts were cut.
        faults: What is wrong.
    """

    definition: Definition
    files: Mapping[str, Remains]
    faults: list[Fault] = field(default_factory=list)

    @property
    def cut_words(self) -> set[str]:
        """Words in parts that were cut from any file."""
        return {word for file in self.files.values() for word in file.cut_words}

    def was_cut(self, file: str, *loc: str | int) -> bool:
        """Whether a part of a file, or something in it, was cut."""
        return file in self.files and self.files[file].was_cut(*loc)

    def report(
        self,
        file: str,
        loc: Loc,
        message: str,
        mend: Mend = None,
        cut: Loc | None = None,
        *,
        follows: bool = False,
    ) -> None:
        """Note a problem at `loc` of `file`.

        Args:
            file: The file.
            loc: The part.
            message: What is wrong.
            mend: What was meant, if that can be told.
            cut: What to leave out when the rest is checked, if not the part itself.
            follows: Whether it may only be there because something else was cut.
        """
        fault = self.files[file].fault(loc, (message, Rank.MEANING), mend, cut)
        follows = follows or fault.follows or self._has_cut_codelist(file, loc)
        self.faults.append(replace(fault, follows=follows))

    def _has_cut_codelist(self, file: str, loc: Loc) -> bool:
        """Whether a part of a question may be wrong only because something in its codelist was cut."""
        if file != QUESTIONNAIRE or loc[:1] != ("questions",) or not isinstance(loc[1], int):
            return False
        codelist = self.definition.questionnaire.questions[loc[1]].codelist
        return codelist is not None and self.was_cut(QUESTIONNAIRE, "codelists", codelist)

    def _is_about_cut(self, text: str) -> bool:
        """Whether a name or a condition names something that was cut, or of which something was cut."""
        names = question_names(text)
        if not names.isdisjoint(self.cut_words):
            return True
        touched = {
            question.id
            for i, question in enumerate(self.definition.questionnaire.questions)
            if self.was_cut(QUESTIONNAIRE, "questions", i)
            or (question.codelist and self.was_cut(QUESTIONNAIRE, "codelists", question.codelist))
        }
        return not names.isdisjoint(touched)

    def option_sets(self, question: Question) -> list[tuple[Option, ...]]:
        """The options of a question in each wave, each set of them once."""
        found: dict[tuple[str, ...], tuple[Option, ...]] = {}
        for wave in self.definition.survey.waves:
            options = self.definition.in_wave(wave).options(question)
            found[tuple(option.id for option in options)] = options
        found.pop((), None)
        return list(found.values()) or [()]

    def overlap(self, one: Lasting, other: Lasting) -> bool:
        """Whether a wave has both parts."""
        return any(one.is_in(wave) and other.is_in(wave) for wave in self.definition.survey.waves)

    def known(self, word: str, words: Iterable[str], what: str, file: str, loc: Loc) -> bool:
        """Whether `word` is one of `words`; if not, note that there is no such thing and the nearest one."""
        known = list(words)
        if word in known:
            return True
        follows = word in self.cut_words or word.partition(SEPARATOR)[0] in self.cut_words
        meant = None if follows else closest(word, known)
        message = f"there is no {what} {word}{nearest(word, known)}"
        self.report(file, loc, message, Replace(word, meant) if meant else None, follows=follows)
        return False

    def condition(
        self, text: str | None, file: str, loc: Loc, names: Mapping[str, Variable] | None = None
    ) -> None:
        """Note what is wrong with something that is to be true or false, if anything."""
        if text is not None:
            try:
                compile_condition(text, variables(self.definition) if names is None else names)
            except PredicateError as error:
                self.report(file, loc, str(error), follows=self._is_about_cut(text))

    def expression(self, text: str | None, file: str, loc: Loc, names: Mapping[str, Variable]) -> None:
        """Note what is wrong with something that gives a number, if anything."""
        if text is not None:
            try:
                compile_predicate(text, names)
            except PredicateError as error:
                self.report(file, loc, str(error), follows=self._is_about_cut(text))

    def unique(self, ids: Iterable[tuple[object, Loc]], what: str, file: str) -> None:
        """Note every id that stands once more, where it does.

        Args:
            ids: Each id with its place.
            what: What the ids are of.
            file: The file.
        """
        seen: set[object] = set()
        for one, loc in ids:
            if one in seen:
                self.report(file, loc, f"{what} {one} stands more than once")
            seen.add(one)
