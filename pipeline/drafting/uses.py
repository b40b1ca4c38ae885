"""Columns that are no question: personal data, the respondent's id, status, weight, platform data.

Belongs here: telling them by name, label and the form of their values. No value is part of what comes out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.drafting.columns import Profile
from pipeline.drafting.names import is_named
from pipeline.drafting.part import Part
from pipeline.drafting.status import DraftStatus, find_status
from pipeline.drafting.times import DraftTimes, find_times
from pipeline.drafting.weight import find_weight, is_other_weight
from pipeline.readers.export import Export, SourceColumn

_PERSONAL: dict[str, tuple[str, ...]] = {
    "IP address": (r"ip|ip ?(adresse|address|addr)|ipaddr(ess)?",),
    "e-mail address": (r"(recipient |kontakt )?(e ?post|e ?mail)( ?(adresse|address))?",),
    "telephone number": (
        r"(mobil|telefon|tlf|phone|mobile|cell ?phone)( ?(telefon|nummer|nr|number|no|phone))?",
    ),
    "name": (
        r"(fullt |ditt |full |your |recipient |kontakt )?(for|etter|first|last|full)? ?(navn|name|namn)",
    ),
    "national identity number": (
        r"f(ø|o)dselsn(umme)?r|person(nummer|nr)|fnr|ssn|d ?nummer",
        r"(national|social security) (id|number|identity number)",
    ),
    "address": (r"(post|gate|hjemme|bosteds|home |postal |street )?(adresse|address)",),
    "member or employee number": (
        r"(medlems?|ansatt|kunde|member(ship)?|employee|customer) ?(nummer|nr|no|number|id)",
    ),
    "invitation token": (r"(participant |deltaker ?)?(token|nøkkel ?kode)",),
    "position on the map": (r"(location )?(latitude|longitude)|breddegrad|lengdegrad",),
    "reference to the sender's own list": (
        r"external (data )?reference|externalreference|custom data( \d+)?",
    ),
}
_TIME_STAMP, _DURATION = "time stamp of the platform", "time that the form took"
_PLATFORM: dict[str, tuple[str, ...]] = {
    _TIME_STAMP: (
        r"(start(et|ed)?|end(ed)?|slutt(et)?|submit(ted)?|record(ed)?|date|close|time)( ?(date|time|dato))?",
        r"(submit|time|date) ?stamp",
        r"(completion|fullføring|created|modified|last ?modified|updated)s?( ?(date|time|tidspunkt|dato))?",
        r"starttidspunkt|(slutt)?tidspunkt( for)?( \w+){0,2}|tidsmerke|timestamp|datestamp",
        r"påbegynt|fullf[øo]rt|innsendt",
        r"(start|end|date|time) of (the )?interview|interview (start|end|date|time)",
        r"completion time|opprettet|levert|svartidspunkt|datetime|svardato|(response|answer) date",
        r"(dato|date) (for|of) (svar|besvarelse|utfylling|response|answer|completion)",
    ),
    _DURATION: (
        r"duration( in (seconds|minutes))?|answer time ms|interview ?time|tidsbruk( i (sekunder|minutter))?",
        r"tid brukt( (i )?(sekunder|minutter))?|svartid|(response|completion) time( in (seconds|minutes))?",
        r"(length|duration) of (the )?(interview|survey)\b.*|(interview|survey) (length|duration)\b.*",
    ),
    "how far the form was filled in": (r"progress|last ?page|siste side",),
    "language of the form": (r"(start|user|survey)? ?language|språk|sprak|locale",),
    "device or browser": (
        r"device|browser|user ?agent|nettleser|enhetstype|operating system|operativsystem|platform",
    ),
    "how the form was given out": (r"distribution channel|collector ?id|collector|kanal|channel",),
    "setting of the platform": (
        r"seed|refurl|referrer|quality|form ?id|survey ?id|schema ?id|response ?set",
    ),
    "points or feedback of a quiz": (r"total points|quiz feedback",),
}
_QUIZ = ("points[", "feedback[")
"""What ids of points and feedback for a question begin with."""

_PERSONAL_INSIDE = re.compile(
    r"\b(e-?post(en|adressen?)?|e-?mail|(telefon|mobil)nummer(et)?|phone number|fødselsnummer|personnummer"
    r"|navnet ditt|ditt navn|hva heter du|your name|kontakt(informasjon|opplysninger)|contact details)\b"
)
_DEVICES = re.compile(r"\b(mobil|mobile|pc|nettbrett|tablet|desktop)\b", re.IGNORECASE)
_KEYS = (
    (
        r"resp(ondent)? ?(id|nr|no|nummer|number|nøkkel|nokk|nokkel|key)|respid|respnokk(el)?",
        r"response ?id|submission ?id",
    ),
    (
        r"id ?(no|nr|number|nummer)?|respondents? (identification|id) (number|no)|key|nøkkel",
        r"case ?(id|no|nr)|løpe ?(nr|nummer)|lopenr|serial( ?no)?|uuid|guid|svar ?id",
        r"record( (number|id))?|respondent|deltaker(nr|nummer)?|\w{2,8}id",
    ),
)
"""Names of a respondent's id: first those that say so, then those that may mean something else."""
_PREVIEW, _PREVIEW_LABEL = 1, "Survey Preview"
_TICK = 1
"""Digits of a column that only says chosen or not: never personal, whatever it is called."""


