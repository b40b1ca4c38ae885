"""The method chapter: how the survey was made, who took part, and how numbers are made.

Belongs here: the chapter's sections and their order, and the rules of printed numbers. Every number in a
sentence is one of `mart_method`, and every rule is said only where the report follows it.
"""

from pipeline.rendering.tree import Block, Fact, FactStrip, Paragraph, Section
from pipeline.reporting.certainty import precision_section, tests_section
from pipeline.reporting.conduct import (
    changes_section,
    collection_section,
    limits_section,
    processing_section,
)
from pipeline.reporting.headings import bars_are_of
from pipeline.reporting.participation import representativity_blocks
from pipeline.reporting.response import response_blocks
from pipeline.reporting.scale_means import prints_means
from pipeline.reporting.trend_method import trend_section
from pipeline.reporting.weighting import weighting_section
from pipeline.reporting.words import Words


def method_sections(words: Words) -> tuple[Section, ...]:
    """The sections of the method chapter, those that the report has something for."""
    sections = [
        collection_section(words),
        _sample(words),
        weighting_section(words),
        precision_section(words),
        tests_section(words),
        trend_section(words),
        _rules(words),
        processing_section(words),
        changes_section(words),
        limits_section(words),
    ]
    return tuple(section for section in sections if section.blocks)


def _sample(words: Words) -> Section:
    """Who answered, and how they compare with the universe."""
    blocks = [*response_blocks(words), *_fact_strip(words), *representativity_blocks(words)]
    return Section("sample", words.catalogue.text("method.sample"), tuple(blocks))


def _fact_strip(words: Words) -> list[Block]:
    """Facts that have a text and do not stand on the first page."""
    report = words.material.report
    names = [n for n, fact in report.facts.items() if fact.text is not None and n not in report.strip]
    facts = tuple(Fact(words.large_fact(n), words.say(report.facts[n].text)) for n in names)
    return [FactStrip(facts)] if facts else []


def _rules(words: Words) -> Section:
    """How percents, figures and hidden groups are made."""
    told, say, number = words.material.told, words.catalogue.text, words.numbers.number
    base = number(told.count("min_base"))
    hidden = told.count("hidden_questions_n") + told.count("hidden_groups_n")
    chart = "_chart" if words.material.report.sum_to_100 == "chart" else ""
    blocks: list[Block] = [Paragraph(say(f"method.rounding_rule{chart}"))]
    questions = words.material.marts.questions
    shown = questions.loc[~questions["is_hidden"]]
    if prints_means(words):
        blocks.append(Paragraph(say("method.decimals")))
    if (shown["measure"] == "median").any():
        blocks.append(Paragraph(say("method.quartiles")))
    if words.material.report.breakdowns:
        blocks.append(Paragraph(say(f"method.bars_{bars_are_of(words)}")))
        rule = say("method.disclosure_rule", base=base, hidden=number(hidden))
        blocks.append(Paragraph(rule if hidden else say("method.disclosure_none", base=base)))
    if told.count("hidden_questions_n"):
        blocks.append(Paragraph(say("method.disclosure_questions", base=base)))
    return Section("rules", say("method.rules"), tuple(blocks))
