"""The page in a real browser: accessibility, reflow, offline, its own policy, and without JavaScript.

Needs node, Chromium (CHROMIUM, or one on the path) and `npm ci` in tests/rendering/browser.
"""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_report import hostile
from sample_report import sample
from states_report import states

from pipeline.rendering.html import write

HERE = Path(__file__).parent / "browser"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install it or set CHROMIUM to its path"),
    pytest.mark.skipif(
        not (HERE / "node_modules" / "axe-core").is_dir(), reason="run npm ci in tests/rendering/browser"
    ),
]


def problems(folder: Path) -> dict[str, list[str]]:
    pages = sorted(folder.glob("*.html"))
    done = subprocess.run(
        ["node", "check.js", str(CHROMIUM), *map(str, pages)],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_pages_have_no_problem(tmp_path: Path) -> None:
    write(sample(), tmp_path / "published.html")
    write(states(), tmp_path / "states.html")
    write(hostile(), tmp_path / "hostile.html")
    write(replace(states(method=False), chapters=()), tmp_path / "empty.html")
    assert problems(tmp_path) == {f"{name}.html": [] for name in ("empty", "hostile", "published", "states")}


def test_the_check_finds_what_it_looks_for(tmp_path: Path) -> None:
    write(states(), tmp_path / "broken.html")
    page = (tmp_path / "broken.html").read_text("utf-8")
    page = page.replace(' role="img" aria-label=', ' role="img" data-label=')
    page = page.replace(
        "<main", '<p><img src="http://127.0.0.1:9/x.png"></p><pre>' + "x" * 400 + "</pre><main"
    )
    (tmp_path / "broken.html").write_text(page, "utf-8")
    told = " ".join(problems(tmp_path)["broken.html"])
    assert "role-img-alt" in told
    assert "scrolls sideways" in told
    assert "127.0.0.1" in told
