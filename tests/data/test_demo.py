"""The demo survey: it regenerates byte for byte, and plain pandas finds every published figure in it.

Nothing here uses the generator's code (it is run as a program), the pipeline or its survey definition:
columns are found by the published question texts, groups by the labels in the files.
"""

import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
RAW = DATA / "raw" / "medlemsundersokelsen" / "2023"
PUBLISHED = DATA / "surveys" / "medlemsundersokelsen" / "published" / "2023"
FILES = ["medlemsundersokelsen_2023.sav", "register_2023.csv"]
COUNTED = ["Gjennomført", "Noen svar"]
AGES = ["Under 20", "20-29", "30-39", "40-49", "50-59", "60-69", "70 eller mer"]


def percent(count: int, base: int) -> int:
    exact = Decimal(int(count)) * 100 / Decimal(int(base))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@pytest.fixture(scope="module")
def export():
    return pyreadstat.read_sav(RAW / FILES[0], user_missing=True)


@pytest.fixture(scope="module")
def labelled(export):
    """Every coded column as its label; user-missing codes and blanks are missing."""
    frame, meta = export
    out = frame.copy()
    for name, labels in meta.variable_value_labels.items():
        missing = {r["lo"] for r in meta.missing_ranges.get(name, [])}
        if not set(frame[name].dropna()) - missing - set(labels):  # every value has a label: a coded answer
            out[name] = frame[name].map({code: text for code, text in labels.items() if code not in missing})
    return out


@pytest.fixture(scope="module")
def respondents(labelled):
    rows = labelled[labelled["status"].isin(COUNTED)].copy()
    age = pd.cut(2023 - rows["fodselsaar"], [0, 19, 29, 39, 49, 59, 69, 120], labels=AGES)
    return rows.assign(alder=age.astype(object))


@pytest.fixture(scope="module")
def register():
    table = pd.read_csv(RAW / FILES[1], sep=";", encoding="cp1252", keep_default_na=False)
    return table.iloc[:-1], table.iloc[-1]


@pytest.fixture(scope="module")
def column_of(export):
    """The seven published questions' columns, found by their wording."""
    meta = export[1]
    by_text = {text: name for name, text in meta.column_names_to_labels.items()}
    questions = pd.read_csv(PUBLISHED / "questions.csv").drop_duplicates("question_id")
    return {row.question_id: by_text[row.question] for row in questions.itertuples()}


@pytest.fixture(scope="module")
def published_jobs():
    table = pd.read_csv(PUBLISHED / "representativity.csv")
    return set(table.loc[table["demographic"] == "yrke", "group"])


@pytest.fixture(scope="module")
def facts():
    return pd.read_csv(PUBLISHED / "facts.csv").set_index("fact")["value"]


def test_regenerates_byte_for_byte(tmp_path):
    program = DATA / "demo" / "generate.py"
    subprocess.run([sys.executable, program, "--into", tmp_path], check=True, timeout=120)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (RAW / name).read_bytes(), f"{name} differs"


def test_readme_holds_the_codebook():
    program = [sys.executable, DATA / "demo" / "generate.py", "--codebook"]
    printed = subprocess.run(program, check=True, capture_output=True, timeout=60, encoding="utf-8").stdout
    assert printed in (DATA / "demo" / "README.md").read_text(encoding="utf-8")


def test_question_counts_and_percents(respondents, column_of):
    published = pd.read_csv(PUBLISHED / "questions.csv")
    assert len(published) == 26
    base = respondents[respondents["hjemmekontor"] == "Ja"]
    for question, options in published.groupby("question_id"):
        counts = base[column_of[question]].value_counts()
        assert set(counts.index) == set(options["option"])
        assert counts.sum() == respondents[column_of[question]].notna().sum(), "an answer outside the base"
        for row in options.itertuples():
            assert counts[row.option] == row.count
            assert percent(counts[row.option], counts.sum()) == row.percent


def test_agreement_signed_is_routed(respondents, column_of):
    drawn_up, signed = respondents[column_of["avtale_utarbeidet"]], respondents[column_of["avtale_inngatt"]]
    assert ((drawn_up == "Ja") & signed.notna()).sum() == signed.notna().sum() == 2039
    assert ((drawn_up == "Ja") & signed.isna()).sum() == 53


