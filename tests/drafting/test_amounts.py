"""Answers that say how often and how much, put in order by their words."""

import pytest

from pipeline.drafting.order import in_order, scale_order
from pipeline.drafting.valence import valence
from pipeline.drafting.words import role_of

ORDERS = [
    ["Aldri", "Sjeldnere enn en gang i uka", "En gang i uka", "2–3 ganger i uka", "Omtrent hver dag"],
    ["Never", "Less than once a month", "Once a month", "Several times a month", "Every day"],
    ["Årlig", "Månedlig", "Hver 14. dag", "Ukentlig", "Flere ganger i uka", "Daglig"],
    ["Ingen ganger", "Én gang", "To ganger", "Tre ganger eller flere"],
    ["Ikke motivert", "Lite motivert", "Noe motivert", "Motivert", "Svært motivert"],
    ["Ikke plaget i det hele tatt", "Lite plaget", "Ganske mye plaget", "Veldig mye plaget"],
    [
        "Not like me at all",
        "Not like me",
        "A little like me",
        "Somewhat like me",
        "Like me",
        "Very much like me",
    ],
    ["Not at all close", "Not close", "Quite close", "Very close"],
    ["Mye dårligere", "Litt dårligere", "Som før", "Litt bedre", "Mye bedre"],
]
NO_ORDER = [
    ["Under ett år", "Lærling", "Fast"],
    ["Rødt", "Høyre", "Venstre"],
    ["Kommunen", "Kommunen i nord", "Kommunen i sør"],
]


@pytest.mark.parametrize("values", ORDERS)
def test_often_and_much_are_in_order(values):
    found = in_order([*values[1::2], *values[::2]])
    assert (found.values, found.is_sure) == (values, True)


@pytest.mark.parametrize("values", NO_ORDER)
def test_other_words_are_not(values):
    assert not in_order(values).is_sure
    assert scale_order(values) is None


def test_years_in_a_job_are_no_frequency():
    assert scale_order(["Under 1 år", "1–3 år", "4–10 år"]) is None


def test_both_ends_tell_a_scale_with_numbers_between():
    assert scale_order(["Svært dårlig", "2", "3", "4", "Svært bra"]) == "valence"
    assert scale_order(["Very good", "Good", "Fair", "Bad", "Very bad"]) == "valence_down"
    assert scale_order(["1", "2", "3", "4", "5"]) == "points"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Ikke så viktig", -1), ("Not very important", -1), ("Svært trygg", 1), ("Lite nyttig", -1),
        ("Verken eller", 0), ("Hardly interested", -1), ("Not at all satisfied", -1),
    ],
)  # fmt: skip
def test_denied_words_count_for_the_other_side(text, sign):
    found = valence(text)
    assert found is not None
    assert (found > 0) - (found < 0) == sign


@pytest.mark.parametrize("text", ["Rødt", "Not difficult", "Ikke så dårlig"])
def test_unclear_words_tell_nothing(text):
    assert not valence(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Husker ikke", "dont_know"),
        ("Can't remember", "dont_know"),
        ("Andre partier", "other"),
        ("Refusal", "refused"),
    ],
)
def test_words_outside_have_their_roles(text, role):
    assert role_of(text) == role
