"""Colours of a scale: from its scores, where the definition names none.

Belongs here: which colour role each point of a scale gets. What a role looks like is in `rendering`.
"""

from pipeline.survey.questions import Colour, Option, Question

COLOURS: dict[int, tuple[Colour, ...]] = {
    3: ("neg1", "mid", "pos1"),
    4: ("neg2", "neg1", "pos1", "pos2"),
    5: ("neg2", "neg1", "mid", "pos1", "pos2"),
    6: ("neg3", "neg2", "neg1", "pos1", "pos2", "pos3"),
    7: ("neg3", "neg2", "neg1", "mid", "pos1", "pos2", "pos3"),
}
"""Colours of a scale from most negative to most positive, by its number of points."""


def coloured(question: Question, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Give the points of a scale or grid their colours by score, the middle one neutral.

    Args:
        question: A question.
        options: Its options, as the definition has them.

    Returns:
        The options as they are where one has a colour, a point lacks a score, two share one, or there are too
        few or too many points for a divided bar.
    """
    points = [option for option in options if option.role in {"substantive", "other"}]
    scores = {option.id: option.score for option in points if option.score is not None}
    rising = sorted(set(scores.values()), reverse=question.polarity == "reversed")
    if (
        question.type not in {"scale", "grid"}
        or any(option.colour for option in options)
        or not len(points) == len(scores) == len(rising)
        or len(points) not in COLOURS
    ):
        return options
    colours = dict(zip(rising, COLOURS[len(points)], strict=True))
    return tuple(
        option.model_copy(update={"colour": colours[scores[option.id]]}) if option.id in scores else option
        for option in options
    )
