"""SurveyMonkey: texts, numbers, and question and option in one header row."""

from tests.platforms import surveymonkey
from tests.platforms.answers import IN_WORK, PEOPLE, TRAVEL_COUNTS
from tests.platforms.project import chosen
from tests.readers.columns import as_dict


def test_its_own_columns_are_no_questions(drafted):
    survey = drafted(surveymonkey.expanded, "cp1252").definition.survey
    assert survey.respondent.key.startswith("respondent_id_")
    named = {column.rsplit("_", 1)[0] for column in (*survey.identifiers, *survey.ignore)}
    assert named == {
        *("collector_id", "start_date", "end_date", "ip_address", "email_address", "first_name", "last_name"),
        "custom_data_1",
    }


def test_texts_and_numbers_are_counted_alike(drafted):
    texts, numbers = drafted(surveymonkey.expanded, "cp1252").core(), drafted(surveymonkey.numbers).core()
    for core in (texts, numbers):
        assert len(core.responses) == PEOPLE
        assert chosen(core, "hvordan_reiser_du__buss")[1] == TRAVEL_COUNTS[1]
        assert chosen(core, "hvordan_reiser_du__other")[1] == TRAVEL_COUNTS[3]
    assert chosen(texts, "er_du_i_arbeid")[1] == IN_WORK
    assert numbers.responses["q_er_du_i_arbeid"].value_counts()[1.0] == IN_WORK


def test_the_condensed_header_is_known_by_its_second_column(exported, drafted):
    export = exported(surveymonkey.condensed)
    assert export.format == "surveymonkey"
    assert len(export.frame) == PEOPLE
    core = drafted(surveymonkey.condensed).core()
    assert chosen(core, "hvordan_reiser_du_b__buss")[1] == TRAVEL_COUNTS[1]


def test_ids_do_not_depend_on_what_cells_hold(exported):
    texts = exported(surveymonkey.expanded, encoding="cp1252")
    assert as_dict(texts).keys() == as_dict(exported(surveymonkey.numbers)).keys()
