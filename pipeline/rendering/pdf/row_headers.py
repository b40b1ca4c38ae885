"""Row headers in a tagged PDF: the first cell of every table body row, which the row's other cells point to.

What belongs here: changing tags of table cells. What does not: anything a reader sees.

Typst tags column headers (TH, Scope, ID) and names them in the Headers of every cell. Row headers it can only
write behind a feature that its Python binding cannot switch on. So the first cell of each body row becomes a
TH with Scope=Row and an ID in the IDTree, and every other cell of the row names that ID too: a cell with a
Headers list is read with those headers alone, and a Scope would not be enough (ISO 32000-1, 14.8.5.7).
This pass may go when the feature is open.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, ObjectStreamMode, StreamDecodeLevel, String


def promote(source: bytes) -> bytes:
    """Return the same PDF with row headers; the same input always gives the same bytes."""
    count = 0
    target = BytesIO()
    with pikepdf.open(BytesIO(source)) as pdf:
        tree = pdf.Root.StructTreeRoot
        rows = [row for top in children(tree) for row in body_rows(top)]
        if rows and "/IDTree" not in tree:
            tree.IDTree = NameTree.new(pdf).obj
        for row in rows:
            header = _promote_row(row, f"row-{count + 1:05}")
            if header is not None:
                count += 1
                NameTree(tree.IDTree)[f"row-{count:05}"] = header
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
            stream_decode_level=StreamDecodeLevel.generalized,
            fix_metadata_version=False,  # the metadata is Typst's, and says PDF/A already
        )
    return target.getvalue()


def children(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the kids of a structure element, however many there are."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def body_rows(element: pikepdf.Object, in_body: bool = False) -> Iterator[pikepdf.Object]:
    """Walk the table rows that stand in a table body."""
    if not isinstance(element, Dictionary):
        return
    kind = str(element.get("/S", ""))
    if kind == "/TR" and in_body:
        yield element
    for child in children(element):
        yield from body_rows(child, in_body or kind == "/TBody")


def _promote_row(row: pikepdf.Object, header_id: str) -> pikepdf.Object | None:
    """Turn the row's first TD into its header; return it, or None when it already has one."""
    cells = [cell for cell in children(row) if str(cell.get("/S", "")) in ("/TD", "/TH")]
    if not cells or str(cells[0].S) != "/TD":
        return None
    header = cells[0]
    header.S = Name.TH
    header.ID = String(header_id)
    _table_attributes(header).Scope = Name.Row
    for cell in cells[1:]:
        attributes = _table_attributes(cell)
        attributes.Headers = Array([*attributes.get("/Headers", Array()), String(header_id)])
    return header


def _table_attributes(cell: pikepdf.Object) -> pikepdf.Object:
    """Return the cell's attribute dictionary owned by Table, made when missing."""
    old = cell.get("/A")
    attributes = list(old) if isinstance(old, Array) else [] if old is None else [old]
    for one in attributes:
        if isinstance(one, Dictionary) and one.get("/O") == Name.Table:
            return one
    cell.A = Array([*attributes, Dictionary(O=Name.Table)])
    added: pikepdf.Object = cell.A[len(attributes)]
    return added
