"""A survey of five years, invented: a panel that changes slowly, and questions that were changed or new.

Belongs here: writing its definition and exports into a data root. Answers come from a seeded generator; what
must come out is counted in the tests from the same answers, or told by their shape.
"""

import csv
import random
from dataclasses import dataclass, field
from pathlib import Path

YEARS = ("2021", "2022", "2023", "2024", "2025")
NAME, REPORT = "felles", "trivsel"
COLUMNS = (
    *("id", "kjonn", "trives", "hjemme", "skjerm", "stol", "ingen", "press", "timer", "anbefaler"),
    *("ros", "stotte", "ny", "sjelden"),
)
SURVEY = """\
survey: felles
title: {nb: Fellesundersøkelsen, en: The common survey}
owner: Oss
languages: [LANGUAGES]
respondent: {key: id}
method:
  sponsor: Oss
  conductor: Oss
  strategy: {nb: Et skjema på nett, en: A form on the web}
  population: {nb: Alle ansatte, en: All employees}
  recruitment: {nb: Alle fikk en lenke, en: Everyone got a link}
  modes: [web]
  limitations: {nb: Tallene er oppdiktet, en: The numbers are invented}
waves:
WAVES
demographics:
  - {id: kjonn, text: {nb: Kjønn, en: Gender}, by: {nb: kjønn, en: gender}}
"""
QUESTIONNAIRE = """\
codelists:
  enig:
    options:
      - {id: helt_uenig, code: 1, score: 1, text: {nb: Helt uenig, en: Strongly disagree}, colour: neg2}
      - {id: uenig, code: 2, score: 2, text: {nb: Uenig, en: Disagree}, colour: neg1}
      - {id: verken, code: 3, score: 3, text: {nb: Verken eller, en: Neither}, colour: mid}
      - {id: enig, code: 4, score: 4, text: {nb: Enig, en: Agree}, colour: pos1}
      - {id: helt_enig, code: 5, score: 5, text: {nb: Helt enig, en: Strongly agree}, colour: pos2}
      - {id: vet_ikke, code: 9, text: {nb: Vet ikke, en: Don't know}, role: dont_know}
  null_ti:
    options: [TENS]
questions:
  - id: kjonn
    background: true
    text: {nb: Kjønn, en: Gender}
    column: kjonn
    options:
      - {id: kvinne, code: 1, text: {nb: Kvinner, en: Women}}
      - {id: mann, code: 2, text: {nb: Menn, en: Men}}
      - {id: annet, code: 3, text: {nb: Annet, en: Other}}
  - id: trives
    type: scale
    ask_if: everyone
    text: {nb: Jeg trives på jobben, en: I thrive at work}
    short: {nb: Trives, en: Thrives}
    column: trives
    codelist: enig
    top2: true
  - id: hjemme
    ask_if: everyone
    text: {nb: "Kan du jobbe hjemmefra?", en: "Can you work from home?"}
    short: {nb: Hjemmekontor, en: Home office}
    column: hjemme
    focus: ja
    options:
      - {id: ja, code: 1, text: {nb: Ja, en: "Yes"}, phrase: {nb: ja, en: "yes"}, colour: pos2}
      - {id: delvis, code: 2, text: {nb: Delvis, en: Partly}, phrase: {nb: delvis, en: partly}, colour: mid}
      - {id: nei, code: 3, text: {nb: Nei, en: "No"}, phrase: {nb: nei, en: "no"}, colour: neg1}
    waves:
      2021: {text: {nb: "Har du hjemmekontor?", en: "Do you have a home office?"}}
      2022: {text: {nb: "Har du hjemmekontor?", en: "Do you have a home office?"}}
      2023:
        compat: reworded
        approved_by: analyst
        note: {nb: "Før: «Har du hjemmekontor?»", en: "Before: “Do you have a home office?”"}
  - id: utstyr
    type: multiple
    ask_if: everyone
    text: {nb: "Hva har arbeidsgiveren betalt for?", en: "What has your employer paid for?"}
    short: {nb: Utstyr, en: Equipment}
    options:
      - {id: skjerm, code: 1, text: {nb: Skjerm, en: Screen}}
      - {id: stol, code: 2, text: {nb: Stol, en: Chair}}
      - {id: ingen, code: 3, text: {nb: Ingen av disse, en: None of these}, exclusive: true}
    columns: {skjerm: skjerm, stol: stol, ingen: ingen}
    nets: [{id: noe, text: {nb: Skjerm eller stol, en: Screen or chair}, options: [skjerm, stol]}]
  - id: press
    type: scale
    ask_if: everyone
    text: {nb: "Hvor stort er arbeidspresset?", en: "How high is the pressure?"}
    short: {nb: Arbeidspress, en: Pressure}
    column: press
    options: [SEVEN]
    waves:
      2021: {recode: {1: 1, 2: 3, 3: 4, 4: 5, 5: 7, 7: 7}}
      2022: {recode: {1: 1, 2: 3, 3: 4, 4: 5, 5: 7, 7: 7}}
      2023: {recode: {1: 1, 2: 3, 3: 4, 4: 5, 5: 7, 7: 7}}
      2024:
        compat: break
        note: {nb: sju trinn i stedet for fem, en: seven steps instead of five}
  - id: timer
    type: numeric
    ask_if: everyone
    text: {nb: "Hvor mange timer arbeider du i uka?", en: "How many hours do you work a week?"}
    short: {nb: Timer i uka, en: Hours a week}
    unit: {nb: timer, en: hours}
    column: timer
    min: 0
    max: 80
    waves: {2023: {compat: dropped}}
  - id: anbefaler
    type: nps
    ask_if: everyone
    text: {nb: "Anbefaler du arbeidsgiveren din?", en: "Do you recommend your employer?"}
    short: {nb: Anbefaler, en: Recommends}
    column: anbefaler
    codelist: null_ti
  - id: pastand
    type: grid
    ask_if: everyone
    text: {nb: "Lederen min …", en: "My manager …"}
    short: {nb: Leder, en: Manager}
    codelist: enig
    top2: true
    items:
      - {id: ros, text: {nb: gir ros, en: gives praise}}
      - {id: stotte, text: {nb: støtter meg når det blir vanskelig, en: supports me when it is hard}}
    columns: {ros: ros, stotte: stotte}
  - id: ny
    ask_if: everyone
    text: {nb: "Bruker du kunstig intelligens?", en: "Do you use artificial intelligence?"}
    short: {nb: Kunstig intelligens, en: Artificial intelligence}
    column: ny
    options:
      - {id: ja, code: 1, text: {nb: Ja, en: "Yes"}, phrase: {nb: ja, en: "yes"}, colour: pos2}
      - {id: nei, code: 2, text: {nb: Nei, en: "No"}, phrase: {nb: nei, en: "no"}, colour: neg1}
    waves: {2021: {compat: dropped}, 2022: {compat: dropped}, 2023: {compat: dropped}, 2024: {compat: new}}
  - id: sjelden
    ask_if: ny = 'ja' or hjemme = 'nei'
    blank: skipped
    text: {nb: "Har du fått opplæring?", en: "Have you been trained?"}
    short: {nb: Opplæring, en: Training}
    column: sjelden
    options:
      - {id: ja, code: 1, text: {nb: Ja, en: "Yes"}, phrase: {nb: ja, en: "yes"}, colour: pos2}
      - {id: nei, code: 2, text: {nb: Nei, en: "No"}, phrase: {nb: nei, en: "no"}, colour: neg1}
"""
REPORT_YAML = """\
report: trivsel
title: {nb: Trivsel, en: Wellbeing}
shown: valid
tests: true
margins: true
trend: {groups: true}
breakdowns: [{demographic: kjonn}]
chapters:
  - id: jobb
    title: {nb: På jobben, en: At work}
    questions: [trives, hjemme, utstyr, press, timer, anbefaler, pastand, ny, sjelden]
"""
SHARES = {"2021": 0.50, "2022": 0.52, "2023": 0.55, "2024": 0.56, "2025": 0.70}
"""How likely somebody thrives and works from home."""
FEW_TRAINED = {"2021": 40, "2022": 25, "2023": 6, "2024": 60, "2025": 60}
"""How many answer the last question: starred in 2022, hidden in 2023."""
Rows = list[dict[str, str]]


