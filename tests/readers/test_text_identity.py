"""Ids made of texts: definitions hold them, so they must never come out otherwise."""

import pytest

from pipeline.readers.export import ExportError
from pipeline.readers.text_identity import comparable, refuse_repeated, text_id


def test_ids_are_fixed_for_ever():
    assert text_id("Hvor ofte?") == "hvor_ofte_2851a08d"
    assert text_id("Hvor enig er du i påstandene?", "Lønn") == "hvor_enig_er_du_i_påstan_lønn_5fad599b"
    assert text_id("???") == "a03b221c"


@pytest.mark.parametrize("same", ["Nye å?", " Nye\u00a0 å? ", "Nye\na\u030a?"])
def test_white_space_and_composition_do_not_count(same):
    assert text_id(same) == text_id("Nye å?")
    assert comparable(same) == "Nye å?"


@pytest.mark.parametrize("other", ["nye å?", "Nye å", "Nye a?"])
def test_case_and_punctuation_do(other):
    assert text_id(other) != text_id("Nye å?")


def test_texts_do_not_run_into_each_other():
    assert text_id("A", "B C") != text_id("A B", "C")


@pytest.mark.parametrize("second", ["enig", "Enig", " enig "])
def test_repeated_ids_are_named_by_their_columns(second):
    with pytest.raises(ExportError, match=r"a\.csv: columns 1 and 3"):
        refuse_repeated(["enig", "uenig", second], "a.csv")
