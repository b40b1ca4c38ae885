"""The house rules that no linter knows: who imports whom, what SQL reads, and where numbers are rounded."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

import pipeline

PIPELINE = Path(pipeline.__file__).parent
SQL = PIPELINE.parent / "sql"
MODULES = sorted(PIPELINE.rglob("*.py"))
STATEMENTS = sorted(SQL.rglob("*.sql"))
LAYERS = ("raw", "core", "mart", "report")
MOST_LINES = 300

PURE = {
    *(
        "aside",
        "coding",
        "contracts",
        "drafting",
        "earlier",
        "engine",
        "folders",
        "ingest",
        "marts",
        "methods",
        "places",
        "privacy",
    ),
    "pseudonyms",
    *(
        "readers",
        "reconciliation",
        "rendering",
        "reporting",
        "revisions",
        "schemas",
        "statements",
        "store",
        "survey",
        "turns",
        "warehouse",
    ),
}
"""What knows nothing of Dagster and the command line."""
ABOVE = {"assets", "checks", "jobs", "schedules", "sensors", "definitions", "cli"}

MAY_IMPORT: dict[str, set[str]] = {
    "methods": set(),
    "survey": {"readers"},  # how a file is read is a part of the definition
    "readers": set(),
    "drafting": {"readers", "survey"},
    "rendering": {"methods"},  # for rounding alone, as its own test says
    "coding": {"readers", "survey", "methods"},
    "revisions": {"coding", "places", "pseudonyms", "store", "survey", "warehouse"},
    "schemas": {"survey", "coding", "marts", "revisions"},  # names of columns and states
    "places": set(),
    "aside": set(),
    "folders": {"aside"},
    "turns": set(),
    "store": {"aside", "turns"},
    "earlier": {"store", "survey"},
    "pseudonyms": {"places"},
    "statements": {"places"},
    "engine": {"store"},
    "warehouse": {"aside", "engine", "statements", "store"},
    "contracts": {"warehouse"},
    "ingest": {"coding", "places", "privacy", "pseudonyms", "readers", "survey"},
    "marts": {"coding", "methods", "survey"},
}
"""The parts of the pipeline that a part may import besides itself."""

ROUNDS = {
    "rendering/numbers.py": "digits of a rounded number, grouped and with a decimal comma",
    "readers/sav_moments.py": "whole microseconds of a time of day",
    "readers/guard.py": "the size of a file in a message",
    "readers/files.py": "the size of a file in a message",
    "reconciliation/figures.py": "the digits of a rounded number, as a publication writes it",
    "methods/merging.py": "whole numbers in a message",
    "methods/raking.py": "an error of the margins in a message",
    "methods/raking_margins.py": "whole numbers in a message",
    "marts/weights.py": "nine decimals, as weights are stored",
    "cli/run.py": "the seconds that a run took",
    "cli/progress.py": "the seconds that a step took",
}
"""Where a number may lose digits, and why."""


def part(name: str) -> str:
    """`pipeline.survey.loading` is a part of `survey`."""
    return name.split(".")[1] if "." in name else ""


@cache
def tree(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


def name_of(module: Path) -> str:
    return "/".join(module.relative_to(PIPELINE).parts)


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "pipeline":
                yield from (f"pipeline.{alias.name}" for alias in node.names)


statements = pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)


def offending(breaks: Callable[[Path], object]) -> dict[str, object]:
    """The modules that break a rule, with what breaks it."""
    return {name_of(module): found for module in MODULES if (found := breaks(module))}


def package(module: Path) -> str:
    """The part of the pipeline that a module is."""
    return name_of(module).removesuffix(".py").partition("/")[0]


def test_a_module_says_what_it_is() -> None:
    assert offending(lambda module: not (ast.get_docstring(tree(module)) or "").strip()) == {}


def test_a_module_holds_one_idea() -> None:
    assert offending(lambda m: len(m.read_text("utf-8").splitlines()) > MOST_LINES) == {}
    assert offending(lambda m: re.search(r"utils|helpers|common|misc", m.stem)) == {}


def test_the_database_has_one_door() -> None:
    users = offending(lambda module: "duckdb" in {name.partition(".")[0] for name in imported(module)})
    assert list(users) == ["engine.py", "warehouse.py"]


def test_orchestration_and_command_line_stay_above() -> None:
    def above(module: Path) -> set[str]:
        libraries = {name.partition(".")[0] for name in imported(module)} & {"dagster", "click", "rich"}
        parts = {part(name) for name in imported(module) if name.startswith("pipeline.")} & ABOVE
        return libraries | parts if package(module) in PURE else set()

    assert offending(above) == {}


def test_imports_point_down() -> None:
    def beside(module: Path) -> set[str]:
        own = package(module)
        parts = {part(name) for name in imported(module) if name.startswith("pipeline.")} - {own}
        return parts - MAY_IMPORT[own] if own in MAY_IMPORT else set()

    assert offending(beside) == {}


def test_the_rules_speak_of_parts_that_are_there() -> None:
    parts = {package(module) for module in MODULES}
    assert set(MAY_IMPORT) | set(PURE) <= parts
    assert {name for name in ROUNDS if not (PIPELINE / name).exists()} == set()


def rounded(module: Path) -> Iterator[int]:
    """Lines on which a number loses digits: round, np.round, .round, or a format with a precision."""
    for node in ast.walk(tree(module)):
        match node:
            case ast.Call(func=ast.Name(id="round" | "around") | ast.Attribute(attr="round" | "around")):
                yield node.lineno
            case ast.Call(func=ast.Name(id="format"), args=[_, _]):
                yield node.lineno
            case ast.BinOp(left=ast.Constant(value=str()), op=ast.Mod()):
                yield node.lineno
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=parts)):
                spec = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                if re.search(r"\.|[%eEfFgGn]$", spec):
                    yield node.lineno


def test_numbers_are_rounded_in_one_place() -> None:
    """Every exception has its reason, and goes when it is no longer needed."""
    assert offending(lambda module: list(rounded(module))).keys() == ROUNDS.keys()


@pytest.mark.parametrize(
    ("code", "is_rounding"),
    [
        ("round(x)", True),
        ("np.round(x, 2)", True),
        ("frame.round(9)", True),
        ("f'{x:.1f}'", True),
        ("f'{x:,.0f}'", True),
        ("f'{x:.2%}'", True),
        ("f'{x:g}'", True),
        ("'%.1f' % x", True),
        ("format(x, '.1f')", True),
        ("f'{x:032x}'", False),
        ("f'{x:>8}'", False),
        ("x % 2", False),
        ("background(x)", False),
        ("'{} {}'.format(x)", False),
        ("f'{x:{width}}'", False),
    ],
)
def test_the_search_for_rounding_finds_it(code: str, is_rounding: bool, tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_text(code, "utf-8")
    assert bool(list(rounded(path))) is is_rounding


def tables_read(path: Path) -> set[str]:
    """The tables that a statement reads and does not make itself."""
    found: set[str] = set()
    for statement in sqlglot.parse(path.read_text("utf-8"), dialect="duckdb"):
        assert statement is not None
        own = {cte.alias for cte in statement.find_all(exp.CTE)}
        found |= {table.name for table in statement.find_all(exp.Table)} - own
    return found


@statements
def test_sql_reads_its_own_layer_and_the_one_before(path: Path) -> None:
    layer = path.parent.name
    if layer == "checks":
        return
    allowed = {layer, LAYERS[max(0, LAYERS.index(layer) - 1)], "definition"}
    tables = tables_read(path)
    assert tables
    assert {name for name in tables if name.partition("_")[0] not in allowed} == set()


@statements
def test_a_file_of_sql_is_one_table_of_its_layer(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith(f"-- {path.stem}: ")
    parsed = sqlglot.parse(text, dialect="duckdb")
    assert len([statement for statement in parsed if statement is not None]) == 1
    assert path.parent.name == "checks" or path.stem.startswith(f"{path.parent.name}_")
    assert not re.search(r"\bround\s*\(|::decimal\(\d+, [0-8]\)", text)
