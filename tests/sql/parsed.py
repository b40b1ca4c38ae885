"""A statement taken apart: that it is one, and what it reads."""

import sqlglot
from sqlglot import exp


def tables_read(text: str) -> set[str]:
    """The tables that a statement reads, without those that it names itself."""
    trees = sqlglot.parse(text, dialect="duckdb")
    assert len(trees) == 1
    tree = trees[0]
    assert tree is not None
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} - own
