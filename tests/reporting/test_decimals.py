"""Decimals of means: two digits that vary, the same in tables, figures, sentences and files."""

from pipeline.reporting.printed import printed_tables
from tests.reporting.members_report import cells, question
from tests.reporting.twenty import Twenty

NARROW = (("text: Timer, column: hours, min: 0, max: 80", "text: Timer, column: hours, min: -3, max: 3"),)
# as many at −1 as at 1, 4,000 persons: sd 1.000, standard error 0.0158, margin 0.031
HALVES = Twenty("hours", "margins: true", changed=NARROW, cells={"hours": [-1, 1] * 10}, times=200)
# 300,000 or 500,000: sd 102,598, mean 400,000
PAY = Twenty(
    "hours",
    "margins: true",
    changed=(("max: 80", "max: 900000"),),
    cells={"hours": [300_000, 500_000] * 10},
)


def test_a_margin_on_a_narrow_scale_is_not_printed_as_nothing() -> None:
    hours = question(HALVES.tree(), "hours")
    assert cells(hours.table)["Gjennomsnitt"] == ["0,00"]
    assert hours.table.rows[0].cells[0].margin == "±\u00a00,03"
    assert cells(hours.table)["Standardavvik"] == ["1,00"]
    assert hours.finding == "Gjennomsnittet er 0,00."
    women = hours.breakdowns[0].figure.rows[1]
    assert (women.text, women.interval) == ("0,00", "±\u00a00,04")


def test_numbers_of_many_digits_have_no_decimals() -> None:
    hours = question(PAY.tree(), "hours")
    assert cells(hours.table)["Gjennomsnitt"] == ["400\u202f000"]
    # 1.96 · 102,598 / √20
    assert hours.table.rows[0].cells[0].margin == "±\u00a044\u202f965"
    assert cells(hours.table)["Standardavvik"] == ["102\u202f598"]


def test_the_files_hold_what_is_printed() -> None:
    measures = printed_tables(HALVES.material(), "nb")["measures"].set_index("measure")
    assert measures.loc["mean", "value"] == 0
    assert measures.loc["mean", "moe"] == 0.03
    groups = printed_tables(HALVES.material(), "nb")["measures_by_group"]
    assert set(groups.loc[groups["measure"] == "mean", "moe"]) == {0.04}


def test_the_rule_is_told_where_there_are_means() -> None:
    told = [str(section) for section in HALVES.tree("en").method if section.key == "rules"]
    assert "at most a tenth of the standard deviation" in told[0]
    none = [str(section) for section in Twenty("single").tree("en").method if section.key == "rules"]
    assert "a tenth" not in none[0]


def test_margins_of_percents_have_one_decimal_however_wide_they_are() -> None:
    table = question(Twenty("scale", "margins: true").tree(), "scale").table
    margins = {row.header: row.cells[1].margin for row in table.rows}
    assert margins["Fem og fire"] == "±\u00a020,0"
    assert margins["Balanse, prosentpoeng"] == "±\u00a037,9"
