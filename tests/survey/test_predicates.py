"""Conditions and expressions: what is allowed, and the SQL that comes of it."""

import pytest

from pipeline.survey.predicates import PredicateError, compile_condition, compile_predicate, names_in
from pipeline.survey.variables import Variable

NAMES = {
    "work": Variable("work", "q_work", "option", {"yes": 1, "no": 2}),
    "tick": Variable("tick", "q_tick", "tick", {"yes": 1, "no": 0}),
    "age": Variable("age", "q_age", "number"),
    "odd": Variable("odd", 'q_"odd"', "number"),
}


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("work = 'yes'", '"q_work" = 1'),
        ("work = 1", '"q_work" = 1'),
        ("work in ('yes', 'no')", '"q_work" IN (1, 2)'),
        ("'yes' = work", '1 = "q_work"'),
        ("work <> 'no' and not tick = 'yes'", '"q_work" <> 2 AND NOT "q_tick" = 1'),
        ("age between 20 and 29", '"q_age" BETWEEN 20 AND 29'),
        ("age is null or age >= 67", '"q_age" IS NULL OR "q_age" >= 67'),
        ("work is not null", 'NOT "q_work" IS NULL'),
        ("coalesce(age, 0) > 0", 'COALESCE("q_age", 0) > 0'),
        ("odd > 1", '"q_""odd""" > 1'),
        ("true", "TRUE"),
        ("(age > 1)", '("q_age" > 1)'),
    ],
)
def test_a_condition_becomes_sql_over_columns(text: str, sql: str) -> None:
    assert compile_condition(text, NAMES) == sql


def test_an_expression_may_be_a_number() -> None:
    assert compile_predicate("age", NAMES) == '"q_age"'
    assert compile_predicate("2024 - age", NAMES) == '2024 - "q_age"'
    assert compile_predicate("case when work = 'yes' then age else 0 end", NAMES).startswith("CASE WHEN")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wrk = 'yes'", "wrk is not a variable of this survey; did you mean work?"),
        ("work = 'ye'", "work has no option 'ye'; did you mean 'yes'?"),
        ("work = 'maybe'", "work has no option 'maybe'; known: yes, no"),
        ("work = 3", "work has no code 3; known: 1 (yes), 2 (no)"),
        ("work = yes", "yes is an option; write it in quotes, 'yes'"),
        ("work > 'yes'", "options of work have no order; use =, <> or in"),
        ("age = 'old'", "'old' is compared with something that has no options"),
        ("work", "«work» is not true or false; compare it with something"),
        ("age + 1", "is not true or false"),
        ("age >", "cannot be read as a condition"),
        ("", "exactly one condition is expected"),
        ("age > 1; drop table x", "exactly one condition is expected"),
        ("age in (select 1)", "is not allowed here"),
        ("exists (select 1)", "«exists (select 1)»"),
        ("read_csv('/etc/passwd') = 1", "is not allowed here"),
        ("getenv('HOME') = 1", "is not allowed here"),
        ("core.age = 1", "core.age is not a variable; write the name alone"),
        ("work like 'y%'", "is not allowed here"),
        ("age::text = 'x'", "is not allowed here"),
        ("age > (age := 2)", "is not allowed here"),
        ("work = 'yes' -- and age > 3\n or true", None),
    ],
)
def test_what_is_not_known_or_allowed_is_refused(text: str, message: str | None) -> None:
    if message is None:  # a remark is no condition and does not reach the database
        assert "--" not in compile_condition(text, NAMES)
        return
    with pytest.raises(PredicateError) as raised:
        compile_condition(text, NAMES)
    assert message in str(raised.value)


def test_the_names_of_a_condition() -> None:
    assert names_in("work = 'yes' and age > 1 or age < 0") == {"work", "age"}
