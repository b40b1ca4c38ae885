"""Pseudonyms: respondent ids are replaced by keyed hashes when raw is written.

Belongs here: the hash, and the key's place outside project and data root. Whoever holds the key can link a known id
with its rows, so data stays personal as long as the key exists.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import pandas as pd

KEYS_VARIABLE = "TOPLINE_KEYS"


def survey_key(survey: str) -> bytes:
    """The survey's secret key, made at first use with access for its owner alone.

    It lies in `TOPLINE_KEYS`, by default `~/.config/topline/keys/`. One key a survey, so waves of one survey can be
    linked and surveys cannot.
    """
    folder = Path(os.environ.get(KEYS_VARIABLE) or Path.home() / ".config" / "topline" / "keys")
    path = folder / f"{survey}.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text("ascii").strip())
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
    return bytes.fromhex(path.read_text("ascii").strip())


def pseudonyms(ids: pd.Series, survey: str, key: bytes) -> pd.Series:
    """HMAC-SHA-256 of each id, the first 16 bytes in hexadecimal.

    Args:
        ids: Respondent ids as text, none blank.
        survey: Goes into the hash, so that the same id in another survey gives another pseudonym.
        key: From `survey_key`.
    """

    def pseudonym(value: str) -> str:
        return hmac.new(key, f"{survey}\x1f{value}".encode(), hashlib.sha256).hexdigest()[:32]

    return ids.map(pseudonym).rename("respondent_key")
