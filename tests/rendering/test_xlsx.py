"""The workbook: numbers are numbers, text is text, charts are described."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hostile_report import ATTACKS, hostile
from openpyxl.workbook import Workbook
from sample_report import rows_of, sample
from states_report import states

from pipeline.methods.rounding import half_away
from pipeline.rendering.tree import (
    Cell,
    Column,
    Paragraph,
    PlainBars,
    PlainRow,
    Report,
    Row,
    Section,
    Table,
)
from pipeline.rendering.xlsx import render
from pipeline.rendering.xlsx.sheet_names import SheetNames
from pipeline.rendering.xlsx.styles import number_format

# openpyxl tells that it does not keep data bars when it saves; nothing is saved here.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def read(report: Report) -> Workbook:
    return openpyxl.load_workbook(BytesIO(render(report)))


@pytest.mark.parametrize("report", [sample(), states(), hostile()], ids=["published", "states", "hostile"])
def test_no_cell_is_a_formula_and_no_link_leaves_the_workbook(report: Report) -> None:
    data = render(report)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        relations = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".rels"))
    assert sheets
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet]
    assert 'TargetMode="External"' not in relations


def test_hostile_text_stays_text() -> None:
    strings = [cell.value for sheet in read(hostile()) for row in sheet for cell in row if cell.value]
    told = "\n".join(str(value) for value in strings)
    assert ATTACKS[3] in told
    assert ATTACKS[0] in told
    assert "\u202e" not in told


def test_published_counts_and_percents_are_numbers() -> None:
    book = read(sample())
    for row in rows_of("questions.csv"):
        found = [
            (line[1].value, line[2].value)
            for sheet in book
            for line in sheet.iter_rows(max_col=3)
            if line[0].value == row["option"] and line[1].value == int(row["count"])
        ]
        assert [(n, half_away(pct)) for n, pct in found] == [(int(row["count"]), int(row["percent"]))]


def test_representativity_has_bars_in_its_cells() -> None:
    book = read(sample())
    sheet = book["Utvalg og representativitet"]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(max_col=6)]
    for row in rows_of("representativity.csv"):
        numbers = [int(row[key]) for key in ("universe_count", "universe_percent", "response_count")]
        wanted = [*numbers, int(row["response_percent"]), int(row["difference"])]
        assert any(line[1:] == wanted for line in values), row["group"]
    assert len(sheet.conditional_formatting) == 4


def test_every_question_has_a_native_chart_with_its_description() -> None:
    with zipfile.ZipFile(BytesIO(render(sample()))) as archive:
        charts = [name for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        drawings = [archive.read(name).decode() for name in archive.namelist() if "drawings/drawing" in name]
    assert len(charts) == 7
    described = re.findall(r'descr="([^"]+)"', "".join(drawings))
    assert len(described) == 7
    assert all("prosent" in text for text in described)


def test_sheets_are_an_index_one_a_question_and_the_method() -> None:
    assert read(sample()).sheetnames == [
        "Innhold", "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "Utvalg og representativitet",
    ]  # fmt: skip


def test_sections_of_a_few_sentences_share_a_sheet_and_the_appendix_does_not() -> None:
    said = (Section("a", "Vekting", (Paragraph("Ikke vektet."),)), Section("b", "Usikkerhet", ()))
    wordings = Section("c", "Spørsmål", (Paragraph("Ett svar."),))
    report = sample()
    book = read(replace(report, method=(said[0], *report.method, said[1]), appendix=(wordings,)))
    assert book.sheetnames[-3:] == ["Metode", "Utvalg og representativitet", "Spørsmål"]
    shared = [row[0].value for row in book["Metode"].iter_rows() if row[0].value]
    assert shared == ["Vekting", "Ikke vektet.", "Usikkerhet"]


def test_the_index_leads_to_every_sheet() -> None:
    book = read(sample())
    links = {cell.hyperlink.location for row in book["Innhold"] for cell in row if cell.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:]}


def test_a_hidden_group_has_no_number() -> None:
    sheet = read(states())["1.5"]
    hidden = [row for row in sheet.iter_rows() if "vises ikke" in str(row[0].value)]
    assert len(hidden) == 2
    assert not [cell for row in hidden for cell in row if isinstance(cell.value, int | float)]


def test_metadata_is_the_reports_own() -> None:
    properties = read(sample()).properties
    assert properties.title == "Hjemmekontor. Medlemsundersøkelsen 2023"
    assert str(properties.created).startswith("2023-06-01")


def test_a_report_without_anything_is_still_a_workbook() -> None:
    assert read(replace(states(method=False), chapters=())).sheetnames == ["Innhold"]


def test_sheet_names_fit_excel() -> None:
    names = SheetNames()
    assert names.unique("a/b?*[c]:d\\e") == "a-b---c--d-e"
    assert names.unique("x" * 40) == "x" * 31
    assert names.unique("X" * 40) == "X" * 29 + " 2"
    assert names.unique("''") == "-"
    assert names.unique("History") == "History 2"


def test_number_formats() -> None:
    assert number_format("count", 0) == "#,##0"
    assert number_format("difference", 0) == '+0;"\u2212"0;0'
    assert number_format("percent", 1, "\u202f↑") == '0.0"\u202f↑";"\u2212"0.0"\u202f↑"'


def test_points_stand_on_the_section_s_sheet() -> None:
    texts = [cell.value for row in read(states())["Spørreskjema"].iter_rows() for cell in row]
    assert "Oppdragsgiver: Forbundet" in texts


def test_a_printed_sign_and_thousands_stay() -> None:
    """A balance stands under percents, and a count among measures."""
    cells = (Cell("+51", 51.2), Cell("30\u202f351", 30351), Cell("\u22127", -7.4), Cell("33,5", 33.5))
    columns = (Column("Prosent", "percent"), *(Column(str(i), "number") for i in range(3)))
    table = Table("t", "Tall", "Gruppe", columns, (Row("Alle", cells),))
    report = replace(sample(), chapters=(), method=(Section("s", "Del", (table,)),), appendix=())
    (row,) = [line for sheet in read(report) for line in sheet.iter_rows() if line[0].value == "Alle"]
    formats = [cell.number_format for cell in row[1:5]]
    assert formats == [
        '+0;"\u2212"0;0',
        '#,##0;"\u2212"#,##0',
        '#,##0;"\u2212"#,##0',
        '#,##0.0;"\u2212"#,##0.0',
    ]


def test_bars_of_a_chart_begin_where_those_of_the_figure_do() -> None:
    """Left to itself a workbook lets the axis of 61 to 64 begin at 60; an index goes from 0 to 100."""
    rows = tuple(PlainRow(f"Gruppe {v}", float(v), str(v), low=v - 1.0, high=v + 1.0) for v in (61, 64))
    index = PlainBars("Beskrivelse av alle tall.", "Indeks", "Gruppe", "Indeks", rows)
    shares = replace(index, rows=tuple(replace(row, low=None, high=None) for row in rows))
    nps = replace(index, scale=(-100.0, 100.0))
    for figure, low, high in ((index, 0, [100]), (shares, 0, []), (nps, -100, [100])):
        report = replace(sample(), chapters=(), method=(Section("s", "Del", (figure,)),), appendix=())
        with zipfile.ZipFile(BytesIO(render(report))) as archive:
            chart = archive.read("xl/charts/chart1.xml").decode()
        axis = chart[chart.index("<c:valAx>") :]
        assert [float(end) for end in re.findall('<c:min val="(.*?)"/>', axis)] == [low]
        assert [float(end) for end in re.findall('<c:max val="(.*?)"/>', axis)] == high
