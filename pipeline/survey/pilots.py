"""Pilots: waves that try the form. What is said of them; that they are left out is where waves are compared.

Belongs here: sentences.
"""


def pilot_note(wave: str) -> str:
    """What a pilot ends without."""
    return f"wave {wave} is declared a pilot: it has no report, and no trend compares it"


def no_rows(wave: str) -> str:
    """That a pilot's export has a header alone."""
    found = f"the export of wave {wave} has its columns and no rows"
    return f"{found}; only those were looked at, and nothing was written"