def test_breakdowns_are_rows_of_distinct_agreements(respondents, column_of):
    published = pd.read_csv(PUBLISHED / "breakdowns.csv")
    base = respondents[respondents["hjemmekontor"] == "Ja"]
    for question, rows in published.groupby("question_id"):
        answers = base[column_of[question]]
        table = pd.crosstab(base["tariffavtale"], answers)
        order = [next(o for o in table if word in o) for word in ("dårligere", "bedre", "som før")]
        table = table[order]
        printed = {
            group: tuple(percent(n, counts.sum()) for n in counts)
            for group, counts in table.iterrows()
            if counts.sum() >= 100
        }
        wanted = [tuple(row) for row in rows.iloc[:, 2:].itertuples(index=False)]
        for row in set(wanted):
            assert list(printed.values()).count(row) >= wanted.count(row), (question, row)


def test_facts(respondents, register, facts):
    _, total = register
    in_work = respondents[respondents["yrkesaktiv"] == "Yrkesaktiv"]
    access = in_work["hjemmekontor"] == "Ja"
    assert access.sum() == int(facts["report_base"])
    known = in_work["hjemmekontor"]
    yes_or_no = known.isin(["Ja", "Nei"]).sum()
    for base in (len(in_work), known.notna().sum(), yes_or_no):
        assert percent(access.sum(), base) == int(facts["home_office_percent"])
    assert percent(len(respondents), int(total["Invitert"])) == int(facts["response_rate_percent"])
    assert 14.6 < 100 * len(respondents) / int(total["Invitert"]) < 15.4
    assert str(respondents["startet"].min().date()) == facts["field_start"]
    assert respondents["startet"].dt.date.value_counts().idxmax().isoformat() == facts["field_start"]
    assert respondents["sluttet"].max() < pd.Timestamp("2023-03-20")


def test_threshold_selects_the_published_occupations(respondents, facts, published_jobs):
    threshold = int(facts["occupation_threshold_percent"])
    in_work = respondents[respondents["yrkesaktiv"] == "Yrkesaktiv"]
    everyone = in_work[in_work["hjemmekontor"].notna()]
    yes_or_no = everyone[everyone["hjemmekontor"] != "Vet ikke"]
    assert respondents["yrke"].nunique() == 45
    for base in (everyone, yes_or_no):
        share = 100 * (base["hjemmekontor"] == "Ja").groupby(base["yrke"]).mean()
        assert set(share[share > threshold].index) == published_jobs
        assert (share - threshold).abs().min() >= 1.5


def test_representativity(respondents, register, published_jobs, facts):
    published = pd.read_csv(PUBLISHED / "representativity.csv")
    heading = {"kjonn": "Kjønn", "alder": "Aldersgruppe", "tillitsverv": "Tillitsverv", "yrke": "Yrke"}
    answered = respondents[
        respondents["yrke"].isin(published_jobs) & (respondents["yrkesaktiv"] == "Yrkesaktiv")
    ]
    cells, _ = register
    universe = cells[cells["Yrke"].isin(published_jobs) & (cells["Yrkesaktiv"] == "Ja")]
    size = int(facts["universe_with_email"])
    assert len(answered) == int(facts["responses_in_those_occupations"])
    assert universe["Med e-post"].sum() == size
    assert (answered["kjonn"] == "Annet").sum() == 25
    assert answered["kjonn"].isna().sum() == 40
    for demographic, rows in published.groupby("demographic"):
        members = universe.groupby(heading[demographic])["Med e-post"].sum()
        answers = answered[demographic].value_counts()
        assert set(members.index) == set(rows["group"])
        for row in rows.itertuples():
            assert (members[row.group], answers[row.group]) == (row.universe_count, row.response_count)
            shares = percent(members[row.group], size), percent(answers[row.group], answers.sum())
            assert shares == (row.universe_percent, row.response_percent)
            assert shares[1] - shares[0] == row.difference


