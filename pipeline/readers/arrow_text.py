"""Regular delimited text straight into columns, by Arrow's parser.

Belongs here: its call, and doubt: whatever it does not take as it is, it does not take. Does not: deciding
that a text is regular, or what to do with one that is not (`delimited`).
"""

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from pipeline.readers.export import column_name

_BLOCK = 1 << 24  # bytes that one thread parses at a time; a longer row is not taken


def parse_columns(
    text: str, delimiter: str, quote: str, header_rows: int, records: int
) -> tuple[list[list[str]], pd.DataFrame] | None:
    """Columns of text, if Arrow finds the same number of records as the independent count.

    Args:
        text: Text in which every quote stands at a field's edge or is doubled, without blank lines between
            rows.
        delimiter: One character.
        quote: The quote character, or empty.
        header_rows: How many rows come before the first respondent.
        records: The number of records that were counted, header rows included.

    Returns:
        The header rows and the frame, as `delimited.read_columns`; None when rows differ in width, there is
        only one column (in which a blank line could be a blank cell), or the counts differ.
    """
    width = _width(text, delimiter, quote)
    if width < 2 or not delimiter.isascii():
        return None
    data = text.encode()
    names = [column_name(i) for i in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=csv.ParseOptions(
                delimiter=delimiter,
                quote_char=quote or False,
                newlines_in_values=bool(quote) and quote in text,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != records:
        return None
    head = table.slice(0, header_rows).to_pylist()
    return [[cell or "" for cell in row.values()] for row in head], table.slice(header_rows).to_pandas()


def _width(text: str, delimiter: str, quote: str) -> int:
    """The number of cells of the first record of a regular text, by counting delimiters outside quotes."""
    width, inside = 1, False
    for mark in text:
        if mark in "\r\n" and not inside:
            break
        if quote and mark == quote:
            inside = not inside
        width += mark == delimiter and not inside
    return width