@dataclass
class Uses:
    """What columns are for that answer no question.

    Attributes:
        identifiers: Personal columns to the reason.
        ignore: Unused columns to the reason.
        key: The respondent's id.
        status: How far a respondent came.
        weight: A weight that the export brings.
        weight_sum: That it does not add up to the respondents, in words; empty where it does.
        times: When a respondent started and sent, and how long it took.
        test_rows: Column to the values that mark a row as a test.
        notes: Column to what a person should check.
    """

    identifiers: dict[str, str] = field(default_factory=dict)
    ignore: dict[str, str] = field(default_factory=dict)
    key: str | None = None
    status: DraftStatus | None = None
    weight: str | None = None
    weight_sum: str = ""
    times: DraftTimes = field(default_factory=DraftTimes)
    test_rows: dict[str, list[int | str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def taken(self) -> set[str]:
        """Columns that have a use."""
        named = {c for c in (self.key, self.weight, *(self.status.columns if self.status else ())) if c}
        return {*self.identifiers, *self.ignore, *self.test_rows, *self.times.columns, *named}

    def time_stamps(self) -> set[str]:
        """Columns that hold when an answer was begun, saved or sent."""
        named = {name for name in (self.times.started, self.times.submitted) if name}
        return named | {column for column, reason in self.ignore.items() if reason.startswith(_TIME_STAMP)}


def find_uses(export: Export, seen: Sequence[Profile]) -> Uses:
    """The columns of an export that answer no question.

    Args:
        export: The export.
        seen: The profile of each of its columns.
    """
    uses = Uses()
    pairs = list(zip(export.columns, seen, strict=True))
    uses.key = _key(pairs)
    uses.status = find_status(pairs)
    uses.weight = find_weight(export, pairs)
    uses.test_rows = _test_rows(export.format, pairs)
    for column, profile in pairs:
        if column.id in uses.taken():
            continue
        _personal(uses, column, profile)
        if column.id not in uses.identifiers:
            _platform(uses, column, profile)
    _take_times(uses, export, pairs)
    return uses


def _take_times(uses: Uses, export: Export, pairs: Sequence[tuple[SourceColumn, Profile]]) -> None:
    """Use times that would be ignored, where the export tells which is which."""
    found: dict[str, list[Part]] = {_TIME_STAMP: [], _DURATION: []}
    for position, (column, profile) in enumerate(pairs):
        for reason, parts in found.items():
            if uses.ignore.get(column.id, "").startswith(reason):
                parts.append(Part(column, profile, export.frame.iloc[:, position]))
    uses.times = find_times(found[_TIME_STAMP], found[_DURATION])
    for column_id in uses.times.columns:
        uses.ignore.pop(column_id)
        uses.notes.pop(column_id, None)


def _personal(uses: Uses, column: SourceColumn, profile: Profile) -> None:
    if column.labels or (profile.is_number and profile.longest <= _TICK):
        return
    for reason, patterns in _PERSONAL.items():
        if is_named(patterns, column):
            uses.identifiers[column.id] = reason
            return
    if any(is_named(patterns, column) for patterns in _PLATFORM.values()):
        return  # numbers of a collector or a second may have the form of a telephone number
    if profile.personal:
        uses.identifiers[column.id] = profile.personal
        uses.notes[column.id] = "told by the form of its values"
    elif _asks_for_person(column, profile):
        uses.identifiers[column.id] = "the respondent's own words on who they are"
        uses.notes[column.id] = "told by the question; an ordinary open question? then bind it"


def _asks_for_person(column: SourceColumn, profile: Profile) -> bool:
    """Whether an open question asks for a name or an address, by its wording."""
    is_open = not column.block and column.kind == "text" and not profile.is_number and profile.distinct != 1
    return is_open and bool(_PERSONAL_INSIDE.search(column.label.casefold()))


def _platform(uses: Uses, column: SourceColumn, profile: Profile) -> None:
    """Note what a column is that the platform wrote, with what a person should check."""
    if uses.status and column.block and column.block == uses.status.block:
        uses.ignore[column.id] = f"part of the status, which {uses.status.column} tells"
        return
    found = _platform_words(column, profile) or _other_words(column, profile)
    if found is not None:
        reason, note = found
        uses.ignore[column.id] = reason
        uses.notes |= {column.id: note} if note else {}


def _platform_words(column: SourceColumn, profile: Profile) -> tuple[str, str] | None:
    """Why a column that the platform wrote is ignored, and what to check."""
    answers = [*column.labels.values()] or [*profile.values]
    if is_named(("enhet",), column) and any(_DEVICES.search(answer) for answer in answers):
        return "device, not used in any report", ""
    if column.id.startswith(_QUIZ):
        return "points or feedback of a quiz, not used in any report", ""
    for reason, patterns in _PLATFORM.items():
        if is_named(patterns, column) and not (column.labels and reason == _TIME_STAMP):
            may_be_asked = column.labels or is_named(("date|time|datetime",), column)
            return f"{reason}, not used in any report", "a question after all?" if may_be_asked else ""
    if column.kind == "datetime":
        return "a moment, not used in any report", "a question after all?"
    return None


def _other_words(column: SourceColumn, profile: Profile) -> tuple[str, str] | None:
    """The same of columns that are another id, weight or status, or blank."""
    if is_named(_KEYS[0], column) or (is_named(_KEYS[1], column) and profile.is_unique):
        return "another number of the row, not used in any report", ""
    if is_other_weight(column, profile):
        note = "the weight that reports use? then name it under weight"
        return "another weight, not used in any report", note
    if not profile.filled and not column.labels and not column.block:
        note = "a question that nobody answered? then bind it"
        return "blank in the export that this was drafted from", note
    if is_named(("status|response type|finished|disposition",), column):
        note = "does it tell test or preview responses?"
        return "status of the platform, not used in any report", note
    return None


def _key(pairs: Sequence[tuple[SourceColumn, Profile]]) -> str | None:
    for patterns in _KEYS:
        for column, profile in pairs:
            is_personal = profile.personal and (patterns != _KEYS[0] or not profile.is_number)
            if profile.is_unique and is_named(patterns, column) and not is_personal:
                return column.id
    return None


def _test_rows(platform: str, pairs: Sequence[tuple[SourceColumn, Profile]]) -> dict[str, list[int | str]]:
    """Qualtrics marks the answers of previews: by a code, or by its label."""
    if platform != "qualtrics":
        return {}
    return {
        column.id: [_PREVIEW if profile.is_number else _PREVIEW_LABEL]
        for column, profile in pairs
        if column.id.casefold() == "status" and profile.filled
    }