def answers() -> dict[str, Rows]:
    """Every year's rows: of 260 persons some hundred are asked every year, and some 180 answer."""
    chance = random.Random(20_25)  # noqa: S311 - the same answers every time
    found: dict[str, Rows] = {}
    moods = {person: chance.random() for person in range(400)}
    for place, year in enumerate(YEARS):
        persons = [p for p in range(place * 30, place * 30 + 240) if chance.random() < 0.75]
        found[year] = [_row(chance, year, person, moods[person]) for person in persons]
        for number, row in enumerate(found[year]):
            row["sjelden"] = str(1 + number % 2) if number < FEW_TRAINED[year] else ""
            if row["sjelden"]:
                row["hjemme"] = "3"
    return found


def _row(chance: random.Random, year: str, person: int, mood: float) -> dict[str, str]:
    good = (mood + chance.random()) / 2 < SHARES[year]
    steps = 7 if year >= "2024" else 5
    skjerm, stol = chance.random() < 0.4, chance.random() < SHARES[year] - 0.2
    new = str(1 + (chance.random() > SHARES[year] - 0.3)) if year >= "2024" else ""
    return {
        "id": f"P{person:04d}",
        "kjonn": "3" if person % 25 == 0 else str(1 + person % 2),
        "trives": str(chance.choice([4, 5] if good else [1, 2, 3, 3, 9])),
        "hjemme": str(chance.choice([1, 1, 2] if good else [2, 3, 3])),
        "skjerm": str(int(skjerm)),
        "stol": str(int(stol)),
        "ingen": str(int(not skjerm and not stol)),
        "press": str(chance.randint(1, steps)),
        "timer": "" if year == "2023" else str(30 + int(10 * SHARES[year]) + chance.randint(-4, 4)),
        "anbefaler": str(min(10, max(0, int(10 * (mood + SHARES[year]) / 1.6) + chance.randint(-1, 2)))),
        "ros": str(chance.choice([4, 5, 3] if good else [1, 2, 3])),
        "stotte": str(chance.choice([4, 5] if chance.random() < 0.6 else [2, 3])),
        "ny": new,
        "sjelden": "",
    }


