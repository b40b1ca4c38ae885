"""The whole report tree, in one language.

Belongs here: putting front matter, chapters, method and appendix together.
"""

from pipeline.rendering.numbers import Language
from pipeline.rendering.tree import Chapter, Fact, StackedBars, Term
from pipeline.rendering.tree import Report as Tree
from pipeline.reporting.headings import bars_are_of, confidence
from pipeline.reporting.material import Material
from pipeline.reporting.method import method_sections
from pipeline.reporting.question import question_tree
from pipeline.reporting.questionnaire import questionnaire_section
from pipeline.reporting.reconciled import appendix_sections, warnings
from pipeline.reporting.words import Words
from pipeline.survey.survey import Definition


def report_tree(material: Material, language: Language) -> Tree:
    """A report as a tree that every writer lays out.

    Args:
        material: The report's definition and its rows after suppression.
        language: `nb` or `en`.
    """
    words = Words(material, language)
    report = material.report
    wave = material.definition.survey.waves[material.wave]
    chapters = _chapters(words)
    return Tree(
        survey_id=material.definition.id,
        wave=material.wave,
        report_id=report.report,
        title=words.say(report.title),
        source=source(material.definition, material.wave, language),
        author=material.definition.survey.owner(language),
        language=language,
        date=wave.report_date,
        chapters=chapters,
        subtitle=words.say(report.subtitle),
        about=tuple(words.say(text) for text in report.about),
        facts=tuple(
            Fact(words.large_fact(name), words.say(report.facts[name].text)) for name in report.strip
        ),
        reading=_reading(words),
        reading_terms=_reading_terms(words, chapters),
        method=method_sections(words),
        appendix=(questionnaire_section(words), *appendix_sections(words)),
        warnings=warnings(words),
        notice=words.say(report.note),
    )


def _reading(words: Words) -> tuple[str, ...]:
    """How figures are read, those over time among them where there are any."""
    say = words.catalogue.text
    over_time = (say("reading.over_time"),) if words.material.earlier_waves else ()
    has_margins = words.material.report.margins and not words.material.told.number("is_census")
    margin = (say("reading.margin", confidence=confidence(words)),) if has_margins else ()
    return (say("reading.one_page"), *over_time, say(f"note.rounding{_of_chart(words)}"), *margin)


def _of_chart(words: Words) -> str:
    """The end of a key in a report whose labels in bars add up to 100; empty in others."""
    return "_chart" if words.material.report.sum_to_100 == "chart" else ""


def _reading_terms(words: Words, chapters: tuple[Chapter, ...]) -> tuple[Term, ...]:
    """The words of a figure by groups, where the report has such; don't know where one sets it apart."""
    figures = [
        b.figure for chapter in chapters for question in chapter.questions for b in question.breakdowns
    ]
    bars = [figure for figure in figures if isinstance(figure, StackedBars)]
    who = bars_are_of(words)
    if not bars or not who:
        return ()
    say = words.catalogue.text
    terms = [
        Term(say("reading.bar"), say("reading.bar_text" if who == "opinion" else f"reading.bar_text_{who}")),
        Term(say("reading.base"), say("reading.base_text")),
    ]
    if any(figure.aside_heading for figure in bars):
        terms.append(Term(say("reading.dont_know"), say("reading.dont_know_text")))
    return tuple(terms)


def source(definition: Definition, wave: str, language: Language) -> str:
    """The survey and wave, as they stand over the title."""
    return f"{definition.survey.title(language)} {wave}"


def _chapters(words: Words) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            key=chapter.id,
            number=str(i),
            title=words.say(chapter.title),
            questions=tuple(
                question_tree(words, entry, f"{i}.{j}") for j, entry in enumerate(chapter.entries, start=1)
            ),
            lead=words.say(chapter.lead),
        )
        for i, chapter in enumerate(words.material.report.chapters, start=1)
    )
