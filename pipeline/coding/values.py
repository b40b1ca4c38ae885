"""One cell's value to an option code: as a number, as a label, by a wave's recode.

Belongs here: the matching rules, on the distinct values of a column, so that cost does not follow the rows.
Numbers are in `numbers`, dates in `dates`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.readers.export import SourceColumn
from pipeline.survey.questions import NOT_SUBSTANTIVE, Option, Value, WaveBinding

VALUE = "value"
NOTHING = "nothing"
"""Seen, and nothing ticked: an answer of those who were asked."""
UNSEEN = "unseen"
"""Marked by the platform: this person never saw the question, by the routing or for having broken off."""
BLANK = "blank"
INVALID = "invalid"

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]
Outcome = tuple[str, int | None]
"""What a value is (`value`, or a state that it stands for), and its option's code."""

ANYTHING = "*"
"""Stands for any text that is not blank, under `ticked`, and under `match` of one option."""

# A whole number in other clothes: `1.0`, `01`, `1,00`. Three zeros after a mark would be a thousand.
_WHOLE = re.compile(r"-?[0-9]{1,9}(?:[.,](?:0{1,2}|0{4,9}))?")


@dataclass(frozen=True)
class CodedColumn:
    """A column, coded.

    Attributes:
        codes: Missing where there is no option.
        cells: What each cell is: `value`, `blank`, `invalid`, or a state that its value stands for.
        unknown: Distinct values that fit no option, with the number of cells.
    """

    codes: Floats
    cells: Words
    unknown: dict[str, int]


def canonical(value: object) -> str:
    """A value as text to compare: NFC, white space collapsed, whole numbers without a decimal part."""
    if isinstance(value, (float, np.floating, int, np.integer)) and not isinstance(value, bool):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def as_code_text(text: str) -> str:
    """Text that is a whole number in other clothes (`1.0`, `01`) as `1`; other text unchanged."""
    return str(int(re.split("[.,]", text)[0])) if _WHOLE.fullmatch(text) else text


def filled(cells: pd.Series) -> pd.Series:
    """Cells as canonical text, blank ones as empty text."""
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    texts = np.array([*(canonical(value) for value in distinct), ""], dtype=object)
    return pd.Series(texts[positions], index=cells.index, dtype=object)


def look_up(meanings: Mapping[str, Outcome], text: str) -> Outcome | None:
    """What a canonical text means: as it stands, else as a whole number."""
    return meanings.get(text) or meanings.get(as_code_text(text))


def value_map(
    options: Iterable[Option], recode: Mapping[Value, Value], missing: Mapping[Value, str]
) -> dict[str, Outcome]:
    """Canonical value to what it means: a recode first, then what stands for a blank, code and texts."""
    options = tuple(options)
    codes = {o.id: o.code for o in options} | {str(o.code): o.code for o in options}
    found: dict[str, Outcome] = {}
    for value, target in recode.items():
        found[canonical(value)] = (VALUE, codes[str(target)])
    for value, state in missing.items():
        found.setdefault(canonical(value), (state, None))
    for option in options:
        found.setdefault(str(option.code), (VALUE, option.code))
    for option in options:
        for text in (*option.match, *option.text.all()):
            if text != ANYTHING:
                found.setdefault(canonical(text), (VALUE, option.code))
    return found


def tick_map(option: Option, binding: WaveBinding, missing: Mapping[Value, str]) -> dict[str, Outcome]:
    """The same for a column of ticks: 1 for chosen, 0 for not."""
    declared = tuple(value for value in binding.ticked if value != ANYTHING)
    chosen = declared or (1, "Y", *option.match, *option.text.all())
    found: dict[str, Outcome] = {canonical(value): (VALUE, 1) for value in chosen}
    for value, state in missing.items():
        found.setdefault(canonical(value), (state, None))
    for value in binding.unticked:
        found.setdefault(canonical(value), (VALUE, 0))
    # Readers write a platform's own words for ticked and not ticked so, whichever the file has.
    return {"Y": (VALUE, 1), "N": (VALUE, 0)} | found


def code_column(
    values: pd.Series,
    meanings: Mapping[str, Outcome],
    otherwise: Callable[[str], Outcome | None] = lambda _: None,
) -> CodedColumn:
    """Code a column by the meanings of its distinct values.

    Args:
        values: The cells of one column.
        meanings: From `value_map` or `tick_map`.
        otherwise: What a text means that is not among them; None is nothing, so that it is invalid.
    """
    positions, distinct = pd.factorize(values, use_na_sentinel=True)
    codes = np.full(len(distinct) + 1, np.nan)
    cells = np.full(len(distinct) + 1, BLANK, dtype=object)
    counts = np.bincount(positions[positions >= 0], minlength=len(distinct))
    unknown: dict[str, int] = {}
    for i, value in enumerate(distinct):
        text = canonical(value)
        if text == "":
            continue
        outcome = look_up(meanings, text) or otherwise(text)
        if outcome is None:
            cells[i] = INVALID
            unknown[text] = unknown.get(text, 0) + int(counts[i])
        else:
            cells[i], code = outcome
            codes[i] = np.nan if code is None else code
    return CodedColumn(codes[positions], cells[positions], unknown)


def label_conflicts(
    column: SourceColumn,
    options: Iterable[Option],
    meanings: Mapping[str, Outcome],
    declared: Mapping[str, str],
) -> list[str]:
    """Codes whose label in the export is not the option's text: the code may have changed its meaning.

    Args:
        column: With the export's labels.
        options: The question's options.
        meanings: From `value_map`.
        declared: Option id to the label that the wave declares for it, instead of the option's texts.
    """
    wordings = {
        o.code: {canonical(t) for t in ((declared[o.id],) if o.id in declared else (*o.text.all(), *o.match))}
        for o in options
    }
    by_code = {o.code: o for o in options}
    found = []
    for value, label in column.labels.items():
        outcome = look_up(meanings, canonical(value))
        text = canonical(label)
        if not text or outcome is None:
            continue
        code = outcome[1]
        # A code for a label says nothing, but that it is a point of a scale and no don't know.
        if text == canonical(value) and (code is None or by_code[code].role not in NOT_SUBSTANTIVE):
            continue
        where = f"column {column.id}: the export labels {value} «{label[:80]}», but "
        if code is not None and text not in wordings[code]:
            expected = min(wordings[code], key=len)[:80]
            found.append(
                f"{where}the option {by_code[code].id} with that code reads «{expected}»; declare a recode, "
                "or the new label in label_changes"
            )
        if code is None and any(text in texts for texts in wordings.values()):
            found.append(f"{where}{value} stands for a blank (missing); declare a recode, or another blank")
    return found
