"""Both catalogues say the same things."""

import ast
import re
import string
from pathlib import Path

import pytest

import pipeline.rendering
from pipeline.rendering.language import catalogue

NB, EN = catalogue("nb"), catalogue("en")
SOURCES = Path(pipeline.rendering.__file__).parent


def placeholders(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_the_languages_have_the_same_keys() -> None:
    assert set(NB.patterns) == set(EN.patterns)


@pytest.mark.parametrize("key", sorted(NB.patterns))
def test_the_languages_have_the_same_placeholders(key: str) -> None:
    assert placeholders(NB.patterns[key]) == placeholders(EN.patterns[key])
    assert NB.patterns[key].strip()
    assert EN.patterns[key].strip()


def test_every_key_that_the_code_and_the_templates_name_exists() -> None:
    named: set[str] = set()
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
    for file in SOURCES.rglob("*.j2"):
        named |= set(re.findall(r'["\']([a-z_]+\.[a-z_.]+)["\']', file.read_text("utf-8")))
    groups = {key.partition(".")[0] for key in NB.patterns}
    keyed = re.compile(r"([a-z]+)\.[a-z_]+")
    keys = {name for name in named if (found := keyed.fullmatch(name)) and found[1] in groups}
    files = {"report.js", "report.css", "report.typ"}
    unknown = {key for key in keys - files if not {key, f"{key}.one"} & set(NB.patterns)}
    assert not unknown
    assert len(keys) > 50  # the search itself found something


def test_a_missing_key_and_a_missing_value_are_named() -> None:
    with pytest.raises(KeyError, match=r"nb has no key 'finding.nonsense'"):
        NB.text("finding.nonsense")
    with pytest.raises(KeyError, match=r"report.figure.*'n'"):
        NB.text("report.figure")


def test_braces_in_a_value_stay_text() -> None:
    assert NB.text("quote", text="{n} {0}") == "«{n} {0}»"


def test_counted_picks_the_form() -> None:
    assert NB.counted("question.persons", 1) == "1\u00a0person"
    assert NB.counted("question.persons", 6393) == "6\u202f393\u00a0personer"
    assert EN.counted("question.answers", 1) == "1\u00a0answer"


def test_lists() -> None:
    assert NB.listed([]) == ""
    assert NB.listed(["a"]) == "a"
    assert NB.listed(["a", "b", "c"]) == "a, b og c"
    assert EN.listed(["a", "b"]) == "a and b"


def test_an_unknown_language_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="there is en, nb"):
        catalogue("nn")  # type: ignore[arg-type]
