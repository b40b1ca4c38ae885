"""The method chapter says what was done, and only that."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.marts.method_items import PART_OF
from pipeline.rendering.tree import Paragraph, Table, Terms
from pipeline.reporting.printed import printed_tables
from pipeline.reporting.report import report_tree
from pipeline.survey.model import Text
from pipeline.survey.reports import Breakdown as ReportBreakdown
from tests.marts.members_survey import WAVE, results
from tests.reporting.members_report import cells, members_material, members_tree, section


def text_of(tree, key):
    found = section(tree, key)
    return " ".join(block.text for block in found.blocks if isinstance(block, Paragraph)) if found else ""


def test_weighting_is_told_with_its_tables():
    tree = members_tree()
    text = text_of(tree, "weighting")
    assert "gender, age_group, office, occupation og region" in text
    assert "0,27 til 3,80" in text
    assert "Designeffekten er 1,29" in text
    assert "mellom 0,2 og 5,0" in text
    table = next(b for b in section(tree, "weighting").blocks if isinstance(b, Table))
    assert cells(table) == {"Kvinne": ["67,8", "78,4", "67,8"], "Mann": ["32,2", "21,6", "32,2"]}


def test_how_much_weighting_moved_is_the_largest_of_the_marts():
    impact = results("weight").impact
    points, sd = impact["weight_impact_pp"].max(), impact["weight_impact_sd"].max()
    assert points > 1
    assert sd > 0.05
    text = text_of(members_tree(), "weighting")
    assert f"inntil {points:.1f} prosentpoeng".replace(".", ",") in text
    assert f"inntil {sd:.2f} standardavvik".replace(".", ",") in text


def test_the_limits_of_marks_are_those_of_the_survey():
    text = text_of(members_tree(), "tests")
    assert "netto anbefaling skille minst 5 prosentpoeng, indekser minst 5 poeng" in text
    assert "gjennomsnitt minst 0,2 standardavvik" in text


def test_an_unweighted_report_says_so_and_nothing_more():
    tree = members_tree(weighted=False)
    assert text_of(tree, "weighting") == "Tallene er ikke vektet."
    assert len(section(tree, "weighting").blocks) == 1


def test_margins_and_tests_are_told_where_they_are_used():
    tree = members_tree(margins=True)
    assert "Wilson" in text_of(tree, "precision")
    assert "hvor stor del av målgruppen" in text_of(tree, "precision")
    tests = text_of(tree, "tests")
    families = results("weight").groups.dropna(subset=["family_size"]).drop_duplicates("family_id")
    spaced = f"{int(families['family_size'].sum()):,}".replace(",", "\u202f")
    assert f"Det er gjort {spaced} tester." in tests
    assert "minst 5 prosentpoeng" in tests
    assert "Welchs test" in tests
    assert "alle par av grupper" in tests


def test_a_report_without_margins_and_tests_tells_how_sure_it_is_all_the_same():
    tree = members_tree(margins=False, tests=False)
    precision = text_of(tree, "precision")
    assert "Den dekker bare tilfeldigheter, ikke hvem som valgte å svare." in precision
    assert "1,96 standardfeil" not in precision
    assert text_of(tree, "tests") == (
        "Forskjeller mellom grupper er ikke testet i denne rapporten. De kan skyldes tilfeldigheter."
    )
    assert section(members_tree(breakdowns=()), "tests") is None


@pytest.mark.parametrize("language", ["nb", "en"])
def test_both_languages_have_every_sentence(language):
    tree = members_tree(language, margins=True)
    assert {s.key for s in tree.method} >= {"sample", "weighting", "precision", "tests", "rules"}


def test_tidy_tables_hold_every_measure_once():
    tables = printed_tables(members_material(), "nb")
    measures = tables["measures"]
    assert not measures.duplicated(["question_id", "item_id", "measure", "net_id"]).any()
    nps = measures.loc[measures["measure"] == "nps", "value"]
    assert nps.tolist() == [-18]
    assert (tables["questions"]["option_id"] != "").all()
    assert tables["weighting"]["after_pct"].notna().all()
    assert (tables["measures_by_group"]["group_id"] != "unknown").all()


def with_shown(*shown):
    """The report with these breakdowns."""
    names = ("gender", "age_group")
    return [ReportBreakdown(demographic=name, shown=kind) for name, kind in zip(names, shown, strict=False)]


@pytest.mark.parametrize(
    ("shown", "bar", "terms", "rule"),
    [
        (["valid"], "dem som har tatt stilling.", 3, "bare dem som har tatt stilling"),
        (["answered"], "alle som svarte, «vet ikke» medregnet.", 2, "alle som svarte, «vet ikke» medregnet"),
        (["valid", "answered"], "eller alle som svarte;", 3, "eller alle som svarte;"),
    ],
)
def test_the_bars_are_told_as_they_are(shown, bar, terms, rule):
    tree = members_tree(breakdowns=with_shown(*shown))
    assert bar in tree.reading_terms[0].text
    assert len(tree.reading_terms) == terms
    assert rule in text_of(tree, "rules")


@pytest.mark.parametrize(
    ("language", "sentence", "start"),
    [
        (
            "nb",
            "Hvert svar har vekten som fulgte med i datafilen.",
            "Vektingen går ut fra vekten som fulgte med i datafilen.",
        ),
        (
            "en",
            "Every answer has the weight that came with the data file.",
            "Weighting starts from the weight that came with the data file.",
        ),
    ],
)
def test_a_weight_of_the_export_is_told(language, sentence, start):
    plain = members_material()
    survey = plain.definition.survey.model_copy(update={"weight": "w", "weighting": None})
    empty = pd.DataFrame()
    brought = replace(
        plain,
        definition=plain.definition.model_copy(update={"survey": survey}),
        marts=replace(plain.marts, weighting=empty, weighting_run=empty),
    )
    assert sentence in text_of(report_tree(brought, language), "weighting")
    # The survey of the tests brings a weight, which its weighting starts from.
    assert text_of(report_tree(plain, language), "weighting").startswith(start)
    unweighted = replace(brought, report=brought.report.model_copy(update={"weighted": False}))
    assert sentence not in text_of(report_tree(unweighted, language), "weighting")


def with_method(found, **items):
    """The material with what it tells changed: item, or item and subject joined by `__`, to value."""
    rows = found.marts.method
    for name, value in items.items():
        item, _, subject = name.partition("__")
        rows = rows.loc[(rows["item"] != item) | (rows["subject_id"] != subject)]
        column = "value_text" if isinstance(value, str) else "value"
        row = {"item": item, "subject_id": subject, "language": "", column: value, "part": PART_OF[item]}
        rows = pd.concat([rows, pd.DataFrame([row])], ignore_index=True)
    return replace(found, marts=replace(found.marts, method=rows))


def points(tree, key):
    """Term to text of a section's points."""
    terms = next(block for block in section(tree, key).blocks if isinstance(block, Terms))
    return {term.term: term.text for term in terms.terms}


