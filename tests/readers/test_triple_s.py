"""Triple-S: the same survey in fixed columns and as csv, bitstrings and spreads, latin-1."""

import pytest

from pipeline.readers import triple_s
from pipeline.readers.export import ExportError
from pipeline.readers.markers import NOT_SHOWN, NOT_SHOWN_AS_ANSWER
from pipeline.readers.options import ReadOptions
from tests.readers.columns import as_dict, block, described, write

OPTIONS = ReadOptions(format="triple_s")
VARIABLES = (
    ('ident="1" type="quantity" use="serial"', "nr", "Nummer", '<values><range from="1" to="999"/></values>'),
    ('ident="2" type="single"', "q1", "Er du <br/>ansatt på Ås?", {"1": "Ja", "02": "Nei", "99": "Vet ikke"}),
    ('ident="3" type="multiple"', "q2", "Leser", {"1": "Avis", "2": "Bok", "4": "Blad"}),
    ('ident="4" type="multiple" filter="2"', "q3", "Byer", {"1": "Oslo", "12": "Bergen"}),
    ('ident="5" type="character"', "q4", "<text mode='interview'>Hvorfor?</text><text>Grunn</text>", ""),
    ('ident="6" type="date"', "q5", "Dato", ""),
    ('ident="7" type="quantity" use="weight"', "vekt", "Vekt", ""),
)


def metadata(layout, positions, skip=0):
    """A variable of every type, at the given positions."""
    lines = [
        '<?xml version="1.0" encoding="ISO-8859-1"?>',
        '<sss version="2.0"><survey><title>Reiser 2026</title>',
        f'<record ident="A" format="{layout}" skip="{skip}">',
    ]
    for (attributes, name, label, values), (start, finish) in zip(VARIABLES, positions, strict=True):
        end = f' finish="{finish}"' if finish else ""
        lines.append(f"<variable {attributes}><name>{name}</name><label>{label}</label>")
        lines.append(f'<position start="{start}"{end}/>')
        lines.append('<spread subfields="2" width="2"/>' if name == "q3" else "")
        if isinstance(values, dict):
            coded = "".join(f'<value code="{code}">{text}</value>' for code, text in values.items())
            lines.append(f"<values>{coded}</values></variable>")
        else:
            lines.append(f"{values}</variable>")
    return "\n".join([*lines, "</record></survey></sss>"])


FIXED = [(1, 3), (4, 5), (6, 9), (10, 13), (14, 19), (20, 27), (28, 31)]
CSV = [(i, None) for i in range(1, 8)]
EXPECTED = {
    "1:nr": ["1", "002", "3"],
    "2:q1": ["1", "99", None],
    "3:q2[1]": ["1", "0", None],
    "3:q2[2]": ["0", "0", None],
    "3:q2[4]": ["1", "0", None],
    "4:q3[1]": ["0", "1", NOT_SHOWN],  # the filter is blank in the third record
    "4:q3[12]": ["1", "0", NOT_SHOWN],
    "5:q4": ["så, ja", None, None],
    "6:q5": ["2026-03-01", None, None],
    "7:vekt": ["1.25", "0.75", None],
}
LINES = ["  101100112  så, ja202603011.25", "002990000 100" + " " * 14 + "0.75", "  3"]
RECORDS = (
    'nr,q1,q2,q3,q4,q5,vekt\n1,1,1001,"12  ","så, ja",20260301,1.25\n002,99,"0000","0100",,,0.75\n3,,,,,,\n'
)


def fixed(folder, lines=LINES, positions=FIXED, encoding="latin-1"):
    data = write(folder / "s.asc", "\r\n".join(lines) + "\r\n", encoding)
    return [data, write(folder / "s.sss", metadata("fixed", positions), encoding)]


def csv(folder, records=RECORDS, positions=CSV):
    data = write(folder / "s.csv", records, "latin-1")
    return [data, write(folder / "s.xml", metadata("csv", positions, skip=1), "latin-1")]


def test_fixed_columns(tmp_path):
    export = triple_s.read(fixed(tmp_path), OPTIONS)
    assert as_dict(export) == EXPECTED
    assert export.weight == "7:vekt"
    assert described(export, "2:q1").label == "Er du ansatt på Ås?"
    assert described(export, "2:q1").labels == {"1": "Ja", "2": "Nei", "99": "Vet ikke"}
    assert described(export, "5:q4").label == "Hvorfor?"
    assert described(export, "6:q5").kind == "date"
    assert any("who was asked" in note for note in export.notes)


def test_csv_is_the_same(tmp_path):
    assert as_dict(triple_s.read(csv(tmp_path), OPTIONS)) == EXPECTED


def test_csv_with_a_field_for_each_subfield_and_bit(tmp_path):
    positions = [(1, None), (2, None), (3, 6), (7, 8), (9, None), (10, None), (11, None)]
    records = 'h,,,,,,,,,,\n1,1,1,0,0,1,12,,"så, ja",20260301,1.25\n002,99,0,0,0,0,1,0,,,0.75\n3,,,,,,,,,,\n'
    assert as_dict(triple_s.read(csv(tmp_path, records, positions), OPTIONS)) == EXPECTED


def test_a_place_in_a_bitstring_without_a_value_is_ignored(tmp_path):
    export = triple_s.read(csv(tmp_path, RECORDS.replace("1001", "1011")), OPTIONS)
    assert as_dict(export) == EXPECTED


