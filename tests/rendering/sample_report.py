"""The published 2023 report as a tree: what whoever builds trees must hand to the writers.

Totals and representativity are the published figures (`cases/`); the groups are invented, and add up to the
published count of every option.
"""

import csv
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from pipeline.methods.rounding import half_away
from pipeline.rendering import alt
from pipeline.rendering.comparisons import Deviation, GroupValue, by_group, representativity
from pipeline.rendering.findings import Answer, share_of, total
from pipeline.rendering.language import Catalogue, catalogue
from pipeline.rendering.tree import (
    BarRow,
    Breakdown,
    Cell,
    Chapter,
    Column,
    Fact,
    FactStrip,
    Fill,
    Option,
    Paragraph,
    Part,
    Question,
    Report,
    Row,
    Section,
    StackedBar,
    StackedBars,
    Table,
    Term,
)

CASES = Path(__file__).parent / "cases"
WORDS = catalogue("nb")
# ending of the label: colour, short name, phrase, pole; in the order of the bars
ROLES: dict[str, tuple[Fill, str, str, str]] = {
    "Ja": ("pos2", "Ja", "ja", ""),
    "Delvis": ("pos1", "Delvis", "delvis", ""),
    "Nei": ("neg1", "Nei", "nei", ""),
    "blir dårligere": ("neg2", "Dårligere", "dårligere", "negative"),
    "er som før": ("mid", "Som før", "som før", "middle"),
    "blir bedre": ("pos2", "Bedre", "bedre", "positive"),
    "Vet ikke": ("dk", "Vet ikke", "", ""),
}
CHAPTERS = {
    "Avtaler og utstyr": "Fire spørsmål om skriftlig avtale og om utstyr på hjemmekontoret.",
    "Konsekvenser av hjemmekontor": "Tre spørsmål om samarbeid, arbeidsmiljø og oppfølging fra leder.",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one of the case files."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def role(label: str) -> tuple[int, Fill, str, str, str]:
    """Order, colour, short name, phrase and pole of an answer."""
    for order, (ending, rest) in enumerate(ROLES.items()):
        if label.endswith(ending):
            return (order, *rest)
    raise KeyError(label)


def option(label: str) -> Option:
    _, fill, short, *_ = role(label)
    return Option(key=short.lower(), label=label, short=short, fill=fill)


def answer(label: str, percent: int) -> Answer:
    _, fill, _, phrase, pole = role(label)
    clause = label[0].lower() + label[1:] if pole else ""
    return Answer(label, percent, fill == "dk", phrase, clause, pole)


def part(count: int, whole: int) -> Part:
    share = 100 * count / whole if whole else 0.0
    return Part(share, WORDS.numbers.number(share))


def bar_row(label: str, counts: dict[str, int], *, emphasis: bool = False) -> BarRow:
    opinions = sum(count for name, count in counts.items() if name != "Vet ikke")
    everyone = opinions + counts["Vet ikke"]
    aside = 100 * counts["Vet ikke"] / everyone
    number = WORDS.numbers.number
    return BarRow(
        label,
        tuple(part(count, opinions) for name, count in counts.items() if name != "Vet ikke"),
        number(opinions),
        opinions,
        number(aside),
        aside,
        emphasis=emphasis,
    )


def breakdown(key: str, text: str, totals: dict[str, int], focus: str) -> Breakdown:
    rows = [bar_row(WORDS.text("column.all"), totals, emphasis=True)]
    values = []
    names = list(totals)
    mine = [row for row in rows_of("groups.csv") if row["question_id"] == key]
    for (group, phrase), cells in groupby(mine, lambda row: (row["group"], row["phrase"])):
        counts = {cell["option"]: int(cell["count"]) for cell in cells}
        row = bar_row(group, {name: counts[name] for name in names})
        rows.append(row)
        place = [name for name in names if name != "Vet ikke"].index(focus)
        values.append(GroupValue(group, int(row.parts[place].text), phrase=phrase))
    options = tuple(option(name) for name in names if name != "Vet ikke")
    return Breakdown(
        "tariffavtale",
        WORDS.text("question.broken_down_by", demographic="tariffavtale"),
        StackedBars(
            alt.stacked_bars(text, "tariffavtale", options, rows, WORDS),
            WORDS.text("caption.of_opinion"),
            "Tariffavtale",
            options,
            tuple(rows),
            WORDS.text("column.base"),
            WORDS.text("column.dont_know"),
        ),
        by_group(share_of(answer(focus, 0), WORDS), values, WORDS),
        notes=(WORDS.text("note.base_and_dont_know"),),
    )


def question(number: str, published: Sequence[dict[str, str]], codebook: dict[str, str]) -> Question:
    ordered = sorted(published, key=lambda row: role(row["option"])[0])
    counts = {row["option"]: int(row["count"]) for row in ordered}
    whole = sum(counts.values())
    text = published[0]["question"].removeprefix(codebook["intro"]).strip()
    persons = WORDS.counted("question.persons", whole)
    options = tuple(option(name) for name in counts)
    parts = tuple(part(count, whole) for count in counts.values())
    rows = tuple(
        Row(
            name,
            (Cell(WORDS.numbers.number(count), count), Cell(share.text, share.share)),
            swatch=choice.fill,
        )
        for (name, count), share, choice in zip(counts.items(), parts, options, strict=True)
    )
    columns = (
        Column(WORDS.text("column.count"), "count"),
        Column(WORDS.text("column.percent"), "percent"),
    )
    sums = (Cell(WORDS.numbers.number(whole), whole), Cell("100", 100))
    key = codebook["question_id"]
    return Question(
        key,
        number,
        codebook["short"],
        text,
        WORDS.text("question.base", who=WORDS.text("question.base_all"), persons=persons),
        total([answer(name, int(half_away(100 * n / whole))) for name, n in counts.items()], WORDS),
        StackedBar(
            alt.stacked_bar(text, persons, options, parts, WORDS),
            WORDS.text("caption.all_percent"),
            options,
            parts,
        ),
        Table(
            f"{key}-alle",
            WORDS.text("caption.all_count_percent"),
            WORDS.text("column.answer"),
            columns,
            rows,
            Row(WORDS.text("column.total"), sums, emphasis=True),
        ),
        codebook["intro"],
        (breakdown(key, text, counts, codebook["focus"]),),
    )


def chapters() -> tuple[Chapter, ...]:
    codebook = {row["question_id"]: row for row in rows_of("codebook.csv")}
    made = []
    for index, (title, rows) in enumerate(groupby(rows_of("questions.csv"), lambda r: r["chapter"]), 1):
        questions = [
            question(f"{index}.{place}", list(answers), codebook[key])
            for place, (key, answers) in enumerate(groupby(rows, lambda r: r["question_id"]), 1)
        ]
        made.append(Chapter(f"kapittel-{index}", str(index), title, tuple(questions), CHAPTERS[title]))
    return tuple(made)


def representativity_table(key: str, rows: Sequence[dict[str, str]], words: Catalogue) -> Table:
    number, signed = words.numbers.number, words.numbers.signed
    name = {"kjonn": "Kjønn", "alder": "Alder", "tillitsverv": "Tillitsverv", "yrke": "Yrke"}[key]

    def group_label(group: str) -> str:
        years = {"Under 20": "Under 20 år", "70 eller mer": "70 år eller mer"}
        return years.get(group, f"{group.replace('-', '–')} år") if key == "alder" else group

    def line(row: dict[str, str]) -> Row:
        whole = [int(row[f"{what}"]) for what in ("universe_count", "universe_percent")]
        got = [int(row[f"{what}"]) for what in ("response_count", "response_percent")]
        difference = int(row["difference"])
        cells = [Cell(number(value), value) for value in whole + got]
        return Row(
            group_label(row["group"]), (*cells, Cell(signed(difference), difference, bar=float(difference)))
        )

    def column(kind: str, group: str) -> Column:
        short = words.text("column.percent_short") if kind == "percent" else ""
        return Column(words.text(f"column.{kind}"), kind, group=words.text(f"column.{group}"), short=short)

    sums = [sum(int(row[what]) for row in rows) for what in ("universe_count", "response_count")]
    counted = [Cell(number(value), value) for value in sums]
    empty = Cell("")
    return Table(
        f"{key}-tabell",
        words.text("caption.representativity", demographic=name),
        rows[0]["heading"],
        (
            *(column(kind, group) for group in ("universe", "responses") for kind in ("count", "percent")),
            Column(
                words.text("column.difference_points"),
                "difference",
                group=words.text("column.difference"),
                short=words.text("column.difference_short"),
                bar_limit=7,
            ),
        ),
        tuple(line(row) for row in rows),
        Row(words.text("column.total"), (counted[0], empty, counted[1], empty, empty), emphasis=True),
        representativity(
            [Deviation(group_label(row["group"]), int(row["difference"])) for row in rows], words
        ),
    )


def method() -> tuple[Section, ...]:
    tables = [
        representativity_table(key, list(rows), WORDS)
        for key, rows in groupby(rows_of("representativity.csv"), lambda row: row["demographic"])
    ]
    strip = FactStrip(
        (
            Fact(WORDS.numbers.percent(15), "svarprosent i hele medlemsundersøkelsen"),
            Fact(WORDS.numbers.short_day(date(2023, 2, 24)), "2023, utsending til de fleste"),
            Fact(WORDS.numbers.number(27734), "personer i universet"),
            Fact(WORDS.numbers.number(3414), "svar i de samme yrkene"),
        )
    )
    return (
        Section(
            "representativitet",
            WORDS.text("method.sample"),
            (
                Paragraph(
                    "Medlemsundersøkelsen går på e-post til medlemmene. Innsamlingens slutt er ukjent."
                ),
                strip,
                Paragraph(
                    "Universet er yrkesaktive med e-postadresse i yrker der mer enn 30\u00a0prosent kan ha "
                    "hjemmekontor. " + WORDS.text("method.universe_compared")
                ),
                *tables,
            ),
        ),
    )


def sample() -> Report:
    """Build the published report."""
    return Report(
        survey_id="medlemsundersokelsen",
        wave="2023",
        report_id="hjemmekontor",
        title="Hjemmekontor",
        source="Medlemsundersøkelsen 2023",
        author="Analyseavdelingen",
        language="nb",
        date=date(2023, 6, 1),
        chapters=chapters(),
        subtitle="Avtaler, utstyr og konsekvenser blant medlemmer som kan jobbe hjemmefra",
        about=(
            (
                "Rapporten viser hvordan medlemmer som kan jobbe hjemmefra, vurderer avtalene, utstyret og "
                "følgene av hjemmekontor. Den bygger på medlemsundersøkelsen i 2023. Av alle som svarte, "
                "oppgir 19\u00a0prosent at de kan ha hjemmekontor."
            ),
        ),
        facts=(
            Fact(WORDS.numbers.percent(19), "av alle som svarte, kan ha hjemmekontor"),
            Fact(WORDS.numbers.number(5797), "personer inngår i rapporten"),
            Fact(WORDS.numbers.percent(15), "svarprosent i hele medlemsundersøkelsen"),
            Fact(WORDS.numbers.short_day(date(2023, 2, 24)), "2023, utsending til de fleste"),
        ),
        reading=(WORDS.text("reading.one_page") + " " + WORDS.text("note.rounding"),),
        reading_terms=tuple(
            Term(WORDS.text(f"reading.{word}"), WORDS.text(f"reading.{word}_text"))
            for word in ("bar", "base", "dont_know")
        ),
        method=method(),
        warnings=(
            (
                "Enkeltspørsmål har opptil 6\u202f393 svar, altså flere enn de 5\u202f797 personene som "
                "rapporten oppgir. Det er uavklart."
            ),
        ),
        notice="Gruppene er syntetiske. Totaltallene er de publiserte tallene for 2023.",
        keywords=("medlemsundersøkelse", "hjemmekontor"),
    )
