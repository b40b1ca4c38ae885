"""Surveys in other formats, run as a person would run them: definitions and files, and no line of Python.

Each survey is a piece of a data root in this folder. What is asserted are the figures that were published,
or counted in another way, and the bases that the figures are of.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from tests.surveys.conftest import HERE, REPORTS, WAVES, Ran


@pytest.mark.parametrize("wave", WAVES)
def test_a_run_makes_the_report(ran: Callable[[str], Ran], wave: str) -> None:
    result = ran(wave)
    assert result.exit_code == 0, result.output
    made = {path.name for path in result.folder.iterdir()}
    name = f"{REPORTS[result.survey]}-{result.wave}"
    assert {f"{name}.html", f"{name}.pdf", f"{name}.xlsx", "manifest.json"} <= made
    assert (result.folder / "tables/questions.csv").stat().st_size > 0


@pytest.mark.parametrize(
    ("wave", "figures"),
    [
        ("starwars/2014", 21),
        ("pew_dec13/2013", 6),
        ("surveyxact/2021", 2),
        ("surveyxact/2022", 2),
        ("surveyxact/2023", 2),
        ("workplace/2024", 19),
        ("workplace/2025", 24),
    ],
)
def test_every_published_figure_comes_out(ran: Callable[[str], Ran], wave: str, figures: int) -> None:
    table = pd.read_parquet(ran(wave).folder / "tables/reconciliation.parquet")
    assert len(table) == figures
    assert table["is_matched"].all()


# ---- SurveyMonkey, cp1252


def test_starwars_bases(ran: Callable[[str], Ran]) -> None:
    films = ran("starwars/2014")
    seen = films.row("seen", "ep4")
    assert (seen["respondents_n"], seen["base_n"], seen["base_kind"]) == (1186, 835, "cases")
    assert (seen["state_not_asked_n"], seen["state_skipped_n"]) == (250, 101)
    answered = {"luke": 831, "han": 829, "leia": 831, "obi_wan": 825, "yoda": 826}
    answered |= {"r2d2": 830, "c3po": 827, "vader": 826, "jar_jar": 821}
    for character, base in answered.items():
        assert films.row("characters", "very_favorable", item_id=character)["answered_n"] == base
    assert films.row("shot_first", "han")["base_n"] == 828
    favourite = films.row("rank", "first", item_id="ep1", demographic_id="films_seen", group_id="all_six")
    assert favourite["answered_n"] == 471


@pytest.mark.parametrize(
    ("question", "option", "item", "percent"),
    [
        ("seen", "ep1", "", 80.60),
        ("seen", "ep2", "", 68.38),
        ("seen", "ep3", "", 65.87),
        ("seen", "ep4", "", 72.69),
        ("rank", "first", "ep4", 27.18),
        ("rank", "first", "ep6", 17.41),
    ],
)
def test_starwars_recomputed(
    ran: Callable[[str], Ran], question: str, option: str, item: str, percent: float
) -> None:
    """Figures that were published otherwise or not at all, recomputed."""
    where = {"demographic_id": "films_seen", "group_id": "all_six"} if item else {}
    row = ran("starwars/2014").row(question, option, item_id=item, **where)
    base = "cases_pct" if question == "seen" else "answered_pct"
    assert row[base] == pytest.approx(percent, abs=0.005)


def test_starwars_grids_tell_their_largest_and_smallest(ran: Callable[[str], Ran]) -> None:
    """610 of 814 with an opinion of Han Solo, 112 of 712 of Jar Jar Binks, and V first most often."""
    page = (ran("starwars/2014").folder / "films-2014.html").read_text("utf-8")
    plain = page.replace("\u00a0", " ").replace("\u00ad", "")
    for sentence in (
        "“Very favorably” is largest for “Han Solo” (75 per cent) and smallest for “Jar Jar Binks” (16 per",
        "Most often put first: “Episode V” (35 per cent). Best mean place: “Episode V” (2.5).",
    ):
        assert sentence in plain


def test_starwars_mean_places(ran: Callable[[str], Ran]) -> None:
    """Those of the ranking's columns in the file, each of who ranked the film."""
    film, core = ran("starwars/2014"), ran("starwars/2014").table("core_responses")
    for item in ("ep1", "ep4", "ep5", "ep6"):
        places = core[f"q_rank__{item}"].dropna().astype("float64")
        row = film.row("rank", measure="mean", item_id=item)
        assert (row["base_n"], row["value"]) == (len(places), pytest.approx(places.mean()))


