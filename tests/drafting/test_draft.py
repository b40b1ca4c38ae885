"""What a draft makes of columns made for the purpose: each guess, and what must never be guessed."""

from dataclasses import replace

import pytest

from pipeline.drafting.draft import DraftError, draft_survey
from pipeline.readers.export import MissingRange
from pipeline.survey.model import text_of
from tests.drafting.drafts import WAVE, drafted, export, number, roles, text, texts

AGREE = {"1": "Helt uenig", "2": "Litt uenig", "3": "Litt enig", "4": "Helt enig"}
YES_NO = {"1": "Ja", "2": "Nei"}


def files(*columns, platform="csv", language="nb"):
    return draft_survey(export(columns, platform), "prove", WAVE, ["prove.csv"], language)


def question(columns, tmp_path, name, platform="csv"):
    definition = drafted(export(columns, platform), tmp_path)
    return definition, definition.questions[name]


def test_labels_that_begin_alike_are_a_grid(tmp_path):
    columns = [
        number(f"q1_{i}", f"Hvor enig er du? - {what}", [1, 4, 2], labels=AGREE)
        for i, what in enumerate("abc")
    ]
    definition, found = question(columns, tmp_path, "q1")
    assert (found.type, [item.id for item in found.items]) == ("grid", ["a", "b", "c"])
    assert found.text("nb") == "Hvor enig er du?"
    assert [option.colour for option in definition.options(found)] == ["neg2", "neg1", "pos1", "pos2"]


def test_whole_questions_with_the_same_answers_are_no_grid(tmp_path):
    columns = [number(f"q{i}", f"Har du {what}?", [1, 2], labels=AGREE) for i, what in enumerate("abc")]
    definition = drafted(export(columns), tmp_path)
    assert [q.type for q in definition.questionnaire.questions] == ["scale"] * 3
    assert {q.codelist for q in definition.questionnaire.questions} == {"helt_uenig_to_helt_enig"}


def test_columns_named_alike_without_a_stem_are_taken_together_and_marked(tmp_path):
    columns = [number(f"q7_{i}", what, [0, 1]) for i, what in enumerate(("Buss", "Tog", "Vet ikke"), start=1)]
    _, found = question(columns, tmp_path, "q7")
    assert found.type == "multiple"
    assert [(o.text("nb"), o.exclusive) for o in found.options] == [
        ("Buss", False), ("Tog", False), ("Vet ikke", True),
    ]  # fmt: skip
    assert "# check: taken together because" in files(*columns)["questionnaire.yaml"]


def test_seen_but_unanswered_in_ticks_is_skipped(tmp_path):
    columns = [
        text(f"QID3[{i}]", f"Hva leser du? - {what}", ["1", None, "-99"], block="QID3", option=str(i))
        for i, what in enumerate(("Avis", "Bok"), start=1)
    ]
    _, found = question(columns, tmp_path, "qid3", "qualtrics")
    assert (found.type, found.missing) == ("multiple", {"-99": "skipped"})


def test_ticks_written_as_one_word_are_declared(tmp_path):
    cells = ["Checked", None, "Checked", "Checked"]
    columns = [
        text(f"a_{i}", f"Hva? - {what}", cells, block="a", option=what)
        for i, what in enumerate(("Buss", "Tog"))
    ]
    _, found = question(columns, tmp_path, "a")
    assert found.ticked == ("Checked",)


def test_the_text_beside_a_block_of_ticks_is_an_open_question(tmp_path):
    columns = [
        text("a_1", "Hva? - Buss", ["1", "0"] * 5, block="a", option="1"),
        text("a_2", "Hva? - Tog", ["0", "1"] * 5, block="a", option="2"),
        text("a_other", "Hva? - Annet", [f"svar {i}" for i in range(10)], block="a", option="3"),
    ]
    definition = drafted(export(columns), tmp_path)
    assert [q.type for q in definition.questionnaire.questions] == ["multiple", "open"]


def test_several_answers_in_one_cell_are_split(tmp_path):
    cells = ["Buss;Tog;", "Buss;", "Tog;Sykkel;", "Sykkel;", "Buss;Sykkel;", "Tog;"]
    definition, found = question([text("reise", "Hvordan?", cells)], tmp_path, "reise", "microsoft_forms")
    assert (found.type, found.separator) == ("multiple", ";")
    assert sorted(texts(definition, found)) == ["Buss", "Sykkel", "Tog"]


