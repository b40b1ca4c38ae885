"""A revision in words: what changed in counts, and what to write to approve it.

Belongs here: sentences. No value, respondent or row stands in them.
"""

from collections.abc import Sequence

from pipeline.revisions.difference import Difference

SHOWN_NAMES = 8


def in_words(difference: Difference) -> str:
    """A difference in counts: `1 respondent gone, 2 new, 3 with other answers (enig 2, timer 1)`."""
    parts = [f"{_respondents(difference.gone)} gone", f"{difference.new} new"]
    if difference.people:
        where = _few([f"{question} {n}" for question, n in difference.changed.items()])
        parts.append(f"{difference.people} with other answers ({where})")
    else:
        parts.append("no answer changed")
    if difference.more:
        parts.append(f"{difference.more} who had answered in part with more answers")
    if difference.texts:
        parts.append(f"{difference.texts} with another text in their own words, which no figure depends on")
    for what, columns in (("gone", difference.columns_gone), ("new", difference.columns_new)):
        if columns:
            parts.append(f"{len(columns)} column{'' if len(columns) == 1 else 's'} {what} ({_few(columns)})")
    return ", ".join(parts)


def blocked(wave: str, last: int, sha256: str, difference: Difference | None, respondents: int) -> str:
    """Why an export is not taken in, and how to approve it."""
    found = (
        f"it has {_respondents(respondents)}, but nothing else can be compared: pseudonyms are made with "
        "another key, or from another column, than they were"
        if difference is None
        else in_words(difference)
    )
    return (
        f"it is not the one that the figures were made from (revision {last}), and does more than add to it: "
        f"{found}. Tables and reports stay as they are. Put the former file back; or, if this one is right, "
        f"add to the wave in survey.yaml, and run again:\n"
        f"    waves:\n"
        f"      {wave}:\n"
        f"        revisions:\n"
        f'          - sha256: "{sha256}"\n'
        f"            approved_by: who holds it to be right\n"
        f"            reason: what changed, and why"
    )


def note(
    number: int, respondents: int, difference: Difference, approved_by: str, reason: str, fewest: int
) -> str:
    """What a person should know of a revision that was taken in."""
    by = f", approved by {approved_by} ({reason})" if approved_by else ""
    few = ""
    if 0 < difference.new + difference.more < fewest and difference.is_additive:
        few = (
            ". What changes between two reports that differ by so few may tell what they answered: let only "
            "one of them be read"
        )
    found = f"{in_words(difference)}; {_respondents(respondents)} in all"
    return f"the export is revision {number}{by}: {found}{few}"


def _respondents(n: int) -> str:
    return f"{n} respondent" if n == 1 else f"{n} respondents"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN_NAMES]) + (", …" if len(names) > SHOWN_NAMES else "")
