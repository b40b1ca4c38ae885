"""Text that no reader, browser, workbook or typesetter stumbles over.

What belongs here: dropping control and direction characters from every text of a tree, and replacing what the
report font cannot draw. What does not: escaping, which each writer's own library does, and judging content.
"""

import dataclasses
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import cast

from pipeline.rendering.tree import Report

REPLACEMENT = "\u25a0"
"""Stands where a character cannot be drawn; it must be in the font."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\u00ad", "\u2060"}  # soft hyphen and word joiner are typography, not tricks
_LIKE = {"\u2011": "-", "\u2043": "-", "\u2015": "–", "\u2032": "’", "\u2033": "”", "\u2715": "×"}
# The font lacks two letters of Northern Sami; the plain letter reads better than a square.
_LIKE |= {"Ŋ": "N", "ŋ": "n", "Ŧ": "T", "ŧ": "t"}


@lru_cache(maxsize=1 << 14)
def clean_text(text: str, drawable: frozenset[int] | None = None) -> str:
    """Clean one text.

    White space of any kind but the no-break ones becomes a space; controls, direction marks, private and
    unassigned characters go; composed letters are composed.

    Args:
        text: any text.
        drawable: code points that may stay; None for all. Another character becomes a plain look-alike
            where Unicode or the short list here has one, else a black square.

    Returns:
        The text, with no character outside `drawable`.
    """
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_plain(character) for character in composed)
    if drawable is None:
        return kept
    return "".join(_drawn(character, drawable) for character in kept)


def clean_report(report: Report, drawable: frozenset[int] | None = None) -> Report:
    """Return the same tree with every text cleaned, as `clean_text` does."""
    return cast("Report", _cleaned(report, drawable))


def _plain(character: str) -> str:
    if character in "\t\n\r\v\f\u2028\u2029":
        return " "
    if character in _KEPT:
        return character
    return "" if unicodedata.category(character) in _INVISIBLE else character


def _drawn(character: str, drawable: Collection[int]) -> str:
    if ord(character) in drawable:
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    if unicodedata.category(character) in {"Mn", "Me"} or character in _KEPT:
        return ""  # a lone accent or variation selector, and invisible typography
    like = _LIKE.get(character) or unicodedata.normalize("NFKC", character)
    if all(ord(one) in drawable for one in like):
        return like
    return REPLACEMENT


def _cleaned(node: object, drawable: frozenset[int] | None) -> object:
    if isinstance(node, str):
        return clean_text(node, drawable)
    if isinstance(node, tuple):
        return tuple(_cleaned(item, drawable) for item in node)
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        changed = {
            field.name: _cleaned(getattr(node, field.name), drawable) for field in dataclasses.fields(node)
        }
        return dataclasses.replace(node, **changed)
    return node
