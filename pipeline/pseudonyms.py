"""Pseudonyms: respondent ids are replaced by keyed hashes when raw is written.

Belongs here: the hash, and the key's place outside project and data root. Whoever holds the key can link a
known id with its rows, so data stays personal as long as the key exists.
"""

import contextlib
import hmac
import os
import secrets
import stat
import tempfile
from pathlib import Path

import pandas as pd

from pipeline.places import PROJECT, data_root

KEYS_VARIABLE = "TOPLINE_KEYS"
KEY_BYTES = 32


class KeyFileError(RuntimeError):
    """A secret key that cannot be used: which file, and what to do."""


def survey_key(survey: str) -> bytes:
    """The survey's secret key, made at first use with access for its owner alone.

    It lies in `TOPLINE_KEYS`, by default `~/.config/topline/keys/`. One key a survey, so waves of one survey
    can be linked and surveys cannot.

    Raises:
        KeyFileError: when the key cannot be written or read, is not a key, lies in the project or the data
            root, or may be read by others.
    """
    path = _path(survey)
    folder = path.parent
    for root in (PROJECT, data_root().path):
        if folder.resolve().is_relative_to(root.resolve()):
            raise KeyFileError(
                f"{path} would lie beside the data; set {KEYS_VARIABLE} to a folder outside {root}"
            )
    try:
        if not path.exists():
            _make(path)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyFileError(f"{path} may be read by others; run: chmod 600 {path}")
        key = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        raise KeyFileError(f"{path} cannot be used ({error.strerror})") from None
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyFileError(
            f"{path} is no key of {KEY_BYTES} bytes; restore it, or links to earlier waves are lost"
        )
    return key


def known_key(survey: str) -> bytes | None:
    """The survey's secret key, None when none was made yet.

    Raises:
        KeyFileError: as `survey_key`.
    """
    return survey_key(survey) if _path(survey).exists() else None


def identity_mark(survey: str, column: str | None, key: bytes) -> str:
    """What tells, without the key, whether two tables have their pseudonyms from the same key and column."""
    return hmac.digest(key, f"{survey}\x1fidentity\x1f{column or ''}".encode(), "sha256").hex()[:16]


def _path(survey: str) -> Path:
    folder = Path(os.environ.get(KEYS_VARIABLE) or Path.home() / ".config" / "topline" / "keys").expanduser()
    return folder / f"{survey}.key"


def _make(path: Path) -> None:
    """Make a key. Of two that make it at once, one wins and both use its key; half a key is never seen."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(aside)
    finally:
        Path(aside).unlink()


def pseudonyms(ids: pd.Series, survey: str, key: bytes) -> pd.Series:
    """HMAC-SHA-256 of each id, the first 16 bytes in hexadecimal.

    Args:
        ids: Respondent ids as text, none blank.
        survey: Goes into the hash, so that the same id in another survey gives another pseudonym.
        key: From `survey_key`.
    """

    def pseudonym(value: str) -> str:
        return hmac.digest(key, f"{survey}\x1f{value}".encode(), "sha256").hex()[:32]

    return ids.map(pseudonym).rename("respondent_key")
