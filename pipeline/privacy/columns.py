"""Columns of free text, redacted before they are written.

Belongs here: from cells to redacted cells, and what was found in counts. Which columns these are is for the
caller to say.
"""

from collections.abc import Mapping

import pandas as pd

from pipeline.privacy.scan import count_personal, redact


def redact_columns(frame: pd.DataFrame, columns: Mapping[str, str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Replace the personal details in some columns of a frame.

    Args:
        frame: Rows; it is not changed.
        columns: Names of text columns in the frame to what they are called in notes.

    Returns:
        A frame with those columns redacted, and a note a column in which something was found.
    """
    changed, notes = {}, []
    for name, shown in columns.items():
        counts = count_personal(frame[name].dropna())
        if counts:
            found = ", ".join(f"{kind} in {n}" for kind, n in counts.items())
            notes.append(f"column {shown}: texts were redacted, {found}")
            texts = {text: redact(text) for text in frame[name].dropna().unique()}
            changed[name] = frame[name].map(texts, na_action="ignore").astype(frame[name].dtype)
    return frame.assign(**changed), tuple(notes)
