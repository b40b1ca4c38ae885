"""Colours that follow from scores."""

import pytest

from pipeline.survey.colours import coloured
from pipeline.survey.questions import Option, Question


def scale(scores, *, kind="scale", polarity="normal", colour=None):
    options = [
        Option(id=f"o{i}", code=i, text=str(i), score=score, colour=colour if i == 0 else None)
        for i, score in enumerate(scores)
    ]
    options.append(Option(id="dont_know", code=9, text="?", role="dont_know"))
    question = Question(
        id="q", type=kind, text="Q", column="q", options=tuple(options), polarity=polarity, ask_if="everyone"
    )
    return [option.colour for option in coloured(question, question.options)]


@pytest.mark.parametrize(
    ("scores", "colours"),
    [
        ([1, 2, 3], ["neg1", "mid", "pos1"]),
        ([5, 4, 3, 2, 1], ["pos2", "pos1", "mid", "neg1", "neg2"]),
        ([0, 1, 10, 20], ["neg2", "neg1", "pos1", "pos2"]),
        ([1, 2, 3, 4, 5, 6, 7], ["neg3", "neg2", "neg1", "mid", "pos1", "pos2", "pos3"]),
    ],
)
def test_points_are_coloured_by_score(scores, colours):
    assert scale(scores) == [*colours, None]


def test_a_reversed_scale_is_coloured_the_other_way():
    assert scale([1, 2, 3], polarity="reversed") == ["pos1", "mid", "neg1", None]


def test_what_is_declared_or_not_a_whole_scale_stays_as_it_is():
    assert scale([1, 2, 3], colour="pos2") == ["pos2", None, None, None]
    assert set(scale([1, None, 3])) == {None}
    assert set(scale([1, 1, 3])) == {None}
    assert set(scale(range(11))) == {None}
    assert set(scale([1, 2, 3], kind="single")) == {None}
