"""A tiny survey in a data root of its own, and the real command on it: what tests of bad inputs share.

Belongs here: the definition, thirty good rows, and what a command said and left behind. What is made wrong
is in the tests.
"""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.coding.respondents import Core, build_core
from pipeline.coding.source import Source, source_of
from pipeline.ingest import ingest_export
from pipeline.places import DataRoot
from pipeline.survey.loading import load_definition
from pipeline.warehouse import Warehouse
from tests.readers.sav_files import DATE, SYSMIS, Var, sav_bytes

NAME, WAVE = "prove", "2026"
PRIVATE = "Hemmelig"
"""Stands in every cell that is a person's own: no message may hold it."""

SURVEY = """\
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
respondent: {key: id, status: {column: status, complete: [1], partial: [2], invited: [0]}}
identifiers: {epost: e-postadresse}
waves:
  2026:
    field_start: 2026-01-05
    field_end: 2026-01-25
    report_date: 2026-02-01
    export: {files: [svar.csv]}
demographics:
  - {id: kjonn, text: Kjønn}
"""
QUESTIONNAIRE = """\
questions:
  - id: kjonn
    text: Kjønn
    ask_if: everyone
    column: kjonn
    options:
      - {id: woman, code: 1, text: Kvinne}
      - {id: man, code: 2, text: Mann}
      - {id: dont_know, code: 9, text: Vet ikke, role: dont_know}
  - id: enig
    type: scale
    text: Jeg trives
    ask_if: everyone
    column: enig
    options:
      - {id: disagree, code: 1, score: 1, text: Uenig}
      - {id: neither, code: 2, score: 2, text: Verken eller}
      - {id: agree, code: 3, score: 3, text: Enig på jobb}
  - id: arbeid
    text: Er du i arbeid?
    ask_if: everyone
    column: arbeid
    options:
      - {id: yes, code: 1, text: Ja}
      - {id: no, code: 2, text: Nei}
  - id: timer
    type: numeric
    text: Timer i uka
    ask_if: arbeid = 'yes'
    column: timer
    min: 0
    max: 80
  - id: reise
    type: multiple
    text: Hvordan reiser du?
    ask_if: everyone
    columns: {buss: reise_1, tog: reise_2, ingen: reise_3}
    options:
      - {id: buss, code: 1, text: Buss}
      - {id: tog, code: 2, text: Tog}
      - {id: ingen, code: 3, text: Ingen av disse, exclusive: true}
  - id: dato
    type: date
    text: Når begynte du?
    ask_if: everyone
    column: dato
  - id: merknad
    type: open
    text: Merknad
    ask_if: everyone
    column: merknad
"""
REPORT = """\
report: trivsel
title: Trivsel
chapters:
  - {id: jobb, title: Jobb, questions: [enig, reise]}
breakdowns: [{demographic: kjonn}]
"""
HEADER = (
    "id", "status", "epost", "kjonn", "enig", "arbeid", "timer",
    "reise_1", "reise_2", "reise_3", "dato", "merknad",
)  # fmt: skip


def rows() -> list[list[str]]:
    """Thirty respondents: every third is not in work, the last two broke off."""
    made = []
    for i in range(30):
        at_work = i % 3 != 0
        ticks = [("1", "0", "0"), ("1", "1", "0"), ("0", "0", "1")][i % 3]
        row = [
            f"{PRIVATE}-{i}",
            "1" if i < 28 else "2",
            f"{PRIVATE.lower()}{i}@example.invalid",
            "129"[i % 2 if i % 10 else 2],
            str(i % 3 + 1),
            "1" if at_work else "2",
            f"{30 + i % 10},5" if at_work else "",
            *ticks,
            f"2020-01-{i % 28 + 1:02d}",
            f"{PRIVATE} svar nr. {i} på jobb" if i % 2 else "",
        ]
        made.append(row)
    return made