def test_starwars_in_per_cent_of_ticks(ran: Callable[[str], Ran]) -> None:
    """673 + 571 + 550 + 607 + 758 + 738 ticks; those of men add up to their own sum."""
    films = ran("starwars/2014")
    questions = films.table("mart_question").query("report_id == 'ticks' and question_id == 'seen'")
    assert list(questions["option_n"]) == [673, 571, 550, 607, 758, 738]
    assert set(questions["responses_n"]) == {3897}
    assert questions["shown_pct"].to_numpy() == pytest.approx(100 * questions["option_n"].to_numpy() / 3897)
    groups = films.table("mart_demographic").query("report_id == 'ticks' and group_id == 'man'")
    assert groups["shown_pct"].sum() == pytest.approx(100.0)
    page = (films.root / "reports/starwars/2014/ticks/ticks-2014.html").read_text("utf-8")
    plain = page.replace("\u00a0", " ").replace("\u00ad", "")
    assert "3,897 answers from 835 persons" in plain
    assert "sum may exceed" not in plain
    assert "Arrows show" not in plain


# ---- weighted with the export's own weight


@pytest.mark.parametrize(
    ("question", "option", "demographic", "group", "n", "percent"),
    [
        ("president", "disapprove", "", "", 2001, 48.841),
        ("health_law", "disapprove", "", "", 2001, 54.218),
        ("health_law", "approve", "race", "hispanic", 192, 51.958),
        ("health_law", "approve", "race", "black", 191, 81.376),
        ("health_law", "approve", "party", "democrat", 655, 73.416),
        ("health_law", "disapprove", "party", "republican", 539, 89.368),
    ],
)
def test_pew_is_weighted(
    ran: Callable[[str], Ran],
    question: str,
    option: str,
    demographic: str,
    group: str,
    n: int,
    percent: float,
) -> None:
    where = {"demographic_id": demographic, "group_id": group} if group else {}
    row = ran("pew_dec13/2013").row(question, option, **where)
    assert (row["answered_n"], row["base_n"]) == (n, n)
    assert row["shown_pct"] == pytest.approx(percent, abs=0.0005)


def test_pew_weights_stay_as_they_came(ran: Callable[[str], Ran]) -> None:
    row = ran("pew_dec13/2013").row("president", "approve")
    assert row["answered_w"] == pytest.approx(7198.74, abs=0.005)
    assert row["unweighted_pct"] == pytest.approx(100 * 839 / 2001)


def test_pew_not_asked_is_no_answer(ran: Callable[[str], Ran]) -> None:
    strength = ran("pew_dec13/2013").row("strength", "very")
    assert (strength["answered_n"], strength["state_not_asked_n"]) == (1881, 120)
    leaning = ran("pew_dec13/2013").row("leaning", "democrat")
    assert (leaning["answered_n"], leaning["state_not_asked_n"]) == (807, 1194)


# ---- SurveyXact


@pytest.mark.parametrize("wave", ["surveyxact/2021", "surveyxact/2022", "surveyxact/2023"])
def test_surveyxact_counts_who_completed(ran: Callable[[str], Ran], wave: str) -> None:
    result = ran(wave)
    assert "300 rows read, 160 respondents" in result.output
    assert "not counted, rows: 115 invited, 25 partial" in result.output
    row = result.row("v_1", "design_og_redesign")
    assert (row["option_n"], row["base_n"]) == (37, 160)
    assert row["shown_pct"] == pytest.approx(23.125)


def test_surveyxact_dialects_hold_the_same(ran: Callable[[str], Ran]) -> None:
    first, *others = (
        ran(f"surveyxact/{year}").table("mart_counts").drop(columns="wave") for year in (2021, 2022, 2023)
    )
    assert len(first) > 100
    for other in others:
        pd.testing.assert_frame_equal(first, other)


# ---- .sav


def test_sav_user_missing(ran: Callable[[str], Ran]) -> None:
    """−1, 2500 and −3 are declared in the file as missing, and their meaning in the definition."""
    result = ran("sav_samples/2018")
    core = result.table("core_responses")
    assert core["state_number"].tolist() == ["substantive"] * 5 + ["refused", "dont_know"]
    assert core["state_gender"].tolist() == ["substantive"] * 5 + ["dont_know", "skipped"]
    assert core["state_level"].tolist() == ["substantive"] * 5 + ["skipped", "not_asked"]
    assert core["state_day"].tolist() == ["substantive"] * 4 + ["skipped"] * 3
    assert core["state_letter"].tolist() == ["substantive"] * 6 + ["unknown_blank"]
    assert result.row("number", measure="mean")["base_n"] == 5


