"""When two texts of an export are the same text, and the id of a column that has nothing but a text.

Belongs here: comparing and naming texts. The raw text is never changed by it: cells and labels keep theirs.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from pipeline.readers.export import ExportError
from pipeline.readers.headers import same_name

_READABLE = 24
_HASH = 8


def comparable(text: str) -> str:
    """`text` as it is compared: Unicode NFC, every run of white space one space, none at the ends, case kept.

    Non-breaking spaces and line breaks are white space: the same question is exported with either.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_id(*texts: str) -> str:
    """The id of a column that is known only by its texts: readable words, then a hash of all of it.

    `text_id("Hvor ofte?")` is `hvor_ofte_` and eight hexadecimal digits of the SHA-256 of the comparable
    texts. The hash decides; the words are there so that a definition can be read.

    Args:
        texts: The question's text and, where the column is a part of a question, the option's or row's.
    """
    same = [comparable(text) for text in texts]
    digest = hashlib.sha256("\x1f".join(same).encode()).hexdigest()[:_HASH]
    words = (re.sub(r"\W+", "_", text.lower()).strip("_")[:_READABLE].strip("_") for text in same)
    return "_".join([*filter(None, words), digest])


def refuse_repeated(ids: Iterable[str], file: str) -> None:
    """Refuse columns that cannot be told apart, also where only case or white space differs.

    Raises:
        ExportError: Two columns have the same id.
    """
    seen: dict[str, int] = {}
    for position, identity in enumerate(ids, start=1):
        key = same_name(identity)
        if key in seen:
            raise ExportError(
                f"{file}: columns {seen[key]} and {position} are both known as '{identity}', so neither can "
                "be bound. Give each column a name of its own, or export with codes for headers"
            )
        seen[key] = position
