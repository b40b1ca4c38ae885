"""What a contract's breach says: column, rule and rows, and never a value."""

import pandas as pd
import pandera.pandas as pa
import pytest

from pipeline.contracts import Breach, ContractError, breaches

VALUE = "12345678901"
SCHEMA = pa.DataFrameSchema(
    {
        "a": pa.Column("int64", pa.Check.ge(1), unique=True),
        "b": pa.Column(str, pa.Check.isin([f"option {i}" for i in range(40)])),
        "c": pa.Column("Int16", nullable=True),
    },
    strict=True,
    unique=["b", "c"],
    checks=[
        pa.Check(lambda frame: frame["a"] < 10, name="a_is_small"),
        pa.Check(lambda frame: len(frame) > 0, name="has_rows"),
    ],
    name="core_example",
)


def frame(a: list[object], b: list[object], c: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"a": a, "b": pd.Series(b, dtype="str"), "c": pd.array(c, dtype="Int16")})


def test_a_frame_that_keeps_its_contract_breaks_nothing() -> None:
    assert breaches(frame([1, 2], ["option 1", "option 2"], [1, None]), SCHEMA) == []


def test_an_infinite_number_breaks_every_contract() -> None:
    shares = pa.DataFrameSchema({"share": pa.Column("float64", nullable=True)})
    found = breaches(pd.DataFrame({"share": [1.0, float("inf"), float("-inf"), None]}), shares)
    assert [(b.column, b.rule, b.rows) for b in found] == [("share", "finite", 2)]


def test_rules_are_counted_in_rows() -> None:
    found = breaches(frame([0, 5, 5, 11], ["option 1"] * 2 + [VALUE] * 2, [1, 1, 2, 3]), SCHEMA)
    assert [(b.column, b.rule[:26], b.rows) for b in found] == [
        ("", "a_is_small", 1),
        ("", "multiple_fields_uniqueness", 2),
        ("a", "field_uniqueness", 2),
        ("a", "greater_than_or_equal_to(1", 1),
        ("b", "isin(['option 0', 'option ", 2),
    ]


def test_columns_that_are_missing_or_too_many_are_named() -> None:
    found = breaches(frame([1], ["option 1"], [1]).drop(columns="c").assign(d=1), SCHEMA)
    assert Breach("c", "column_in_dataframe", 0) in found
    assert Breach("d", "column_in_schema", 0) in found


@pytest.mark.parametrize(
    "broken",
    [
        frame([1, 2], [VALUE, None], [1, 2]),
        frame([VALUE, "x"], ["option 1", "option 2"], [1, 2]),
        frame([int(VALUE), 1], ["option 1", "option 2"], [1, 2]),
        frame([], [], []).astype({"a": "int64"}),
    ],
)
def test_no_value_is_told(broken: pd.DataFrame) -> None:
    found = breaches(broken, SCHEMA)
    assert found
    text = str(ContractError("core_example", found))
    assert text.startswith("core_example breaks its contract, so nothing was written:\n  ")
    assert VALUE not in text
    assert max(map(len, text.splitlines())) < 130
