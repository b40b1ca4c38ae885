"""Tidy tables as CSV."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.rendering.tidy import write_csv


def test_a_norwegian_spreadsheet_opens_it_as_it_is(tmp_path: Path) -> None:
    frame = pd.DataFrame({"group": ["Øst", "Vest; sør"], "shown_pct": [12.5, -0.25], "option_n": [3, 4]})
    write_csv(frame, tmp_path / "t.csv", "nb")
    assert (tmp_path / "t.csv").read_bytes() == (
        b'\xef\xbb\xbfgroup;shown_pct;option_n\r\n\xc3\x98st;12,5;3\r\n"Vest; s\xc3\xb8r";-0,25;4\r\n'
    )


def test_an_english_spreadsheet_opens_it_as_it_is(tmp_path: Path) -> None:
    frame = pd.DataFrame({"group": ["East", "West, south"], "shown_pct": [12.5, -0.25]})
    write_csv(frame, tmp_path / "t.csv", "en")
    assert (tmp_path / "t.csv").read_bytes() == (
        b'\xef\xbb\xbfgroup,shown_pct\r\nEast,12.5\r\n"West, south",-0.25\r\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_becomes_a_formula(start: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({f"{start}h": [f'{start}HYPERLINK("x")', "plain"], "n": [-1, 2]})
    write_csv(frame, tmp_path / "t.csv", "nb")
    read = pd.read_csv(tmp_path / "t.csv", sep=";", encoding="utf-8-sig", keep_default_na=False)
    assert next(iter(read.columns)).startswith("'")
    assert read.iloc[0, 0].startswith("'")
    assert list(read["n"]) == [-1, 2]


def test_categories_and_missing_cells_are_guarded_too(tmp_path: Path) -> None:
    frame = pd.DataFrame({"c": pd.Categorical(["=1+1", "a"]), "s": pd.array(["@x", None], dtype="string")})
    write_csv(frame, tmp_path / "t.csv", "nb")
    assert (tmp_path / "t.csv").read_text("utf-8-sig").splitlines() == ["c;s", "'=1+1;'@x", "a;"]
