"""The questions as they were asked, for the appendix: wording, options in the order of the form.

Belongs here: the section of the appendix. Texts are those of the definition, in the wave's wording.
"""

from collections.abc import Iterator

from pipeline.rendering.tree import Block, Bullets, Heading, Paragraph, Section
from pipeline.reporting.words import Words
from pipeline.survey.choices import Choice, choices
from pipeline.survey.model import text_of
from pipeline.survey.questions import EVERYONE, Question

BETWEEN = " · "
ONE_COLUMN = frozenset({"single", "scale", "nps"})


def questionnaire_section(words: Words) -> Section:
    """Every question that the report shows, and the questions behind its groups that were asked."""
    blocks: list[Block] = [Paragraph(words.catalogue.text("questionnaire.text"))]
    for number, question in _questions(words):
        blocks += _question(words, number, question)
    return Section("questionnaire", words.catalogue.text("questionnaire.title"), tuple(blocks))


def _questions(words: Words) -> Iterator[tuple[str, Question]]:
    """Number (empty for the background) and question, each once."""
    definition, report = words.material.definition, words.material.report
    for i, chapter in enumerate(report.chapters, start=1):
        for j, entry in enumerate(chapter.entries, start=1):
            yield f"{i}.{j}", definition.questions[entry.id]
    shown = {*report.question_ids}
    for breakdown in report.breakdowns:
        demographic = definition.demographics[breakdown.demographic]
        question = definition.questions.get(definition.variable_of(demographic))
        if question and question.id not in shown and not (question.background or question.is_computed):
            shown.add(question.id)
            yield "", question


def _question(words: Words, number: str, question: Question) -> Iterator[Block]:
    say, language = words.catalogue.text, words.language
    wording = question.binding(words.material.wave).text or question.text
    yield Heading(f"{number} {wording(language)}".strip())
    intro = text_of(question.intro, language)
    if intro:
        yield Paragraph(say("question.intro", text=intro))
    yield Paragraph(" ".join(text for text in (_kind(words, question), _asked(words, question)) if text))
    if question.items:
        rows = words.material.definition.items_of(question)
        yield Bullets(tuple(item.text(language) for item in rows))
    elif question.type == "index":
        yield Bullets(tuple(_parts_of_index(words, question)))
    options = [words.option(option) for option in words.material.definition.options(question)]
    if options and not question.is_computed:
        yield Paragraph(say("questionnaire.options", options=BETWEEN.join(options)))


def _kind(words: Words, question: Question) -> str:
    say, number = words.catalogue.text, words.numbers.number
    if question.type != "numeric":
        return say(f"questionnaire.kind.{'single' if question.type in ONE_COLUMN else question.type}")
    unit = text_of(question.unit, words.language)
    kind = say("questionnaire.kind.numeric_unit", unit=unit) if unit else say("questionnaire.kind.numeric")
    if question.min is None or question.max is None:
        return kind
    return f"{kind} {say('questionnaire.range', low=number(question.min), high=number(question.max))}"


def _asked(words: Words, question: Question) -> str:
    """Who was asked, as far as the definition tells; nothing of what is computed."""
    say = words.catalogue.text
    if question.is_computed or question.ask_if is None:
        return ""
    if question.ask_if == EVERYONE:
        return say("questionnaire.asked_everyone")
    told = [_choice(words, choice) for choice in choices(question.ask_if)]
    if not told or not all(told):
        return say("questionnaire.asked_some")
    return say("questionnaire.asked_if", who=words.catalogue.listed(told))


def _choice(words: Words, choice: Choice) -> str:
    """Such as `svarte «Ja» på «Har du hjemmekontor?»`; empty where no question asked for it."""
    definition = words.material.definition
    question = definition.questions.get(choice.variable)
    if question is None or question.background or question.is_computed:
        return ""
    texts = {option.id: words.option(option) for option in definition.options(question)}
    quoted = [
        words.catalogue.text("quote", text=texts[option]) for option in choice.options if option in texts
    ]
    named = question.text(words.language)
    return words.catalogue.text(
        "questionnaire.choice", answers=words.catalogue.either(quoted), question=named
    )


def _parts_of_index(words: Words, question: Question) -> Iterator[str]:
    questions, language = words.material.definition.questions, words.language
    for part in question.index_of:
        name, _, item = part.partition("__")
        items = {one.id: one.text(language) for one in questions[name].items}
        yield items.get(item) or questions[name].text(language)