def test_sav_without_a_number_of_cases(ran: Callable[[str], Ran]) -> None:
    """All rows are read, though the header does not say how many there are; there are no labels either."""
    result = ran("sav_samples/2019")
    assert "485 rows read, 485 respondents" in result.output
    mean = result.row("number", measure="mean")
    assert (mean["base_n"], round(mean["value"], 2)) == (485, 0.18)
    core = result.table("core_responses")
    assert (core[["state_day", "state_moment"]] == "skipped").sum().tolist() == [97, 97]
    assert core["q_gender"].tolist()[:5] == [1, 2, 1, 2, 1]
    assert core["q_level"].tolist()[:5] == [1, 2, 3, 1, 1]


def test_sav_sets_and_ranges(ran: Callable[[str], Ran]) -> None:
    result = ran("sav_types/2015")
    core = result.table("core_responses")
    assert core["q_colour"].tolist()[:4] == [1, 2, 3, 4]
    assert core["state_colour"].tolist() == ["substantive"] * 4 + ["skipped", "substantive"]
    assert core["state_amount"].tolist() == [
        *("refused", "skipped", "substantive", "skipped", "substantive", "skipped")
    ]
    assert [result.row("ticks", option)["option_n"] for option in ("one", "two", "three")] == [3, 4, 0]
    assert result.row("ticks", "one")["base_n"] == 5
    assert core["q_mentions__second"].tolist() == [1, 2, 3, 2, 2, 3]
    assert core["state_remark"].tolist().count("substantive") == 5


# ---- a spreadsheet's CSV


def test_workplace_reads_numbers_with_commas(ran: Callable[[str], Ran]) -> None:
    for year, n, mean in (("2024", 127, 34.173228346456696), ("2025", 144, 33.708333333333336)):
        row = ran(f"workplace/{year}").row("hours", measure="mean")
        assert (row["base_n"], row["value"]) == (n, pytest.approx(mean))
    assert ran("workplace/2025").row("hours", measure="mean")["state_dont_know_n"] == 4
    pay = ran("workplace/2024").table("core_responses")["q_pay"]
    assert pay.iloc[0] == 426722.96


def test_workplace_net_promoter_score(ran: Callable[[str], Ran]) -> None:
    for year, n, score in (("2024", 116, -10.344827586206897), ("2025", 128, 16.40625)):
        row = ran(f"workplace/{year}").row("recommend", measure="nps")
        assert (row["base_n"], row["value"]) == (n, pytest.approx(score))


def test_workplace_index_turns_the_statement_of_2024(ran: Callable[[str], Ran]) -> None:
    """Mean of the valid scores, as 0 to 100, of those with three or more; the statement of 2024 is turned."""
    for year in ("2024", "2025"):
        result = ran(f"workplace/{year}")
        core = result.table("core_responses")
        names = ["q_say__tasks", "q_say__pace", "q_say__manager", "q_colleagues"]
        scores = core[names].astype("float64").replace(8, float("nan"))
        wanted = (25 * (scores.mean(axis=1) - 1)).where(scores.notna().sum(axis=1) >= 3)
        assert core["q_influence"].astype("float64").tolist() == pytest.approx(wanted.tolist(), nan_ok=True)
        assert result.row("influence", measure="index")["value"] == pytest.approx(wanted.mean())


def test_workplace_dropped_question_has_no_answers(ran: Callable[[str], Ran]) -> None:
    row = ran("workplace/2024").row("languages", "english")
    assert (row["answered_n"], row["state_not_asked_n"]) == (0, 136)


def test_workplace_speaks_english_first(ran: Callable[[str], Ran]) -> None:
    folder = ran("workplace/2025").folder
    assert '<html lang="en"' in (folder / "influence-2025.html").read_text("utf-8")
    assert '<html lang="nb"' in (folder / "influence-2025.nb.html").read_text("utf-8")


# ---- what a new definition may lack


def test_a_survey_without_a_report_is_told_where_one_goes(root: Path, tmp_path: Path) -> None:
    shutil.copytree(HERE / "surveys/sav_types", tmp_path / "surveys/sav_types")
    shutil.rmtree(tmp_path / "surveys/sav_types/reports")
    result = CliRunner().invoke(main, ["run", "sav_types", "--data", str(tmp_path)])
    assert result.exit_code == 2
    assert "reports/<name>.yaml" in result.output
