"""Which code made something: one digest over every file that can change a result.

Belongs here: the digest alone. It goes into manifests, so that a release made by other code is made again.
"""

import hashlib
from functools import cache
from pathlib import Path

from pipeline.places import PROJECT, SQL

SUFFIXES = frozenset({".py", ".sql", ".typ", ".j2", ".css", ".js", ".yaml", ".json", ".ttf", ".woff2"})


@cache
def code_digest() -> str:
    """SHA-256 over names and contents of the package's and the SQL files, in hexadecimal."""
    digest = hashlib.sha256()
    for folder in (Path(__file__).parent, SQL):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES):
            digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
