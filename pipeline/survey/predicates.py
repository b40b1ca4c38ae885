"""Predicates and expressions: the little SQL that a definition may hold, parsed and checked.

Belongs here: what is allowed, and the translation from a survey's variables to columns. Text from a
definition never reaches a database as written: what is executed is printed again from the checked syntax
tree.
"""

import difflib
from collections.abc import Mapping

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from pipeline.survey.variables import Variable

ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Neg,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Is,
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Abs, exp.Floor, exp.Ceil, exp.Coalesce, exp.Greatest, exp.Least,
    exp.Case, exp.If,
)  # fmt: skip
FUNCTIONS = "abs, floor, ceil, coalesce, greatest, least, case"
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In)
TRUTHS = (*COMPARISONS, exp.And, exp.Or, exp.Not, exp.Between, exp.Is, exp.Boolean)


class PredicateError(ValueError):
    """An expression that is not allowed or names something unknown; the text says what would be right."""


def compile_condition(text: str, variables: Mapping[str, Variable]) -> str:
    """The SQL of a condition: as `compile_predicate`, and it must be something that is true or false.

    Raises:
        PredicateError: as `compile_predicate`, and for a name or a number alone.
    """
    sql = compile_predicate(text, variables)
    if not isinstance(_parse(text).unnest(), TRUTHS):
        raise PredicateError(f"«{text}» is not true or false; compare it with something, e.g. = 'yes'")
    return sql


def compile_predicate(text: str, variables: Mapping[str, Variable]) -> str:
    """The SQL of a definition's condition or expression over columns of `core_responses`.

    Args:
        text: As written, e.g. `hjemmekontor = 'yes' and alder_n < 30`. Options and groups are written as
            their ids in quotes, or as codes.
        variables: The names that may be used.

    Returns:
        One SQL expression in DuckDB's dialect, with quoted columns.

    Raises:
        PredicateError: for what cannot be parsed, is not allowed, or is not known.
    """
    tree = _parse(text)
    for node in tree.walk():
        if not isinstance(node, ALLOWED):
            raise PredicateError(
                f"«{text}»: {node.key} is not allowed here; allowed are comparisons, and, or, not, in, "
                f"between, is null, arithmetic and {FUNCTIONS}"
            )
    for comparison in list(tree.find_all(*COMPARISONS)):
        _options_to_codes(comparison, text, variables)
    for literal in tree.find_all(exp.Literal):
        if literal.is_string:
            raise PredicateError(f"«{text}»: '{literal.this}' is compared with something that has no options")

    def to_column(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Column):
            return node
        variable = _variable(node, text, variables)
        return exp.column(exp.to_identifier(variable.column, quoted=True))

    return tree.transform(to_column).sql(dialect="duckdb")


def names_in(text: str) -> set[str]:
    """The variables that an expression names.

    Raises:
        PredicateError: for what cannot be parsed.
    """
    return {column.name for column in _parse(text).find_all(exp.Column)}


def _parse(text: str) -> exp.Expr:
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except SqlglotError as error:
        details = error.errors if isinstance(error, ParseError) else []
        word = details[0].get("highlight") if details else None
        place = f" near «{word}»" if word else ""
        raise PredicateError(f"«{text}» cannot be read as a condition{place}") from None
    if len(trees) != 1 or trees[0] is None:
        raise PredicateError(f"«{text}»: exactly one condition is expected")
    return trees[0]


def _variable(column: exp.Column, text: str, variables: Mapping[str, Variable]) -> Variable:
    if column.table:
        raise PredicateError(f"«{text}»: {column.sql()} is not a variable; write the name alone")
    if column.name not in variables:
        close = difflib.get_close_matches(column.name, variables, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise PredicateError(f"«{text}»: {column.name} is not a variable of this survey{hint}")
    return variables[column.name]


def _options_to_codes(comparison: exp.Expr, text: str, variables: Mapping[str, Variable]) -> None:
    """Put codes for option ids, and refuse codes that the variable does not have."""
    sides = [comparison.this, comparison.args.get("expression"), *comparison.args.get("expressions", [])]
    columns = [side for side in sides if isinstance(side, exp.Column)]
    _refuse_bare_options(columns, text, variables)
    literals = [side for side in sides if isinstance(side, exp.Literal)]
    if len(columns) != 1 or not literals:
        return
    variable = _variable(columns[0], text, variables)
    if not variable.codes:
        return
    for literal in literals:
        literal.replace(exp.Literal.number(_code(literal, comparison, variable, text)))


def _refuse_bare_options(columns: list[exp.Column], text: str, variables: Mapping[str, Variable]) -> None:
    """`hjemmekontor = yes` is meant as `hjemmekontor = 'yes'`."""
    options = {o for c in columns if c.name in variables for o in variables[c.name].codes}
    for column in columns:
        if column.name not in variables and column.name in options:
            raise PredicateError(f"«{text}»: {column.name} is an option; write it in quotes, '{column.name}'")


def _code(literal: exp.Literal, comparison: exp.Expr, variable: Variable, text: str) -> int | str:
    if literal.is_string:
        if not isinstance(comparison, (exp.EQ, exp.NEQ, exp.In)):
            raise PredicateError(f"«{text}»: options of {variable.name} have no order; use =, <> or in")
        if literal.this not in variable.codes:
            close = difflib.get_close_matches(literal.this, variable.codes, n=1)
            hint = (
                f"; did you mean '{close[0]}'?"
                if close
                else f"; known: {', '.join(list(variable.codes)[:12])}"
            )
            raise PredicateError(f"«{text}»: {variable.name} has no option '{literal.this}'{hint}")
        return variable.codes[literal.this]
    exact = isinstance(comparison, (exp.EQ, exp.NEQ, exp.In))
    if exact and literal.this not in {str(code) for code in variable.codes.values()}:
        known = ", ".join(f"{code} ({option})" for option, code in list(variable.codes.items())[:12])
        raise PredicateError(f"«{text}»: {variable.name} has no code {literal.this}; known: {known}")
    return str(literal.this)