def test_who_made_the_survey_is_told():
    found = points(members_tree(), "collection")
    assert found["Oppdragsgiver"] == "Vi"
    assert found["Gjennomført av"] == "Vi"
    assert found["Målgruppe"] == "Alle"
    assert found["Utvalg og rekruttering"] == "Alle ble spurt"
    assert found["Datainnsamling"] == "Et skjema"
    assert found["Svarmåte"] == "Nettskjema"
    assert found["Feltperiode"] == "1.\u00a0januar 2024 til 1.\u00a0februar 2024"
    assert found["Antall svar"].startswith(
        "896\u00a0personer svarte på undersøkelsen. Registeret har 6\u202f000"
    )
    assert found["Spørreskjema"].startswith("Rapporten viser 8\u00a0spørsmål.")
    assert text_of(members_tree(), "limits") == "Ingen kjente"
    english = points(members_tree("en"), "collection")
    assert english["Mode"] == "Web form"
    assert list(english)[:2] == ["Sponsor", "Conducted by"]


def test_the_response_rate_is_named_with_its_formula_and_dispositions():
    assert text_of(members_tree(), "sample").startswith("Svarprosenten er ikke regnet ut")
    counts = {"complete": 150, "partial": 30, "opened": 12, "withdrawn": 0, "invited": 808}
    items = {f"disposition_n__{name}": n for name, n in counts.items()}
    told = with_method(members_material(), rr6_pct=18.0, eligible_n=1000, invited_n=1000, **items)
    tree = report_tree(told, "nb")
    assert text_of(tree, "sample").startswith(
        "Svarprosenten er 18\u202f%: 180 av 1\u202f000 som kunne svare."
    )
    table = next(b for b in section(tree, "sample").blocks if isinstance(b, Table))
    assert cells(table) == {
        "Hele svar (I)": ["150"],
        "Delvise svar (P)": ["30"],
        "Åpnet skjemaet, men svarte for lite (R)": ["12"],
        "Svarte ikke (NC)": ["808"],
    }
    assert table.total.cells[0].text == "1\u202f000"
    assert "RR6 = (I\u00a0+\u00a0P)" in table.notes[0]


def test_what_was_not_counted_is_told():
    assert text_of(members_tree(), "processing") == "Datafilen hadde 896\u00a0rader."
    items = {"row_n__test": 1, "row_n__duplicate": 2, "answer_n__invalid": 3, "answer_n__outside": 1}
    tree = report_tree(with_method(members_material(), **items), "nb")
    assert text_of(tree, "processing") == (
        "Datafilen hadde 899\u00a0rader. Disse er ikke regnet med: 1\u00a0testsvar og 2\u00a0dobbeltsvar. "
        "Enkeltsvar som ikke er talt med: 3 med en verdi som ikke finnes i skjemaet og 1 på et spørsmål som "
        "personen ikke skulle ha fått."
    )


