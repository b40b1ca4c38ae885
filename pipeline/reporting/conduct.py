"""How the survey was made, what became of the answers, what changed, and what it cannot tell.

Belongs here: the sections of the method chapter that need no statistics. Response and representativity are in
`response` and `participation`.
"""

from collections.abc import Iterator

from pipeline.rendering.tree import Block, Paragraph, Section, Term, Terms
from pipeline.reporting.revised import revised_export
from pipeline.reporting.words import Words
from pipeline.survey.questions import Question

COUNTED_ROWS = frozenset({"complete", "partial"})
CHANGES = ("new", "dropped", "reworded", "recoded", "reversed", "approximate", "break")
"""In the order in which a reader is told."""


def collection_section(words: Words) -> Section:
    """Who made the survey, and how."""
    say = words.catalogue.text
    blocks: list[Block] = [Paragraph(words.say(text)) for text in words.material.report.method]
    terms = tuple(Term(say(f"conduct.{name}"), text) for name, text in _conduct(words) if text)
    return Section("collection", say("method.collection"), (*blocks, Terms(terms)))


def _conduct(words: Words) -> Iterator[tuple[str, str]]:
    """The key of each term, and what there is to say; empty where nothing is said."""
    say, told, language = words.catalogue.text, words.material.told, words.language
    for name in ("sponsor", "conductor", "population", "recruitment", "strategy"):
        yield name, told.text(name, language)
    yield "mode", _capital(words.catalogue.listed([say(f"mode.{mode}") for mode in told.subjects("mode")]))
    start, end = (words.numbers.day(told.day(name)) for name in ("field_start", "field_end"))
    yield "dates", say("conduct.dates_text", start=start, end=end)
    yield "size", _size(words)
    questions = words.catalogue.counted("conduct.questions", told.count("questions_n"))
    yield "instrument", " ".join(part for part in (questions, told.text("instrument", language)) if part)


def _size(words: Words) -> str:
    """How many answered, in the survey and in the report, and the universe where it is known."""
    told, number, counted = words.material.told, words.numbers.number, words.catalogue.counted
    wave, mine = told.count("wave_respondents_n"), told.count("respondents_n")
    texts = [counted("conduct.size_wave", wave)]
    if mine != wave:
        texts.append(counted("conduct.size_report", mine))
    if told.number("universe_n") is not None:
        texts.append(counted("conduct.size_universe", told.count("universe_n")))
    low, high = told.count("base_min_n"), told.count("base_max_n")
    if low < high:
        texts.append(words.catalogue.text("conduct.size_bases", low=number(low), high=number(high)))
    return " ".join(texts)


def processing_section(words: Words) -> Section:
    """What was not counted, who was looked at and counts, and what was done by hand."""
    told, say = words.material.told, words.catalogue.text
    rows = {status: told.count("row_n", status) for status in told.subjects("row_n")}
    answers = {rule: told.count("answer_n", rule) for rule in told.subjects("answer_n")}
    flags = {flag: told.count("flag_n", flag) for flag in told.subjects("flag_n")}
    texts = [words.catalogue.counted("processing.rows", sum(rows.values()))]
    left_out = {status: n for status, n in rows.items() if status not in _kept(words)}
    if left_out:
        texts.append(say("processing.left_out", what=_listed(words, "processing.row", left_out)))
    if told.number("complete_pct") is not None:
        high, low = (words.numbers.number(told.count(name)) for name in ("complete_pct", "partial_pct"))
        texts.append(say("processing.completeness", high=high, low=low))
    if flags:
        texts.append(say("processing.flagged", what=_listed(words, "processing.flag", flags)))
    if answers:
        texts.append(say("processing.not_counted", what=_listed(words, "processing.answer", answers)))
    by_hand, revised = told.text("processing", words.language), revised_export(words)
    blocks = [Paragraph(text) for text in (" ".join(texts), revised, by_hand) if text]
    return Section("processing", say("method.processing"), tuple(blocks))


def _kept(words: Words) -> frozenset[str]:
    keeps = words.material.definition.survey.respondent.keep_partial
    return COUNTED_ROWS if keeps else frozenset({"complete"})


def _listed(words: Words, key: str, counts: dict[str, int]) -> str:
    return words.catalogue.listed([words.catalogue.counted(f"{key}.{name}", n) for name, n in counts.items()])


def changes_section(words: Words) -> Section:
    """What is different from the wave before."""
    told, say = words.material.told, words.catalogue.text
    before = told.word("previous_wave")
    if not before:
        texts = [say("changes.first")]
    else:
        texts = [*_changed_questions(words), *_changed_method(words)]
        texts = [say("changes.before", wave=before), *(texts or [say("changes.none")])]
    return Section("changes", say("method.changes"), (Paragraph(" ".join(texts)),))


def _changed_questions(words: Words) -> list[str]:
    """A sentence a kind of change, about the questions of the report; dropped ones are in no report."""
    told, definition = words.material.told, words.material.definition
    shown = {*words.material.report.question_ids}
    found: dict[str, list[Question]] = {}
    for name in told.subjects("changed_question"):
        change = told.word("changed_question", name)
        if name in shown or change == "dropped":
            found.setdefault(change, []).append(definition.questions[name])
    return [
        words.catalogue.text(f"changes.{change}", questions=_named(words, found[change]))
        for change in CHANGES
        if change in found
    ]


def _named(words: Words, questions: list[Question]) -> str:
    quoted = [words.catalogue.text("quote", text=words.short_question(one)) for one in questions]
    return words.catalogue.listed(quoted)


def _changed_method(words: Words) -> list[str]:
    fields = words.material.told.subjects("changed_field")
    names = [words.catalogue.text(f"changes.field.{name}") for name in fields]
    return [words.catalogue.text("changes.method", what=words.catalogue.listed(names))] if names else []


def limits_section(words: Words) -> Section:
    """What the results cannot tell."""
    text = words.material.told.text("limitations", words.language)
    blocks = (Paragraph(text),) if text else ()
    return Section("limits", words.catalogue.text("method.limits"), blocks)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
