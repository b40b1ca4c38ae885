"""Multiple-response sets of an SPSS file: which question a variable belongs to, and what it stands for there.

Belongs here: the two kinds of sets, and sets that cannot be right. Does not: reading files.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pipeline.readers.export import ExportError


class Place(NamedTuple):
    """The set that a variable is in, what it stands for there, if it holds an option, and the set's label."""

    block: str = ""
    option: str = ""
    is_mention: bool = False
    text: str = ""


def place_in_sets(
    sets: Mapping[str, Mapping[str, Any]], labels: Mapping[str, str | None], file: str
) -> tuple[dict[str, Place], list[str]]:
    """The place of each variable that is in a set.

    Args:
        sets: pyreadstat's `mr_sets`: by name, with `type` (`D`: a variable an option, ticked or not; `C`: a
            variable a mention, holding the option's code), `variable_list` and `label`.
        labels: Each variable's label by its name.
        file: For messages.

    Returns:
        By variable, the set's name and, in a `D` set, the variable's label or, in a `C` set, the mention's
        number; and notes on sets that are harmless and odd.

    Raises:
        ExportError: When a set names a variable that the file does not have.
    """
    spelled = {name.casefold(): name for name in labels}
    places: dict[str, Place] = {}
    notes = []
    for name, described in sets.items():
        text = str(described.get("label") or "").strip()
        members = [spelled.get(str(variable).casefold()) for variable in described["variable_list"]]
        if None in members:
            raise ExportError(
                f"{file}: the multiple-response set {name!r} names a variable that the file does not have"
            )
        if len(members) < 2:
            notes.append(f"the multiple-response set {name!r} has {len(members)} variables")
        for number, variable in enumerate(members, start=1):
            if variable is None:
                continue
            if variable in places:
                notes.append(
                    f"{variable!r} is in several multiple-response sets; {name!r} was left out for it"
                )
                continue
            is_mention = described["type"] == "C"
            option = str(number) if is_mention else labels[variable] or variable
            places[variable] = Place(name, option, is_mention, text)
    return places, notes
