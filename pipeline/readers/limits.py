"""What a read may cost, as a function of the size of its files.

Belongs here: the numbers, and setting them in the child process. Does not: what happens when one is
exceeded (`guard`).
"""

import platform
import resource
import signal
from dataclasses import dataclass
from math import ceil

_GIB = 1024**3
_MIB = 1024**2
_PATIENCE = 6


@dataclass(frozen=True)
class Limits:
    """The resources of one read.

    Attributes:
        memory: Address space in bytes. Libraries and threads reserve about 1 GiB without using it.
        seconds: Processor time.
        wall: Seconds by the clock. Many times the processor time, so that a busy machine refuses no file
            that is right.
        result: Size of the result in bytes.
    """

    memory: int
    seconds: int
    wall: int
    result: int

    @classmethod
    def for_size(cls, size: int) -> "Limits":
        """Limits for files of `size` bytes in all: about 30 seconds and 4 GiB, more for large ones.

        A .sav of 68 MB (500,000 rows, 80 columns) needs 6 seconds and 3 GiB.
        """
        seconds = 30 + ceil(size / _MIB)
        return cls(
            memory=4 * _GIB + 16 * size,
            seconds=seconds,
            wall=_PATIENCE * seconds,
            result=_GIB + 32 * size,
        )

    def apply(self) -> None:
        """Set the limits for this process, from now on. They can be set again for the next read.

        The alarm ends the process even when its parent no longer lives to do so.
        """
        used = resource.getrusage(resource.RUSAGE_SELF)
        processor = ceil(used.ru_utime + used.ru_stime) + self.seconds
        _soften(resource.RLIMIT_AS, self.memory)
        _soften(resource.RLIMIT_CPU, processor)
        _soften(resource.RLIMIT_FSIZE, self.result)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold respondents' answers
        signal.alarm(self.wall + 10)


def _soften(kind: int, wanted: int) -> None:
    """Set the soft limit, which a process may raise again up to the hard one."""
    if kind == resource.RLIMIT_AS and platform.system() == "Darwin":
        return  # macOS refuses this limit; the others hold
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
