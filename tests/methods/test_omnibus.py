"""The omnibus test of a table: R's svychisq, scipy's chi-square, and tables with nothing in them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from pipeline.methods.bad_input import MethodError
from pipeline.methods.omnibus import omnibus
from tests.methods.drawn import FEW
from tests.methods.reference_cases import assert_close, assert_probabilities, read
from tests.methods.survey_cells import option_rows, split_total

TABLE = ["question_id", "demographic_id"]


def tables(weighting: str, fpc: str) -> pd.DataFrame:
    groups, totals = split_total(option_rows(weighting))
    overall = totals.drop_duplicates("question_id").set_index("question_id")["f"]
    return groups.assign(overall_f=groups["question_id"].map(overall) * (fpc == "yes"))


@pytest.mark.parametrize("weighting", ["weight", "unweighted"])
@pytest.mark.parametrize("fpc", ["yes", "no"])
def test_the_reference_tables(weighting, fpc):
    expected = read("omnibus", "expected").query("weighting == @weighting and fpc == @fpc")
    expected = expected.reset_index(drop=True)
    actual = expected[TABLE].merge(omnibus(tables(weighting, fpc), base="valid"), on=TABLE, how="left")
    names = {
        "n": "table_n", "n_eff": "table_n_eff", "rows": "table_rows", "cols": "table_columns",
        "pearson_x2": "pearson_x2", "omnibus_f": "omnibus_f", "omnibus_df1": "omnibus_df1",
        "omnibus_df2": "omnibus_df2", "cramers_v": "cramers_v",
    }  # fmt: skip
    for theirs, ours in names.items():
        assert_close(actual[ours], expected[theirs], atol=1e-12)
    assert_probabilities(actual["omnibus_p"], expected["omnibus_p"])
    overall = tables(weighting, fpc).drop_duplicates(TABLE)[[*TABLE, "overall_f"]]
    assert_close(expected[TABLE].merge(overall, on=TABLE)["overall_f"], expected["f"])
    # Without its correction V is that of every textbook, from the same X².
    smaller = actual[["table_rows", "table_columns"]].min(axis=1) - 1
    plain = (actual["pearson_x2"] / actual["table_n"] / smaller) ** 0.5
    assert_close(plain, expected["cramers_v_plain"])


def test_an_unweighted_table_has_the_ordinary_chi_square():
    cells = tables("unweighted", "no").query("question_id == 'q2' and role == 'substantive'")
    out = omnibus(cells, base="valid").set_index("demographic_id")["pearson_x2"]
    for demographic, part in cells.groupby("demographic_id"):
        counts = part.pivot_table(index="option_id", columns="group_id", values="option_n")
        assert out[demographic] == pytest.approx(chi2_contingency(counts, correction=False).statistic)


def table(counts, weight=1.0, f=0.0) -> pd.DataFrame:
    counts = np.asarray(counts)
    rows = [
        {"report_id": "r", "question_id": "q", "item_id": "_", "demographic_id": "d", "option_id": f"o{i}",
         "group_id": f"g{j}", "option_n": counts[i, j], "option_w": weight * counts[i, j],
         "option_w2": weight**2 * counts[i, j], "valid_n": counts[:, j].sum(), "overall_f": f}
        for i in range(counts.shape[0]) for j in range(counts.shape[1])
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("counts", "f", "note"),
    [
        ([[0, 0], [0, 0]], 0.0, "no_base"),
        ([[5, 7], [0, 0]], 0.0, "degenerate"),
        ([[5, 0], [7, 0]], 0.0, "degenerate"),
        ([[5, 7]], 0.0, "degenerate"),
        ([[5, 7], [6, 2]], 1.0, "census"),
        ([[5, 0, 0], [0, 4, 0], [0, 0, 3]], 0.0, "degenerate"),
    ],
)
def test_tables_without_a_test(counts, f, note):
    out = omnibus(table(counts, f=f), base="valid")
    assert out["omnibus_p"].isna().all()
    assert out["stat_note"].tolist() == [note]


def test_a_census_still_has_an_effect_size():
    assert omnibus(table([[50, 10], [10, 50]], f=1.0), base="valid")["cramers_v"].item() > 0.5


def test_rows_and_columns_without_anyone_change_nothing():
    one = omnibus(table([[15, 7], [6, 20]]), base="valid")
    two = omnibus(table([[15, 0, 7], [0, 0, 0], [6, 0, 20]]), base="valid")
    pd.testing.assert_frame_equal(one, two)


@FEW
@given(
    st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=2, max_size=4),
    st.floats(0.01, 100),
)
def test_neither_the_scale_of_weights_nor_a_turned_table_matters(counts, weight):
    one = omnibus(table(counts), base="valid")
    for other in (table(counts, weight=weight), table(np.array(counts).T)):
        two = omnibus(other, base="valid")
        for name in ("omnibus_f", "omnibus_df1", "omnibus_df2", "omnibus_p", "cramers_v"):
            assert_close(two[name], one[name], rtol=1e-7, atol=1e-9)


def literal(cells: pd.DataFrame) -> tuple[float, float]:
    """F and df1 as the formula stands: C is the residual of the products of dummies on the margins."""
    shape = (cells["option_id"].nunique(), cells["group_id"].nunique())
    n, p, s = (cells[f"option_{name}"].to_numpy(dtype=float) for name in ("n", "w", "w2"))
    n, p, s = n.sum(), p / p.sum(), s / p.sum() ** 2
    rows, columns = (np.eye(size)[:, 1:] for size in shape)
    margins = np.column_stack(
        [np.ones(p.size), np.kron(rows, np.ones((shape[1], 1))), np.kron(np.ones((shape[0], 1)), columns)]
    )
    products = np.kron(rows, columns)
    c = products - margins @ np.linalg.lstsq(margins, products, rcond=None)[0]
    d = np.diag(np.divide(1, p, out=np.zeros_like(p), where=p > 0))
    v = n / (n - 1) * (np.diag(s) - np.outer(p, s) - np.outer(s, p) + s.sum() * np.outer(p, p))
    delta = np.linalg.solve(c.T @ d @ c / n, c.T @ d @ v @ d @ c)
    table = p.reshape(shape)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    x2 = n * ((table - expected) ** 2 / expected).sum()
    return x2 / np.trace(delta), np.trace(delta) ** 2 / np.trace(delta @ delta)


@FEW
@given(
    st.lists(st.tuples(st.integers(1, 40), st.sampled_from([0.5, 1.0, 2.5])), min_size=12, max_size=12),
    st.sets(st.integers(0, 11), max_size=3),
)
def test_it_is_the_formula_also_with_empty_cells(drawn, empty):
    counts = [0 if i in empty else n for i, (n, _) in enumerate(drawn)]
    cells = table(np.array(counts).reshape(3, 4))
    weight = np.array([w for _, w in drawn])
    cells = cells.assign(option_w=cells["option_n"] * weight, option_w2=cells["option_n"] * weight**2)
    if len(empty) == 3 and len({i % 4 for i in empty}) == 1:
        return  # a column without anyone is dropped, so the literal table is another
    found = omnibus(cells, base="valid").iloc[0]
    f, df1 = literal(cells)
    assert found["omnibus_f"] == pytest.approx(f, rel=1e-7, abs=1e-9)
    assert found["omnibus_df1"] == pytest.approx(df1, rel=1e-7)


def test_several_answers_a_person_are_refused():
    cells = table([[15, 7], [6, 20]])
    with pytest.raises(MethodError, match="one answer a person"):
        omnibus(cells.assign(valid_n=10), base="valid")


def test_no_tables_give_no_rows():
    assert omnibus(table([[1, 2], [3, 4]]).head(0), base="valid").empty


def test_two_persons_of_two_groups_with_two_answers_are_no_test():
    """Nothing varies there beside the margins: the variance of X² is 0, and F would be divided by it."""
    found = omnibus(table([[0, 1], [1, 0]]), base="valid").iloc[0]
    assert np.isnan(found["omnibus_f"])
    assert np.isnan(found["omnibus_p"])
    assert found["stat_note"] == "degenerate"
