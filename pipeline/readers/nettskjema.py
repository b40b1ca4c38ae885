"""Nettskjema: the csv report with codebook codes for headers, and the form's elements as its codebook.

Belongs here: both CSV dialects (`;` from the interface, `,` from TSD's data loader) and the match of data and
codebook. A dot in a code means a part of a question: `q.option`, `q.row`, `q.row.option`. An unticked option
is 0; a blank is all that is known of a missing answer.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.readers.columns import frame_of
from pipeline.readers.encoding import read_text
from pipeline.readers.export import Export, ExportError, SourceColumn
from pipeline.readers.headers import check_header
from pipeline.readers.nettskjema_codebook import parse_elements
from pipeline.readers.one_table import read_one_table
from pipeline.readers.options import ReadOptions

FORMAT = "nettskjema"
METADATA = "$"
"""What the names of Nettskjema's own columns begin with: `$submission_id`, `$created`, `$answer_time_ms`."""

_PART = re.compile(r"(?P<block>[\w-]+(?:\.[\w-]+)?)\.(?P<option>[\w-]+)")


def looks_like(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a file has Nettskjema's `$` columns."""
    return bool(rows) and f"{METADATA}submission_id" in rows[0]


def read(files: Sequence[Path], options: ReadOptions) -> Export:
    """Read a csv report, with or without the form's elements as JSON beside it, in any order.

    Raises:
        ExportError: Not one csv file and at most one JSON file, or data and codebook of different forms.
    """
    codebooks = [
        path for path in files if path.read_bytes()[:64].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{")
    ]
    if len(codebooks) > 1:
        raise ExportError(f"a Nettskjema export has one codebook, but {len(codebooks)} JSON files were given")
    table = read_one_table([path for path in files if path not in codebooks], FORMAT, options)
    codebook: dict[str, SourceColumn] = {}
    for path in codebooks:
        codebook = parse_elements(read_text(path, None), path.name)
    header, file = table.head[0], table.name
    check_header(header, file)
    columns = tuple(codebook.get(name) or _undescribed(name) for name in header)
    notes = (*table.notes, *_match(header, codebook, file))
    return Export(FORMAT, columns, frame_of(table.cells), notes=notes)


def _match(header: Sequence[str], codebook: dict[str, SourceColumn], file: str) -> list[str]:
    """What a person should know of how data and codebook fit.

    Raises:
        ExportError: The codebook describes columns that the data do not have.
    """
    absent = [identity for identity in codebook if identity not in header]
    if absent:
        raise ExportError(
            f"{file}: {len(absent)} columns of the codebook are not in the data (first: '{absent[0]}'): "
            "data and codebook are not of the same form, or not of the same version of it"
        )
    unknown = [name for name in header if not name.startswith(METADATA) and name not in codebook]
    if not codebook:
        notes = ["No codebook was given: questions have no texts and codes no labels"]
    elif unknown:
        notes = [f"{len(unknown)} columns are not in the codebook (first: '{unknown[0]}')"]
    else:
        notes = []
    if all(" " in name for name in unknown) and unknown:
        notes.append("Headers are question texts: activate the form's codebook before exporting")
    return notes


def _undescribed(name: str) -> SourceColumn:
    part = _PART.fullmatch(name)
    return SourceColumn(
        name, name, block=part["block"] if part else "", option=part["option"] if part else ""
    )
