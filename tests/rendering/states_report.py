"""Other question types and awkward data as a tree. All numbers are made up."""

from dataclasses import replace
from datetime import date

from pipeline.rendering.tabulated import cell_of
from pipeline.rendering.tree import (
    BarRow,
    Breakdown,
    Bullets,
    Cell,
    Chapter,
    Column,
    Fill,
    Heading,
    Option,
    Paragraph,
    Part,
    PlainBars,
    PlainRow,
    Question,
    Report,
    Row,
    Section,
    StackedBar,
    StackedBars,
    Table,
    Term,
    Terms,
)

FILLS: tuple[Fill, ...] = ("neg2", "neg1", "mid", "pos1", "pos2", "dk")
NAMES = ("Svært dårlig", "Dårlig", "Verken eller", "Godt", "Svært godt", "Vet ikke")
SCALE = tuple(
    Option(f"o{i}", name, name, fill) for i, (name, fill) in enumerate(zip(NAMES, FILLS, strict=True))
)
HIDDEN = "Vises ikke av hensyn til personvernet"
ALT = "Stablede søyler med oppdiktede tall. Godt eller svært godt: 41, 45 og 48 prosent."


def parts(*shares: float, up: int | None = None) -> tuple[Part, ...]:
    return tuple(
        Part(float(s), f"{s}", "up" if place == up else "none", "±\u00a03") for place, s in enumerate(shares)
    )


def shown(label: str, shares: tuple[float, ...], base: str, aside: int, **more: object) -> BarRow:
    mark, unsure = more.pop("up", None), more.pop("unsure", None)
    count = int(base.replace("\u202f", ""))
    made = parts(*shares, up=mark)
    made = tuple(replace(part, unreliable=place == unsure) for place, part in enumerate(made))
    return BarRow(label, made, base, count, str(aside), float(aside), **more)


def hidden(label: str) -> BarRow:
    return BarRow(label, (), "–", hidden=HIDDEN)


def by_group(groups: int = 0) -> StackedBars:
    rows = [
        shown("Alle", (10, 19, 23, 33, 15), "4\u202f303", 6, emphasis=True),
        shown("Kommunal barnehage og skolefritidsordning", (12, 24, 22, 29, 13), "1\u202f208", 5),
        shown("Spesialisthelsetjenesten", (7, 16, 25, 36, 16), "988", 7, up=3),
        shown("Renhold", (21, 29, 19, 22, 9), "42", 12, unsure=1),
        hidden("Brann og redning"),
        hidden("Energi"),
        *(shown(f"Gruppe nummer {i}", (20, 20, 20, 20, 20), "100", 20) for i in range(groups)),
    ]
    return StackedBars(
        ALT,
        "Prosent av dem som har tatt stilling",
        "Yrkesområde",
        SCALE[:5],
        tuple(rows),
        "Antall",
        "Vet ikke",
    )


def with_margins() -> Table:
    """Build the table of a breakdown that carries more than its figure: margins, marks, differences."""
    columns = (
        *(Column(option.label, "percent", key=option.key, short=option.short) for option in SCALE[:5]),
        Column("Differanse", "difference"),
        Column("Antall", "count"),
    )
    rows = [
        Row(
            row.label,
            (
                *(cell_of(part) for part in row.parts),
                Cell("+7", 7, "up"),
                Cell(row.base, row.base_value),
            )
            if row.parts
            else (*(Cell("–") for _ in SCALE[:5]), Cell(""), Cell("–")),
            emphasis=row.emphasis,
        )
        for row in by_group().rows
    ]
    return Table("skala-yrke", "Prosent og feilmargin", "Yrkesområde", columns, tuple(rows))


def by_wave() -> StackedBars:
    rows = (
        shown("2023", (10, 19, 23, 33, 15), "4\u202f303", 6, emphasis=True),
        shown("2022", (11, 20, 24, 31, 14), "4\u202f120", 7),
        shown("2021", (13, 22, 24, 28, 13), "3\u202f876", 8),
    )
    return StackedBars(
        ALT, "Prosent av dem som har tatt stilling", "År", SCALE[:5], rows, "Antall", "Vet ikke", "previous"
    )


def many_options(count: int = 12) -> Question:
    rows = (
        *tuple(
            PlainRow(
                f"Svar nummer {i} med et ganske langt navn",
                64.0 - 5 * i,
                f"{64 - 5 * i}",
                f"{500 - i}",
                500 - i,
            )
            for i in range(count - 1)
        ),
        PlainRow("Vet ikke", 3.0, "3", "137", 137, fill="dk"),
    )
    return Question(
        "flere",
        "1.2",
        "Flere svar",
        "Hva er viktigst for deg?",
        "Grunnlag: 4\u202f578 personer. Flere svar var mulig.",
        "«Svar nummer 0» er det flest peker på (64\u00a0prosent).",
        PlainBars(
            "Enkle søyler med oppdiktede tall for tolv svar.",
            "Andel, prosent og antall",
            "Svar",
            "Prosent",
            rows,
            "Antall",
        ),
    )


