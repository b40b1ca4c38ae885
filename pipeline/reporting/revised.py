"""That a wave's export was read again after its first time: how often, why, and who approved it.

Belongs here: the paragraph of the method chapter, and the entries of a release's manifest. Whether an export
may take the place of another is decided in `revisions`.
"""

from pipeline.reporting.told import Told
from pipeline.reporting.words import Words
from pipeline.revisions.history import ADDITIVE


def revised_export(words: Words) -> str:
    """How often the export was replaced, and by whose word each time; empty where it was not."""
    entries, say = revision_entries(words.material.told), words.catalogue.text
    if not entries:
        return ""
    texts = [words.catalogue.counted("processing.revised", int(entries[-1]["revision"]) - 1)]
    added = sum(entry["basis"] == ADDITIVE for entry in entries)
    if added:
        texts.append(words.catalogue.counted("processing.revised_added", added))
    texts += [
        say("processing.revised_approved", by=entry["approved_by"], reason=entry["reason"].rstrip("."))
        for entry in entries
        if entry["basis"] != ADDITIVE
    ]
    return " ".join(texts)


def revision_entries(told: Told) -> list[dict[str, str]]:
    """The revisions after the first: their number and basis, who approved them, and why."""
    return [
        {
            "revision": number,
            **{name: told.word(f"revision_{name}", number) for name in ("basis", "approved_by", "reason")},
        }
        for number in told.subjects("revision_basis")
    ]