def test_words_with_separators_are_no_several_answers(tmp_path):
    cells = [f"jeg mener {i}; ikke {i}" for i in range(30)]
    _, found = question([text("mening", "Hva mener du?", cells)], tmp_path, "mening", "microsoft_forms")
    assert found.type == "open"


def test_a_text_that_few_gave_is_never_written():
    cells = ["rød"] * 20 + ["blå"] * 20 + ["sjelden farge"] * 2
    written = files(text("farge", "Farge?", cells))["questionnaire.yaml"]
    assert "sjelden farge" not in written
    assert "1 values in fewer than 3 rows" in written


def test_codes_that_cannot_be_codes_are_matched(tmp_path):
    labels = {"-1": "Mindre", "a": "Likt", "2": "Mer"}
    definition, found = question([text("q", "Hvor mye?", ["-1", "a", "2"], labels=labels)], tmp_path, "q")
    assert [(o.code, o.match) for o in definition.options(found)] == [(1, ("-1",)), (3, ("a",)), (2, ())]


def test_options_of_one_name_get_different_ids(tmp_path):
    labels = {"1": "Annet", "2": "Annet", "3": "Ukjent", "4": "日本"}
    definition, found = question([number("q", "Hva?", [1, 2, 3], labels=labels)], tmp_path, "q")
    assert [o.id for o in definition.options(found)] == ["other", "other_2", "ukjent", "option_4"]
    assert texts(definition, found)[:2] == ["Annet", "Annet (2)"]


def test_a_declared_missing_code_is_a_role_a_blank_or_marked(tmp_path):
    labels = {"1": "Ja", "2": "Nei", "97": "Ikke aktuelt", "98": "Noe", "99": "Ikke stilt"}
    column = number("q", "Har du?", [1, 96], labels=labels, missing=(MissingRange(96.0, 99.0),))
    definition, found = question([column], tmp_path, "q")
    assert roles(definition, found) == {
        "Ja": "substantive",
        "Nei": "substantive",
        "Ikke aktuelt": "not_applicable",
    }
    assert found.missing == {"96": "unknown_blank", "98": "unknown_blank", "99": "not_asked"}
    assert "98 «Noe» is declared missing" in files(column)["questionnaire.yaml"]


@pytest.mark.parametrize(
    ("labels", "scores", "colours"),
    [
        (["Svært bra", "Bra", "Verken eller", "Dårlig", "Svært dårlig"], [5, 4, 3, 2, 1], "pos2 neg2"),
        (["Very unlikely", "Unlikely", "Likely", "Very likely"], [1, 2, 3, 4], "neg2 pos2"),
        (["Aldri", "Sjelden", "Ofte", "Alltid"], [1, 2, 3, 4], "None None"),
        (["1 Svært dårlig", "2", "3", "4", "5 Svært godt"], [1, 2, 3, 4, 5], "neg2 pos2"),
    ],
)
def test_scales_are_told_by_their_ends(labels, scores, colours, tmp_path):
    column = number("q", "Hva?", [1, 2], labels={str(i): t for i, t in enumerate(labels, start=1)})
    definition, found = question([column], tmp_path, "q")
    options = definition.options(found)
    assert found.type == "scale"
    assert [option.score for option in options] == scores
    assert f"{options[0].colour} {options[-1].colour}" == colours


@pytest.mark.parametrize(
    "labels",
    [
        ["Blir dårligere", "Blir bedre", "Er som før"],
        ["1", "2", "3", "4", "Får ikke karakter"],
        ["Oslo", "Bergen", "Trondheim"],
    ],
)
def test_what_is_no_scale_has_no_scores(labels, tmp_path):
    column = number("q", "Hva?", [1, 2], labels={str(i): t for i, t in enumerate(labels, start=1)})
    definition, found = question([column], tmp_path, "q")
    assert found.type == "single"
    assert all(option.score is None for option in definition.options(found))


def test_numbers_keep_their_decimal_mark_and_few_values_are_marked(tmp_path):
    columns = [
        text("lonn", "Timelønn", ["1,5", "2", "3,25"] * 9),
        number("barn", "Antall barn", [0, 1, 2] * 9),
    ]
    definition = drafted(export(columns), tmp_path)
    assert [(q.type, q.decimal) for q in definition.questionnaire.questions] == [
        ("numeric", ","),
        ("numeric", None),
    ]
    assert "perhaps codes" in files(*columns)["questionnaire.yaml"]


