"""Marks of an export's answers: enough to tell later what changed, and nothing of what was answered.

Belongs here: which columns are marked, and how.

A mark is 32 bits of an HMAC of column and value, hidden under bits that only the key, the export and the
respondent give. So without the key marks are random: equal answers have unequal marks, of one person as of
many. One changed answer in 4 billion is taken for the same.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coding.own_words import own_words_columns
from pipeline.coding.source import kept_columns
from pipeline.coding.values import as_code_text, canonical
from pipeline.survey.survey import Definition

Bits = npt.NDArray[np.uint32]
WEIGHT = "weight"
ANSWER, TEXT, TICK = "answer", "text", "tick"
BYTES = 4


@dataclass(frozen=True)
class MarkedColumn:
    """A column whose answers are marked.

    Attributes:
        id: Its id in the export.
        question: The question that it answers, or `weight`.
        kind: `answer`; `text`, on which no figure depends; or `tick` in people's own words, where the tick is
            the answer and the words are not.
    """

    id: str
    question: str
    kind: str


def marked_columns(definition: Definition, wave: str, columns: pd.DataFrame) -> tuple[MarkedColumn, ...]:
    """The kept columns with answers, and the weight.

    Args:
        definition: The survey.
        wave: The wave.
        columns: `raw_columns`.
    """
    kept = columns[columns["is_kept"]].reset_index(drop=True)
    own_words = own_words_columns(definition, wave, kept_columns(columns))
    return tuple(
        MarkedColumn(
            str(row["source_id"]), row["reason"], _kind(definition, wave, row["reason"], i in own_words)
        )
        for i, row in enumerate(kept.to_dict("records"))
        if row["use"] == "answer" or (row["use"] == "respondent" and row["reason"] == WEIGHT)
    )


def _kind(definition: Definition, wave: str, question_id: str, has_own_words: bool) -> str:
    question = definition.questions.get(question_id)
    if question is None:
        return ANSWER
    if question.type == "open":
        return TEXT
    is_tick = has_own_words and question.has_ticks and not question.binding(wave).separator
    return TICK if is_tick else ANSWER


def value_bits(cells: pd.Series, column: MarkedColumn, key: bytes) -> Bits:
    """A keyed hash of each cell as it is compared: canonical, a whole number in one form, blank as blank."""
    positions, distinct = pd.factorize(cells, use_na_sentinel=True)
    texts = [as_code_text(canonical(value)) for value in distinct]
    if column.kind == TICK:
        texts = ["1" if text else "" for text in texts]
    bits = [value_mark(text, column.id, key) for text in (*texts, "")]
    return np.array(bits, dtype=np.uint32)[positions]


def value_mark(text: str, column: str, key: bytes) -> int:
    """The keyed hash of one value."""
    digest = hmac.digest(key, f"{column}\x1f{text}".encode(), "sha256")
    return int.from_bytes(digest[:BYTES], "little")


def cover(keys: Sequence[str], columns: int, salt: str, key: bytes) -> Bits:
    """The bits that hide the marks of each respondent: a row a respondent, a column a column."""
    start = key + salt.encode()
    stream = b"".join(hashlib.shake_128(start + one.encode()).digest(BYTES * columns) for one in keys)
    return np.frombuffer(stream, dtype="<u4").reshape(len(keys), columns)


def content_keys(bits: Bits, salt: str, key: bytes) -> list[str]:
    """A key for each row from all that it holds, for surveys without respondent ids."""
    return [hmac.digest(key, salt.encode() + row.tobytes(), "sha256").hex()[:32] for row in bits]


def as_text(bits: Bits) -> list[str]:
    """Each row's marks as hexadecimal digits."""
    return [row.tobytes().hex() for row in bits.astype("<u4")]


def from_text(marks: pd.Series, columns: int) -> Bits:
    """The marks that `as_text` wrote."""
    return np.frombuffer(bytes.fromhex("".join(marks)), dtype="<u4").reshape(len(marks), columns)
