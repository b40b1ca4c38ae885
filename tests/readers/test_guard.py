"""The guarded child process: however it ends, the reader of a file hears why, and the next file is read."""

import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.readers import ExportError, ReadOptions, read
from pipeline.readers.guard import Guard
from pipeline.readers.limits import Limits

ENOUGH = Limits.for_size(1_000)


@pytest.fixture
def own_guard() -> Iterator[Guard]:
    with Guard() as running:
        yield running


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    return path


def refusal(guard: Guard, path: Path, limits: Limits) -> str:
    with pytest.raises(ExportError) as raised:
        guard.read([path], ReadOptions(), limits)
    return str(raised.value)


def later(act: Callable[[], None], seconds: float) -> None:
    threading.Timer(seconds, act).start()


@pytest.mark.parametrize(
    ("sent", "reason"),
    [(signal.SIGSEGV, "crashed"), (signal.SIGABRT, "crashed"), (signal.SIGKILL, "ran out of memory")],
)
def test_a_dying_process_is_one_refused_file(
    own_guard: Guard, small: Path, sent: signal.Signals, reason: str
) -> None:
    assert len(own_guard.read([small], ReadOptions(), ENOUGH).frame) == 1
    process = own_guard._process.pid
    os.kill(process, signal.SIGSTOP)  # it will not answer before it dies
    later(lambda: os.kill(process, sent), 0.2)
    if sent != signal.SIGKILL:  # the only one that a stopped process does not wait with
        later(lambda: os.kill(process, signal.SIGCONT), 0.3)
    message = refusal(own_guard, small, ENOUGH)
    assert "small.csv" in message
    assert reason in message
    assert sent.name in message
    assert len(own_guard.read([small], ReadOptions(), ENOUGH).frame) == 1


def test_a_hanging_process_is_stopped_at_the_limit(own_guard: Guard, small: Path) -> None:
    own_guard.read([small], ReadOptions(), ENOUGH)
    os.kill(own_guard._process.pid, signal.SIGSTOP)
    started = time.monotonic()
    limits = replace(ENOUGH, wall=1)
    assert "more than 1 seconds" in refusal(own_guard, small, limits)
    assert time.monotonic() - started < 5
    assert len(own_guard.read([small], ReadOptions(), ENOUGH).frame) == 1


def test_too_little_memory_is_told(own_guard: Guard, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.write_text("a;b\n" + "12345;67890\n" * 3_000_000, encoding="utf-8")
    own_guard.read([large], ReadOptions(), Limits.for_size(large.stat().st_size))
    limits = replace(ENOUGH, memory=600 * 1024**2)
    message = refusal(own_guard, large, limits)
    assert "large.csv" in message
    assert "memory" in message


def test_a_result_beyond_its_limit_is_told(own_guard: Guard, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("a;b\n" + "text;more text\n" * 5_000, encoding="utf-8")
    assert "wide.csv" in refusal(own_guard, path, replace(ENOUGH, result=4_096))


def test_the_child_leaves_nothing_behind(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = small.read_bytes()
    read([small])
    assert list(temporary.iterdir()) == []
    assert small.read_bytes() == before


def test_one_read_costs_less_than_two_seconds_of_the_processor(small: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read([small])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 2


def test_no_files_is_an_error() -> None:
    with pytest.raises(ExportError, match="at least one file"):
        read([])
