"""Sufficient statistics for the tests: what SQL hands to the methods, made from small tables of persons.

Here belongs the exact summing of decimal weights and the strategies that draw such sums; no formula of the
methods, so that a test never checks a formula with itself.
"""

from decimal import Decimal

import pandas as pd
from hypothesis import strategies as st


def weight_sums(weights: list[Decimal]) -> tuple[int, Decimal, Decimal]:
    """Return n, Σw and Σw² as DuckDB gives them for DECIMAL(18,9)."""
    return len(weights), sum(weights, Decimal(0)), sum((w * w for w in weights), Decimal(0))


def sums_columns(prefix: str, weights: list[Decimal]) -> dict[str, object]:
    n, w, w2 = weight_sums(weights)
    return {f"{prefix}_n": n, f"{prefix}_w": w, f"{prefix}_w2": w2}


decimal_weights = st.decimals(min_value=Decimal("0.2"), max_value=Decimal(5), places=9)


@st.composite
def single_choice(draw: st.DrawFn) -> pd.DataFrame:
    """Draw one single-choice question: option rows with the bases beside them, any of them possibly empty.

    The last option is a don't-know if there are two or more.
    """
    options = draw(st.lists(st.lists(decimal_weights, max_size=12), min_size=1, max_size=6))
    roles = ["substantive"] * len(options)
    if len(options) > 1 and draw(st.booleans()):
        roles[-1] = "dont_know"
    answered = [w for option in options for w in option]
    valid = [w for option, role in zip(options, roles, strict=True) if role == "substantive" for w in option]
    rows = [
        {"question_id": "q", "option_id": f"o{i}", "role": role, "is_multiple": False}
        | sums_columns("option", option)
        | sums_columns("answered", answered)
        | sums_columns("valid", valid)
        for i, (option, role) in enumerate(zip(options, roles, strict=True))
    ]
    return pd.DataFrame(rows)
