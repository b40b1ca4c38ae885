"""A drafted question, before it is written.

Belongs here: the data, and putting options into it.
"""

from dataclasses import dataclass, field

from pipeline.drafting.options import DraftOption, Options
from pipeline.drafting.scales import with_scale, without_apart
from pipeline.readers.export import Blank
from pipeline.survey.questions import NumberState, QuestionType


@dataclass
class DraftQuestion:
    """A question as it will be written; see `pipeline.survey.questions.Question`.

    `span` is where nearly all of a number's answers lie; it is not written.
    """

    id: str
    type: QuestionType
    text: str
    column: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    block: str | None = None
    mentions: tuple[str, ...] = ()
    options: tuple[DraftOption, ...] = ()
    codelist: str | None = None
    items: list[tuple[str, str]] = field(default_factory=list)
    missing: dict[str, NumberState] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()
    date_format: str | None = None
    separator: str | None = None
    decimal: str | None = None
    expression: str | None = None
    ask_if: str | None = None
    span: tuple[float, float] | None = None
    background: bool = False
    blank: Blank = "unknown"
    notes: list[str] = field(default_factory=list)


def take_options(found: DraftQuestion, answers: Options) -> None:
    """Put options, what stands for a blank, and what to check into a question."""
    found.options = answers.options
    found.missing |= answers.missing
    found.notes += answers.notes


def scaled(answers: Options, found: DraftQuestion) -> Options:
    """Options with scores and colours where they are a scale, and the question's type made to fit."""
    options, is_scale, uncoloured = with_scale(without_apart(answers))
    if is_scale and found.type == "single":
        found.type = "scale"
    if is_scale and uncoloured:
        found.notes.append(
            "scores follow the order, colours the scores; polarity: reversed where low is good"
        )
    return options
