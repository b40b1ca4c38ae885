"""Every platform's files through the guarded child process, with nothing declared that can be seen."""

from tests.readers import test_google_forms as google_forms
from tests.readers import test_limesurvey as limesurvey
from tests.readers import test_microsoft_forms as microsoft_forms
from tests.readers import test_nettskjema as nettskjema
from tests.readers import test_qualtrics as qualtrics
from tests.readers import test_surveymonkey as surveymonkey
from tests.readers import test_surveyxact as surveyxact
from tests.readers import test_triple_s as triple_s
from tests.readers.columns import as_dict, write


def test_surveyxact(read):
    exports = [read(*surveyxact.SEMICOLON), read(*surveyxact.TAB), read(surveyxact.HERE / "synthetic.xlsx")]
    assert {export.format for export in exports} == {"surveyxact"}
    assert all(as_dict(export) == as_dict(exports[0]) for export in exports)
    assert exports[0].columns == exports[1].columns


def test_surveyxact_with_a_ragged_structure_and_raw_line_breaks(read, tmp_path):
    files = surveyxact.small_set(tmp_path, rows="1;0;0;0;x\n")
    write(files[1], files[1].read_text("cp1252").replace("Valg 2", "Valg\nto;"), "cp1252")
    assert read(*files).format == "surveyxact"


def test_surveymonkey(read):
    export = read(surveymonkey.STAR_WARS, encoding="cp1252")
    assert (export.format, export.frame.shape) == ("surveymonkey", (1186, 38))


def test_surveymonkey_in_an_undeclared_encoding(refusal):
    assert "byte 641 " in refusal(surveymonkey.STAR_WARS)


def test_nettskjema(read, tmp_path):
    export = read(nettskjema.codebook(tmp_path), nettskjema.data(tmp_path))
    assert (export.format, len(export.frame)) == ("nettskjema", 2)


def test_limesurvey(read, tmp_path):
    for data in (limesurvey.csv_file(tmp_path), limesurvey.vv_file(tmp_path)):
        assert read(data).format == "limesurvey"
        assert read(data, limesurvey.lss_file(tmp_path)).format == "limesurvey"


def test_the_marker_survives_the_way_out_of_the_child(read, tmp_path):
    cells = as_dict(read(limesurvey.vv_file(tmp_path)))
    assert cells["Q2[SQ001]"] == ["Y", limesurvey.NOT_SHOWN]


def test_qualtrics(read, tmp_path):
    text = qualtrics.csv_text(qualtrics.NAMES, qualtrics.TEXTS, qualtrics.IMPORT, *qualtrics.ANSWERS)
    export = read(write(tmp_path / "export.csv", text))
    assert (export.format, len(export.frame)) == ("qualtrics", 2)


def test_google_forms(read, tmp_path):
    assert read(write(tmp_path / "svar.csv", google_forms.EXPORT)).format == "google_forms"


def test_microsoft_forms(read, tmp_path):
    microsoft_forms.read(tmp_path, microsoft_forms.NORWEGIAN)
    assert read(tmp_path / "svar.xlsx").format == "microsoft_forms"


def test_triple_s(read, tmp_path):
    for files in (triple_s.fixed(tmp_path), triple_s.csv(tmp_path)):
        export = read(*files)
        assert (export.format, export.weight, len(export.frame)) == ("triple_s", "7:vekt", 3)