def beside_others() -> Table:
    return Table(
        "skala-enheter",
        "Godt, gruppen og alle andre",
        "Yrkesområde",
        (Column("Gruppen", "percent"), Column("Alle andre", "percent"), Column("Differanse", "difference")),
        (
            Row("Helse", (Cell("45", 45), Cell("41", 41), Cell("+4", 4, "up"))),
            Row("Teknisk", (Cell("–"), Cell("–"), Cell("–"))),
        ),
        notes=("«Alle andre» er alle som ikke er i gruppen.",),
    )


def scale() -> Question:
    table = Table(
        "skala-tabell",
        "Alle svar, antall og prosent",
        "Svar",
        (Column("Antall", "count"), Column("Prosent", "percent"), Column("Feilmargin", "text")),
        tuple(
            Row(
                option.label, (Cell("100", 100), Cell("17", 17.0, "up"), Cell("±\u00a02")), swatch=option.fill
            )
            for option in SCALE
        ),
        Row("I alt", (Cell("600", 600), Cell("100", 100), Cell("")), emphasis=True),
    )
    note = "* Færre enn 50 har tatt stilling. Tolkes med varsomhet."
    return Question(
        "skala",
        "1.1",
        "Femdelt skala",
        "Hvordan er arbeidsmiljøet der du jobber?",
        "Grunnlag: alle som svarte på spørsmålet, 4\u202f578 personer.",
        "Flere svarer godt eller svært godt (45\u00a0prosent) enn dårlig eller svært dårlig (27).",
        StackedBar(ALT, "Alle svar, prosent", SCALE, parts(9, 18, 22, 31, 14, 6)),
        table,
        breakdowns=(
            Breakdown(
                "yrke",
                "Brutt ned på yrkesområde",
                by_group(),
                table=with_margins(),
                notes=(note,),
                benchmarks=(beside_others(),),
            ),
            Breakdown(
                "utvikling", "Utvikling over tid", by_wave(), "Andelen har økt fra 41 til 48\u00a0prosent."
            ),
        ),
    )


def one_option() -> Question:
    figure = StackedBar(
        "Stablet søyle med ett eneste svar: Ja 100 prosent av alle som svarte.",
        "Alle svar, prosent",
        (Option("ja", "Ja", "Ja", "pos2"),),
        parts(100),
    )
    return Question("ett", "1.3", "Ett svar", "Er du medlem?", "Grunnlag: 10 personer.", figure=figure)


def number() -> Question:
    rows = (
        PlainRow(
            "Alle",
            -18.4,
            "−18",
            "1\u202f200",
            1200,
            low=-24.0,
            high=-12.6,
            interval="±\u00a06",
            emphasis=True,
        ),
        PlainRow("Virke", 22.0, "22", "120", 120, low=4.0, high=40.0, interval="±\u00a018", mark="up"),
        PlainRow("Staten", -61.0, "−61", "80", 80, low=-74.0, high=-48.0, interval="±\u00a013", fill="neg2"),
        PlainRow("Energi", None, "–", "–", hidden=HIDDEN),
    )
    figure = PlainBars(
        "Enkle søyler for netto anbefaling: Alle −18, Virke 22, Staten −61, Energi vises ikke.",
        "Netto anbefaling, fra −100 til 100",
        "Gruppe",
        "NPS",
        rows,
        "Antall",
        (-100.0, 100.0),
    )
    return Question(
        "nps",
        "1.4",
        "Anbefaling",
        "Hvor sannsynlig er det at du vil anbefale arbeidsplassen din?",
        "Grunnlag: 1\u202f200 personer.",
        figure=figure,
    )


def twenty_groups() -> Question:
    return Question(
        "tjue",
        "1.5",
        "Tjue grupper",
        "Hvordan er utstyret?",
        "Grunnlag: 4\u202f578 personer.",
        breakdowns=(Breakdown("yrke", "Brutt ned på yrkesområde", by_group(15)),),
    )


def nothing() -> Question:
    return Question("tomt", "1.6", "Ingenting", "Et spørsmål uten svar?", "Grunnlag: 0 personer.")


def states(*, method: bool = True) -> Report:
    """Build a report of awkward states; without `method` it also lacks every optional part."""
    section = Section(
        "metode-tekst",
        "Spørreskjema",
        (
            Terms((Term("Oppdragsgiver", "Forbundet"), Term("Målgruppe", "Alle medlemmer."))),
            Heading("Ordlyd"),
            Paragraph("En tekst."),
            Bullets(("Ett punkt", "Et annet punkt")),
            by_wave(),
        ),
    )
    return Report(
        survey_id="states",
        wave="2023",
        report_id="tilstander",
        title="Andre spørsmålstyper og tilstander",
        source="Oppdiktede tall",
        author="Analyseavdelingen",
        language="nb",
        date=date(2023, 6, 1),
        chapters=(
            Chapter(
                "kapittel",
                "1",
                "Tilstander",
                (scale(), many_options(), one_option(), number(), twenty_groups(), nothing()),
            ),
        ),
        method=(section,) if method else (),
    )
