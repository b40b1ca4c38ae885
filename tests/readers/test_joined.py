"""Splitting joined cells: exactly one reading, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers.joined import split_joined

TRANSPORT = ["Buss", "Sykkel", "Til fots"]


@pytest.mark.parametrize(
    ("cell", "options", "separator", "chosen"),
    [
        ("", TRANSPORT, ";", set()),
        ("Buss;Sykkel;", TRANSPORT, ";", {"Buss", "Sykkel"}),
        ("Buss;Sykkel", TRANSPORT, ";", {"Buss", "Sykkel"}),
        ("Sykkel, Buss", TRANSPORT, ", ", {"Buss", "Sykkel"}),
        ("Til\u00a0fots;", TRANSPORT, ";", {"Til fots"}),
        ("Bil;båt;Buss;", ["Bil;båt", "Buss", "Bil"], ";", {"Bil;båt", "Buss"}),
        ("Aviser, bøker", ["Aviser", "Aviser, bøker"], ", ", {"Aviser, bøker"}),
        ("Nye a\u030a;", ["Nye å"], ";", {"Nye å"}),
        # Two readings, a text that is no option, an option twice, an option cut short:
        ("Aviser, bøker", ["Aviser", "bøker", "Aviser, bøker"], ", ", None),
        ("Fly;", TRANSPORT, ";", None),
        ("Buss;Buss;", TRANSPORT, ";", None),
        ("Bus;", TRANSPORT, ";", None),
        ("Buss;;Sykkel", TRANSPORT, ";", None),
        ("buss;", TRANSPORT, ";", None),
    ],
)
def test_readings(cell, options, separator, chosen):
    assert split_joined(cell, options, separator) == chosen


@pytest.mark.parametrize(
    ("cell", "chosen"),
    [
        ("Buss, rulleskøyter, om sommeren", {"Buss", "Annet"}),
        ("rulleskøyter", {"Annet"}),
        ("Buss, Sykkel", {"Buss", "Sykkel"}),
        ("Buss, Sykkel, Buss", {"Buss", "Sykkel", "Annet"}),
    ],
)
def test_own_words_at_the_end(cell, chosen):
    assert split_joined(cell, [*TRANSPORT, "Annet"], ", ", other="Annet") == chosen


@given(
    options=st.lists(st.text("ab,; ", min_size=1, max_size=6), min_size=1, max_size=5, unique=True),
    data=st.data(),
    separator=st.sampled_from([";", ", "]),
)
def test_what_was_joined_is_never_read_as_something_else(options, data, separator):
    options = [option for option in {" ".join(option.split()) for option in options} if option]
    chosen = data.draw(st.sets(st.sampled_from(options))) if options else set()
    found = split_joined(separator.join(sorted(chosen)), options, separator)
    assert found is None or found == chosen