def test_personal_columns_are_told_by_form_without_a_value():
    columns = [
        text("a", "", ["ola@example.org", "kari@example.org"]),
        text("b", "", ["21048500061", "41078500083"]),
        text("c", "", ["912 34 567", "+47 40012345"]),
        text("d", "", ["10.0.0.1", "10.0.0.2"]),
        text("e", "Skriv inn e-posten din her", ["ola krøllalfa example", "vil ikke"]),
        number("q", "Hva?", [1, 2], labels=YES_NO),
    ]
    written = files(*columns)
    survey = written["survey.yaml"]
    forms = ("e-mail addresses", "national identity numbers", "telephone numbers", "IP addresses")
    for name, reason in zip("abcd", forms, strict=True):
        assert f"\n  {name}: {reason}\n" in survey
    assert "\n  e: the respondent's own words" in survey
    for _, cells in columns[:5]:
        assert not any(str(cell) in content for cell in cells for content in written.values())


def test_questions_about_personal_things_are_questions(tmp_path):
    columns = [
        number("q1", "E-post", [0, 1]),
        number("q2", "Mobil", [1, 2], labels=YES_NO),
        number("q3", "Hvor ofte leser du e-post?", [1, 2], labels=YES_NO),
    ]
    assert set(drafted(export(columns), tmp_path).questions) == {"q1", "q2", "q3"}


def test_open_answers_with_addresses_in_them_are_marked_in_counts():
    cells = [f"tekst nummer {i}" for i in range(20)] + ["ring meg på 91234567", "skriv til a@b.no"]
    written = files(text("kommentar", "Noe mer?", cells))["questionnaire.yaml"]
    assert "# check: 2 answers hold something like" in written
    assert "91234567" not in written


def test_dates_of_answers_are_the_field_period():
    stamps = ["2024-02-24T10:00:00", "2024-03-19T10:00:00", "2024-03-01T08:00:00"]
    started = (number("q", "Hva?", [1, 2, 1], labels=YES_NO), text("StartDate", "", stamps))
    column = started[1][0].__class__("StartDate", "StartDate", "", "datetime")
    survey = files(started[0], (column, stamps))["survey.yaml"]
    assert "field_start: 2024-02-24" in survey
    assert "field_end: 2024-03-19" in survey


def test_time_stamps_as_text_are_the_field_period_too():
    stamps = ["2024-05-03 10:00:00", "2024-05-20 23:59:01", None]
    survey = files(
        number("q", "Hva?", [1, 2, 1], labels=YES_NO),
        text("startdate", "", stamps),
    )["survey.yaml"]
    assert "field_start: 2024-05-03" in survey
    assert "field_end: 2024-05-20" in survey


def test_a_key_with_a_blank_or_twice_the_same_is_none(tmp_path):
    answers = number("q", "Hva?", [1, 2, 1], labels=YES_NO)
    assert (
        drafted(export([number("respid", "", [7, 8, 9]), answers]), tmp_path).survey.respondent.key
        == "respid"
    )
    for cells in ([7, 7, 9], [7, None, 9]):
        assert drafted(export([number("respid", "", cells), answers]), tmp_path).survey.respondent.key is None


def test_limesurvey_is_complete_when_submitted(tmp_path):
    columns = [
        text("submitdate", "", ["2024-01-01 10:00:00", None]),
        text("token", "", ["Xa1", "Xb2"]),
        text("Q2[A]", "Hva? - Buss", ["Y", None], block="Q2", option="A"),
        text("Q2[B]", "Hva? - Tog", [None, "Y"], block="Q2", option="B"),
    ]
    definition = drafted(export(columns, "limesurvey"), tmp_path)
    assert definition.survey.respondent.status.complete == ("*",)
    assert definition.survey.identifiers == {"token": "invitation token"}
    assert definition.questions["q2"].columns == {"buss": "Q2[A]", "tog": "Q2[B]"}


