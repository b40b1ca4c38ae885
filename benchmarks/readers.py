"""What reading costs beside the bare libraries: processor seconds, their ratio, and peak memory.

Run `python benchmarks/readers.py 500000` (rows; 80 columns), with names of layouts behind it for those only.
Every measurement runs in a process of its own, so that neither memory nor imports carry over. The bare
libraries do not check anything; what they are compared with are reads by `pipeline.readers.read`, with its
copy, hash, guarded child process, checks and hand-over. Processor seconds are those of all processes
together, which a busy machine moves less than those of the clock.
"""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def bare_sav(files: list[Path]) -> int:
    """pyreadstat, as a script would call it."""
    return len(import_module("pyreadstat").read_sav(files[0], user_missing=True)[0])


def bare_parquet(files: list[Path]) -> int:
    """What pandas takes."""
    return len(import_module("pandas").read_parquet(files[0]))


def bare_text(files: list[Path], delimiter: str = ";", header: int = 1) -> int:
    """pandas, with every cell as text, as ours; only the first header row is named."""
    options: dict[str, Any] = {"sep": delimiter, "dtype": str, "keep_default_na": False, "na_values": [""]}
    skip = list(range(1, header))
    return len(import_module("pandas").read_csv(files[0], skiprows=skip, **options))


def bare_fixed(files: list[Path]) -> int:
    """pandas: lines, and each variable cut out of them (`read_fwf` takes minutes)."""
    pandas = import_module("pandas")
    ends = _fixed_ends(files[1])
    lines = pandas.read_csv(files[0], sep="\x01", header=None, dtype=str, keep_default_na=False)[0]
    cut = {str(start): lines.str.slice(start - 1, end).str.strip() for start, end in ends}
    return len(pandas.DataFrame(cut))


def _fixed_ends(metadata: Path) -> list[tuple[int, int]]:
    root = import_module("defusedxml.ElementTree").parse(metadata).getroot()
    return [(int(p.get("start")), int(p.get("finish"))) for p in root.iter("position")]


def bare_workbook(files: list[Path]) -> int:
    """openpyxl, streaming, as it is recommended for large files."""
    book = import_module("openpyxl").load_workbook(files[0], read_only=True, data_only=True)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    return len(import_module("pandas").DataFrame(rows[1:], columns=rows[0]))


def _text(delimiter: str, header: int = 1) -> Callable[[list[Path]], int]:
    return lambda files: bare_text(files, delimiter, header)


BARE: dict[str, tuple[str, Callable[[list[Path]], int]]] = {
    "sav": ("pyreadstat", bare_sav),
    "parquet": ("pandas", bare_parquet),
    "csv": ("pandas", _text(";")),
    "surveyxact": ("pandas", _text(";")),
    "nettskjema": ("pandas", _text(";")),
    "limesurvey": ("pandas", _text(";")),
    "limesurvey vv": ("pandas", _text("\t", 2)),
    "qualtrics": ("pandas", _text(",", 3)),
    "surveymonkey": ("pandas", _text(",", 2)),
    "google_forms": ("pandas", _text(",")),
    "triple_s csv": ("pandas", _text(",")),
    "triple_s fixed": ("pandas", bare_fixed),
    "microsoft_forms": ("openpyxl", bare_workbook),
}
OPTIONS = {"surveyxact": {"encoding": "cp1252"}}


def ours(layout: str, files: list[Path]) -> int:
    """Our reading of the files."""
    readers = import_module("pipeline.readers")
    return len(readers.read(files, readers.ReadOptions(**OPTIONS.get(layout, {}))).frame)


def measure(who: str, layout: str, files: list[Path]) -> dict[str, float]:
    """Run one case in this process."""
    before = _processor()
    rows = BARE[layout][1](files) if who == "bare" else ours(layout, files)
    seconds = _processor() - before
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"rows": rows, "seconds": seconds, "peak_mb": peak / 1024}


def _processor() -> float:
    """Processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def make(layout: str, rows: int, folder: Path) -> list[str]:
    """Write one layout; gives the files."""
    layouts = import_module("layouts")
    return [str(path) for path in layouts.LAYOUTS[layout](folder, layouts.drawn(rows))]


def _apart(*arguments: str) -> Any:
    """This program's answer from another process: Linux counts a parent's peak memory as its children's."""
    command = [sys.executable, __file__, "--one", *arguments]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def compare(layout: str, rows: int) -> None:
    """Make one layout, read it both ways, print two lines."""
    with tempfile.TemporaryDirectory(prefix="topline-benchmark-") as temporary:
        files = _apart("make", layout, str(rows), temporary)
        size = sum(Path(file).stat().st_size for file in files) / 2**20
        bare, own = (_apart(who, layout, *files) for who in ("bare", "ours"))
    if bare["rows"] != own["rows"]:
        raise SystemExit(f"{layout}: {own['rows']} rows of {bare['rows']}")
    ratio = own["seconds"] / bare["seconds"]
    print(
        f"{layout:16}{size:7.0f}{own['rows']:9,}  {BARE[layout][0]:11}"
        f"{bare['seconds']:8.2f}{own['seconds']:8.2f}{ratio:7.2f}{bare['peak_mb']:9.0f}{own['peak_mb']:8.0f}",
        flush=True,
    )


def main() -> None:
    """Compare the layouts asked for, or one step of that in a process of its own."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--one"]:
        what, layout, *rest = arguments[1:]
        if what == "make":
            answer: Any = make(layout, int(rest[0]), Path(rest[1]))
        else:
            answer = measure(what, layout, [Path(file) for file in rest])
        print(json.dumps(answer))
        return
    rows = int(arguments[0]) if arguments else 500_000
    print(
        f"{'layout':16}{'MB':>7}{'rows':>9}  {'bare':11}"
        f"{'bare s':>8}{'ours s':>8}{'ratio':>7}{'bare MB':>9}{'ours MB':>8}"
    )
    unknown = [layout for layout in arguments[1:] if layout not in BARE]
    if unknown:
        raise SystemExit(f"there is no layout {unknown[0]!r}; there are {', '.join(BARE)}")
    for layout in arguments[1:] or BARE:
        compare(layout, rows)


if __name__ == "__main__":
    main()
