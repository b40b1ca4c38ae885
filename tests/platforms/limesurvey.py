"""LimeSurvey: CSV with every kind of heading and answer, VV, and SPSS syntax with its data.

`WORK` has an option `-oth-`, two persons chose it. `DUAL` has two scales, `RANK` three things in order.
The structure is in `limesurvey_structure.py`.
"""

from collections.abc import Callable
from pathlib import Path

from tests.platforms.answers import ANSWERS, ROWS, TRAVEL, Person, joined, text
from tests.platforms.limesurvey_structure import AGREE_CODES, ANSWER_TEXTS, HEADINGS, LSS

NOT_SHOWN = "{question_not_shown}"
OTHERS = (4, 7)
"""The numbers of those who chose an answer of their own on work."""

CODES = [
    *("id", "submitdate", "lastpage", "startlanguage", "seed", "WORK", "WORK[other]"),
    *("TRAVEL[T1]", "TRAVEL[T2]", "TRAVEL[other]", "AGREE[lonn]", "AGREE[tid]"),
    *("DUAL[lonn][1]", "DUAL[lonn][2]", "RANK[1]", "RANK[2]", "RANK[3]", "HOURS", "YES", "COMMENT"),
]
UNDERSCORES = [
    code.replace("][1]", "_0").replace("][2]", "_1").replace("[", "_").replace("]", "") for code in CODES
]
Cells = list[str | None]


def row(person: Person) -> Cells:
    """The cells as the platform stores them: None was never shown, an empty text was left empty."""
    done, agree = person.is_complete, person.agree
    moment = "2024-02-03 10:00:00" if done else None
    own = person.number in OTHERS
    cells: Cells = [str(person.number), moment, "3" if done else "1", "nb", "12345"]
    cells += ["-oth-" if own else f"A{person.work}", "Permisjon" if own else ""]
    if person.travel is None:
        cells += [None, None, None]
    else:
        cells += ["Y" if c in person.travel else "" for c in (1, 2)]
        cells += [person.other or ""]
    cells += [None, None] if agree is None else [_agree(agree[r]) for r in ROWS]
    if not done:
        return cells + [None] * 8
    turn = person.number % 3
    things = ["R1", "R2", "R3"]
    cells += [str(1 + person.number % 2), str(1 + person.number % 3), *things[turn:], *things[:turn]]
    cells += [text(person.hours) if person.hours else None, "Y" if person.number % 2 else "N"]
    return [*cells, person.comment or ""]


def _agree(code: int | None) -> str:
    return AGREE_CODES[code] if code else ""


def _csv(folder: Path, headings: list[str], cell: Callable[[str, str | None], str]) -> Path:
    lines = [joined(headings, ";", end="\r\n")]
    for person in ANSWERS:
        cells = [cell(code, value) for code, value in zip(CODES, row(person), strict=True)]
        lines.append(joined(cells, ";", end="\r\n"))
    path = folder / "results-survey123456.csv"
    path.write_bytes(("".join(lines) + "\r\n").encode("utf-8-sig"))
    return path


def _short(_: str, value: str | None) -> str:
    return value or ""


def _long(code: str, value: str | None) -> str:
    """An answer's text. Under options of several answers, and yes-no questions, the platform's own words."""
    question = code.split("[", maxsplit=1)[0]
    if question == "TRAVEL" and not code.endswith("[other]"):
        return "N/A" if value is None else "Yes" if value == "Y" else "No"
    if question == "YES":
        return {"Y": "Yes", "N": "No"}.get(value or "", "N/A")
    return ANSWER_TEXTS.get(code.rpartition("[")[0] if question == "DUAL" else question, {}).get(
        value or "", value or ""
    )


def structure(folder: Path, language: str = "nb") -> Path:
    path = folder / "limesurvey_survey_123456.lss"
    path.write_text(LSS.replace("<language>nb</language>", f"<language>{language}</language>"), "utf-8")
    return path


def codes(folder: Path) -> list[Path]:
    """Codes for headings and answers, without the structure."""
    return [_csv(folder, CODES, _short)]


