"""Personal details by their form: what is found, what is not, and that nothing of it is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.privacy.scan import REDACTED, count_personal, details_in, is_national_id, redact


def national_id(birthday: str) -> str | None:
    """The first number of a birthday; None where there is none."""
    return next((n for i in range(100_000) if is_national_id(n := f"{birthday}{i:05d}")), None)


@pytest.mark.parametrize(
    ("birthday", "is_one"),
    [
        ("010190", True),
        ("290200", True),  # a leap day
        ("410190", True),  # a D-number: 40 added to the day
        ("014190", True),  # of a hospital: 40 added to the month
        ("018190", True),  # a made-up person: 80 added
        ("320190", False),
        ("310490", False),
        ("001390", False),
    ],
)
def test_a_national_id_has_a_date_and_two_check_digits(birthday: str, is_one: bool) -> None:
    assert (national_id(birthday) is not None) == is_one


def test_one_wrong_digit_is_always_told() -> None:
    right = national_id("010190")
    assert right is not None
    for place in range(11):
        for digit in "0123456789":
            changed = right[:place] + digit + right[place + 1 :]
            assert is_national_id(changed) == (changed == right)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("skriv til kari.nordmann+jobb@example.invalid.", ["e-mail address"]),
        ("ØYVIND@bedrift.no", ["e-mail address"]),
        ("ring 912 34 567 etter kl. 16", ["phone number"]),
        ("tlf: 22 33 44 55", ["phone number"]),
        ("mob 91234567", ["phone number"]),
        ("+47 91 23 45 67", ["phone number"]),
        ("0046 8 123 456 78", ["phone number"]),
        ("id 123E4567-e89b-12d3-a456-426614174000", ["GUID"]),
        ("kari@example.invalid eller 91234567", ["e-mail address", "phone number"]),
    ],
)
def test_what_is_found(text: str, kinds: list[str]) -> None:
    assert count_personal([text]) == dict.fromkeys(kinds, 1)
    assert count_personal([redact(text)]) == {}


@pytest.mark.parametrize("form", ["{}", "fnr {}.", "({})"])
def test_a_national_id_is_found_in_either_spelling(form: str) -> None:
    digits = national_id("018190")
    assert digits is not None
    for written in (digits, f"{digits[:6]} {digits[6:]}", f"{digits[:6]}-{digits[6:]}"):
        text = form.format(written)
        assert count_personal([text]) == {"national identity number": 1}
        assert redact(text) == form.format(REDACTED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "34 062 svar av 120 000",
        "i 2020 2021 2022",
        "20230601",
        "12345678901",  # eleven digits without a date
        "0,91234567",
        "3.14159265358",
        "timer @ jobb",
        "1 000 000 000",
        "3f9c91234567ab",  # of a hash
        "912345678",
    ],
)
def test_what_is_none(text: str) -> None:
    assert count_personal([text]) == {}
    assert redact(text) == text


def test_texts_are_counted_and_what_is_known_is_not() -> None:
    texts = ["a@example.invalid", "a@example.invalid b@example.invalid", "c"]
    assert count_personal(texts) == {"e-mail address": 2}
    known = details_in(["Skriv til a@example.invalid"])
    assert count_personal(texts, known) == {"e-mail address": 1}


@given(st.text(alphabet="0123456789 @.-+abæ", max_size=40))
def test_nothing_is_left_after_redaction(text: str) -> None:
    assert count_personal([redact(text)]) == {}
    assert redact(redact(text)) == redact(text)
