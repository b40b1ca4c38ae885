"""Cleaning of hostile text, and what the font can draw."""

import pytest
from hostile_report import hostile

from pipeline.rendering.clean import REPLACEMENT, clean_report, clean_text
from pipeline.rendering.coverage import drawable
from pipeline.rendering.pdf.data import template_data


def test_the_font_draws_what_reports_need_in_every_style() -> None:
    needed = "abcæøåÆØÅáčđšžÁČĐŠŽ0123456789«»“”‘’–—…%±·•↑↓\u00a0\u202f\u2212" + REPLACEMENT
    assert not {character for character in needed if ord(character) not in drawable()}


def test_the_font_does_not_claim_what_it_lacks() -> None:
    assert not {ord(character) for character in "👍Кж漢\u2011\u0301"} & drawable()
    assert 0xFFFF not in drawable()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\u202eb\u2066c\u200f", "abc"),
        ("a\u0000b\u001b[31m", "ab[31m"),
        ("a\tb\nc\u2028d", "a b c d"),
        ("e\u0301", "é"),
        ("6\u202f393\u00a0kr", "6\u202f393\u00a0kr"),
        ("under\u00adsøkelse", "under\u00adsøkelse"),
    ],
)
def test_invisible_characters_go(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("e\u2011post", "e-post"),
        ("ｆｕｌｌ", "full"),
        ("Leaŋŋá", "Leanná"),
        ("Bra 👍", f"Bra {REPLACEMENT}"),
        ("a\u2003b", "a b"),
        ("q\u0302", "q"),
    ],
)
def test_what_the_font_lacks_is_replaced(text: str, cleaned: str) -> None:
    assert clean_text(text, drawable()) == cleaned


def test_without_a_font_letters_of_all_scripts_stay() -> None:
    assert clean_text("Кириллица 漢字 👍") == "Кириллица 漢字 👍"


def test_no_text_of_a_hostile_report_reaches_typst_uncleaned() -> None:
    def texts(node: object) -> list[str]:
        if isinstance(node, str):
            return [node]
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
        return [text for child in children for text in texts(child)]

    found = texts(template_data(clean_report(hostile(), drawable())))
    assert len(found) > 500
    assert not {character for text in found for character in text if ord(character) not in drawable()}
