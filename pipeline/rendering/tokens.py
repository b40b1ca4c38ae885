"""The colours and the font name of every output, as `tokens.json` gives them.

What belongs here: reading the tokens. What does not: any colour, size or font name, which stand in the file.
"""

import json
from functools import cache
from pathlib import Path
from typing import Literal, cast

Theme = Literal["light", "dark"]


@cache
def _tokens() -> dict[str, object]:
    path = Path(__file__).parent / "tokens.json"
    return cast("dict[str, object]", json.loads(path.read_text(encoding="utf-8")))


def colours(theme: Theme) -> dict[str, str]:
    """Return colour roles and their values."""
    return cast("dict[str, str]", _tokens()[theme])


def font_name(use: Literal["font", "workbook_font"] = "font") -> str:
    """Return the family name of the report font, or of the font that workbooks ask for."""
    return cast("str", _tokens()[use])


def sizes(use: Literal["print", "screen", "workbook"]) -> dict[str, float]:
    """Return type sizes: of the PDF and of workbooks in points, of the page in rem."""
    return cast("dict[str, float]", _tokens()[f"{use}_sizes"])
