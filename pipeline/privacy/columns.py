"""Columns of free text, redacted before they are written.

Belongs here: from cells to redacted cells, and what was found in counts. Which columns these are is for the
caller to say.
"""

from collections.abc import Mapping

import pandas as pd

from pipeline.privacy.known import KNOWN, Known
from pipeline.privacy.scan import count_personal, redact


def redact_columns(
    frame: pd.DataFrame, columns: Mapping[str, str], known: Known
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Replace the personal details in some columns of a frame.

    Args:
        frame: Rows; it is not changed.
        columns: Names of text columns in the frame to what they are called in notes.
        known: What the export says of its respondents, row by row.

    Returns:
        A frame with those columns redacted, and a note a column in which something was found.
    """
    changed, notes = {}, []
    for name, shown in columns.items():
        cells = frame[name]
        counts = count_personal(cells.dropna())
        if counts:
            texts = {text: redact(text) for text in cells.dropna().unique()}
            cells = cells.map(texts, na_action="ignore")
        written = [text if pd.isna(text) else known.redact(text, i) for i, text in enumerate(cells)]
        named = sum(not pd.isna(old) and old != new for old, new in zip(cells, written, strict=True))
        if named:
            counts[KNOWN] = named
        if counts:
            found = ", ".join(f"{kind} in {n}" for kind, n in counts.items())
            notes.append(f"column {shown}: texts were redacted, {found}")
            changed[name] = pd.Series(written, index=frame.index, dtype=frame[name].dtype)
    return frame.assign(**changed), tuple(notes)
