"""Matching one cell's value with an option."""

import pytest

from pipeline.coding.values import as_code_text, canonical, label_conflicts, value_map
from pipeline.readers.export import SourceColumn
from pipeline.survey.model import Text
from pipeline.survey.questions import Option

YES = Option(id="yes", code=1, text=Text({"nb": "Ja", "en": "Yes"}), match=("J", 11))
NO = Option(id="no", code=2, text=Text({"nb": "Nei", "en": "No"}))
OPTIONS = (YES, NO)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1, "1"),
        (1.5, "1.5"),
        (-99.0, "-99"),
        ("  Svært \u00a0 fornøyd\n", "Svært fornøyd"),
        ("Bla\u030aba\u030ar", "Blåbår"),
        ("0301", "0301"),
        ("NA", "NA"),
        ("nan", "nan"),
    ],
)
def test_values_are_compared_in_one_form(value: object, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.0", "1"),
        ("1,00", "1"),
        ("01", "1"),
        ("-99.0", "-99"),
        ("1.000000", "1"),
        ("1.000", "1.000"),  # a thousand, maybe
        ("1.5", "1.5"),
        ("²", "²"),
        ("1e5", "1e5"),
        ("--1", "--1"),
        ("1234567890", "1234567890"),
        ("", ""),
    ],
)
def test_whole_numbers_in_other_clothes_are_codes(text: str, code: str) -> None:
    assert as_code_text(text) == code


def test_a_recode_comes_before_blanks_codes_and_texts() -> None:
    meanings = value_map(OPTIONS, {1: "no", "Ja": 2}, {2: "skipped", 9: "not_asked"})
    assert meanings["1"] == ("value", 2)
    assert meanings["Ja"] == ("value", 2)
    assert meanings["2"] == ("skipped", None)
    assert meanings["9"] == ("not_asked", None)
    assert meanings["11"] == meanings["J"] == meanings["Yes"] == ("value", 1)


def conflicts(labels: dict[str, str], **changes: object) -> list[str]:
    meanings = value_map(OPTIONS, changes.get("recode", {}), {9: "skipped"})  # type: ignore[arg-type]
    return label_conflicts(
        SourceColumn("q", "q", labels=labels), OPTIONS, meanings, changes.get("declared", {})
    )  # type: ignore[arg-type]


def test_the_labels_of_an_export_must_be_the_options_texts() -> None:
    assert conflicts({"1": "Ja", "2": " Nei ", "9": "Ubesvart", "77": "Annet"}) == []
    assert conflicts({"1": "Yes", "2": "2", "1.0": "J"}) == []
    (found,) = conflicts({"1": "Nei", "2": "Nei"})
    assert "labels 1 «Nei», but the option yes with that code reads «Ja»" in found.replace("«J»", "«Ja»")


def test_a_declared_label_stands_instead_of_the_texts() -> None:
    declared = {"yes": "Ja, alltid"}
    assert conflicts({"1": "Ja, alltid"}, declared=declared) == []
    (found,) = conflicts({"1": "Ja"}, declared=declared)
    assert "reads «Ja, alltid»" in found


def test_a_recode_is_checked_against_the_option_it_leads_to() -> None:
    assert conflicts({"5": "Ja"}, recode={5: "yes"}) == []
    assert len(conflicts({"5": "Nei"}, recode={5: "yes"})) == 1


def test_a_blank_that_has_become_an_answer_is_a_conflict() -> None:
    (found,) = conflicts({"9": "Nei"})
    assert "9 stands for a blank (missing)" in found
