"""Triple-S: fixed columns and csv, bitstrings and spreads, in Latin-1, and zipped."""

import zipfile
from pathlib import Path

from tests.platforms.answers import AGREE, ANSWERS, ROWS, TEXTS, TRAVEL, WORK, Person, joined, text


def _values(codes: dict[int, str]) -> str:
    return (
        "<values>" + "".join(f'<value code="{c}">{label}</value>' for c, label in codes.items()) + "</values>"
    )


def _variables(spread: bool) -> list[tuple[str, str, int, str]]:
    """Attributes, name and label, width and the rest of each variable."""
    agree = [
        (
            f'ident="{5 + i}" type="single"',
            f"<name>enig_{row}</name><label>{TEXTS['agree']} - {label}</label>",
            1,
            _values(AGREE),
        )
        for i, (row, label) in enumerate(ROWS.items())
    ]
    travel = '<spread subfields="3" width="1"/>' if spread else ""
    asked = "<text mode='interview'>Hvorfor <br/>akkurat det?</text>"
    own = f"<label>{asked}<text xml:lang='en'>Why?</text></label>"
    return [
        (
            'ident="1" type="quantity" use="serial"',
            "<name>nr</name><label>Nummer</label>",
            3,
            '<values><range from="1" to="999"/></values>',
        ),
        ('ident="2" type="single"', f"<name>arbeid</name><label>{TEXTS['work']}</label>", 1, _values(WORK)),
        ('ident="3" type="logical"', "<name>spurt</name><label>Spurt om reise</label>", 1, ""),
        (
            'ident="4" type="multiple" filter="3"',
            f"<name>reise</name><label>{TEXTS['travel']}</label>",
            3,
            _values(TRAVEL) + travel,
        ),
        *agree,
        (
            'ident="7" type="quantity" filter="3"',
            f"<name>timer</name><label>{TEXTS['hours']}</label>",
            4,
            '<values><range from="0.0" to="99.9"/></values>',
        ),
        ('ident="8" type="character"', f"<name>kommentar</name>{own}", 40, "<size>40</size>"),
        (
            'ident="9" type="date"',
            "<name>dato</name><label>Dato</label>",
            8,
            '<values><range from="20240101" to="20241231"/></values>',
        ),
        (
            'ident="10" type="time"',
            "<name>tid</name><label>Klokkeslett</label>",
            6,
            '<values><range from="000000" to="235959"/></values>',
        ),
    ]


def metadata(layout: str, spread: bool = False) -> str:
    lines = [
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<sss version="2.0"><date>3 February 2024</date><survey><name>prove</name><title>Prøve</title>',
        f'<record ident="A" href="svar" format="{layout}" skip="{int(layout == "csv")}">',
    ]
    start = 1
    for attributes, names, width, rest in _variables(spread):
        first, last = (start, start + width - 1) if layout == "fixed" else (start, start)
        lines.append(
            f'<variable {attributes}>{names}<position start="{first}" finish="{last}"/>{rest}</variable>'
        )
        start = last + 1
    return "\n".join([*lines, "</record></survey></sss>"])


def _cells(person: Person, spread: bool) -> list[str]:
    agree, travel = person.agree or {}, person.travel
    if travel is None:
        ticks = ""
    elif spread:
        ticks = "".join(map(str, sorted(travel))).ljust(3) if travel else "0  "
    else:
        ticks = "".join(str(int(code in travel)) for code in TRAVEL)
    comment = (person.comment or "").replace("\n", " ")
    return [
        *(str(person.number), str(person.work), str(int(travel is not None)), ticks),
        *(text(agree.get(row)) for row in ROWS),
        *(text(person.hours), comment, "20240203", "101500"),
    ]


def fixed(folder: Path, spread: bool = False) -> list[Path]:
    """Fixed columns; blanks at the end of a line may be missing."""
    widths = [width for _, _, width, _ in _variables(spread)]
    lines = [
        "".join(cell.ljust(width) for cell, width in zip(_cells(p, spread), widths, strict=True)).rstrip()
        for p in ANSWERS
    ]
    (folder / "svar.asc").write_bytes("".join(line + "\r\n" for line in lines).encode("latin-1"))
    (folder / "svar.sss").write_bytes(metadata("fixed", spread).encode("latin-1"))
    return [folder / "svar.asc", folder / "svar.sss"]


def spread(folder: Path) -> list[Path]:
    """Fixed columns, several answers as the codes that were chosen."""
    return fixed(folder, spread=True)


def csv(folder: Path) -> list[Path]:
    """A csv file with a line of names, which the metadata tell to skip."""
    names = [f"v{i}" for i in range(1, 11)]
    lines = [",".join(names) + "\n", *(joined(_cells(p, False), ",") for p in ANSWERS)]
    (folder / "svar.csv").write_bytes("".join(lines).encode("latin-1"))
    (folder / "svar_sss.xml").write_bytes(metadata("csv").encode("latin-1"))
    return [folder / "svar.csv", folder / "svar_sss.xml"]


def zipped(folder: Path) -> list[Path]:
    """Both files in one archive, as Questback gives them."""
    path = folder / "triple_s.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in fixed(folder):
            archive.write(file, file.name)
    return [path]
