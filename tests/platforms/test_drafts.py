"""A draft of an export in any layout: `topline check` accepts it unedited, and `run` makes its report."""

import pytest

from tests.platforms import forms, limesurvey, nettskjema, qualtrics, surveymonkey, surveyxact, triple_s

CHECKED = [
    *(surveyxact.semicolon, surveyxact.tab, surveyxact.comma, surveyxact.rest, surveyxact.workbook),
    *(nettskjema.report, nettskjema.with_codebook, nettskjema.tsd, nettskjema.tsd_workbook),
    *(nettskjema.not_activated, limesurvey.codes, limesurvey.codes_and_structure),
    *(
        limesurvey.numbers,
        limesurvey.codes_with_texts,
        limesurvey.underscores,
        limesurvey.texts,
        limesurvey.texts_and_structure,
    ),
    *(limesurvey.vv, limesurvey.old_vv, limesurvey.spss, qualtrics.codes, qualtrics.labels, qualtrics.tab),
    *(qualtrics.legacy, qualtrics.numbered, surveymonkey.expanded, surveymonkey.numbers),
    *(surveymonkey.condensed, forms.microsoft, forms.microsoft_quiz, forms.microsoft_csv, forms.google),
    *(forms.google_english, triple_s.fixed, triple_s.spread, triple_s.csv, triple_s.zipped),
]
RUN = [
    *(surveyxact.rest, nettskjema.with_codebook, limesurvey.vv, limesurvey.texts, limesurvey.spss),
    *(qualtrics.codes, surveymonkey.expanded, forms.microsoft, forms.google, triple_s.zipped),
]
DECLARED = {surveymonkey.expanded: "cp1252"}
"""Encodings that no file tells."""


def name(layout):
    return f"{layout.__module__.rpartition('.')[2]}.{layout.__name__}"


@pytest.mark.parametrize("layout", CHECKED, ids=name)
def test_check_accepts_a_draft(drafted, layout):
    project = drafted(layout, DECLARED.get(layout))
    assert "fit together" in project.topline("check", "prove")


@pytest.mark.parametrize("layout", RUN, ids=name)
def test_a_draft_becomes_a_report(drafted, layout):
    pages = drafted(layout, DECLARED.get(layout)).reports()
    assert len(pages) == 1
    page = pages[0].read_text("utf-8")
    assert "Er du i arbeid?" in page or "WORK" in page
    assert "example.org" not in page
