"""The method chapter: how the survey was made, who took part, and how numbers are made.

Belongs here: the chapter's sections and their order. Every number in them is computed, and every rule is said
only where the report follows it.
"""

from pipeline.methods.false_discovery import Q
from pipeline.rendering.tree import Block, Fact, FactStrip, Paragraph, Section
from pipeline.reporting.headings import bars_are_of, decimals
from pipeline.reporting.participation import representativity_blocks
from pipeline.reporting.weighting import weighting_section
from pipeline.reporting.words import Words
from pipeline.survey.model import text_of

MEANS = ("mean", "index", "nps")


def method_sections(words: Words) -> tuple[Section, ...]:
    """The sections of the method chapter, those that the report has something for."""
    sections = [_sample(words), weighting_section(words), _precision(words), _tests(words), _rules(words)]
    return tuple(section for section in sections if section.blocks)


def _sample(words: Words) -> Section:
    """How the survey was made, who answered, and who took part."""
    say = words.catalogue.text
    wave = words.material.definition.survey.waves[words.material.wave]
    blocks: list[Block] = [Paragraph(words.say(text)) for text in words.material.report.method]
    start, end = words.numbers.day(wave.field_start), words.numbers.day(wave.field_end)
    blocks.append(Paragraph(say("method.field", start=start, end=end)))
    blocks += _response_rate(words)
    blocks += _fact_strip(words)
    blocks += representativity_blocks(words)
    return Section("sample", say("method.sample"), tuple(blocks))


def _response_rate(words: Words) -> list[Block]:
    response = words.material.marts.response
    if response.empty:
        return []
    everyone = response.loc[response["demographic_id"] == ""].iloc[0]
    answered = int(everyone["complete_n"] + everyone["partial_n"])
    text = words.catalogue.text(
        "method.response_rate",
        rate=words.numbers.percent(float(everyone["rr6_pct"])),
        responses=words.numbers.number(answered),
        eligible=words.numbers.number(int(everyone["eligible_known_n"])),
    )
    return [Paragraph(text)]


def _fact_strip(words: Words) -> list[Block]:
    """Facts that have a text and do not stand on the first page."""
    report = words.material.report
    names = [n for n, fact in report.facts.items() if fact.text is not None and n not in report.strip]
    facts = tuple(Fact(words.large_fact(n), text_of(report.facts[n].text, words.language)) for n in names)
    return [FactStrip(facts)] if facts else []


def _precision(words: Words) -> Section:
    """What the margins of error cover; nothing in a report without them."""
    say = words.catalogue.text
    if not words.material.report.margins:
        return Section("precision", say("method.precision"), ())
    questions = words.material.marts.questions
    rows = questions.loc[~questions["is_hidden"]]
    if (rows["f"] >= 1).all():
        return Section("precision", say("method.precision"), (Paragraph(say("method.census")),))
    texts = [say("method.margin"), say("precision.finite" if (rows["f"] > 0).any() else "precision.infinite")]
    if rows["measure"].isin(MEANS).any():
        texts.append(say("precision.mean"))
    return Section("precision", say("method.precision"), (Paragraph(" ".join(texts)),))


def _tests(words: Words) -> Section:
    """How groups are compared; nothing in a report that marks no differences."""
    say, number = words.catalogue.text, words.numbers.number
    report, groups = words.material.report, words.material.marts.groups
    if not report.tests or not report.breakdowns:
        return Section("tests", say("method.tests"), ())
    rules = words.material.definition.survey.tests

    def limit(least: float) -> str:
        return number(least, decimals(least))

    points = limit(rules.min_diff_pp)
    families = groups.dropna(subset=["family_size"]).drop_duplicates("family_id")
    texts = [
        say(
            "method.test_rest",
            points=points,
            q=number(100.0 * Q),
            tests=number(int(families["family_size"].sum())),
        )
    ]
    if (groups["test_method"] == "welch").any():
        texts.append(
            say("tests.means", points=points, index=limit(rules.min_diff_index), sd=limit(rules.min_diff_sd))
        )
    if report.letters:
        texts.append(say("tests.letters"))
    return Section("tests", say("method.tests"), (Paragraph(" ".join(texts)),))


def _rules(words: Words) -> Section:
    """How percents, figures and hidden groups are made."""
    say = words.catalogue.text
    disclosure = words.material.definition.survey.disclosure
    hidden = words.material.hidden_n
    rule = "method.disclosure_rule" if hidden else "method.disclosure_none"
    values = {"base": words.numbers.number(disclosure.min_base)}
    if hidden:
        values["hidden"] = words.numbers.number(hidden)
    blocks: list[Block] = [Paragraph(say("method.rounding_rule"))]
    if words.material.report.breakdowns:
        bars = say(f"method.bars_{bars_are_of(words)}")
        blocks += [Paragraph(bars), Paragraph(say(rule, **values))]
    if words.material.marts.questions["is_hidden"].any():
        blocks.append(Paragraph(say("method.disclosure_questions", base=values["base"])))
    return Section("rules", say("method.rules"), tuple(blocks))
