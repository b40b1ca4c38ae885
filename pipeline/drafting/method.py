"""The part of a draft that says how the survey was made, which an export does not tell.

Belongs here: every field that reports need, with what it is to say, for a person to fill in.
"""

from typing import Any

from pipeline.drafting.words import NORWEGIAN
from pipeline.drafting.yaml_text import Block, Noted
from pipeline.survey.method import NOT_STATED, OPTIONAL, Method


def draft_method(language: str, *, brings_weights: bool) -> Block:
    """`method:` of a draft: not stated, in a report too, until somebody says it.

    Args:
        language: Of the reports.
        brings_weights: Whether the export brings weights.
    """
    unknown = NOT_STATED["nb" if language in NORWEGIAN else "en"]
    optional = OPTIONAL - ({"weighting"} if brings_weights else set())
    found: dict[str, Any] = {}
    for name, field in Method.model_fields.items():
        if name not in optional:
            what = str(field.description)
            found[name] = Noted(
                ["web"] if name == "modes" else unknown, (f"check: {what[0].lower()}{what[1:]}",)
            )
    return Block(found)
