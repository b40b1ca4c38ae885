"""Details that an export itself holds, found again in its free texts."""

import pandas as pd
import pytest

from pipeline.privacy.known import known_details

NAMES = pd.Series(["Ola Nordmann", "Even Lie", "", "Per-Ole Ås", "Oslo kommune"])
NUMBERS = pd.Series(["M12345", "77", "", "1234567", ""])
KNOWN = known_details([NAMES, NUMBERS], ["I Oslo", "En kommune"])


@pytest.mark.parametrize(
    ("row", "text", "redacted"),
    [
        (
            1,
            "Spør OLA  NORDMANN, eller Ola.",
            "Spør [redacted], eller Ola.",
        ),  # only the whole name is another's
        (0, "Hilsen Ola", "Hilsen [redacted]"),
        (0, "Olas leder er Nordmann's far", "[redacted] leder er [redacted] far"),
        (1, "Even sa det, men det går ikke even", "[redacted] sa det, men det går ikke even"),
        (0, "Even sa det", "Even sa det"),
        (2, "nummer m12345 (M12345)", "nummer [redacted] ([redacted])"),
        (2, "Ansatt 1234567, 77 timer", "Ansatt [redacted], 77 timer"),
        (2, "Per-Ole Ås og Per-Ole", "[redacted] og Per-Ole"),
        (4, "I Oslo kommune", "I Oslo kommune"),  # the words of an answer
        (2, "", ""),
        (2, "Solande nordmann", "Solande nordmann"),
    ],
)
def test_what_is_known_is_redacted(row: int, text: str, redacted: str) -> None:
    assert KNOWN.redact(text, row) == redacted


def test_what_many_share_is_nobodys() -> None:
    many = pd.Series(["Avdeling Nord"] * 11 + ["Avdeling Sør"] * 10)
    known = known_details([many])
    assert known.redact("I avdeling nord og avdeling sør", 0) == "I avdeling nord og [redacted]"
    assert known.redact("Nord", 0) == "[redacted]"  # but of its own row it tells


def test_an_export_without_names() -> None:
    assert known_details([pd.Series(["", ""])]).redact("Ola Nordmann", 1) == "Ola Nordmann"