def test_register_adds_up_and_covers_the_respondents(respondents, register, published_jobs):
    cells, total = register
    raw = (RAW / FILES[1]).read_bytes()
    assert raw.count(b"\r\n") == raw.count(b"\n") == len(cells) + 2
    groups, counts = list(cells.columns[:5]), ["Medlemmer", "Med e-post", "Invitert"]
    assert list(cells.columns[5:]) == counts
    assert total["Kjønn"] == "Sum"
    assert (total[groups[1:]] == "").all()
    assert [int(total[c]) for c in counts] == [cells[c].sum() for c in counts]
    assert not cells.duplicated(groups).any()
    assert (cells["Invitert"] <= cells["Med e-post"]).all()
    assert (cells["Med e-post"] <= cells["Medlemmer"]).all()
    assert (cells["Medlemmer"] > 0).all()
    unknown = cells[cells["Kjønn"] == "Ukjent"]
    assert len(unknown)
    assert not (unknown["Yrke"].isin(published_jobs) & (unknown["Yrkesaktiv"] == "Ja")).any()
    status = respondents["yrkesaktiv"].eq("Yrkesaktiv").map({True: "Ja", False: "Nei"})
    keys = ["kjonn", "alder", "tillitsverv", "yrke"]
    given = respondents.assign(i_arbeid=status).dropna(subset=keys).query("kjonn != 'Annet'")
    answered = given.groupby([*keys, "i_arbeid"]).size()
    invited = cells.set_index(groups)["Invitert"].reindex(answered.index)
    assert (answered <= invited).all(), "more answers than invitations in a cell"


def test_rows_that_do_not_count(labelled, column_of):
    assert labelled["status"].value_counts().to_dict() == {
        "Gjennomført": 31791,
        "Noen svar": 2109,
        "Åpnet": 150,
        "Test": 12,
    }
    assert labelled["respid"].is_unique
    left_out = labelled[~labelled["status"].isin(COUNTED)]
    assert left_out[list(column_of.values())].isna().all(axis=None)
    opened = left_out[left_out["status"] == "Åpnet"]
    questions = [c for c in labelled.loc[:, "kjonn":] if c != "kommentar"]
    assert opened[questions].isna().all(axis=None)
    assert (labelled.loc[labelled["status"] == "Test", "hjemmekontor"] == "Ja").all()


def test_partial_respondents_are_blank_after_their_last_page(export):
    frame, _ = export
    partial = frame.loc[frame["status"] == 2, "kjonn":].drop(columns="kommentar")
    assert partial["kontakt_ok"].isna().all()
    stopped_at_filter = partial[partial["hjemmekontor"].isna()]
    assert len(stopped_at_filter) == 640
    assert stopped_at_filter.loc[:, "hjemmekontor":].isna().all(axis=None)


def test_declared_user_missing_and_dirt(export):
    frame, meta = export
    declared = {name: [r["lo"] for r in ranges] for name, ranges in meta.missing_ranges.items()}
    assert declared["sp05_3"] == [97, 98, 99]
    assert declared["trakassering"] == [98, 99]
    for name, codes in declared.items():
        assert set(frame[name].dropna()) & set(codes), f"{name}: declared user-missing codes do not occur"
    assert (frame["sp03_timer"] == 375).sum() == 6
    assert ((frame["hjemmekontor"] == 2) & frame["hk_dager"].notna()).sum() == 14
    others = frame.loc[:, "sp20_1":"sp20_5"].sum(axis=1)
    assert ((frame["sp20_6"] == 1) & (others > 0)).sum() == 9


def test_personal_details_are_recognisably_invented(export):
    frame, _ = export
    text = frame.select_dtypes(include=["str", "object"])
    for name in text:
        assert not text[name].str.contains(r"\d{11}|\d{6} \d{5}").any(), (
            f"{name}: like a national identity number"
        )
    filled = {name: frame.loc[frame[name] != "", name] for name in ("epost", "mobil", "navn", "ip_adresse")}
    shapes = {
        "epost": r"medlem\d{7}@example\.invalid",
        "mobil": r"000\d{5}",
        "navn": r"(Demo|Prøve|Test|Fiktiv|Oppdiktet|Eksempel) \w+",
        "ip_adresse": r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+",
    }
    for name, shape in shapes.items():
        assert len(filled[name]) > 1000
        assert all(re.fullmatch(shape, value) for value in filled[name]), name
