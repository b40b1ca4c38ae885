"""Columns that are no question: personal data, the respondent's id, status, weight, and what the platform adds.

Belongs here: telling them by name, label and the form of their values. No value is ever part of what comes out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.readers.export import Export, SourceColumn
from pipeline.readers.text_identity import comparable
from pipeline.survey.draft_columns import Profile
from pipeline.survey.draft_names import words_of
from pipeline.survey.draft_status import DraftStatus, find_status

_PERSONAL = {
    "IP address": r"ip|ip ?(adresse|address|addr)|ipaddr(ess)?",
    "e-mail address": r"(recipient |kontakt )?(e ?post|e ?mail)( ?(adresse|address))?",
    "telephone number": r"(mobil|telefon|tlf|phone|mobile|cell ?phone)( ?(telefon|nummer|nr|number|no|phone))?",
    "name": r"(fullt |ditt |full |your |recipient |kontakt )?(for|etter|first|last|full)? ?(navn|name|namn)",
    "national identity number": r"fødselsnummer|fodselsnummer|fødselsnr|personnummer|personnr|fnr|ssn|d ?nummer"
    r"|(national|social security) (id|number|identity number)",
    "address": r"(post|gate|hjemme|bosteds|home |postal |street )?(adresse|address)",
    "member or employee number": r"(medlems?|ansatt|kunde|member(ship)?|employee|customer) ?(nummer|nr|no|number|id)",
    "invitation token": r"(participant |deltaker ?)?(token|nøkkel ?kode)",
    "position on the map": r"(location )?(latitude|longitude)|breddegrad|lengdegrad",
    "reference to the sender's own list": r"external (data )?reference|externalreference|custom data( \d+)?",
}
_PLATFORM = {
    "time stamp of the platform": r"(start(et|ed)?|end(ed)?|slutt(et)?|submit|record(ed)?|date|close|completion"
    r"|fullføring|time|created|modified|last ?modified|updated)( ?(date|time|stamp|tidspunkt|dato))?s?"
    r"|starttidspunkt|fullføringstidspunkt|tidspunkt for siste (endring|svar)|tidsmerke|timestamp|datestamp"
    r"|completion time|opprettet|levert|svartidspunkt",
    "time that the form took": r"duration( in seconds)?|answer time ms|interview ?time|tidsbruk",
    "how far the form was filled in": r"progress|last ?page|siste side",
    "language of the form": r"(start|user|survey)? ?language|språk|sprak|locale",
    "device or browser": r"device|browser|user ?agent|nettleser|enhetstype|operating system|operativsystem|platform",
    "how the form was given out": r"distribution channel|collector ?id|collector|kanal|channel",
    "setting of the platform": r"seed|refurl|referrer|quality|form ?id|survey ?id|schema ?id",
}
_DEVICES = re.compile(r"\b(mobil|mobile|pc|nettbrett|tablet|desktop)\b", re.IGNORECASE)
_KEYS = (
    r"resp(ondent)? ?(id|nr|no|nummer|number|nøkkel|nokk|nokkel|key)|respid|respnokk(el)?|response ?id|submission ?id",
    r"id|key|nøkkel|case ?(id|no|nr)|løpe ?(nr|nummer)|lopenr|serial( ?no)?|record( (number|id))?|uuid|guid|svar ?id",
)
_WEIGHT = re.compile(r"vekt(er)?( ?\d)?|weights?( ?\d)?|wt|wgt|weight ?var|(post ?strat|design) ?weight")
_ANY_WORDS = 60


@dataclass
class Uses:
    """What columns are for that answer no question.

    Attributes:
        identifiers: Personal columns to the reason.
        ignore: Unused columns to the reason.
        key: The respondent's id.
        status: How far a respondent came.
        weight: A weight that the export brings.
        notes: Column to what a person should check.
    """

    identifiers: dict[str, str] = field(default_factory=dict)
    ignore: dict[str, str] = field(default_factory=dict)
    key: str | None = None
    status: DraftStatus | None = None
    weight: str | None = None
    notes: dict[str, str] = field(default_factory=dict)

    def taken(self) -> set[str]:
        """Columns that have a use."""
        named = {c for c in (self.key, self.weight, self.status.column if self.status else None) if c}
        return {*self.identifiers, *self.ignore, *named}


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
    uses.weight = _weight(export, pairs)
    for column, profile in pairs:
        if column.id in uses.taken():
            continue
        _personal(uses, column, profile)
        if column.id not in uses.identifiers:
            _platform(uses, column, profile)
    return uses


def _is(pattern: str, column: SourceColumn) -> bool:
    """Whether a column's id, name or short label is what a pattern says."""
    label = comparable(column.label)
    head = re.split(r"[(:]", label)[0] if len(label) <= _ANY_WORDS else ""
    return any(re.fullmatch(pattern, words_of(text)) for text in (column.id, column.name, head) if text)


def _personal(uses: Uses, column: SourceColumn, profile: Profile) -> None:
    if column.labels:
        return
    if profile.personal:
        uses.identifiers[column.id] = profile.personal
        uses.notes[column.id] = "told by the form of its values"
        return
    for reason, pattern in _PERSONAL.items():
        if _is(pattern, column):
            uses.identifiers[column.id] = reason
            return


def _platform(uses: Uses, column: SourceColumn, profile: Profile) -> None:
    if uses.status and column.block and column.block == uses.status.block:
        uses.ignore[column.id] = f"part of the status, which {uses.status.column} tells"
        return
    for reason, pattern in _PLATFORM.items():
        if _is(pattern, column) and not (column.labels and reason.startswith("time stamp")):
            uses.ignore[column.id] = f"{reason}, not used in any report"
            if column.labels:
                uses.notes[column.id] = "a question after all?"
            return
    if column.labels and any(_DEVICES.search(label) for label in column.labels.values()) and _is("enhet", column):
        uses.ignore[column.id] = "device, not used in any report"
    elif _is(_KEYS[0], column) or (_is(_KEYS[1], column) and profile.is_unique):
        uses.ignore[column.id] = "another number of the row, not used in any report"
    elif not profile.filled and not column.labels and not column.block:
        uses.ignore[column.id] = "blank in the export that this was drafted from"
        uses.notes[column.id] = "a question that nobody answered? then bind it"
    elif _is("status|response type|finished|disposition", column):
        uses.ignore[column.id] = "status of the platform, not used in any report"
        uses.notes[column.id] = "does it tell test or preview responses?"


def _key(pairs: Sequence[tuple[SourceColumn, Profile]]) -> str | None:
    for pattern in _KEYS:
        for column, profile in pairs:
            if profile.is_unique and _is(pattern, column) and not profile.personal:
                return column.id
    return None


def _weight(export: Export, pairs: Sequence[tuple[SourceColumn, Profile]]) -> str | None:
    if export.weight is not None:
        return export.weight
    for position, (column, profile) in enumerate(pairs):
        if _is(_WEIGHT.pattern, column) and profile.is_number and profile.filled == profile.rows:
            cells = export.frame.iloc[:, position]
            if column.kind == "number" and bool((cells > 0).all()):
                return column.id
    return None