def test_who_was_judged_by_answers_and_who_looks_odd_is_told():
    items = {"complete_pct": 80, "partial_pct": 50, "flag_n__too_fast": 3, "flag_n__straight_lines": 1}
    tree = report_tree(with_method(members_material(), **items), "nb")
    assert text_of(tree, "processing") == (
        "Datafilen hadde 896\u00a0rader. Hvor langt hver enkelt kom, er regnet ut fra svarene: Mer enn "
        "80\u00a0prosent av spørsmålene som gjaldt personen, er et helt svar, og fra 50\u00a0prosent et "
        "delvis svar. Disse er regnet med, men kan være verdt å se nærmere på: 3 som svarte svært fort og 1 "
        "som svarte likt på alle rader i matrisene."
    )


def test_what_changed_since_the_wave_before_is_told():
    assert text_of(members_tree(), "changes") == "Det er ingen tidligere runde å sammenligne med."
    same = report_tree(with_method(members_material(), previous_wave="2023"), "nb")
    assert text_of(same, "changes").startswith("Forrige runde var 2023. Det er ikke meldt om endringer")
    items = {
        "changed_question__q1": "new",
        "changed_question__q2": "reworded",
        "changed_question__nps": "reworded",
        "changed_field__modes": "modes",
        "changed_field__recruitment": "recruitment",
    }
    tree = report_tree(with_method(members_material(), previous_wave="2023", **items), "nb")
    assert text_of(tree, "changes") == (
        "Forrige runde var 2023. Nye spørsmål: «Spørsmål 1». Omformulert: «Spørsmål 2» og «Anbefaling». "
        "Dette er annerledes i gjennomføringen: svarmåte og utvalg og rekruttering."
    )


def test_the_tests_are_named_with_their_number_and_limits():
    found = members_material()
    text = text_of(report_tree(found, "nb"), "tests")
    assert "z-test på effektive utvalgsstørrelser" in text
    assert "Benjamini og Hochbergs metode" in text
    fisher = int(found.told.number("method_n", "fisher"))
    assert f"{fisher} av testene er Fishers eksakte test" in text
    assert f"{int(found.told.number('not_tested_n'))} tall er ikke testet" in text
    assert "effektiv størrelse under 30" in text
    assert "forskjeller er merket" in text
    none = text_of(report_tree(with_method(found, marked_n=0), "nb"), "tests")
    assert "Ingen forskjeller er merket." in none


def test_the_questions_stand_as_they_were_asked():
    tree = members_tree()
    blocks = next(s for s in tree.appendix if s.key == "questionnaire").blocks
    texts = [getattr(b, "text", None) or " | ".join(b.items) for b in blocks]
    assert texts[1:4] == [
        "1.1 Spørsmål 1",
        "Ett svar. Stilt til alle.",
        "Svaralternativer: ja · delvis · nei · vet_ikke.",
    ]
    grid = texts.index("1.6 Påstander")
    assert texts[grid + 1 : grid + 4] == [
        "Ett svar på hver rad. Stilt til alle.",
        "En | To | Tre | Fire | Fem",
        "Svaralternativer: 1 · 2 · 3 · 4 · 5 · 9.",
    ]
    assert (
        texts[texts.index("1.4 Timer") + 1]
        == "Svaret er et tall. Gyldige svar er fra 0 til 80. Stilt til alle."
    )
    assert texts[-2:] == ["Indeks, regnet ut av svarene på:", "En | To | Tre | Fire | Fem"]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        (
            "q1 in ('ja', 'delvis') and q3 = 'ja'",
            "dem som svarte «ja» eller «delvis» på «Spørsmål 1» og svarte «ja» på «Spørsmål 3».",
        ),
        ("q1 <> 'nei'", "Stilt bare til noen."),
        ("gender = 'g_kvinne'", "Stilt bare til noen."),
    ],
)
def test_who_was_asked_is_told_in_words(condition, told):
    found = members_material()
    asked = [
        q.model_copy(update={"ask_if": condition}) if q.id == "hours" else q
        for q in found.definition.questionnaire.questions
    ]
    changed = found.definition.questionnaire.model_copy(update={"questions": tuple(asked)})
    definition = found.definition.model_copy(update={"questionnaire": changed})
    tree = report_tree(replace(found, definition=definition), "nb")
    blocks = next(s for s in tree.appendix if s.key == "questionnaire").blocks
    texts = [getattr(b, "text", "") for b in blocks]
    assert texts[texts.index("1.4 Timer") + 1].endswith(told)


def test_texts_know_the_wave_and_its_year():
    """`{wave}` is the wave as it is called, `{year}` its year; both stand as they are, not as numbers."""
    title = Text.model_validate({"nb": "Trivsel {wave}", "en": "Well-being"})
    about = (Text.model_validate("Skjemaet ble sendt ut i {year} til alle, bølge {wave}."),)
    tree = members_tree(title=title, about=about)
    assert tree.title == f"Trivsel {WAVE}"
    assert tree.about == (f"Skjemaet ble sendt ut i {WAVE[:4]} til alle, bølge {WAVE}.",)
