"""One cell's value to an option code: as a number, as a label, by a wave's recode.

Belongs here: the matching rules, on the distinct values of a column, so that cost does not follow the rows.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.readers.export import SourceColumn
from pipeline.readers.markers import NOT_SHOWN
from pipeline.survey.questions import MissingState, Option, Value

VALUE = "value"
BLANK = "blank"
INVALID = "invalid"
Code = int
Outcome = tuple[str, Code | None]


@dataclass(frozen=True)
class CodedColumn:
    """A column, coded.

    Attributes:
        codes: Float64 array, missing where there is no option.
        cells: Object array of what each cell is: `value`, `blank`, `invalid`, or a state that its value stands for.
        unknown: Distinct values that fit no option, with the number of cells.
    """

    codes: np.ndarray
    cells: np.ndarray
    unknown: dict[str, int]


def canonical(value: object) -> str:
    """A value as text to compare: NFC, white space collapsed, whole numbers without a decimal part."""
    if isinstance(value, (float, np.floating, int, np.integer)) and not isinstance(value, bool):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else repr(number)
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def as_code_text(text: str) -> str:
    """Text that is a whole number in other clothes (`1.0`, `01`) as `1`; other text unchanged."""
    head, _, tail = text.partition(".")
    digits = head.lstrip("-")
    if digits.isdigit() and set(tail) <= {"0"} and len(digits) < 10:
        return str(int(head))
    return text


def value_map(
    options: Iterable[Option], recode: Mapping[Value, Value], missing: Mapping[Value, MissingState]
) -> dict[str, Outcome]:
    """Canonical value to what it means. A recode comes first, then what stands for a blank, then code and texts."""
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
            found.setdefault(canonical(text), (VALUE, option.code))
    return found


def tick_map(
    option: Option, ticked: Iterable[Value], missing: Mapping[Value, MissingState]
) -> dict[str, Outcome]:
    """The same for a column of ticks: 1 for chosen, 0 for not."""
    chosen = [canonical(v) for v in ticked] or [
        "1",
        "Y",
        *(canonical(t) for t in (*option.match, *option.text.all())),
    ]
    found: dict[str, Outcome] = {value: (VALUE, 1) for value in chosen}
    for value, state in missing.items():
        found.setdefault(canonical(value), (state, None))
    return {"0": (VALUE, 0), "N": (VALUE, 0)} | found


def code_column(values: pd.Series, meanings: Mapping[str, Outcome]) -> CodedColumn:
    """Code a column by the meanings of its distinct values.

    Args:
        values: The cells of one column.
        meanings: From `value_map` or `tick_map`.
    """
    positions, distinct = pd.factorize(values, use_na_sentinel=True)
    codes = np.full(len(distinct) + 1, np.nan)
    cells = np.full(len(distinct) + 1, BLANK, dtype=object)
    unknown: dict[str, int] = {}
    counts = np.bincount(positions[positions >= 0], minlength=len(distinct))
    for i, value in enumerate(distinct):
        text = canonical(value)
        if text == "":
            continue
        if text == NOT_SHOWN:
            cells[i] = "not_asked"
            continue
        outcome = meanings.get(text) or meanings.get(as_code_text(text))
        if outcome is None:
            cells[i] = INVALID
            unknown[text] = int(counts[i])
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
        declared: Option id to the label that the wave declares for it.
    """
    by_code = {o.code: o for o in options}
    found = []
    for value, label in column.labels.items():
        outcome = meanings.get(canonical(value)) or meanings.get(as_code_text(canonical(value)))
        text = canonical(label)
        if not text or text == canonical(value) or outcome is None or outcome[1] is None:
            continue
        option = by_code[outcome[1]]
        wordings = {canonical(t) for t in (*option.text.all(), *option.match)}
        if option.id in declared:
            wordings = {canonical(declared[option.id])}
        if text not in wordings:
            found.append(
                f"column {column.id}: the export labels {value} «{label[:80]}», but the option {option.id} with that code "
                f"reads «{option.text.all()[0][:80]}»; declare a recode, or the new label in label_changes"
            )
    return found


def numbers(values: pd.Series, decimal: str | None, missing: Mapping[Value, MissingState]) -> CodedColumn:
    """A numeric column: numbers as they are, or text by the declared decimal mark.

    Text that is not a number under the declaration is unknown. Without a declaration whole numbers alone are taken
    from text, and a decimal point with other than three digits after it.
    """
    states = {canonical(v): s for v, s in missing.items()}
    positions, distinct = pd.factorize(values, use_na_sentinel=True)
    codes = np.full(len(distinct) + 1, np.nan)
    cells = np.full(len(distinct) + 1, BLANK, dtype=object)
    unknown: dict[str, int] = {}
    counts = np.bincount(positions[positions >= 0], minlength=len(distinct))
    for i, value in enumerate(distinct):
        text = canonical(value)
        if text == "":
            continue
        if text == NOT_SHOWN or text in states:
            cells[i] = "not_asked" if text == NOT_SHOWN else states[text]
            continue
        number = float(value) if isinstance(value, float) else _number(text, decimal)
        if number is None:
            cells[i] = INVALID
            unknown[text] = int(counts[i])
        else:
            codes[i], cells[i] = number, VALUE
    return CodedColumn(codes[positions], cells[positions], unknown)


def _number(text: str, decimal: str | None) -> float | None:
    plain = text.replace("\u00a0", "").replace("\u202f", "").replace("−", "-")
    if decimal == ",":
        plain = plain.replace(".", "").replace(",", ".")
    elif decimal is None and "." in plain and len(plain.rpartition(".")[2]) == 3:
        return None
    try:
        number = float(plain.replace(" ", ""))
    except ValueError:
        return None
    return number if np.isfinite(number) else None
