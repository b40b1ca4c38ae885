"""The same tree gives the same bytes: in other time zones, locales, hash seeds and folders."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import pandas as pd
from hostile_report import hostile
from sample_report import sample
from states_report import states
from pipeline.rendering import html, pdf, tidy, xlsx
for report in (sample(), states(), hostile()):
    for writer in (html, pdf, xlsx):
        writer.write(report, Path("out"))
        print(hashlib.sha256(Path("out").read_bytes()).hexdigest())
tidy.write_csv(pd.DataFrame({"a": [0.1, 2.5], "b": ["x", "=y"]}), Path("out"), "nb")
print(hashlib.sha256(Path("out").read_bytes()).hexdigest())
"""


def digests(folder: Path, zone: str, locale: str, seed: str) -> list[str]:
    folder.mkdir()
    environment = os.environ | {"TZ": zone, "LANG": locale, "LC_ALL": locale, "PYTHONHASHSEED": seed}
    environment["PYTHONPATH"] = str(HERE.parents[1])
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(HERE)],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split()


def test_outputs_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    first = digests(tmp_path / "a", "UTC", "C.UTF-8", "1")
    second = digests(tmp_path / "another folder", "Pacific/Kiritimati", "nb_NO.UTF-8", "2")
    assert len(first) == 10
    assert first == second
