"""The order of answers that are texts alone."""

import pytest

from pipeline.drafting.order import in_order

SURE = [
    ["Not at all important", "Not very important", "Somewhat important", "Very important"],
    ["Svært misfornøyd", "Ganske misfornøyd", "Verken eller", "Ganske fornøyd", "Svært fornøyd"],
    ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
    ["Very inaccurate", "Moderately inaccurate", "Slightly inaccurate", "Slightly accurate", "Very accurate"],
    ["Aldri", "Av og til", "Ofte", "Alltid"],
    ["Sjeldnere", "Månedlig", "Ukentlig", "Daglig"],
    ["Under 18", "18-29", "30-44", "45-60", "Over 60"],
    ["Ja", "Nei", "Vet ikke"],
]
NOT_SURE = [
    ["East", "North", "South"],
    ["Average", "Happier than average", "Somewhat unhappy", "Very happy"],
    ["4–10 times", "Monthly or more", "Once", "Three times", "Twice"],
    ["Rather good", "Quite good", "Bad"],  # two say the same
]


@pytest.mark.parametrize("values", SURE)
def test_words_tell_the_order(values):
    found = in_order([*values[::2], *values[1::2]])
    assert found.values == values
    assert found.is_sure


@pytest.mark.parametrize("values", NOT_SURE)
def test_an_alphabet_is_no_order(values):
    assert not in_order(values).is_sure
    assert sorted(in_order(values).values) == sorted(values)
