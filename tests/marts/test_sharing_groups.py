"""Groups that share persons, as several answers make them: by hand, from definition to print."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from scipy import stats

from pipeline.cli.main import main

SURVEY = """\
survey: verktoy
title: Verktøy
owner: Oss
disclosure: {min_base: 5}
method:
  {sponsor: Oss, conductor: Oss, strategy: Et skjema, population: Alle, recruitment: Alle fikk en lenke,
   modes: [web], weighting: De fulgte med, limitations: Tallene er oppdiktet}
respondent: {completeness: {judges: []}}
weight: w
weight_sum: any
waves:
  2024: {field_start: 2024-01-01, field_end: 2024-02-01, report_date: 2024-03-01,
         export: {files: [export.csv]}}
demographics: [{id: bruker, text: Bruker, variable: verktoy, multiple: true}]
"""
QUESTIONS = """\
questions:
  - id: verktoy
    type: multiple
    background: true
    text: Hva bruker du?
    ask_if: everyone
    columns: {a: a, b: b, c: c, d: d}
    options: [{id: a, code: 1, text: Sag}, {id: b, code: 2, text: Hammer}, {id: c, code: 3, text: Tang},
              {id: d, code: 4, text: Høvel}]
  - id: fornoyd
    text: Er du fornøyd?
    ask_if: everyone
    column: q
    options: [{id: ja, code: 1, text: Ja}, {id: nei, code: 2, text: Nei}]
  - id: pastand
    type: grid
    text: Er du enig?
    ask_if: everyone
    columns: {god: g1, trygg: g2, tung: g3}
    items: [{id: god, text: Det er godt}, {id: trygg, text: Det er trygt},
            {id: tung, text: Det er tungt, reversed: true}]
    options: [{id: nei, code: 1, score: 1, text: Nei}, {id: litt, code: 2, score: 2, text: Litt},
              {id: ja, code: 3, score: 3, text: Ja}]
  - {id: trivsel, type: index, text: Trivsel,
     index_of: [pastand__god, pastand__trygg, pastand__tung]}
