"""The secret key of a survey, and the pseudonyms made with it."""

import hashlib
import hmac
import os
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.places import PROJECT
from pipeline.pseudonyms import KeyFileError, pseudonyms, survey_key

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "keys"
    monkeypatch.setenv("TOPLINE_KEYS", str(folder))
    monkeypatch.setenv("TOPLINE_DATA", str(tmp_path / "data"))
    return folder


def test_a_pseudonym_is_a_keyed_hash() -> None:
    made = pseudonyms(pd.Series(["0301", "301"]), "prove", KEY)
    expected = hmac.new(KEY, b"prove\x1f0301", hashlib.sha256).digest()[:16].hex()
    assert made.tolist()[0] == expected
    assert made.nunique() == 2
    assert pseudonyms(pd.Series(["0301"]), "annen", KEY).tolist() != [expected]


def test_a_key_is_made_once_for_its_owner_alone(keys: Path) -> None:
    key = survey_key("prove")
    assert len(key) == 32
    assert survey_key("prove") == key != survey_key("annen")
    assert stat.S_IMODE((keys / "prove.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert sorted(p.name for p in keys.iterdir()) == ["annen.key", "prove.key"]


def test_runs_that_start_together_have_one_key(keys: Path) -> None:
    code = "from pipeline.pseudonyms import survey_key; print(survey_key('prove').hex())"
    runs = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=PROJECT)
        for _ in range(3)
    ]
    assert len({run.communicate()[0] for run in runs}) == 1
    assert [p.name for p in keys.iterdir()] == ["prove.key"]


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "00" * 16])
def test_half_a_key_is_not_used(keys: Path, content: str) -> None:
    keys.mkdir()
    path = keys / "prove.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="is no key of 32 bytes; restore it"):
        survey_key("prove")


def test_a_key_that_others_may_read_is_refused(keys: Path) -> None:
    survey_key("prove")
    (keys / "prove.key").chmod(0o640)
    with pytest.raises(KeyFileError, match="may be read by others; run: chmod 600"):
        survey_key("prove")


def test_a_key_does_not_lie_beside_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in (tmp_path / "data" / "keys", PROJECT / "keys"):
        monkeypatch.setenv("TOPLINE_KEYS", str(folder))
        with pytest.raises(
            KeyFileError, match="would lie beside the data; set TOPLINE_KEYS to a folder outside"
        ):
            survey_key("prove")
        assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TOPLINE_KEYS", str(tmp_path / "file" / "keys"))
    with pytest.raises(KeyFileError, match=os.strerror(20)):
        survey_key("prove")
