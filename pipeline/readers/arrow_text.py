"""Regular delimited text straight into columns, by Arrow's parser.

Belongs here: its call, and doubt: whatever it does not take as it is, it does not take. Does not: deciding
that a text is regular, or what to do with one that is not (`delimited`).
"""

import pyarrow as pa
from pyarrow import csv

from pipeline.readers.columns import TEXT
from pipeline.readers.export import column_name

_BLOCK = 1 << 24  # bytes that one thread parses at a time; a longer row is not taken


def parse_columns(data: bytes, delimiter: str, quote: str, width: int, records: int) -> pa.Table | None:
    """Columns of text, if Arrow finds the same number of records as the independent count.

    Args:
        data: UTF-8 text in which every quote stands at a field's edge or is doubled, without blank lines
            between rows.
        delimiter: One character.
        quote: The quote character, or empty.
        width: The number of cells of the first record.
        records: The number of records that were counted, header rows included.

    Returns:
        All records, an empty cell missing; None when rows differ in width, there is only one column (in which
        a blank line could be a blank cell), or the counts differ.
    """
    if width < 2 or not delimiter.isascii():
        return None
    names = [column_name(i) for i in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            read_options=csv.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=csv.ParseOptions(
                delimiter=delimiter,
                quote_char=quote or False,
                newlines_in_values=bool(quote) and quote.encode() in data,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXT),
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows == records else None