def codes_and_structure(folder: Path) -> list[Path]:
    """Codes for headings and answers, with the structure."""
    return [_csv(folder, CODES, _short), structure(folder)]


def codes_with_texts(folder: Path) -> list[Path]:
    """`Q1. Text` for headings, the platform's own columns too."""
    headings = [f"{code}. {heading}" for code, heading in zip(CODES, HEADINGS, strict=True)]
    return [_csv(folder, headings, _short)]


def underscores(folder: Path) -> list[Path]:
    """Codes as the platform's expressions spell them, with the structure."""
    return [_csv(folder, UNDERSCORES, _short), structure(folder)]


def _numbers(code: str, value: str | None) -> str:
    """1 for Y and 2 for N, and 2 for what was left empty under several answers and yes-no questions."""
    if code.split("[", maxsplit=1)[0] not in {"TRAVEL", "YES"} or value is None:
        return value or ""
    return {"Y": "1", "N": "2", "": "2"}.get(value, value)


def numbers(folder: Path) -> list[Path]:
    """Codes, but numbers for yes and no, with the structure."""
    return [_csv(folder, CODES, _numbers), structure(folder)]


def abbreviated(folder: Path) -> list[Path]:
    """Texts for headings, each part cut at fifteen characters."""
    cut = [
        " [".join(part[:12] + ".. " if len(part) > 15 else part for part in h.split(" [")) for h in HEADINGS
    ]
    return [_csv(folder, cut, _short)]


def texts(folder: Path) -> list[Path]:
    """Texts for headings, answers as texts, without the structure."""
    return [_csv(folder, HEADINGS, _long)]


def texts_and_structure(folder: Path) -> list[Path]:
    """Texts for headings, answers as texts, with the structure."""
    return [_csv(folder, HEADINGS, _long), structure(folder)]


def _escaped(value: str | None) -> str:
    if value is None:
        return NOT_SHOWN
    for plain, escape in (("{", "{lbrace}"), ("\n", "{newline}"), ("\r", "{cr}"), ("\t", "{tab}")):
        value = value.replace(plain, escape)
    return "{quote}" + value[1:] if value.startswith('"') else value


def vv(folder: Path) -> list[Path]:
    """The VV export: tab, texts and codes above the answers, never shown marked; cells with blanks quoted."""
    lines = [_php_row(HEADINGS), _php_row(UNDERSCORES)]
    lines += [_php_row([_escaped(value) for value in row(person)]) for person in ANSWERS]
    path = folder / "vvexport_123456.csv"
    path.write_text("".join(lines), "utf-8", newline="")
    return [path, structure(folder)]


def _php_row(cells: list[str]) -> str:
    quoted = [
        '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ' "\t\n\r\\') else cell
        for cell in cells
    ]
    return "\t".join(quoted) + "\n"


def old_vv(folder: Path) -> list[Path]:
    """A VV export of older versions: both header rows end in a tab, no quotes, NULL for no date."""
    lines = ["\t".join([*HEADINGS, ""]), "\t".join([*UNDERSCORES, ""])]
    for person in ANSWERS:
        cells = [_escaped(value) for value in row(person)]
        cells[1] = "NULL" if cells[1] == NOT_SHOWN else cells[1]
        lines.append("\t".join(cells))
    path = folder / "vvexport_123456.csv"
    path.write_text("".join(line + "\n" for line in lines), "utf-8", newline="")
    return [path, structure(folder)]


NUMBERS = {"YES": {"Y": "1", "N": "2"}}


def _spss_cell(code: str, value: str | None) -> str:
    """A cell in quotes; nothing where there is none, but 0 under an option that was not chosen."""
    stored = value
    if code == "submitdate":
        stored = value and "03-02-2024 10:00:00"
    elif code in {"TRAVEL[T1]", "TRAVEL[T2]"} and value is not None:
        stored = str(int(value == "Y"))
    written = NUMBERS.get(code, {}).get(stored or "", stored)
    return "'" + written.replace("'", "''").replace("\n", " ") + "'" if written else ""