def csv_text(
    header: Sequence[str] = HEADER,
    body: Sequence[Sequence[str]] | None = None,
    delimiter: str = ";",
    line_end: str = "\r\n",
) -> str:
    """A delimited text, quoted where it must be."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows() if body is None else body)
    return stream.getvalue()


def changed(row: int, column: str, value: str) -> list[list[str]]:
    """The good rows with one cell changed; rows are counted from 1."""
    return changed_rows({row: value}, column)


def changed_rows(values: dict[int, str], column: str) -> list[list[str]]:
    """The good rows with some cells of a column changed."""
    made = rows()
    for row, value in values.items():
        made[row - 1][HEADER.index(column)] = value
    return made


def sav_variables(labels: dict[float, str] | None = None) -> list[Var]:
    """The variables of the good rows as SPSS has them; `labels` are those of `kjonn`."""
    named = labels or {1.0: "Kvinne", 2.0: "Mann", 9.0: "Vet ikke"}
    agree = {1.0: "Uenig", 2.0: "Verken eller", 3.0: "Enig på jobb"}
    return [
        Var("id", width=16),
        Var("status"),
        Var("epost", width=40),
        Var("kjonn", label="Kjønn", labels=named),
        Var("enig", label="Jeg trives", labels=agree),
        Var("arbeid", labels={1.0: "Ja", 2.0: "Nei"}),
        Var("timer"),
        Var("reise_1", label="Buss"),
        Var("reise_2", label="Tog"),
        Var("reise_3", label="Ingen av disse"),
        Var("dato", format=DATE),
        Var("merknad", width=40),
    ]


def sav_rows() -> list[list[float | str]]:
    """The good rows as SPSS has them; dates are seconds since 1582-10-14."""
    made: list[list[float | str]] = []
    for number, row in enumerate(rows()):
        numbers = [float(cell.replace(",", ".")) if cell else SYSMIS for cell in row[3:10] if "-" not in cell]
        day = 13_797_216_000.0 + 86_400 * (number % 28)
        made.append([row[0], float(row[1]), row[2], *numbers, day, row[11]])
    return made


def sav_file(
    labels: dict[float, str] | None = None,
    body: Sequence[Sequence[float | str]] | None = None,
    **header: int | str,
) -> bytes:
    """The good rows as a .sav file; `header` is what its header claims."""
    return sav_bytes(sav_variables(labels), sav_rows() if body is None else body, **header)


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    notes: str
    errors: str


class TinySurvey:
    """The survey in a folder, with good rows until a test changes something."""

    def __init__(self, folder: Path) -> None:
        self.root = DataRoot(folder / "data")
        self.keys = folder / "keys"
        self.define("survey.yaml", SURVEY)
        self.define("questionnaire.yaml", QUESTIONNAIRE)
        self.define("reports/trivsel.yaml", REPORT)
        self.raw = self.root.raw(NAME, WAVE)
        self.raw.mkdir(parents=True)
        self.write(csv_text())

    def define(self, name: str, text: str) -> None:
        """Write a file of the definition."""
        path = self.root.survey(NAME) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def redefine(self, old: str, new: str, name: str = "survey.yaml") -> None:
        """Change a file of the definition where `old` stands, which must be there."""
        text = (self.root.survey(NAME) / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.define(name, text.replace(old, new))

    def export(self, *files: str, read: str = "{}") -> None:
        """Declare the files of the export, and how they are read (as YAML)."""
        self.redefine("export: {files: [svar.csv]}", f"export: {{files: [{', '.join(files)}], read: {read}}}")

    def read_as(self, options: str) -> None:
        """Declare how the CSV is read."""
        self.export("svar.csv", read=f"{{{options}}}")

    def write(self, text: str | bytes, name: str = "svar.csv", encoding: str = "utf-8") -> Path:
        """Put a file into the wave's folder."""
        path = self.raw / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    def said_by(self, *arguments: str) -> Said:
        """Run the command in this process."""
        environment = {"TOPLINE_KEYS": str(self.keys), "COLUMNS": "200", "DAGSTER_HOME": None}
        command = [*arguments, "--data", str(self.root.path)]
        result = CliRunner().invoke(main, command, env=environment)
        assert PRIVATE.lower() not in result.output.lower(), "a person's value was said"
        assert "Traceback" not in result.output
        return Said(result.exit_code, result.stdout, result.stderr)

    def check(self) -> Said:
        """`topline check`, which writes nothing whatever the files hold."""
        before = self.everything()
        said = self.said_by("check", NAME)
        assert self.everything() == before, "checking has written something"
        return said

    def refusal(self, *words: str) -> str:
        """What `topline check` says of data that is refused: each of `words` must be there."""
        said = self.check()
        assert said.code == 1, (said.code, said.notes, said.errors)
        for word in words:
            assert word in said.errors, (word, said.errors)
        return said.errors

    def notes(self, *words: str) -> str:
        """What `topline check` notes of data that it accepts: each of `words` must be there."""
        said = self.check()
        assert said.code == 0, said.errors
        for word in words:
            assert word in said.notes, (word, said.notes)
        return said.notes

    def notes_of_run(self, text: str, *arguments: str) -> str:
        """What `topline run` says of an export that it accepts."""
        self.write(text)
        said = self.said_by("run", NAME, *arguments)
        assert said.code == 0, said.errors
        return said.notes

    def everything(self) -> dict[str, str]:
        """Every file under the data root with its SHA-256."""
        return digests(self.root.path)

    def source(self) -> Source:
        """The export as coding takes it: all kept columns with their cells."""
        definition = load_definition(self.root.survey(NAME))
        taken = ingest_export(definition, self.root, WAVE, b"a key for tests")
        return source_of(taken.columns, taken.rows)

    def core(self) -> Core:
        """The core tables that a run would write."""
        definition = load_definition(self.root.survey(NAME))
        return build_core(definition, WAVE, self.source(), Warehouse(self.root.warehouse).evaluate)


def digests(folder: Path) -> dict[str, str]:
    """Every regular file in a folder with its SHA-256."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
