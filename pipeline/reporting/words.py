"""A report's words: the language, texts with facts in them, and the names of things in one language.

Belongs here: filling `{fact}` in the definition's texts with computed numbers, and short names.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from pipeline.rendering.language import Catalogue, catalogue
from pipeline.rendering.numbers import NO_BREAK, Language, NumberFormat
from pipeline.reporting.material import Material
from pipeline.survey.model import Text, text_of
from pipeline.survey.questions import Option, Question

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}( ?)")


@dataclass(frozen=True)
class Words:
    """One report in one language."""

    material: Material
    language: Language

    @property
    def catalogue(self) -> Catalogue:
        """The fixed words of the language."""
        return catalogue(self.language)

    @property
    def numbers(self) -> NumberFormat:
        """The number format of the language."""
        return self.catalogue.numbers

    def in_wave(self, wave: str) -> "Words":
        """The words for what another wave had: its options, items and groups."""
        definition = self.material.definition.in_wave(wave)
        return replace(self, material=replace(self.material, definition=definition))

    def say(self, text: Text | None, fallback: str = "") -> str:
        """A text of the definition with facts in place of `{fact}`, tied to the word after them.

        `{wave}` and `{year}` are the wave that is reported, and the year that it begins with.
        """
        wave = self.material.wave
        own = {"wave": wave, "year": wave[:4]}

        def fill(match: re.Match[str]) -> str:
            name, space = match[1], match[2]
            return own[name] + space if name in own else self.fact(name) + (NO_BREAK if space else "")

        return PLACEHOLDER.sub(fill, " ".join(text_of(text, self.language, fallback).split()))

    def fact(self, name: str) -> str:
        """A fact as printed.

        Raises:
            KeyError: when the report has no such fact.
        """
        row = self._fact_row(name)
        if pd.notna(row["value_date"]):
            return self.numbers.day(date.fromisoformat(str(row["value_date"])))
        return "–" if pd.isna(row["value"]) else self.numbers.number(float(row["value"]))

    def large_fact(self, name: str) -> str:
        """A fact as it stands large in a strip: a share with its sign, a date short."""
        row = self._fact_row(name)
        if pd.notna(row["value_date"]):
            return self.numbers.short_day(date.fromisoformat(str(row["value_date"])))
        take = self.material.report.facts[name].take
        is_percent = row["kind"] == "share" or (take or "").endswith("_pct")
        if pd.isna(row["value"]):
            return "–"
        value = float(row["value"])
        return self.numbers.percent(value) if is_percent else self.numbers.number(value)

    def _fact_row(self, name: str) -> pd.Series:
        facts = self.material.marts.facts
        rows = facts.loc[facts["fact_id"] == name]
        if rows.empty:
            raise KeyError(f"the report has no fact {name}")
        return rows.iloc[0]

    def option(self, option: Option) -> str:
        """An option's text."""
        return option.text(self.language)

    def short_option(self, option: Option) -> str:
        """An option's short name, or its text."""
        return text_of(option.short, self.language) or self.option(option)

    def short_question(self, question: Question) -> str:
        """A question's short name, or its text."""
        return text_of(question.short, self.language) or question.text(self.language)

    def group(self, demographic: str, group: str) -> str:
        """A group's name."""
        return self._group(demographic, group)[0]

    def group_phrase(self, demographic: str, group: str) -> str:
        """How a group stands in a sentence, or empty."""
        return self._group(demographic, group)[1]

    def _group(self, demographic: str, group: str) -> tuple[str, str]:
        """Name and phrase; besides declared groups there are `unknown` and `pooled` ones."""
        definition = self.material.definition
        for one in definition.every_group(definition.demographics[demographic]):
            if one.id == group:
                return one.text(self.language), text_of(one.phrase, self.language)
        return self.catalogue.text(f"group.{group}"), ""