def spss(folder: Path) -> list[Path]:
    """The data file and the syntax that labels and renames its columns."""
    lines = []
    for person in ANSWERS:
        cells = [_spss_cell(*pair) for pair in zip(CODES, row(person), strict=True)]
        lines.append(",".join(cells) + "\n")
    data = folder / "survey_123456_SPSS_data_file.dat"
    data.write_bytes("".join(lines).encode("utf-8-sig"))
    syntax = folder / "survey_123456_SPSS_syntax_file.sps"
    syntax.write_bytes(_syntax().encode("utf-8-sig"))
    return [data, syntax]


def _syntax() -> str:
    names = [f"V{i}" for i in range(1, len(CODES) + 1)]
    kinds = {"submitdate": "DATETIME23.2", "id": "F7", "lastpage": "F7", "HOURS": "F5.4", "COMMENT": "A60"}
    lines = [
        "*$Rev: 121017 $ show 2.", "SET UNICODE=ON.", "SHOW LOCALE.", "PRESERVE LOCALE.",
        "SET LOCALE='en_UK'.", "SET DECIMAL=DOT.", "GET DATA", " /TYPE=TXT",
        " /FILE='survey_123456_SPSS_data_file.dat'", " /DELCASE=LINE", ' /DELIMITERS=","',
        " /QUALIFIER=\"'\"", " /ARRANGEMENT=DELIMITED", " /FIRSTCASE=1", " /IMPORTCASE=ALL",
    ]  # fmt: skip
    variables = [f" {name} {kinds.get(code, 'A20')}" for name, code in zip(names, CODES, strict=True)]
    lines.append(" /VARIABLES=\n" + "\n".join(variables) + ".")
    lines += ["CACHE.", "EXECUTE.", "*Define Variable Properties."]
    labels = dict(zip(names, CODES[:5] + [_spss_label(h) for h in HEADINGS[5:]], strict=True))
    for name, label in labels.items():
        cut = [label[:30], label[30:]] if len(label) > 30 else [label]
        lines.append(f"VARIABLE LABELS {name} " + '"+\n"'.join(['"' + cut[0], *cut[1:]]) + '".')
    lines.append("*Define Value labels.")
    for name, code in zip(names, CODES, strict=True):
        values = _value_labels(code)
        if values:
            rows = [f' {quoted} "{label}"' for quoted, label in values]
            lines.append(f"VALUE LABELS  {name}\n" + "\n".join(rows) + ".")
    for name, code in zip(names, UNDERSCORES, strict=True):
        title = code.replace("_lonn_", "_lonn#") if code.startswith("DUAL") else code
        lines.append(f"RENAME VARIABLES ( {name} = {title} ).")
    return "\n".join([*lines, "RESTORE LOCALE.", ""])


def _spss_label(heading: str) -> str:
    question, _, rest = heading.partition(" [")
    return f"[{rest.replace('][', '] [')} {question}" if rest else question


def _value_labels(code: str) -> list[tuple[str, str]]:
    question = code.split("[", maxsplit=1)[0]
    if code in {"TRAVEL[T1]", "TRAVEL[T2]"}:
        return [("1", "Yes"), ("0", "Not Selected")]
    if question == "YES":
        return [("1", "Yes"), ("2", "No")]
    if code.endswith("[other]"):
        return []
    known = ANSWER_TEXTS.get(code.rpartition("[")[0] if question == "DUAL" else question, {})
    return [(f'"{value}"', label) for value, label in known.items() if value != "-oth-"]


def empty(folder: Path) -> list[Path]:
    """A survey that nobody has answered: one record of empty cells."""
    lines = [joined(CODES, ";", end="\r\n"), joined([""] * len(CODES), ";", end="\r\n"), "\r\n"]
    path = folder / "results-survey123456.csv"
    path.write_bytes("".join(lines).encode("utf-8-sig"))
    return [path]


TRAVEL_LABELS = {"T1": TRAVEL[1], "T2": TRAVEL[2]}
