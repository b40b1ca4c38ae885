"""The table of bad inputs names each number once, and the tests that there are."""

import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
ROW = re.compile(r"^\| (\d+) \|[^|]+\|[^|]+\| ([^|]+) \|", re.MULTILINE)


def test_every_number_stands_in_the_table_with_its_tests() -> None:
    listed = {int(n): set(re.findall(r"test_\w+\.py", files)) for n, files in ROW.findall(readme())}
    written: defaultdict[int, set[str]] = defaultdict(set)
    for path in HERE.glob("test_*.py"):
        for number in re.findall(r"^def test_(\d\d)_", path.read_text("utf-8"), re.MULTILINE):
            written[int(number)].add(path.name)
    assert set(listed) == set(range(1, 75))
    assert len(ROW.findall(readme())) == 74
    for number, files in written.items():
        assert files <= listed[number], f"{number} is tested in {files}"
    assert [n for n in listed if not written[n]] == []


def readme() -> str:
    return (HERE / "README.md").read_text("utf-8")
