"""What rendering may not do: compute, round, read the clock, or know the rest of the pipeline."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.rendering

ROOT = Path(pipeline.rendering.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
WRITERS = {"typst": "pdf", "pikepdf": "pdf", "jinja2": "html", "pyphen": "html", "xlsxwriter": "xlsx"}


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(module: Path) -> None:
    for name in imports(module):
        if name.startswith("pipeline"):
            assert name.startswith("pipeline.rendering") or name == "pipeline.methods.rounding"
        library = name.partition(".")[0]
        if library in WRITERS:
            assert module.is_relative_to(ROOT / WRITERS[library])


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_rounded_by_the_way_and_no_clock_is_read(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in {"round", "now", "today", "utcnow", "time", "random", "uuid4"}, node.lineno
            assert called != "half_away" or module.name == "numbers.py"
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            assert not re.search(r"\.\d|[%eg]", ast.unparse(node.format_spec)), node.lineno


def test_colours_stand_in_the_tokens_only() -> None:
    tokens = json.loads((ROOT / "tokens.json").read_text("utf-8"))
    roles = {value.upper() for theme in ("light", "dark") for value in tokens[theme].values()}
    assert len(roles) > 20
    for file in ROOT.rglob("*"):
        if file.suffix in {".py", ".css", ".typ", ".j2", ".js"}:
            found = {match.upper() for match in re.findall(r"#[0-9a-fA-F]{6}\b", file.read_text("utf-8"))}
            assert not found & roles, file.name
