"""The parent's side of the guarded child process: start it, ask it, wait, and say plainly how it ended.

Belongs here: processes, pipes and time. Does not: formats. Native parsers can crash, hang or eat memory on
a damaged or hostile file; in a child that costs one file, not the run.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.readers import handover
from pipeline.readers.export import Export, ExportError
from pipeline.readers.limits import Limits
from pipeline.readers.options import ReadOptions

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]
_SIGNALS = {
    signal.SIGSEGV: "the parser crashed on it; it is damaged, or made to do harm",
    signal.SIGABRT: "the parser crashed on it; it is damaged, or made to do harm",
    signal.SIGBUS: "the parser crashed on it; it is damaged, or made to do harm",
    signal.SIGFPE: "the parser crashed on it; it is damaged, or made to do harm",
    signal.SIGILL: "the parser crashed on it; it is damaged, or made to do harm",
    signal.SIGXCPU: "reading it took too much processor time",
    signal.SIGXFSZ: "what was read from it is too large",
    signal.SIGKILL: "the process that read it was killed, probably because the machine ran out of memory",
}


class Guard:
    """A child process that reads exports, one after the other; a new one takes over when it dies.

    It starts at once, so that its start runs beside the copying of the files. Use as a context manager.
    """

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="topline-read-")
        self._folder = Path(self._temporary.name)
        self._process = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process and remove its folder."""
        self._end()
        self._temporary.cleanup()

    def read(self, files: Sequence[Path], options: ReadOptions, limits: Limits) -> Export:
        """Read one export in the child process.

        Args:
            files: Copies that belong to the caller; a reader may change them.
            options: The declared dialect.
            limits: What the read may cost.

        Raises:
            ExportError: When a reader refuses the files, or the process fails, dies or takes too long.
        """
        if self._process.poll() is not None:
            self._end()
            self._process = self._start()
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        request = {
            "files": [str(path.resolve()) for path in files],
            "options": options.model_dump(),
            "limits": asdict(limits),
            "folder": str(folder),
        }
        names = ", ".join(path.name for path in files)
        reply = self._ask(json.dumps(request), limits, names)
        outcome, text = reply["outcome"], reply["text"]
        if outcome == "refused":
            raise ExportError(text)
        if outcome == "memory":
            raise ExportError(
                f"{names}: reading it needs more than {limits.memory / 2**30:.1f} GiB of memory"
            )
        if outcome != "read":
            raise ExportError(
                f"{names}: the file cannot be read ({text}); it is damaged, or not what it seems to be"
            )
        try:
            return handover.read(folder)
        except (ValueError, TypeError, KeyError, OSError):
            raise ExportError(
                f"{names}: what the parser made of it is not a table; the file is damaged"
            ) from None

    def _start(self) -> "subprocess.Popen[bytes]":
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": str(_PACKAGE_ROOT),
            "LANG": "C.UTF-8",
            "TMPDIR": str(self._folder),
            "OPENBLAS_NUM_THREADS": "1",  # no linear algebra here, and each thread reserves address space
        }
        return subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "pipeline.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a parser's complaint may quote the file
            cwd=self._folder,
            env=environment,
            umask=0o077,
            start_new_session=True,
        )

    def _end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def _ask(self, request: str, limits: Limits, names: str) -> dict[str, str]:
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the child process was started without pipes")
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(request.encode() + b"\n")
            process.stdin.flush()
        deadline = time.monotonic() + limits.wall
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                self._end()
                raise ExportError(f"{names}: reading it took more than {limits.wall} seconds and was stopped")
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                raise ExportError(f"{names}: {_death(process.wait())}")
            line += part
        reply: dict[str, str] = json.loads(line)
        return reply


def _death(status: int) -> str:
    """How a process ended, for a person."""
    if status < 0:
        ended = signal.Signals(-status)
        reason = _SIGNALS.get(ended, "the process that read it was ended")
        return f"{reason} ({ended.name})"
    return f"the process that should read it could not work (exit status {status})"
