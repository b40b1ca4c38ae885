"""What reading costs beside the bare libraries: seconds, their ratio, and peak memory.

Run `python benchmarks/readers.py 500000` (rows; 80 columns). Every measurement runs in a process of its
own, so that neither memory nor imports carry over. The bare libraries do not check anything; what they are
compared with are reads by `pipeline.readers.read`, with its copy, hash, guarded child process, checks and
hand-over.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

COLUMNS = 80
TEXTS = 6


def make(folder: Path, rows: int) -> None:
    """The same answers as .sav and as `;` CSV: 74 columns of codes with blanks, 6 of short texts."""
    np, pd = import_module("numpy"), import_module("pandas")
    generator = np.random.default_rng(1)
    columns: dict[str, object] = {}
    for i in range(COLUMNS - TEXTS):
        codes = generator.integers(1, 6, rows).astype(float)
        columns[f"q{i:02d}"] = np.where(generator.random(rows) < 0.1, np.nan, codes)
    for i in range(TEXTS):
        columns[f"t{i}"] = generator.choice(["Oslo", "Bergen", "Tromsø og omegn", "", "Ås"], rows)
    frame = pd.DataFrame(columns)
    import_module("pyreadstat").write_sav(frame, folder / "svar.sav", row_compress=True)
    frame.to_csv(folder / "svar.csv", sep=";", index=False, float_format="%.0f")


def bare_sav(folder: Path) -> int:
    """pyreadstat, as a script would call it."""
    return len(import_module("pyreadstat").read_sav(folder / "svar.sav", user_missing=True)[0])


def bare_csv(folder: Path) -> int:
    """pandas, with every cell as text, as ours."""
    path = folder / "svar.csv"
    options = {"sep": ";", "dtype": str, "keep_default_na": False, "na_values": [""]}
    return len(import_module("pandas").read_csv(path, **options))


def ours(name: str) -> Callable[[Path], int]:
    """Our reading of the file `name`."""

    def reading(folder: Path) -> int:
        return len(import_module("pipeline.readers").read([folder / name]).frame)

    return reading


CASES: dict[str, Callable[[Path], int]] = {
    "pyreadstat.read_sav": bare_sav,
    "read .sav": ours("svar.sav"),
    "pandas.read_csv(dtype=str)": bare_csv,
    "read .csv": ours("svar.csv"),
}


def measure(case: str, folder: Path) -> dict[str, float]:
    """Run one case in this process."""
    started = time.perf_counter()
    rows = CASES[case](folder)
    seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"rows": rows, "seconds": seconds, "peak_mb": peak / 1024}


def main() -> None:
    """Make the files, measure each case in a new process, print the table."""
    if len(sys.argv) == 4 and sys.argv[1] == "make":
        make(Path(sys.argv[3]), int(sys.argv[2]))
        return
    if len(sys.argv) == 4:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory(prefix="topline-benchmark-") as temporary:
        folder = Path(temporary)
        # In a process of its own too: Linux counts a parent's peak memory as its children's.
        subprocess.run([sys.executable, __file__, "make", str(rows), temporary], check=True)
        results = {}
        for case in CASES:
            command = [sys.executable, __file__, "one", case, temporary]
            answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            results[case] = json.loads(answer)
            if results[case]["rows"] != rows:
                raise SystemExit(f"{case}: {results[case]['rows']} rows of {rows}")
        sizes = {path.name: path.stat().st_size / 2**20 for path in folder.iterdir()}
    print(
        f"{rows:,} rows × {COLUMNS} columns; "
        + ", ".join(f"{n} {s:.0f} MB" for n, s in sorted(sizes.items()))
    )
    print(f"{'':28}{'seconds':>9}{'ratio':>8}{'peak MB':>9}  (of the largest process)")
    names = list(CASES)
    for bare, read in zip(names[::2], names[1::2], strict=True):
        for case in (bare, read):
            found = results[case]
            ratio = found["seconds"] / results[bare]["seconds"]
            print(f"{case:28}{found['seconds']:9.2f}{ratio:8.2f}{found['peak_mb']:9.0f}")


if __name__ == "__main__":
    main()
