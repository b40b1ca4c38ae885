"""Scales that count the other way: a note wherever a printed number follows from the turning.

Belongs here: the sentences on `polarity` and on reversed items of an index.
"""

from pipeline.reporting.rows import Records
from pipeline.reporting.shown_measures import net_name
from pipeline.reporting.words import Words
from pipeline.survey.questions import Question
from pipeline.survey.variables import answer_columns


def turned_notes(words: Words, question: Question, rows: Records) -> tuple[str, ...]:
    """What to know of a turned scale, or of an index that turns some of its questions; else nothing.

    Args:
        words: The report in a language.
        question: The question.
        rows: Its rows for everyone.
    """
    say = words.catalogue.text
    if question.type == "index":
        turned = [say("quote", text=text) for text in _turned_parts(words, question)]
        if not turned:
            return ()
        key = "measure.turned_part" if len(turned) == 1 else "measure.turned_parts"
        return (say(key, questions=words.catalogue.listed(turned)),)
    tops = [row["net_id"] for row in rows if row["measure"].startswith("top")]
    if question.polarity == "normal" or not tops or question.items:
        return ()
    return (say("measure.turned", top=net_name(words, question, tops[0])),)


def _turned_parts(words: Words, index: Question) -> list[str]:
    """The short texts of the questions and items that count the other way in an index."""
    definition = words.material.definition
    found = []
    for part in definition.questionnaire.questions:
        for column, name, _ in answer_columns(definition, part):
            if column.removeprefix("q_") not in index.index_of:
                continue
            item = next((i for i in part.items if i.id == name), None)
            if item is not None and (item.reversed or part.polarity == "reversed"):
                found.append((item.short or item.text)(words.language))
            elif item is None and part.polarity == "reversed":
                found.append(words.short_question(part))
    return found
