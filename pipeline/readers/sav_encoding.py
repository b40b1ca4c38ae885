"""The texts of a .sav file: decoded here, strictly, and not by the native reader.

Belongs here: bytes to text. ReadStat drops the last character of a text without a word when the file names
the wrong encoding and the character's byte could begin a longer sequence ("Tromsø" in windows-1252,
declared as UTF-8, becomes "Troms"). So it is told that the file is Latin-1, in which every byte is a
character, and its texts are turned back into bytes here.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.readers.export import ExportError

BYTES_AS_TEXT = "ISO-8859-1"
_LONG = 119  # bytes: programs cut labels at 120 and more


class Decoder:
    """Decodes the texts of one file."""

    def __init__(self, encoding: str, file: str) -> None:
        """Decode from `encoding`, a Python codec; `file` is for messages.

        Raises:
            ExportError: When the encoding is unknown.
        """
        try:
            "".encode(encoding)
        except LookupError:
            raise ExportError(
                f"{file}: the encoding {encoding!r} is unknown; declare `encoding`, e.g. cp1252"
            ) from None
        self.cut = 0  # texts that end inside a character
        self._encoding = encoding
        self._file = file

    def text(self, raw: str, width: int = _LONG) -> str:
        """One text that was read as `BYTES_AS_TEXT`.

        A program that cuts texts at a number of bytes may cut a character in two. Such a rest at the end is
        left out and counted, if the text shows that the encoding is right or is long enough to have been cut.

        Args:
            raw: The text, one character a byte.
            width: The most bytes that the file has room for here.

        Raises:
            ExportError: When its bytes are not valid in the encoding.
        """
        if raw.isascii():
            return raw
        try:
            data = raw.encode("latin-1")
            return data.decode(self._encoding)
        except UnicodeDecodeError as error:
            whole = data[: error.start]
            if error.reason == "unexpected end of data" and (
                not whole.isascii() or len(data) >= min(width, _LONG)
            ):
                self.cut += 1
                return whole.decode(self._encoding)
        except UnicodeEncodeError:
            pass  # a text that was converted after all: nothing here can tell what it was
        raise ExportError(
            f"{self._file}: a text is not valid in {self._encoding}; declare `encoding`, e.g. cp1252 or utf-8"
        )

    def column(self, cells: "pd.Series[str]", width: int) -> "pd.Series[str]":
        """`text` for each cell; only the different texts that are not ASCII cost anything.

        Raises:
            ExportError: As `text`.
        """
        raw = pa.array(cells)
        if pc.all(pc.string_is_ascii(raw)).as_py() is not False:
            return cells
        coded = pa.chunked_array([raw] if isinstance(raw, pa.Array) else raw.chunks).combine_chunks()
        coded = coded.dictionary_encode()
        texts = pa.array([self.text(one, width) for one in coded.dictionary.to_pylist()], pa.large_string())
        decoded: pd.Series[str] = texts.take(coded.indices).to_pandas()
        return decoded

    def sets(self, sets: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        """Pyreadstat's `mr_sets` with names and labels decoded.

        Raises:
            ExportError: As `text`.
        """
        return {
            self.text(name): {
                **described,
                "label": self.text(described.get("label") or ""),
                "variable_list": [self.text(one) for one in described["variable_list"]],
            }
            for name, described in sets.items()
        }
