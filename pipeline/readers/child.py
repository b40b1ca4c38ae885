"""The guarded child process: `python -m pipeline.readers.child`.

Belongs here: one request after the other from standard input, read under limits, the result in a folder,
and a reply. Does not: starting, waiting and judging (`guard`). Imports stay small: this start is part of
every read.

A request and a reply are one line of JSON. The reply never holds a value from a file, nor does anything
else that leaves this process but the result.
"""

import gc
import json
import os
import sys
import traceback
from pathlib import Path
from typing import IO, Any

from pipeline.readers import handover
from pipeline.readers.detect import find_format
from pipeline.readers.export import ExportError
from pipeline.readers.limits import Limits
from pipeline.readers.options import ReadOptions
from pipeline.readers.registry import reader
from pipeline.readers.unpack import unpacked


def main() -> None:
    """Answer requests until standard input ends."""
    replies = _private_output()
    for line in sys.stdin:
        replies.write(json.dumps(_answer(json.loads(line))) + "\n")
        replies.flush()
        gc.collect()


def _private_output() -> IO[str]:
    """Standard output for replies alone: what a library prints goes nowhere."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return replies


def _answer(request: dict[str, Any]) -> dict[str, str]:
    try:
        Limits(**request["limits"]).apply()
        folder = Path(request["folder"])
        files = unpacked([Path(name) for name in request["files"]], folder)
        options = ReadOptions.model_validate(request["options"])
        name = find_format(files, options)
        export = reader(name).read(files, options.model_copy(update={"format": name}))
        handover.write(export, folder)
    except ExportError as error:
        return {"outcome": "refused", "text": str(error)}
    except MemoryError:
        return {"outcome": "memory", "text": ""}
    except Exception as error:  # noqa: BLE001  any failure of a parser is an answer, and its message may hold values
        return {"outcome": "failed", "text": _place(error)}
    return {"outcome": "read", "text": ""}


def _place(error: Exception) -> str:
    """The kind of an error and where it was raised, without its message."""
    own = [
        f
        for f in traceback.extract_tb(error.__traceback__)
        if Path(f.filename).parent == Path(__file__).parent
    ]
    where = f" in {Path(own[-1].filename).name}, line {own[-1].lineno}" if own else ""
    return f"{type(error).__name__}{where}"


if __name__ == "__main__":
    main()
