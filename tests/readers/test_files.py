"""Files as they arrive: what is not opened, and that the copy is what was hashed."""

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.readers import ExportError
from pipeline.readers.files import is_temporary, take


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    (tmp_path / "taken").mkdir()
    return folder


def refused(path: Path, **options: object) -> str:
    with pytest.raises(ExportError) as raised:
        take(path, path.parents[1] / "taken" if path.parent.name == "drop" else path.parent, **options)  # type: ignore[arg-type]
    assert path.name.strip("\n") in str(raised.value) or "control characters" in str(raised.value)
    return str(raised.value)


def test_the_copy_has_the_hash_of_its_bytes_and_only_the_owner_reads_it(drop: Path, tmp_path: Path) -> None:
    path = drop / "svar.csv"
    path.write_bytes(b"a;b\n1;2\n" * 300_000)
    taken = take(path, tmp_path / "taken", root=drop)
    assert taken.path.read_bytes() == path.read_bytes()
    assert taken.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert taken.size == path.stat().st_size
    assert taken.path.stat().st_mode & 0o777 == 0o600


def test_the_same_content_under_two_names_has_one_hash(drop: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (drop / name).write_bytes(b"a\n1\n")
    hashes = {take(drop / name, tmp_path / "taken").sha256 for name in ("a.csv", "b.csv")}
    assert len(hashes) == 1


def test_empty_missing_and_too_large_files_are_refused(drop: Path) -> None:
    (drop / "empty.csv").touch()
    assert "empty" in refused(drop / "empty.csv")
    assert "no such file" in refused(drop / "nowhere.csv")
    (drop / "large.csv").write_bytes(b"x" * 2_000)
    assert "at most" in refused(drop / "large.csv", max_bytes=1_999)


def test_links_pipes_folders_and_paths_out_are_refused(drop: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.csv"
    outside.write_bytes(b"a\n1\n")
    (drop / "link.csv").symlink_to(outside)
    assert "link" in refused(drop / "link.csv")
    os.mkfifo(drop / "pipe.csv")
    assert "not a regular file" in refused(drop / "pipe.csv")
    (drop / "folder.csv").mkdir()
    assert "not a regular file" in refused(drop / "folder.csv")
    (drop / "linked").symlink_to(tmp_path)
    for way in (drop / "linked" / "secret.csv", drop / ".." / "secret.csv"):
        with pytest.raises(ExportError, match="leads out"):
            take(way, tmp_path / "taken", root=drop)


def test_a_device_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="not a regular file"):
        take(Path("/dev/null"), tmp_path)


@pytest.mark.parametrize("name", ["x.csv.part", "~$x.xlsx", "x.csv.crdownload", ".x.csv", "x.TMP"])
def test_unfinished_files_are_ignored(drop: Path, name: str) -> None:
    assert is_temporary(name)
    (drop / name).write_bytes(b"a\n1\n")
    assert "temporary" in refused(drop / name)
    assert not is_temporary("x.csv")


def test_a_name_with_a_line_break_is_refused(drop: Path) -> None:
    (drop / "a\nb.csv").write_bytes(b"a\n1\n")
    assert "control characters" in refused(drop / "a\nb.csv")