def test_weights_are_found_and_must_be_weights(tmp_path):
    answers = number("q", "Hva?", [1, 2], labels=YES_NO)
    assert drafted(export([answers, number("vekt", "", [0.5, 1.5])]), tmp_path).survey.weight == "vekt"
    assert drafted(export([answers, number("vekt", "", [0.0, 1.5])]), tmp_path).survey.weight is None


def test_a_weight_may_be_text_and_makes_the_report_weighted(tmp_path):
    answers = text("q", "Hva?", ["a", "b"] * 10)
    weighted = drafted(export([answers, text("Weight", "", ["0,5", "1,5"] * 10)]), tmp_path)
    assert weighted.survey.weight == "Weight"
    assert weighted.reports["oversikt"].weighted
    counts = drafted(export([answers, text("Weight", "", ["5", "15"] * 10)]), tmp_path)
    assert counts.survey.weight is None
    assert not counts.reports["oversikt"].weighted


def test_settings_of_the_platform_are_not_personal_whatever_their_form(tmp_path):
    seeds = [f"9{i:07d}" for i in range(20)]
    answers = text("q", "Hva?", ["a", "b"] * 10)
    survey = drafted(export([text("seed", "", seeds), answers], "limesurvey"), tmp_path).survey
    assert "seed" in survey.ignore
    assert not survey.identifiers


def test_only_words_give_no_report_and_only_metadata_give_no_draft():
    assert set(files(text("k", "Noe?", [f"svar {i}" for i in range(9)]))) == {
        "survey.yaml",
        "questionnaire.yaml",
    }
    with pytest.raises(DraftError, match="none of the 1 columns"):
        files(text("StartDate", "", ["2024-01-01"]))


def test_hostile_labels_come_back_as_they_were(tmp_path):
    hostile = [
        "<script>",
        "=HYPERLINK(1)",
        "{{7*7}}: #x",
        '"; drop table',
        "a\u202eb",
        "- x",
        "no",
        "true",
        "&a *b",
    ]
    columns = [
        number(f"q{i}", label, [1, 2], labels={"1": label, "2": "Annet"}) for i, label in enumerate(hostile)
    ]
    definition = drafted(export(columns), tmp_path)
    found = [q.text("nb") for q in definition.questionnaire.questions]
    assert found == hostile
    assert [texts(definition, q)[0] for q in definition.questionnaire.questions] == hostile


def test_a_draft_is_the_same_every_time():
    columns = [number("q", "Hva?", [1, 2, 3], labels=YES_NO), text("by", "By", ["Oslo"] * 9 + ["Bergen"] * 9)]
    assert files(*columns) == files(*columns)


def test_plain_numbers_from_0_to_10_on_recommending_are_nps(tmp_path):
    _, found = question([number("q", "Would you recommend us?", [0, 7, 10])], tmp_path, "q")
    assert (found.type, [option.score for option in found.options]) == ("nps", list(range(11)))


@pytest.mark.parametrize("cells", [[1, 7, 10], [0, 7, 11], [0, 7.5, 10]])
def test_other_numbers_on_recommending_stay_numbers(cells, tmp_path):
    _, found = question([number("q", "Would you recommend us?", cells)], tmp_path, "q")
    assert found.type == "numeric"


def test_a_lone_column_of_0_and_1_is_marked_as_perhaps_a_tick():
    assert (
        "# check: only 0 and 1: perhaps a tick"
        in files(number("bus", "bus", [0, 1, 1]))["questionnaire.yaml"]
    )


def test_words_with_a_personal_detail_among_them_are_open(tmp_path):
    cells = ["Better coffee"] * 20 + ["More parking"] * 20 + ["Write to jo@example.com"] * 5
    _, found = question([text("q", "Anything else?", cells)], tmp_path, "q")
    assert found.type == "open"


def test_what_a_file_calls_the_survey_and_a_set_of_answers_is_taken(tmp_path):
    said = {"block": "reise", "block_text": "Hvordan reiser du?"}
    ticks = [
        number(f"m{i}", label, [i % 2, 1, 0] * 10, option=label, **said)
        for i, label in enumerate(("Buss", "Tog", "Sykkel"))
    ]
    found = drafted(replace(export(ticks), title=f"Medlemmer på jobb - {WAVE}"), tmp_path)
    assert text_of(found.survey.title, "nb") == "Medlemmer på jobb"
    assert [text_of(q.text, "nb") for q in found.questionnaire.questions] == [said["block_text"]]