@dataclass
class Years:
    """The survey in a data root.

    Attributes:
        folder: The data root.
        rows: The answers that are written, by year.
    """

    folder: Path
    rows: dict[str, Rows] = field(default_factory=answers)

    def write(self, languages: str = "nb") -> None:
        """Write the definition and the exports."""
        waves = "\n".join(
            f"  {year}: {{field_start: {year}-03-01, field_end: {year}-03-28, report_date: {year}-05-15, "
            "export: {files: [svar.csv]}}"
            for year in YEARS
        )
        points = ", ".join(f'{{id: p{i}, code: {i}, score: {i}, text: "{i}"}}' for i in range(11))
        steps = ", ".join(_step(i) for i in range(1, 8))
        self.define("survey.yaml", SURVEY.replace("WAVES", waves).replace("LANGUAGES", languages))
        self.define("questionnaire.yaml", QUESTIONNAIRE.replace("TENS", points).replace("SEVEN", steps))
        self.define(f"reports/{REPORT}.yaml", REPORT_YAML)
        for year in YEARS:
            self.export(year)

    def define(self, name: str, text: str) -> None:
        """Write a file of the definition."""
        path = self.folder / "surveys" / NAME / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def redefine(self, name: str, old: str, new: str) -> None:
        """Change a file of the definition where `old` stands, which must be there once."""
        text = (self.folder / "surveys" / NAME / name).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.define(name, text.replace(old, new))

    def export(self, year: str) -> None:
        """Write a year's export."""
        path = self.folder / "raw" / NAME / year / "svar.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        absent = ({"timer"} if year == "2023" else set()) | ({"ny"} if year < "2024" else set())
        with path.open("w", encoding="utf-8", newline="") as file:
            columns = [name for name in COLUMNS if name not in absent]
            writer = csv.DictWriter(file, columns, delimiter=";", extrasaction="ignore")
            writer.writeheader()
            writer.writerows(self.rows[year])


def _step(number: int) -> str:
    colours = ("neg2", "neg2", "neg1", "mid", "pos1", "pos2", "pos2")
    text = {1: "Svært lite", 7: "Svært stort"}.get(number, f"Trinn {number}")
    return f"{{id: s{number}, code: {number}, score: {number}, text: {text}, colour: {colours[number - 1]}}}"
