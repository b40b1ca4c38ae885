"""YAML that is written for people, and read back as what it was."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.yaml_text import WIDTH, Block, Noted, to_yaml
from pipeline.survey.documents import read_document

IDS = {"yes", "no", "on", "off", "y", "n"}
"""Written plainly: ids of options, which the loader of definitions takes for text."""
CLEAN = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200).filter(
    lambda t: t.casefold() not in IDS
)


@given(
    st.dictionaries(CLEAN, CLEAN | st.integers() | st.booleans() | st.lists(CLEAN, max_size=5), max_size=5)
)
def test_what_is_written_is_read_back(data):
    written = to_yaml({"top": data, "list": [data]})
    assert yaml.safe_load(written) == {"top": data, "list": [data]}


def test_yes_and_no_are_plain_ids_and_texts_to_the_loader(tmp_path):
    data = {
        "id": "yes",
        "texts": ["No", "on", "true", "False", "~", "1", "2023-01-01"],
        "off": {"n": "Ja: nei"},
    }
    (tmp_path / "a.yaml").write_text(to_yaml(data), "utf-8")
    document = read_document(tmp_path / "a.yaml", tmp_path, [])
    assert document is not None
    assert document.data == data
    assert "id: yes\n" in to_yaml(data)


def test_short_things_stand_on_one_line_and_long_ones_are_folded():
    long = "et langt spørsmål " * 12
    written = to_yaml({"a": {"id": "x", "n": 1}, "b": [Block({"id": "y", "text": long.strip()})]})
    assert "a: {id: x, n: 1}\n" in written
    assert "text: >-\n" in written
    assert max(map(len, written.splitlines())) <= WIDTH
    assert yaml.safe_load(written)["b"][0]["text"] == long.strip()


def test_comments_stand_above_what_they_are_about():
    written = to_yaml({"a": Noted("x", ("look",)), "b": [Noted(Block({"id": "y"}), ("and here",))]}, ["head"])
    assert written == "# head\n\n# look\na: x\n\nb:\n  # and here\n  - id: y\n"


def test_a_comment_cannot_end_itself():
    assert yaml.safe_load(to_yaml({"a": Noted(1, ("one\nb: 2",))})) == {"a": 1}
