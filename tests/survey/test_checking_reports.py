"""What a report says of questions, demographics and facts that the definition does not have."""

from pathlib import Path

import pytest

from pipeline.survey.loading import DefinitionError
from tests.coding.small_survey import define, survey_yaml
from tests.survey.mistakes import QUESTIONS, REPORT, SURVEY, WAVES, Refusal, refusal


@pytest.fixture
def refused(tmp_path: Path) -> Refusal:
    return refusal(tmp_path)


@pytest.mark.parametrize(
    ("report", "message"),
    [
        ("base: q = 'jo'\n", "base: «q = 'jo'»: q has no option 'jo'"),
        ("breakdowns: [{demographic: kjon}]\n", "there is no demographic kjon; did you mean kjonn?"),
        (
            "breakdowns: [{demographic: kjonn}]\nbenchmark: {demographic: kjon}\n",
            "benchmark.demographic: there is no breakdown by kjon; did you mean kjonn?",
        ),
        ("strip: [svart]\n", "strip.1: there is no fact svart; did you mean svar?"),
        ("languages: [en]\n", "there is no language en; known: nb"),
        ("weighted: true\n", "the survey declares no weighting and no weight column"),
        (
            "representativity: {tables: [alder]}\n",
            "there is no column of the universe for alder; known: kjonn",
        ),
        ("representativity: {tables: [kjonn], base: q = 'yes'}\n", "q is not a variable of this survey"),
        ("published: {2023: {questions: x.csv}}\n", "there is no wave 2023; did you mean 2024?"),
        ("published: {2024: {stated_base: sva}}\n", "there is no fact sva; did you mean svar?"),
        # texts that facts are put into
        ("about: ['{svra} svarte']\n", "about.1: {svra} is no fact of this report; did you mean svar?"),
        (
            "subtitle: {nb: '{svar}', en: '{Svar}'}\n",
            "subtitle.en: {Svar} is no fact of this report; did you mean svar?",
        ),
        ("note: '{ antall }'\n", "note: {antall} is no fact of this report; known: svar, wave, year"),
        ("note: '{yaer} og {wave}'\n", "note: {yaer} is no fact of this report; did you mean year?"),
        (
            "note: 'av {Svar-prosent} i {år}'\n",
            "note: {Svar-prosent} is no fact of this report; known",
        ),
        ("about: [{nb: '{year}', en: '{the year}'}]\n", "about.1.en: {the year} is no fact of this report"),
        ("method: ['ok {svar}', '{x}']\n", "method.2: {x} is no fact of this report"),
        ("representativity: {tables: [kjonn], text: ['{x}']}\n", "representativity.text.1: {x} is no fact"),
    ],
)
def test_a_report_that_does_not_fit(refused: Refusal, report: str, message: str) -> None:
    found = refused(report=report)
    assert any(message in problem for problem in found), found


def test_a_surveys_own_title_is_not_filled(tmp_path: Path) -> None:
    survey = survey_yaml(SURVEY, WAVES).replace("title: Prøve", "title: 'Prøve {year}'")
    with pytest.raises(
        DefinitionError, match=r"survey\.yaml:2: title: facts, \{wave\} and \{year\} are filled"
    ):
        define(tmp_path, QUESTIONS, survey, r=REPORT)


def test_braces_that_are_no_placeholder_stay(tmp_path: Path) -> None:
    report = REPORT + "about: ['{svar} svarte, {7*7} = {} {\"a\": 1}']\n"
    assert define(tmp_path, QUESTIONS, survey_yaml(SURVEY, WAVES), r=report).reports


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("questions: [q]", "questions: [qq]", "there is no question qq; did you mean q?"),
        ("questions: [q]", "questions: [q, q]", "question q stands more than once"),
        ("questions: [q]", "questions: [{id: q, order: [ja]}]", "there is no option ja; known: yes, no, dk"),
        ("report: r", "report: s", "s is not the file's name"),
        ("take: respondents_n", "count: q = 'ye'", "facts.svar.count: «q = 'ye'»: q has no option 'ye'"),
        (
            "take: respondents_n",
            "take: scope_above_pct",
            "scope_above_pct needs representativity in this report",
        ),
        (
            "take: respondents_n",
            "text: 'av {alle}', take: respondents_n",
            "facts.svar.text: {alle} is no fact",
        ),
        ("svar: {take", "year: {take", "facts.year: {year} is the report's year already; give another name"),
        ("questions: [q]", "questions: [{id: q, base_text: '{hvem}'}]", "q.base_text: {hvem} is no fact"),
        (
            "take: respondents_n",
            "count: q = 'yes', share: q = 'no'",
            "give exactly one of count, share and take",
        ),
    ],
)
def test_a_chapter_or_fact_that_does_not_fit(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        define(tmp_path, QUESTIONS, survey_yaml(SURVEY, WAVES), r=REPORT.replace(old, new))
    assert message in str(raised.value)
