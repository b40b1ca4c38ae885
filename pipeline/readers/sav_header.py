"""The dictionary of an SPSS .sav file, walked in Python before a native parser sees the file.

Belongs here: what the native reader does not tell (weight, case count), and whether the records fit together.
Does not: values, labels and names, which are the native reader's.

Layout: GNU PSPP developers' guide, "System File Format".
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.readers.export import ExportError

_HEADER = 176
_NCASES_OFFSET = 80
_MACHINE, _VERY_LONG, _ENCODING = 3, 14, 20  # types of extension records
_SEGMENT = 252  # bytes of a very long string that each of its variables holds
_MAX_WIDTH = 32_767
_ELEMENT = 8  # bytes
_DEFAULT_ENCODING = "cp1252"  # what SPSS for Windows wrote before it wrote a name
_CODE_PAGES = {2: _DEFAULT_ENCODING, 3: _DEFAULT_ENCODING, 65000: "utf-7", 65001: "utf-8"}


@dataclass
class SavDictionary:
    """What the header and the dictionary say.

    Attributes:
        order: `<` for little-endian, `>` for big-endian.
        cases: The number of rows by the header; None when it says unknown.
        weight: The position of the weight variable among the file's columns, counted from 0, or None.
        columns: The number of columns, with the parts of a very long string counted once.
        encoding: The text encoding that the file names, as a Python codec; windows-1252 where it names none.
        notes: What is odd and harmless.
    """

    order: str
    cases: int | None
    weight: int | None = None
    columns: int = 0
    encoding: str = _DEFAULT_ENCODING
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Variable:
    short_name: bytes
    width: int
    element: int  # position of its first 8-byte element in a row, counted from 1


class _DamagedError(Exception):
    """The dictionary does not fit together; the text says where."""


class _Walk:
    """A cursor over the records. Every step checks that the file is long enough."""

    def __init__(self, data: bytes, order: str) -> None:
        self.data = data
        self.order = order
        self.at = _HEADER
        self.elements = 0
        self.variables: list[_Variable] = []
        self.very_long: dict[bytes, int] = {}
        self.code_page = ""
        self.encoding = ""

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise _DamagedError("a record reaches beyond the end of the file")
        part = self.data[self.at : self.at + size]
        self.at += size
        return part

    def integer(self) -> int:
        value: int = struct.unpack(f"{self.order}i", self.take(4))[0]
        return value

    def records(self) -> None:
        """Walk to the first row."""
        handlers = {
            2: self._variable,
            3: self._labels,
            4: self._labelled,
            6: self._document,
            7: self._extension,
        }
        kind = self.integer()
        while kind != 999:
            if kind not in handlers:
                raise _DamagedError(f"a record of the unknown type {kind}")
            handlers[kind]()
            kind = self.integer()
        self.integer()

    def _variable(self) -> None:
        width, has_label, missing = self.integer(), self.integer(), self.integer()
        self.take(8)  # print and write formats
        name = self.take(8)
        if not -1 <= width <= 255 or has_label not in {0, 1} or missing not in {-3, -2, 0, 1, 2, 3}:
            raise _DamagedError(f"the record of variable {len(self.variables) + 1} has impossible fields")
        if has_label:
            self.take(-(-self.integer() // 4) * 4)
        self.take(abs(missing) * _ELEMENT)
        self.elements += 1
        if width >= 0:
            self._check_continued()
            self.variables.append(_Variable(name.rstrip(), width, self.elements))

    def _check_continued(self) -> None:
        """The elements since the last variable began are as many as its width needs."""
        if self.variables:
            last = self.variables[-1]
            if self.elements - last.element != max(1, -(-last.width // _ELEMENT)):
                raise _DamagedError(f"variable {len(self.variables)} has parts that do not match its width")

    def _labels(self) -> None:
        for _ in range(self._count()):
            self.take(_ELEMENT)
            length = self.take(1)[0]
            self.take(-(-(length + 1) // 8) * 8 - 1)

    def _labelled(self) -> None:
        for _ in range(self._count()):
            if not 1 <= self.integer() <= self.elements:
                raise _DamagedError("value labels for a variable that does not exist")

    def _document(self) -> None:
        self.take(self._count() * 80)

    def _extension(self) -> None:
        subtype, size = self.integer(), self.integer()
        body = self.take(size * self._count())
        if subtype == _VERY_LONG:
            self.very_long = dict(_very_long(body))
        elif subtype == _ENCODING:
            self.encoding = body.strip(b"\0 ").decode("ascii", errors="replace")
        elif subtype == _MACHINE and len(body) == 32:
            number: int = struct.unpack_from(f"{self.order}i", body, 28)[0]
            self.code_page = _CODE_PAGES.get(number, f"cp{number}")

    def _count(self) -> int:
        count = self.integer()
        if count < 0:
            raise _DamagedError("a record with a negative count")
        return count

    def columns(self) -> list[_Variable]:
        """The variables that are columns: without the later parts of very long strings."""
        self.elements += 1
        self._check_continued()
        self.elements -= 1
        found: list[_Variable] = []
        rest = list(reversed(self.variables))
        while rest:
            variable = rest.pop()
            found.append(variable)
            for _ in range(-(-self.very_long.get(variable.short_name, 0) // _SEGMENT) - 1):
                if not rest or rest.pop().width <= 0:
                    raise _DamagedError("a very long string without the variables that hold its parts")
        return found


def read_dictionary(path: Path) -> SavDictionary:
    """Read the header and walk the dictionary.

    Raises:
        ExportError: When the file is cut off in its dictionary, records do not fit together, or the weight
            is not a number variable.
    """
    data = path.read_bytes()
    if len(data) < _HEADER or data[:4] not in {b"$FL2", b"$FL3"}:
        raise ExportError(f"{path.name}: the header is cut off, or is not that of a .sav file")
    order = next((mark for mark in "<>" if struct.unpack_from(f"{mark}i", data, 64)[0] in {2, 3}), None)
    if order is None:
        raise ExportError(f"{path.name}: the header names no known layout; the file is damaged")
    case_size, compression, weight, cases = struct.unpack_from(f"{order}4i", data, 68)
    if compression not in {0, 1, 2} or (compression == 2) != (data[:4] == b"$FL3") or cases < -1:
        raise ExportError(f"{path.name}: the header contradicts itself; the file is damaged")
    walk = _Walk(data, order)
    try:
        walk.records()
        columns = walk.columns()
    except _DamagedError as error:
        raise ExportError(f"{path.name}: the dictionary is damaged: {error}") from None
    if not columns:
        raise ExportError(f"{path.name}: the file has no variables")
    found = SavDictionary(order, None if cases == -1 else cases, columns=len(columns))
    found.encoding = walk.encoding or walk.code_page or _DEFAULT_ENCODING
    found.weight = _weight(columns, weight, path.name)
    if case_size > 0 and case_size != walk.elements and not walk.very_long:
        found.notes.append(f"the header says {case_size} elements a row, the dictionary has {walk.elements}")
    return found


def clear_case_count(path: Path, order: str) -> None:
    """Write "unknown" as the number of rows into our own copy of a file.

    ReadStat stops at the header's number without a word, even if the file has more rows; with "unknown" it
    reads to the end, and the two numbers can be compared.
    """
    with path.open("r+b") as file:
        file.seek(_NCASES_OFFSET)
        file.write(struct.pack(f"{order}i", -1))


def _very_long(body: bytes) -> list[tuple[bytes, int]]:
    pairs: list[tuple[bytes, int]] = []
    for entry in body.split(b"\t"):
        name, _, width = entry.strip(b"\0").partition(b"=")
        if not name:
            continue
        if not width.isdigit() or not 255 < int(width) <= _MAX_WIDTH:
            raise _DamagedError("a very long string of an impossible width")
        pairs.append((name.rstrip(), int(width)))
    return pairs


def _weight(columns: list[_Variable], element: int, file: str) -> int | None:
    """The column of the weight, which the header names by its first element in a row."""
    if element == 0:
        return None
    for position, variable in enumerate(columns):
        if variable.element == element and variable.width == 0:
            return position
    raise ExportError(
        f"{file}: the header names element {element} of a row as the weight, and no number variable begins "
        "there; name the weight in the survey's definition and save the file without one"
    )
