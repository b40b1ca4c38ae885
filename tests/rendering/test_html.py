"""The page: numbers, escaping, policy, and parts that vanish."""

import base64
import hashlib
import html
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hostile_report import ATTACKS, LONG, hostile
from published import counts_and_percents
from sample_report import sample
from states_report import states

from pipeline.rendering.html import render
from pipeline.rendering.tree import Report

VOID = {"meta", "br", "col", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """Collects elements, ids, links and unbalanced tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def every(self, name: str) -> list[str]:
        return [
            value for _, attributes in self.tags for key, value in attributes.items() if key == name and value
        ]


REPORTS = {
    "published": sample(),
    "states": states(),
    "bare": states(method=False),
    "hostile": hostile(),
    "empty": replace(states(method=False), chapters=()),
    "english": replace(states(), language="en"),
}


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]


def test_tags_close_ids_are_unique_and_links_arrive(report: Report) -> None:
    page = Page(render(report))
    assert (page.wrong, page.open) == ([], [])
    ids = page.every("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.every("href")} <= set(ids)
    assert set(page.every("aria-labelledby")) <= set(ids)


def test_the_policy_names_exactly_the_pages_own_style_and_script(report: Report) -> None:
    text = render(report)
    policy = next(value for value in Page(text).every("content") if value.startswith("default-src"))
    for kind, pattern in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        contents = re.findall(pattern, text, re.DOTALL)
        assert len(contents) == 1
        digest = base64.b64encode(hashlib.sha256(contents[0].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_nothing_is_fetched_and_nothing_is_styled_inline(report: Report) -> None:
    page = Page(render(report))
    assert not page.every("style")
    assert not page.every("src")
    assert not [tag for tag, _ in page.tags if tag in {"img", "iframe", "object", "link", "form"}]
    assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]


def test_every_figure_is_described_and_no_part_is_empty(report: Report) -> None:
    page = Page(render(report))
    images = [a for _, a in page.tags if a.get("role") == "img"]
    assert all(len(image["aria-label"] or "") > 40 for image in images)
    assert not re.search(r"<(p|h[1-6]|figcaption|li|dt|dd)[^>]*>\s*</\1>", render(report))


def test_every_published_number_is_in_a_row_of_a_table() -> None:
    rows = re.findall(r"<tr.*?</tr>", render(sample()), re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(?:<svg.*?</svg>)?(?:<span>)?([^<]*)", row) for row in rows]
    pairs = {pair for row in cells for pair in itertools.pairwise(row)}
    assert not [pair for pair in counts_and_percents() if pair not in pairs]


def test_hostile_text_stays_text() -> None:
    text = render(hostile())
    visible = html.unescape(re.sub(r"[\u00ad\u2060]", "", text))
    for attack in ATTACKS[:5]:
        assert attack in visible
        if "<" in attack:
            assert attack not in text
    assert "\u202e" not in text
    assert "\u0000" not in text
    assert LONG.strip() in text
    assert "{{ 7*7 }}" in text


def test_absent_parts_leave_no_section() -> None:
    text = render(REPORTS["empty"])
    for word in ("Metode", "Hovedfunn", "Om rapporten", "Vedlegg", "Forbehold"):
        assert word not in text


def test_an_english_page_uses_no_fixed_norwegian_word() -> None:
    text = render(REPORTS["english"])
    assert '<html lang="en">' in text
    for word in ("Hopp til", "Mørkt", "Hovedfunn", "Metode", "som tabell"):
        assert word not in text


def test_what_a_mark_means_is_told_in_words() -> None:
    assert "høyere enn blant alle andre" in render(REPORTS["states"])


def test_points_are_a_list_of_terms() -> None:
    found = re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd></div>", render(states()))
    assert ("Oppdragsgiver", "Forbundet") in found
    assert ("Målgruppe", "Alle medlemmer.") in found
