"""A tiny SurveyXact set: two multiple-response questions whose columns are numbered through, and a status."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.bad_inputs.tiny_survey import TinySurvey

STRUCTURE_HEADER = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText"
STATUS = "{column: stato_4, complete: [1], invited: [0]}"
BLOCK = "{block: statoverall, complete: [4], partial: [3], invited: [1, 2], withdrawn: [5]}"
CHOICES = {1: "Ny", 2: "Distribuert", 3: "Noen svar", 4: "Gjennomført", 5: "Frafalt"}
SURVEY = f"""\
survey: prove
title: Prøve
owner: Oss
method:
  sponsor: Oss
  conductor: Oss
  strategy: Et skjema
  population: Alle
  recruitment: Alle ble spurt
  modes: [web]
  limitations: Ingen kjente
respondent: {{status: {STATUS}}}
waves:
  2026:
    field_start: 2026-01-05
    field_end: 2026-01-25
    report_date: 2026-02-01
    export: {{files: [dataset.csv, structure.csv, labels.csv], read: {{encoding: cp1252}}}}
"""
QUESTIONNAIRE = """\
questions:
  - id: basis_6
    type: multiple
    text: Hva?
    columns: {en: "basis_6[1]", to: "basis_6[2]"}
    options: [{id: en, code: 1, text: Valg 1}, {id: to, code: 2, text: Valg 2}]
  - id: basis_7
    type: multiple
    text: Hvor?
    columns: {en: "basis_7[1]", to: "basis_7[2]"}
    options: [{id: en, code: 1, text: Sted 1}, {id: to, code: 2, text: Sted 2}]
"""
REPORT = """\
report: trivsel
title: Trivsel
chapters:
  - {id: jobb, title: Jobb, questions: [basis_6]}
"""


@dataclass(frozen=True)
class SurveyXact:
    """What differs from the good set.

    Attributes:
        names: The columns' names in the data; by default `basis_1` and on, numbered through both questions.
        inserted: Whether the first question has a third option.
        eighth: Whether rows of the structure end in an empty eighth cell.
        vintages: Whether a background variable tells two vintages apart.
        statuses: The status of each of the thirty rows as a choice of `statoverall`, instead of one column
            that says who finished.
    """

    names: Sequence[str] = ()
    inserted: bool = False
    eighth: bool = False
    vintages: bool = False
    statuses: str = ""

    def put(self, survey: TinySurvey) -> None:
        """Make this the export of a survey."""
        survey.define("survey.yaml", SURVEY.replace(STATUS, BLOCK) if self.statuses else SURVEY)
        survey.define("questionnaire.yaml", QUESTIONNAIRE)
        survey.define("reports/trivsel.yaml", REPORT)
        for name, text in (
            ("dataset.csv", self.dataset()),
            ("structure.csv", self.structure()),
            ("labels.csv", self.labels()),
        ):
            survey.write(text, name, "cp1252")

    def _options(self) -> list[tuple[str, int]]:
        return [("basis_6", code) for code in ((1, 2, 3) if self.inserted else (1, 2))] + [
            ("basis_7", 1),
            ("basis_7", 2),
        ]

    def _names(self) -> list[str]:
        return list(self.names) or [f"basis_{i}" for i in range(1, len(self._options()) + 1)]

    def _status_columns(self) -> list[str]:
        return [f"stato_{choice}" for choice in CHOICES] if self.statuses else ["stato_4"]

    def _status(self, row: int) -> list[str]:
        if self.statuses:
            return [str(int(str(choice) == self.statuses[row])) for choice in CHOICES]
        return [str(int(row < 20))]

    def structure(self) -> str:
        """The structure file."""
        texts = {"basis_6": ("Hva?", "Valg"), "basis_7": ("Hvor?", "Sted")}
        lines = [STRUCTURE_HEADER]
        for (question, code), name in zip(self._options(), self._names(), strict=True):
            text, option = texts[question]
            lines.append(f"{question};{name};Closed;Multiple;{text};{code};{option} {code}")
        if self.statuses:
            multiple = "Closed;Multiple;Samlet status"
            lines += [f"statoverall;stato_{c};{multiple};{c};{text}" for c, text in CHOICES.items()]
        else:
            lines.append("stato_4;stato_4;Closed;Single;Gjennomført;;")
        if self.vintages:
            lines.append("ptype1;ptype1;Closed;Single;Årgang;;")
        end = ";" if self.eighth else ""
        return "\n".join([lines[0], *(line + end for line in lines[1:])]) + "\n"

    def labels(self) -> str:
        """The labels file."""
        lines = [
            f"{name};{code};{text}"
            for name in dict.fromkeys(self._names())
            for code, text in ((0, "Ikke valgt"), (1, "Valgt"))
        ]
        for column in self._status_columns():
            lines += [f"{column};0;Nei", f"{column};1;Ja"]
        if self.vintages:
            lines += ["ptype1;1;2025", "ptype1;2;2026"]
        return "\n".join(lines) + "\n"

    def dataset(self) -> str:
        """Thirty rows; the last ten never opened the form and have zeros all the same."""
        parts = [*self._names(), *self._status_columns(), *(["ptype1"] if self.vintages else [])]
        lines = [";".join(parts)]
        for i in range(30):
            chosen = {
                ("basis_6", 1): i < 10,
                ("basis_6", 2): i < 5,
                ("basis_7", 1): i < 3,
                ("basis_7", 2): i < 2,
            }
            ticks = [str(int(chosen.get(option, 17 <= i < 20))) for option in self._options()]
            vintage = [str(1 + i % 2)] if self.vintages else []
            lines.append(";".join([*ticks, *self._status(i), *vintage]))
        return "\n".join(lines) + "\n"