def test_a_multiple_variable_is_one_block(tmp_path):
    assert block(triple_s.read(fixed(tmp_path), OPTIONS), "3:q2").columns.tolist() == ["1", "2", "4"]


def test_a_bitstring_that_lost_its_zeros_is_refused(tmp_path):
    with pytest.raises(ExportError, match=r"record 2: variable 3 must be 4 characters"):
        triple_s.read(csv(tmp_path, RECORDS.replace("1001", "10")), OPTIONS)


def test_a_spread_code_without_a_value_is_refused_without_telling_it(tmp_path):
    with pytest.raises(ExportError, match="variable 4 holds a code") as caught:
        triple_s.read(csv(tmp_path, RECORDS.replace("0100", "7700")), OPTIONS)
    assert "77" not in str(caught.value)


def test_windows_1252_under_the_name_of_latin_1_must_be_declared(tmp_path):
    files = fixed(tmp_path, [LINES[0].replace("så, ja", "så – ja"), *LINES[1:]], encoding="cp1252")
    with pytest.raises(ExportError, match=r"s\.asc: character \d+ .*cp1252"):
        triple_s.read(files, OPTIONS)
    export = triple_s.read(files, OPTIONS.model_copy(update={"encoding": "cp1252"}))
    assert as_dict(export)["5:q4"][0] == "så – j"  # six characters are the variable's width


def test_a_blank_line_between_respondents_is_refused(tmp_path):
    with pytest.raises(ExportError, match="line 2 is blank"):
        triple_s.read(fixed(tmp_path, [LINES[0], "", LINES[1]]), OPTIONS)
    assert len(triple_s.read(fixed(tmp_path, [*LINES, ""]), OPTIONS).frame) == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('ident="2"', 'ident="1"', "same ident"),
        ('type="single"', 'type="radio"', "one of the types"),
        ('start="4"', 'start="0"', "counted from 1"),
        ('subfields="2"', 'subfields="many"', "must be a number"),
        ("<survey>", "<hierarchy/><survey>", "one record"),
        ("</sss>", "", "ParseError"),
        ("<sss", '<!DOCTYPE sss [<!ENTITY a "b">]><sss', "Entities"),
    ],
)
def test_metadata_that_are_not_understood_are_refused(tmp_path, old, new, message):
    files = fixed(tmp_path)
    text = files[1].read_text("latin-1").replace(old, new, 1)
    if "hierarchy" in new:
        text = text.replace("<hierarchy/><survey>", "<survey>").replace("</survey>", "</survey><hierarchy/>")
    write(files[1], text, "latin-1")
    with pytest.raises(ExportError, match=message):
        triple_s.read(files, OPTIONS)


def test_both_files_are_needed(tmp_path):
    data, sss = fixed(tmp_path)
    for files in ([data], [sss], [data, sss, sss]):
        with pytest.raises(ExportError, match="one metadata file"):
            triple_s.read(files, OPTIONS)


def test_codes_that_are_texts_keep_their_zeros(tmp_path):
    data, sss = csv(tmp_path, 'nr,q1,q2,q3,q4,q5,vekt\n1,02,1001,"12  ",a,20260301,1\n')
    literal = sss.read_text("latin-1").replace('type="single"', 'type="single" format="literal"')
    write(sss, literal, "latin-1")
    export = triple_s.read([data, sss], OPTIONS)
    assert as_dict(export)["2:q1"] == ["02"]
    assert described(export, "2:q1").labels == {"1": "Ja", "02": "Nei", "99": "Vet ikke"}


def test_numbers_may_have_codes_with_labels(tmp_path):
    files = fixed(tmp_path)
    values = '<values><range from="1" to="999"/><value code="-1">Vet ikke</value></values>'
    text = files[1].read_text("latin-1").replace('<values><range from="1" to="999"/></values>', values)
    write(files[1], text, "latin-1")
    assert described(triple_s.read(files, OPTIONS), "1:nr").labels == {"-1": "Vet ikke"}


def test_an_answer_that_reads_like_the_mark_is_another_text(tmp_path):
    records = RECORDS.replace('"så, ja"', f'"{NOT_SHOWN}"')
    assert as_dict(triple_s.read(csv(tmp_path, records), OPTIONS))["5:q4"][0] == NOT_SHOWN_AS_ANSWER


@pytest.mark.parametrize(
    ("kind", "asked"), [("logical", [True, False, False]), ("quantity", [True, True, False])]
)
def test_a_filter_is_true_or_not_blank(tmp_path, kind, asked):
    data, sss = csv(tmp_path, RECORDS.replace("002,99", "002,0").replace('"0100"', ""))
    text = sss.read_text("latin-1").replace('ident="2" type="single"', f'ident="2" type="{kind}"')
    write(sss, text, "latin-1")
    cells = as_dict(triple_s.read([data, sss], OPTIONS))["4:q3[1]"]
    assert [cell != NOT_SHOWN for cell in cells] == asked


def test_the_survey_s_title_and_a_question_s_own_text(tmp_path):
    export = triple_s.read(csv(tmp_path, RECORDS), OPTIONS)
    assert export.title == "Reiser 2026"
    several = described(export, "4:q3[1]")
    assert several.label == f"{several.block_text} - {several.label.rpartition(' - ')[2]}"
    assert several.block_text


def test_recognition():
    assert triple_s.looks_like(b'<?xml version="1.0"?><sss version="2.0">')
    assert not triple_s.looks_like(b"<document><LimeSurveyDocType>")
