"""What the method chapter says, looked up: the rows of `mart_method` of one report.

Belongs here: finding a number, a text or a date by its item. Sentences are in `method` and its neighbours.
"""

from datetime import date

import pandas as pd

from pipeline.rendering.numbers import Language


class Told:
    """The items of one report's method chapter."""

    def __init__(self, rows: pd.DataFrame) -> None:
        """Index the rows; no rows tell nothing."""
        self._rows: dict[tuple[str, str, str], dict[str, object]] = {
            (row["item"], row["subject_id"], row["language"]): {str(name): v for name, v in row.items()}
            for row in rows.to_dict("records")
        }

    def number(self, item: str, subject: str = "") -> float | None:
        """A number, None where there is none."""
        value = self._of(item, subject, "", "value")
        return None if value is None else float(str(value))

    def count(self, item: str, subject: str = "") -> int:
        """A count, 0 where there is none."""
        return int(self.number(item, subject) or 0)

    def most(self, item: str) -> tuple[str, float] | None:
        """The subject with the largest number, and the number; None where there is none."""
        found = [(subject, self.number(item, subject)) for subject in self.subjects(item)]
        return max(((s, n) for s, n in found if n is not None), key=lambda one: one[1], default=None)

    def text(self, item: str, language: Language, subject: str = "") -> str:
        """A text in a language, else in any; empty where there is none."""
        own = self._of(item, subject, language, "value_text") or self._of(item, subject, "", "value_text")
        return str(own or next(iter(self._texts(item, subject)), ""))

    def word(self, item: str, subject: str = "") -> str:
        """A word of ours, such as a verdict; empty where there is none."""
        return str(self._of(item, subject, "", "value_text") or "")

    def day(self, item: str) -> date:
        """A date.

        Raises:
            KeyError: there is none.
        """
        return date.fromisoformat(str(self._rows[item, "", ""]["value_date"]))

    def subjects(self, item: str) -> list[str]:
        """What an item is told of, in order."""
        return list(dict.fromkeys(subject for name, subject, _ in self._rows if name == item))

    def _texts(self, item: str, subject: str) -> list[object]:
        return [
            row["value_text"] for (name, of, _), row in self._rows.items() if (name, of) == (item, subject)
        ]

    def _of(self, item: str, subject: str, language: str, column: str) -> object | None:
        found = self._rows.get((item, subject, language), {}).get(column)
        return None if found is None or pd.isna(found) else found  # type: ignore[call-overload]  # a scalar