"""
REPORT = """\
report: bruk
title: Bruk
weighted: true
tests: true
letters: true
breakdowns: [{demographic: bruker}]
chapters: [{id: en, title: En, questions: [fornoyd, trivsel]}]
"""
KINDS = [
    # ticks, weight, yes, persons
    ("a", 1, 53, 80),
    ("ab", 2, 20, 40),
    ("b", 1, 31, 80),
    ("c", 1, 31, 60),
    ("", 1, 10, 20),
    ("ad", 1, 3, 3),
]


def grid(i: int) -> tuple[int | str, ...]:
    """The grid of the i-th person of a kind, every eighth of whom left out the second row."""
    return 1 + i % 3, "" if i % 8 == 7 else 1 + (i + i // 5) % 3, 3 - (i + i // 4) % 3


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data root after the real command."""
    folder = tmp_path_factory.mktemp("sharing")
    survey, raw = folder / "surveys/verktoy", folder / "raw/verktoy/2024"
    (survey / "reports").mkdir(parents=True)
    raw.mkdir(parents=True)
    (survey / "survey.yaml").write_text(SURVEY, "utf-8")
    (survey / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    (survey / "reports/bruk.yaml").write_text(REPORT, "utf-8")
    with (raw / "export.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow([*"abcd", "q", "g1", "g2", "g3", "w"])
        for ticks, weight, yes, persons in KINDS:
            cells = [int(name in ticks) for name in "abcd"]
            writer.writerows([*cells, 1 if i < yes else 2, *grid(i), weight] for i in range(persons))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOPLINE_KEYS", str(folder.with_name("keys of sharing")))
        patch.delenv("DAGSTER_HOME", raising=False)
        result = CliRunner().invoke(main, ["run", "verktoy", "--data", str(folder)])
        assert result.exit_code == 0, result.output
        yield folder


def mart(root: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(root / "warehouse/verktoy" / name / "2024.parquet")


def kinds(who: str) -> list[tuple[str, int, int, int]]:
    return [kind for kind in KINDS if set(who) <= set(kind[0])]


def sums(of: list[tuple[str, int, int, int]]) -> tuple[float, float, float]:
    """Σw, Σw² and the share of yes."""
    weight = sum(w * n for _, w, _, n in of)
    return weight, sum(w**2 * n for _, w, _, n in of), sum(w * yes for _, w, yes, _ in of) / weight


def p_value(one: str, other: str, *, shared: bool) -> float:
    """Of two groups' shares of yes, with or without account of who is in both."""
    (w1, s1, p1), (w2, s2, p2) = sums(kinds(one)), sums(kinds(other))
    n1, n2 = w1**2 / s1, w2**2 / s2
    both = sum(w**2 * n for _, w, _, n in kinds(one + other))
    p = (n1 * p1 + n2 * p2) / (n1 + n2)
    variance = p * (1 - p) * (1 / n1 + 1 / n2 - (2 * both / (w1 * w2) if shared else 0))
    return float(2 * stats.norm.sf(abs(p1 - p2) / np.sqrt(variance)))


def test_everybody_is_counted_in_every_group_that_they_are_in(root: Path) -> None:
    rows = mart(root, "mart_demographic").query("option_id == 'ja'").set_index("group_id")
    assert rows["respondents_n"].to_dict() == {"a": 123, "b": 120, "c": 60, "d": 3, "unknown": 20}
    for group in "abc":
        weight, squares, share = sums(kinds(group))
        row = rows.loc[group]
        assert (row["valid_w"], row["valid_w2"]) == (weight, squares)
        assert row["value"] == pytest.approx(100 * share)


def test_a_group_is_held_against_everybody_outside_it(root: Path) -> None:
    row = mart(root, "mart_demographic").query("option_id == 'ja' and group_id == 'a'").iloc[0]
    outside = [kind for kind in KINDS if "a" not in kind[0]]
    (w1, s1, p1), (w2, s2, p2) = sums(kinds("a")), sums(outside)
    n1, n2 = w1**2 / s1, w2**2 / s2
    p = (n1 * p1 + n2 * p2) / (n1 + n2)
    assert row["rest_value"] == pytest.approx(100 * p2)
    assert row["z"] == pytest.approx((p1 - p2) / np.sqrt(p * (1 - p) * (1 / n1 + 1 / n2)))
    assert row["mark"] == "up"


def test_a_letter_takes_those_who_are_in_both_into_account(root: Path) -> None:
    """Three pairs of groups are tested on two options each; of a pair both have the same p."""
    pairs = ("ab", "ac", "bc")
    with_shared, without = (
        np.repeat([p_value(*pair, shared=shared) for pair in pairs], 2) for shared in (True, False)
    )
    assert (stats.false_discovery_control(with_shared) <= 0.05).tolist() == [True, True, *[False] * 4]
    assert not (stats.false_discovery_control(without) <= 0.05).any()
    rows = mart(root, "mart_demographic").dropna(subset=["letters"])
    found = rows.set_index(["option_id", "group_id"])["letters"].to_dict()
    assert found == {("ja", "a"): "B", ("nei", "b"): "A"}


def test_groups_that_share_persons_make_no_table_to_test(root: Path) -> None:
    assert mart(root, "mart_table").empty


def test_what_is_printed(root: Path) -> None:
    """Only d is too small; a and b differ by 163 persons, though they are of nearly the same size."""
    page = (root / "reports/verktoy/2024/bruk/bruk-2024.html").read_text("utf-8").replace("\u00ad", "")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Der en person kan være i flere grupper, tar testen mellom to grupper hensyn til dem" in text
    assert "så grunnlagene kan til sammen bli større enn grunnlaget for alle." in text
    table = next(t for t in re.findall(r"<table.*?</table>", page, re.DOTALL) if ">A Sag<" in t)
    rows = re.findall(r"<tr[^>]*>\s*<th[^>]*>(.*?)</th>(.*?)</tr>", table, re.DOTALL)
    cells = {head: re.findall(r"<td>(.*?)</td>", rest) for head, rest in rows}
    plain = {head: [re.sub(r"<[^>]+>", " ", cell).split() for cell in row] for head, row in cells.items()}
    assert plain["A Sag"][0][:3] == ["59", "B", "↑"]
    assert plain["B Hammer"][1][:2] == ["56", "A"]
    assert plain["C Tang"][:2] == [["52"], ["48"]]
    assert plain["Høvel (vises ikke av hensyn til personvernet)"] == [["–"]] * 3


def test_how_near_groups_are_is_counted(root: Path) -> None:
    rows = mart(root, "mart_demographic").query("option_id == 'ja'").set_index("group_id")["apart_n"]
    assert rows.dropna().to_dict() == {"a": 120, "b": 123, "c": 63, "d": 63}


def test_the_items_of_an_index_hang_together_in_every_group_that_a_person_is_in(root: Path) -> None:
    """Cronbach's alpha from the covariances of the persons with all items, the third of them turned."""
    rows = mart(root, "mart_demographic").query("measure == 'index'").set_index("group_id")
    everyone = mart(root, "mart_question").query("measure == 'index'").iloc[0]
    found = {"": everyone, **{group: rows.loc[group] for group in ("a", "b", "c", "d")}}
    for who, row in found.items():
        persons = [(*grid(i), w) for _, w, _, n in kinds(who) for i in range(n) if "" not in grid(i)]
        items, weight = np.array(persons, dtype=float)[:, :3], np.array(persons, dtype=float)[:, 3]
        items[:, 2] = 4 - items[:, 2]
        covariance = np.cov(items.T, aweights=weight)
        assert row["alpha_n"] == len(persons)
        alpha = 3 / 2 * (1 - np.trace(covariance) / covariance.sum())
        assert row["alpha"] == pytest.approx(alpha, rel=1e-9)
    assert len({round(row["alpha"], 6) for row in found.values()}) == 5
