"""What a tagged PDF must hold, as assertions over its structure tree."""

import itertools
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, NameTree

from pipeline.rendering.pdf.row_headers import body_rows, children


def elements(node: object) -> Iterator[Dictionary]:
    """Walk the structure elements."""
    if isinstance(node, Array):
        for item in node:
            yield from elements(item)
    elif isinstance(node, Dictionary) and "/S" in node:
        yield node
        for child in children(node):
            yield from elements(child)


def attributes(cell: Dictionary) -> list[Dictionary]:
    found = cell.get("/A")
    listed = list(found) if isinstance(found, Array) else [] if found is None else [found]
    return [one for one in listed if isinstance(one, Dictionary)]


def scope(cell: Dictionary) -> str | None:
    return next((str(one.Scope) for one in attributes(cell) if "/Scope" in one), None)


def headers(cell: Dictionary) -> list[str]:
    return [str(name) for one in attributes(cell) if "/Headers" in one for name in one.Headers]


def check(data: bytes, language: str = "nb-NO") -> Counter[str]:
    """Assert that the PDF is tagged as PDF/UA-1 wants it, and return how many tags of each kind it has."""
    with pikepdf.open(BytesIO(data)) as pdf:
        root, meta = pdf.Root, pdf.open_metadata()
        assert str(root.Lang) == language
        assert bool(root.MarkInfo.Marked)
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert meta.get("pdfuaid:part") == "1"
        assert (meta.get("pdfaid:part"), meta.get("pdfaid:conformance")) == ("2", "A")
        assert "/Outlines" in root
        found = [one for top in children(root.StructTreeRoot) for one in elements(top)]
        assert all(len(str(one.get("/Alt", ""))) > 40 for one in found if str(one.S) == "/Figure")
        _check_tables(root, found)
        levels = [int(str(one.S)[2:]) for one in found if str(one.S)[:2] == "/H" and str(one.S)[2:].isdigit()]
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
        for page in pdf.pages:
            for font in page.resources.get("/Font", Dictionary()).values():
                assert "TOPLINE" in str(font.BaseFont).upper(), font.BaseFont
        return Counter(str(one.S) for one in found)


def _check_tables(root: pikepdf.Object, found: list[Dictionary]) -> None:
    rows = [row for top in children(root.StructTreeRoot) for row in body_rows(top)]
    scopes = Counter(scope(one) for one in found if str(one.S) == "/TH")
    assert None not in scopes, "a header cell without a scope"
    assert scopes["/Row"] == len(rows), f"{scopes['/Row']} row headers for {len(rows)} rows"
    ids = set(NameTree(root.StructTreeRoot.IDTree)) if rows else set()
    for row in rows:
        header, *cells = [one for one in children(row) if str(one.S) in ("/TH", "/TD")]
        assert str(header.ID) in ids
        for cell in cells:
            assert str(header.ID) in headers(cell)
            assert len(headers(cell)) > 1, "a cell without its column"
