"""The texts of a published folder, searched for personal details: the last look before a release.

Belongs here: getting at the texts of HTML, CSV, JSON, Parquet and workbooks. A PDF's texts are not read: it
is written from the same tree as the page.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from defusedxml import ElementTree

from pipeline.privacy.scan import count_personal, details_in

_UNSEEN = {"script", "style"}
_CELLS = ("xl/sharedStrings", "xl/worksheets/", "xl/comments", "xl/charts/", "docProps/")


def personal_in_folder(folder: Path, known: Iterable[str] = ()) -> list[str]:
    """What a folder holds of personal details, in counts.

    Args:
        folder: The files to publish, in any depth.
        known: Texts whose details are meant to be read, e.g. those of the survey's definition.

    Returns:
        A line a file and kind, such as `tables/questions.csv: 2 texts hold an e-mail address`; empty when
        there is nothing.
    """
    allowed = details_in(known)
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        counts = count_personal(texts_of(path), allowed)
        name = path.relative_to(folder).as_posix()
        found += [f"{name}: {n} texts hold what looks like a personal {kind}" for kind, n in counts.items()]
    return found


def texts_of(path: Path) -> Iterator[str]:
    """The texts of a file that a reader sees; none of a kind that is not known here."""
    reader = _READERS.get(path.suffix.lower())
    return reader(path) if reader else iter(())


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig") as file:
        yield from file


def _html(path: Path) -> Iterator[str]:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    page.close()
    return iter(page.texts)


class _Page(HTMLParser):
    """Collects what is shown or read aloud: text outside of scripts and styles, and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self.texts += [value for name, value in attrs if value and _is_read(name)]

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(data)


def _is_read(attribute: str) -> bool:
    return attribute in {"alt", "title", "content", "href"} or attribute.startswith(("aria-", "data-"))


def _workbook(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith(_CELLS) and name.endswith(".xml"):
                for element in ElementTree.fromstring(archive.read(name)).iter():
                    if element.text and element.tag.endswith(("}t", "}v", "}creator", "}title")):
                        yield element.text


def _parquet(path: Path) -> Iterator[str]:
    table = pq.read_table(path)
    for column in table.columns:
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            yield from (text for text in column.unique().to_pylist() if text)


_READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".html": _html,
    ".csv": _lines,
    ".json": _lines,
    ".xlsx": _workbook,
    ".parquet": _parquet,
}
