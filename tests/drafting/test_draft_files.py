"""Drafts of real exports: they load, account for every column, and find what is known to be in the files."""

import re
from pathlib import Path

import pytest

from pipeline.drafting.draft import DraftError, draft_survey
from pipeline.readers import Export, ReadOptions
from pipeline.readers.guard import Guard
from pipeline.readers.reading import read_with
from pipeline.survey.survey import Definition
from tests.drafting.drafts import drafted, roles, texts

PROJECT = Path(__file__).parents[2]
READERS = PROJECT / "tests" / "readers"
DEMO = PROJECT / "data" / "raw" / "medlemsundersokelsen" / "2023" / "medlemsundersokelsen_2023.sav"
SURVEYXACT = [
    READERS / "surveyxact" / f"{part}_semicolon_cp1252.csv" for part in ("synthetic", "structure", "labels")
]
STAR_WARS = READERS / "surveymonkey" / "StarWars.csv"


@pytest.fixture(scope="module")
def demo_export(guard: Guard) -> Export:
    return read_with(guard, [DEMO])


@pytest.fixture(scope="module")
def demo(demo_export: Export, tmp_path_factory: pytest.TempPathFactory) -> Definition:
    return drafted(demo_export, tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def surveyxact(guard: Guard, tmp_path_factory: pytest.TempPathFactory) -> Definition:
    return drafted(read_with(guard, SURVEYXACT), tmp_path_factory.mktemp("surveyxact"))


@pytest.fixture(scope="module")
def star_wars(guard: Guard, tmp_path_factory: pytest.TempPathFactory) -> Definition:
    options = ReadOptions(format="surveymonkey", encoding="cp1252")
    return drafted(read_with(guard, [STAR_WARS], options), tmp_path_factory.mktemp("starwars"), "en")


def test_the_demo_gets_the_types_that_its_own_definition_has(demo):
    types = {q.column or "+".join(q.columns.values()): q.type for q in demo.questionnaire.questions}
    assert types["sp04_tilfreds"] == "scale"
    assert types["sp05_1+sp05_2+sp05_3+sp05_4"] == "grid"
    assert types["sp20_1+sp20_2+sp20_3+sp20_4+sp20_5+sp20_6"] == "multiple"
    assert (types["nps"], types["kommentar"], types["sp03_timer"]) == ("nps", "open", "numeric")
    assert {types[c] for c in ("hjemmekontor", "yrke", "hk_samarb", "trakassering")} == {"single"}


def test_the_demo_has_its_personal_columns_dropped_and_its_rows_told_apart(demo):
    survey = demo.survey
    assert set(survey.identifiers) == {"ip_adresse", "medlemsnr", "navn", "epost", "mobil"}
    assert set(survey.ignore) == {"sprak", "enhet"}
    assert (survey.respondent.started, survey.respondent.submitted) == ("startet", "sluttet")
    assert survey.respondent.key == "respid"
    status = survey.respondent.status
    assert (status.complete, status.partial, status.opened, status.test) == ((1,), (2,), (3,), (9,))


def test_the_demo_takes_ubesvart_for_a_blank_and_keeps_other_codes_apart(demo):
    grid = demo.questions["sp05"]
    assert {str(k): v for k, v in (demo.survey.missing | grid.missing).items()} == {"99": "skipped"}
    assert roles(demo, grid)["Ikke aktuelt"] == "not_applicable"
    assert roles(demo, grid)["Ønsker ikke å svare"] == "refused"
    assert [o.id for o in demo.options(demo.questions["sp20"]) if o.exclusive] == ["ingen_av_disse"]
    assert demo.questions["medlem_aar"].missing == {"99": "unknown_blank"}


def test_the_demo_scales_are_scored_and_coloured_from_bad_to_good(demo):
    options = demo.options(demo.questions["sp04_tilfreds"])
    assert [(o.score, o.colour) for o in options] == [
        (1, "neg2"), (2, "neg1"), (3, "mid"), (4, "pos1"), (5, "pos2"), (None, None),
    ]  # fmt: skip


def test_the_demo_shares_codelists_and_finds_its_background(demo):
    shared = [q.codelist for q in demo.questionnaire.questions if q.codelist]
    assert sorted(shared) == ["yes_no_dont_know"] * 3 + ["yes_partly_no_dont_know"] * 2
    assert set(demo.demographics) == {
        "alder", "fylke", "yrke", "tariffavtale", "tillitsverv", "kjonn", "arbeidssituasjon",
    }  # fmt: skip
    assert demo.questions["alder_aar"].expression == "wave - fodselsaar"
    assert demo.questions["fylke"].background
    assert not demo.questions["kjonn"].background


def test_routing_is_left_open(demo):
    assert all(q.ask_if is None for q in demo.questionnaire.questions)


def test_no_personal_value_is_in_the_drafted_text(demo_export):
    written = "\n".join(draft_survey(demo_export, "prove", "2023", ["a.sav"], "nb").values())
    words = set(re.findall(r"[^\s\"'{}\[\],]+", written))
    for name in ("ip_adresse", "medlemsnr", "epost", "mobil", "respid", "kommentar"):
        position = [column.id for column in demo_export.columns].index(name)
        cells = set(demo_export.frame.iloc[:, position].dropna().astype(str))
        assert not cells & words, f"a value of {name} is in the draft"


def test_surveyxact_blocks_become_questions_by_their_choice_values(surveyxact):
    question = surveyxact.questions["v_1"]
    assert question.type == "multiple"
    assert question.columns["programmering"] == "v_1[16]"
    assert {o.id: o.code for o in question.options}["programmering"] == 16
    assert surveyxact.questions["s_2"].type == "single"
    assert roles(surveyxact, surveyxact.questions["s_2"])["Annet, spesifiser:"] == "other"
    assert len(surveyxact.questions["bp"].items) == 59


def test_surveyxact_status_is_its_block_of_ticks_by_choice(surveyxact):
    status = surveyxact.survey.respondent.status
    assert status.block == "statoverall"
    assert (status.complete, status.partial, status.invited, status.withdrawn) == ((4,), (3,), (1, 2), (5,))
    assert not [column for column in surveyxact.survey.ignore if "stat" in column]


def test_star_wars_has_ticks_ranks_and_a_grid(star_wars):
    assert star_wars.survey.respondent.key == "respondentid_75c86522"
    by_type = {q.type: q for q in star_wars.questionnaire.questions}
    assert texts(star_wars, by_type["multiple"])[0] == "Star Wars: Episode I The Phantom Menace"
    assert not by_type["multiple"].ticked
    assert len(by_type["ranking"].items) == 6
    assert texts(star_wars, by_type["ranking"]) == ["1", "2", "3", "4", "5", "6"]
    assert texts(star_wars, by_type["grid"]) == [
        "Very unfavorably",
        "Somewhat unfavorably",
        "Neither favorably nor unfavorably (neutral)",
        "Somewhat favorably",
        "Very favorably",
        "Unfamiliar (N/A)",
    ]


def test_star_wars_orders_groups_of_numbers_by_the_numbers(star_wars):
    assert texts(star_wars, star_wars.questions["age"]) == ["18-29", "30-44", "45-60", "> 60"]
    assert texts(star_wars, star_wars.questions["household_income"])[0] == "$0 - $24,999"
    assert set(star_wars.demographics) == {"gender", "age", "income", "education", "region"}


@pytest.mark.parametrize("path", sorted((READERS / "sav").glob("*.sav")), ids=lambda path: path.stem)
def test_every_sav_of_the_readers_is_drafted_or_refused_with_a_reason(path, guard, tmp_path):
    source = read_with(guard, [path])
    if path.stem == "test_width":  # the platform's own columns only
        with pytest.raises(DraftError, match="none of the 4 columns looks like an answer"):
            drafted(source, tmp_path)
    else:
        drafted(source, tmp_path)


def test_user_missing_values_of_a_sav_are_no_answers(guard, tmp_path):
    definition = drafted(read_with(guard, [READERS / "sav" / "simple_alltypes.sav"]), tmp_path, "en")
    assert definition.questions["x"].missing == dict.fromkeys(("7", "8", "99"), "unknown_blank")
    assert definition.questions["z"].missing == {"999": "skipped", "-9": "unknown_blank"}
    assert definition.questions["mymrset"].type == "multiple"
