"""What stands after a process was killed: the same work, killed one file operation later every time.

Belongs here: the killing. Python tells an audit hook of every file that it opens to write, renames or
removes; the process kills itself in front of the n-th of them.
"""

import subprocess
import sys
import textwrap
from pathlib import Path

from pipeline.places import PROJECT

_PROGRAM = """
import os, shutil, signal, sys
from pathlib import Path

EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT

def arm(folder, n):
    left = [n]
    def hook(event, arguments):
        if event == "open":
            counts = isinstance(arguments[2], int) and arguments[2] & WRITES
        else:
            counts = event in EVENTS
        path = os.fsdecode(arguments[0]) if counts and isinstance(arguments[0], (str, bytes, Path)) else "/"
        if counts and (path.startswith(str(folder)) or not os.path.isabs(path)):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
    sys.addaudithook(hook)

WORK

source, into = Path(sys.argv[1]), Path(sys.argv[2])
n = 0
while True:
    folder = into / f"{n:03d}"
    shutil.copytree(source, folder)
    child = os.fork()
    if child == 0:
        try:
            arm(folder, n)
            work(folder)
        except BaseException as error:
            print(f"{n}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status == 0:
        break
    assert os.WIFSIGNALED(status), status
    n += 1
"""


def killed_everywhere(work: str, source: Path, into: Path) -> list[Path]:
    """Do a piece of work on copies of a folder, and kill it at every point.

    Args:
        work: Code that imports what it needs and defines `work(folder)`. It opens no database before that.
        source: The folder as it is before.
        into: Where the copies go.

    Returns:
        The copies: killed before the first file operation, before the second, …; in the last one the work was
        done.
    """
    into.mkdir()
    program = _PROGRAM.replace("WORK", textwrap.dedent(work))
    command = [sys.executable, "-c", program, str(source), str(into)]
    result = subprocess.run(command, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return sorted(into.iterdir())
