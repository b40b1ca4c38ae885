"""Answers in people's own words in a draft: texts that few gave are never written, and count as «other».

Belongs here: the option that takes them.
"""

from dataclasses import replace

from pipeline.drafting.columns import FEWEST_ROWS
from pipeline.drafting.options import DraftOption, Options

ANY_TEXT = "*"
"""What an option matches that takes every text which is no other option's."""


def with_own_words(found: Options, other: str) -> Options:
    """Options that take every text: what few gave, and is written nowhere, counts as the option «other».

    Args:
        found: Options of a column of texts.
        other: What that option is called, where the column has none.
    """
    if not found.withheld:
        return found
    options = list(found.options)
    at = next((i for i, option in enumerate(options) if option.role == "other"), None)
    if at is None:
        code = max((option.code for option in options), default=0) + 1
        options.append(DraftOption("other", code, other, "other", match=(ANY_TEXT,)))
    else:
        options[at] = replace(options[at], match=(*options[at].match, ANY_TEXT))
    note = (
        f"{found.withheld} values in fewer than {FEWEST_ROWS} rows each count as «other»; "
        "give those that are options a line of their own"
    )
    return replace(found, options=tuple(options), notes=(*found.notes, note))
