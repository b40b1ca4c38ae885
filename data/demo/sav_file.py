"""Writing the export as an SPSS file whose bytes depend on the data only.

Here: the file's labels, formats and missing values, and the two header fields that hold the clock.
Not here: what the variables are (`codebook.py`).
"""

from pathlib import Path

import pandas as pd
import pyreadstat
from codebook import Variable

_HEADER_CLOCK = slice(92, 109)  # creation date (9 bytes) and time (8 bytes)
_CLOCK = b"20 Mar 2308:00:00"


def write(frame: pd.DataFrame, variables: list[Variable], path: Path) -> None:
    """Write `frame` to `path`, row-compressed, with a fixed creation time.

    Raises:
        ValueError: If the file that came out does not have an SPSS header.
    """
    pyreadstat.write_sav(
        frame,
        path,
        file_label="Medlemsundersøkelsen 2023 (syntetiske data)",
        column_labels={v.name: v.label for v in variables},
        variable_value_labels={v.name: v.codes for v in variables if v.codes},
        missing_ranges={v.name: list(v.user_missing) for v in variables if v.user_missing},
        variable_measure={v.name: v.kind for v in variables},
        variable_format={v.name: v.sav_format for v in variables if v.sav_format != "A"},
        row_compress=True,
    )
    content = bytearray(path.read_bytes())
    if content[:4] != b"$FL2":
        msg = f"{path.name}: not an SPSS file after writing"
        raise ValueError(msg)
    content[_HEADER_CLOCK] = _CLOCK
    path.write_bytes(content)
