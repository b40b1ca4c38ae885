"""Turns: one process at a time, in words for those who wait, and free again however the holder ended."""

import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from pipeline.places import PROJECT
from pipeline.turns import TurnError, turn


def holder(path: Path) -> "subprocess.Popen[str]":
    """Another process that has the lock until its input ends."""
    code = """
        import sys
        from pathlib import Path
        from pipeline.turns import turn
        with turn(Path(sys.argv[1]), "prove 2026"):
            print("has it", flush=True)
            sys.stdin.read()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(path)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "has it\n"
    return process


def test_another_process_is_waited_for_and_named(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / ".lock"
    other = holder(path)
    said: list[str] = []

    def heard(text: str) -> None:
        said.append(text)
        assert other.stdin is not None
        other.stdin.close()

    with turn(path, "prove 2026", heard) as waited:
        assert waited
        assert other.wait(10) == 0
    assert said == [f"another run works on prove 2026 (process {other.pid}); waiting until it ends"]
    with turn(path, "prove 2026") as waited:
        assert not waited


def test_patience_ends_with_what_to_do(tmp_path: Path) -> None:
    other = holder(tmp_path / ".lock")
    with (
        pytest.raises(TurnError, match=rf"process {other.pid}\) and has not ended in 0 seconds; let it end"),
        turn(tmp_path / ".lock", "prove 2026", patience=0),
    ):
        pytest.fail("it is another's turn")
    other.kill()


def test_a_holder_that_is_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    other = holder(tmp_path / ".lock")
    other.send_signal(signal.SIGKILL)
    other.wait()
    with turn(tmp_path / ".lock", "prove 2026", patience=0) as waited:
        assert not waited


def test_a_thread_goes_straight_on_and_others_wait(tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with turn(tmp_path / ".lock", "x"):
            order.append("other")

    with turn(tmp_path / ".lock", "x"), turn(tmp_path / ".lock", "x"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["first", "other"]
