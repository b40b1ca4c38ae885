"""A writer of small .sav files, right and wrong ones: uncompressed, little-endian, record by record."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

SYSMIS = -1.7976931348623157e308
F, A, DATE, DATETIME, MOYR, QYR = 5, 1, 20, 22, 28, 29


@dataclass(frozen=True)
class Var:
    """A variable: `width` 0 is a number, else that many bytes of text; `missing` as the file has it."""

    name: str
    width: int = 0
    label: str = ""
    format: int = F
    missing: tuple[int, tuple[float, ...]] = (0, ())
    labels: dict[float, str] = field(default_factory=dict)


def sav_bytes(
    variables: Sequence[Var],
    rows: Sequence[Sequence[float | str]],
    *,
    cases: int | None = None,
    weight: int = 0,
    sets: str = "",
    encoding: str = "UTF-8",
    written_as: str = "utf-8",
    very_long: str = "",
) -> bytes:
    """A file of `rows`. `cases`, `weight`, `encoding` are what the header claims, be it true or not."""
    elements = sum(max(1, -(-var.width // 8)) for var in variables)
    header = b"$FL2" + b"@(#) SPSS DATA FILE topline test".ljust(60)
    header += struct.pack("<5id", 2, elements, 0, weight, len(rows) if cases is None else cases, 100.0)
    header += b"01 Jan 26" + b"12:00:00" + b" " * 64 + b"\0" * 3
    body = b"".join(_variable(var, written_as) for var in variables)
    body += _labels(variables, written_as)
    if sets:
        body += _extension(7, sets.encode())
    if very_long:
        body += _extension(14, very_long.encode())
    body += _extension(20, encoding.encode()) if encoding else b""
    body += struct.pack("<2i", 999, 0)
    for row in rows:
        for var, cell in zip(variables, row, strict=True):
            if isinstance(cell, str):
                body += cell.encode(written_as).ljust(-(-var.width // 8) * 8)
            else:
                body += struct.pack("<d", cell)
    return header + body


def _variable(var: Var, encoding: str) -> bytes:
    count, values = var.missing
    shown = struct.pack("<i", (A if var.width else var.format) << 16 | (var.width or 8) << 8)
    record = struct.pack("<4i", 2, var.width, bool(var.label), count) + shown * 2
    record += var.name.upper().encode().ljust(8)
    if var.label:
        text = var.label.encode(encoding)
        record += struct.pack("<i", len(text)) + text.ljust(-(-len(text) // 4) * 4)
    record += b"".join(struct.pack("<d", value) for value in values)
    for _ in range(-(-var.width // 8) - 1):
        record += struct.pack("<6i", 2, -1, 0, 0, 0, 0) + b" " * 8
    return record


def _labels(variables: Sequence[Var], encoding: str) -> bytes:
    records, element = b"", 1
    for var in variables:
        if var.labels:
            records += struct.pack("<2i", 3, len(var.labels))
            for code, label in var.labels.items():
                text = label.encode(encoding)
                padded = text.ljust(-(-(len(text) + 1) // 8) * 8 - 1)
                records += struct.pack("<d", code) + bytes([len(text)]) + padded
            records += struct.pack("<3i", 4, 1, element)
        element += max(1, -(-var.width // 8))
    return records


def _extension(subtype: int, content: bytes) -> bytes:
    return struct.pack("<4i", 7, subtype, 1, len(content)) + content
