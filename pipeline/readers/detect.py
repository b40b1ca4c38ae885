"""Which format a file is in, by its bytes: never by its name.

Belongs here: magic bytes, what is refused at sight, and asking each platform's reader whether a header is
its own. Does not: reading. A name that contradicts the content is an error, because one of the two is a
mistake.
"""

import re
import zipfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal, cast

from pipeline.readers.archive import DAMAGED
from pipeline.readers.dialect import read_head
from pipeline.readers.encoding import byte_order_mark, looks_like_utf16
from pipeline.readers.export import ExportError
from pipeline.readers.options import Format, ReadOptions
from pipeline.readers.registry import MODULES

Content = Literal["sav", "por", "xlsx", "parquet", "xml", "json", "text"]

_HEAD = 1 << 16
_EXTENSIONS: dict[str, tuple[Content, ...]] = {
    ".sav": ("sav",),
    ".zsav": ("sav",),
    ".por": ("por",),
    ".xlsx": ("xlsx",),
    ".xlsm": ("xlsx",),
    ".parquet": ("parquet",),
    ".csv": ("text",),
    ".tsv": ("text",),
    ".txt": ("text", "xml", "json"),
    ".json": ("json",),
    ".xml": ("xml",),
    ".sss": ("xml",),
    ".lss": ("xml",),
    ".zip": (),  # archives are unpacked before anything is looked into
}
_NAMES: dict[Content, str] = {
    "sav": "an SPSS .sav file",
    "por": "an SPSS portable file",
    "xlsx": "an Excel workbook",
    "parquet": "a Parquet file",
    "xml": "an XML file",
    "json": "a JSON file",
    "text": "a text file",
}
_REFUSED = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Excel (.xls) or a password-protected file; save it as .xlsx",
    ),
    (b"\x1f\x8b", "compressed with gzip; unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"%PDF", "a PDF document, not data"),
    (b"<stata_dta>", "a Stata file; export it as .sav or CSV"),
    (b"SQLite format 3", "a database file; export it as CSV"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_JSON = re.compile(rb'\{\s*["}]|\[\s*[\[{]')  # a header may begin with a bracket too
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title")
_PLATFORMS = (
    "qualtrics",
    "nettskjema",
    "limesurvey",
    "surveyxact",
    "surveymonkey",
    "google_forms",
    "microsoft_forms",
)


def find_format(files: Sequence[Path], options: ReadOptions) -> Format:
    """The format of an export: the declared one if its files can be that, else what the content shows.

    Raises:
        ExportError: When a file is of no known kind, is named as another kind, or cannot be of the declared
            format.
    """
    contents = {path: content(path) for path in files}
    for path, found in contents.items():
        allowed = _EXTENSIONS.get(path.suffix.lower(), (found,))
        if found not in allowed:
            raise ExportError(
                f"{path.name}: by its content this is {_NAMES[found]}; "
                "rename it, or export it again as what it is named"
            )
    if options.format != "auto":
        _check_declared(options.format, contents)
        return options.format
    kinds = set(contents.values())
    if "sav" in kinds:
        return "limesurvey" if "xml" in kinds else "sav"
    if "xml" in kinds:
        return _xml_platform(contents)
    for binary in ("por", "parquet"):
        if binary in kinds:
            return cast("Format", binary)
    return _platform(files, options, "xlsx" if "xlsx" in kinds else "csv")


def content(path: Path) -> Content:
    """What a file is by its first bytes.

    Raises:
        ExportError: When it is nothing that is read here, with what to do instead.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(max(0, path.stat().st_size - 4))
        tail = stream.read(4)
    for magic, description in _REFUSED:
        if head.startswith(magic):
            raise ExportError(f"{path.name}: this is {description}")
    if head[:4] in {b"$FL2", b"$FL3"}:
        return "sav"
    if head[:4] in _ZIP:
        return _zip_content(path)
    if head[:4] == b"PAR1":
        if tail != b"PAR1":
            raise ExportError(f"{path.name}: the Parquet file is cut off; copy or export it again")
        return "parquet"
    if b"SPSS PORT FILE" in head[:256]:
        return "por"
    return _text_content(path.name, head)


def _zip_content(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except DAMAGED:
        raise ExportError(
            f"{path.name}: the zip structure is damaged or cut off; export the file again"
        ) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise ExportError(f"{path.name}: this is an .xlsb or .ods workbook; save it as .xlsx")
    raise ExportError(f"{path.name}: this is a zip archive; unpack it, or name it .zip")


def _text_content(name: str, head: bytes) -> Content:
    mark = byte_order_mark(head)
    wide = bool(mark and mark[0] != "utf-8") or looks_like_utf16(head) is not None
    start = (head.replace(b"\0", b"") if wide else head[mark[1] if mark else 0 :]).lstrip().lower()
    if wide and mark:
        start = start.lstrip(b"\xff\xfe").lstrip()
    if start.startswith(_HTML) or b"<html" in start[:2048]:
        raise ExportError(
            f"{name}: this is a web page, probably a login or error page instead of the download; "
            "log in and export the file again"
        )
    if start.startswith((b"<?xml", b"<sss", b"<document")):
        return "xml"
    if not wide and _binary(head):
        raise ExportError(
            f"{name}: this is none of the formats that are read: .sav, .xlsx, .parquet, .csv, .xml"
        )
    if _JSON.match(start):
        return "json"
    return "text"


def _binary(head: bytes) -> bool:
    """Whether bytes are no text in any one-byte encoding: more control characters than a slip would leave."""
    controls = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a\x1b")
    return controls > max(1, len(head) // 100)


def _check_declared(declared: Format, contents: dict[Path, Content]) -> None:
    possible: dict[str, set[Content]] = {
        "sav": {"sav"},
        "por": {"por"},
        "parquet": {"parquet"},
        "xlsx": {"xlsx"},
        "csv": {"text", "json"},
        "microsoft_forms": {"xlsx", "text"},
        "surveyxact": {"xlsx", "text"},
    }
    for path, found in contents.items():
        if found not in possible.get(declared, {"text", "xml", "json", "sav", "xlsx"}):
            raise ExportError(
                f"{path.name}: declared as {declared}, but by its content this is {_NAMES[found]}"
            )


def _xml_platform(contents: dict[Path, Content]) -> Format:
    for path, found in contents.items():
        if found == "xml":
            head = path.read_bytes()[:_HEAD].replace(b"\0", b"").lower()
            if b"<sss" in head:
                return "triple_s"
            if b"limesurveydoctype" not in head:
                raise ExportError(
                    f"{path.name}: this XML is neither Triple-S metadata nor a LimeSurvey structure (.lss); "
                    "export the data as CSV or .sav (from SurveyXact's interface with format=EU)"
                )
    return "limesurvey"


def _platform(files: Sequence[Path], options: ReadOptions, otherwise: Format) -> Format:
    """The platform whose header a file has, or the generic format."""
    for path in files:
        if otherwise == "csv" and import_module(MODULES["limesurvey"]).is_syntax(path):
            return "limesurvey"
        for rows in _heads(path, options, otherwise):
            for name in _PLATFORMS:
                if import_module(MODULES[name]).looks_like(rows):
                    return cast("Format", name)
    return otherwise


def _heads(path: Path, options: ReadOptions, kind: Format) -> list[list[list[str]]]:
    """The first rows of each table of a file, none when it cannot be looked into: its reader will say why."""
    try:
        if kind == "xlsx":
            return import_module(MODULES["xlsx"]).read_heads(path)  # type: ignore[no-any-return]  # by name, to stay small
        return [read_head(path, options)]
    except ExportError:
        return []
