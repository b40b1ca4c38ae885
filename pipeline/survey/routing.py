"""Which question depends on which: the order in which routing and computed questions are worked out.

Belongs here: references between questions. Routing may look at any question, and computed questions at each
other, as long as nothing depends on itself.
"""

from collections.abc import Iterable, Iterator

from pipeline.survey.predicates import names_in
from pipeline.survey.questions import Question
from pipeline.survey.survey import Definition
from pipeline.survey.variables import SEPARATOR


def references(definition: Definition, question: Question) -> set[str]:
    """The questions that a question's routing, expression, options or index name."""
    texts = [question.condition, question.expression, *(o.when for o in definition.every_option(question))]
    names = {name for text in texts if text for name in names_in(text)} | set(question.index_of)
    return {name.partition(SEPARATOR)[0] for name in names} & definition.questions.keys()


def all_references(definition: Definition, demographics: Iterable[str]) -> set[str]:
    """The questions that tell demographics, with all that those depend on."""
    waiting: set[str] = set()
    for name in demographics:
        demographic = definition.demographics[name]
        conditions = [group.when for group in demographic.groups if group.when]
        waiting |= {n.partition(SEPARATOR)[0] for text in conditions for n in names_in(text)}
        waiting.add(definition.variable_of(demographic))
    found: set[str] = set()
    while waiting:
        question = definition.questions.get(waiting.pop())
        if question is not None and question.id not in found:
            found.add(question.id)
            waiting |= references(definition, question)
    return found


def rounds(definition: Definition) -> list[list[Question]]:
    """The questions in rounds: each one needs nothing but earlier rounds.

    Raises:
        ValueError: when questions depend on each other in a circle; the text names them.
    """
    waiting = {q.id: references(definition, q) for q in definition.questionnaire.questions}
    found: list[list[Question]] = []
    while waiting:
        ready = [name for name, needed in waiting.items() if not needed & waiting.keys()]
        if not ready:
            raise ValueError(", ".join(_circle(waiting)))
        for name in ready:
            del waiting[name]
        found.append([definition.questions[name] for name in ready])
    return found


def _circle(waiting: dict[str, set[str]]) -> Iterator[str]:
    """The questions of one circle, in order."""
    path: list[str] = []
    name = next(iter(waiting))
    while name not in path:
        path.append(name)
        name = min(waiting[name] & waiting.keys())
    yield from path[path.index(name) :]
