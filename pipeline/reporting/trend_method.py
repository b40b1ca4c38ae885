"""What the method chapter says of trends: which waves, whether they share persons, how changes are tested.

Belongs here: the section of a whole report. Every number in it is one of `mart_method`. Notes under single
figures are in `trend_notes`.
"""

from pipeline.rendering.tree import Paragraph, Section
from pipeline.reporting.headings import decimals
from pipeline.reporting.words import Words


def trend_section(words: Words) -> Section:
    """The section on development over time; nothing in a report that compares no waves."""
    say, told = words.catalogue.text, words.material.told
    earlier = told.subjects("compared_wave")
    title = say("method.trends")
    if not earlier:
        return Section("trends", title, ())
    texts = [say("trend.compared", waves=words.catalogue.listed(earlier)), say("trend.cuts"), _persons(words)]
    paragraphs = [Paragraph(" ".join(texts))]
    if words.material.report.tests:
        paragraphs.append(Paragraph(" ".join(_tests(words))))
    return Section("trends", title, tuple(paragraphs))


def _persons(words: Words) -> str:
    """Whether waves share persons: how many took a stand on a question in this wave and the one before."""
    say, told = words.catalogue.text, words.material.told
    shared = told.most("shared_n")
    if shared is not None:
        return say("trend.linked", wave=shared[0], n=words.numbers.number(shared[1]))
    few = told.subjects("shared_n")
    return say("trend.linked_few", wave=few[0]) if few else say("trend.independent")


def _tests(words: Words) -> list[str]:
    say, number, told = words.catalogue.text, words.numbers.number, words.material.told

    def limit(item: str) -> str:
        least = told.number(item) or 0.0
        return number(least, decimals(least))

    texts = [
        say(
            "method.test_previous",
            points=limit("min_change_pp"),
            q=number(told.count("change_q_pct")),
            tests=number(told.count("change_tests_n")),
        )
    ]
    if told.number("min_change_sd") is not None:
        texts.append(say("trend.means", index=limit("min_change_index"), sd=limit("min_change_sd")))
    return texts
