"""The synthetic export's variables: names, labels, codes, user-missing values and routing, in file order.

Here: what the .sav file declares and what README.md prints. Not here: data.
"""

from dataclasses import dataclass, field

from targets import occupations, published_question_texts

UNANSWERED = {99: "Ubesvart"}
_YES_NO = {1: "Ja", 2: "Nei"}
_ALL = "alle"
_EMPLOYED = "yrkesaktiv in (1, 6)"
_ACCESS = "hjemmekontor = 1"


@dataclass(frozen=True)
class Variable:
    """One column: its labels as the export has them, which codes are user-missing, and who was asked."""

    name: str
    label: str
    codes: dict[int, str] = field(default_factory=dict)
    user_missing: tuple[int, ...] = ()
    kind: str = "nominal"
    asked: str = "–"
    sav_format: str = "F2.0"  # "A" is text, as wide as its longest value


def variables() -> list[Variable]:
    """Return every variable of the export, in file order."""
    return [*_platform(), *_background(), *_opening(), *_home_office(), *_closing()]


def _platform() -> list[Variable]:
    status = {1: "Gjennomført", 2: "Noen svar", 3: "Åpnet", 9: "Test"}
    return [
        Variable("respid", "Respondent-ID", sav_format="A"),
        Variable("status", "Svarstatus", status, sav_format="F1.0"),
        Variable("startet", "Starttidspunkt", kind="scale", sav_format="DATETIME20"),
        Variable("sluttet", "Tidspunkt for siste svar", kind="scale", sav_format="DATETIME20"),
        Variable("sprak", "Språk", {1: "Bokmål", 2: "Nynorsk", 3: "Engelsk"}, sav_format="F1.0"),
        Variable("enhet", "Enhet", {1: "Mobil", 2: "PC", 3: "Nettbrett"}, sav_format="F1.0"),
        Variable("ip_adresse", "IP-adresse", sav_format="A"),
        Variable("medlemsnr", "Medlemsnummer", sav_format="A"),
        Variable("navn", "Navn (oppgitt av dem som vil kontaktes)", sav_format="A"),
        Variable("epost", "E-postadresse (oppgitt av dem som vil kontaktes)", sav_format="A"),
        Variable("mobil", "Mobilnummer (oppgitt av dem som vil kontaktes)", sav_format="A"),
    ]


def _background() -> list[Variable]:
    counties = {
        3: "Oslo", 11: "Rogaland", 15: "Møre og Romsdal", 18: "Nordland", 30: "Viken", 34: "Innlandet",
        38: "Vestfold og Telemark", 42: "Agder", 46: "Vestland", 50: "Trøndelag", 54: "Troms og Finnmark",
    }  # fmt: skip
    agreements = {
        1: "KS", 2: "Oslo kommune", 3: "Spekter", 4: "Virke", 5: "Staten", 6: "NHO", 7: "Samfunnsbedriftene",
        8: "KA", 9: "PBL", 10: "Annen tariffavtale", 11: "Ingen tariffavtale", 97: "Ikke aktuelt",
    }  # fmt: skip
    jobs = {int(code): str(name) for code, name in occupations()["name"].items()}
    years = {99: "Ukjent"}
    return [
        Variable("fodselsaar", "Fødselsår (fra registeret)", kind="scale", sav_format="F4.0"),
        Variable("fylke", "Fylke (fra registeret)", counties),
        Variable("yrke", "Yrkesgruppe (fra registeret)", jobs),
        Variable("tariffavtale", "Tariffområde (fra registeret)", agreements, (97,)),
        Variable(
            "tillitsverv", "Tillitsverv (fra registeret)", {1: "Ikke tillitsvalgt", 2: "Tillitsvalgt"},
            sav_format="F1.0",
        ),
        Variable("medlem_aar", "År som medlem (fra registeret)", years, (99,), "scale"),
    ]  # fmt: skip


def _opening() -> list[Variable]:
    employment = {
        1: "Yrkesaktiv", 2: "Pensjonist eller AFP", 3: "Ufør", 4: "Student eller elev", 5: "Arbeidsledig",
        6: "I permisjon eller langtidssykmeldt",
    }  # fmt: skip
    satisfied = {
        1: "Svært misfornøyd", 2: "Misfornøyd", 3: "Verken eller", 4: "Fornøyd", 5: "Svært fornøyd",
        8: "Vet ikke", **UNANSWERED,
    }  # fmt: skip
    agree = {
        1: "Svært uenig", 2: "Uenig", 3: "Verken enig eller uenig", 4: "Enig", 5: "Svært enig", 8: "Vet ikke",
        97: "Ikke aktuelt", 98: "Ønsker ikke å svare", **UNANSWERED,
    }  # fmt: skip
    items = [
        "Jeg har for mye å gjøre på jobben",
        "Jeg trives sammen med kollegene mine",
        "Lederen min er opptatt av at jeg har det bra",
        "Jeg bestemmer mye over min egen arbeidsdag",
    ]
    return [
        Variable("kjonn", "Hvilket kjønn er du?", {1: "Kvinne", 2: "Mann", 3: "Annet"}, asked=_ALL),
        Variable("yrkesaktiv", "Hva er din arbeidssituasjon?", employment, asked=_ALL, sav_format="F1.0"),
        Variable(
            "sp03_timer", "Hvor mange timer arbeider du vanligvis i uka?", UNANSWERED, (99,), "scale",
            "yrkesaktiv = 1", "F5.1",
        ),
        Variable(
            "sp04_tilfreds", "Alt i alt, hvor fornøyd er du med jobben din?", satisfied, (99,), "ordinal",
            _EMPLOYED,
        ),
        *(
            Variable(
                f"sp05_{i}", f"Hvor enig eller uenig er du i påstanden? – {item}", agree, (97, 98, 99),
                "ordinal", _EMPLOYED,
            )
            for i, item in enumerate(items, start=1)
        ),
    ]  # fmt: skip


def _home_office() -> list[Variable]:
    texts = published_question_texts()
    formal = {1: "Ja", 2: "Nei", 3: "Vet ikke", **UNANSWERED}
    partly = {1: "Ja", 2: "Delvis", 3: "Nei", 4: "Vet ikke", **UNANSWERED}
    equipment = [
        "Skjerm",
        "Tastatur og mus",
        "Hodesett",
        "Kontorstol",
        "Hev- og senkbart bord",
        "Ingen av disse",
    ]
    ticks = [
        Variable(
            f"sp20_{i}", f"Hva av dette har arbeidsgiveren din dekket til hjemmekontoret? – {item}",
            {0: "Ikke valgt", 1: "Valgt"}, asked=_ACCESS, sav_format="F1.0",
        )
        for i, item in enumerate(equipment, start=1)
    ]  # fmt: skip
    published = [
        ("avtale_utarb", "avtale_utarbeidet", formal, _ACCESS),
        ("avtale_inng", "avtale_inngatt", formal, "avtale_utarb = 1"),
        ("sp13_utstyr", "teknisk_utstyr", partly, _ACCESS),
        ("sp14_ergo", "ergonomisk_utstyr", partly, _ACCESS),
        ("hk_samarb", "samarbeid", _changes("Samarbeidet"), _ACCESS),
        ("hk_arbmiljo", "arbeidsmiljo", _changes("Arbeidsmiljøet"), _ACCESS),
        ("hk_oppf", "oppfolging", _changes("Oppfølgingen"), _ACCESS),
    ]
    questions = [
        Variable(name, texts[question], codes, (99,), asked=asked)
        for name, question, codes, asked in published
    ]
    days = "Hvor mange dager i uka arbeider du vanligvis hjemmefra?"
    access = "Har du mulighet til å ha hjemmekontor i jobben din?"
    return [
        Variable("hjemmekontor", access, formal, (99,), asked=_ALL),
        Variable("hk_dager", days, UNANSWERED, (99,), "scale", _ACCESS, "F4.1"),
        *questions[:3],
        *ticks,
        *questions[3:],
    ]


def _changes(subject: str) -> dict[int, str]:
    return {
        1: f"{subject} blir dårligere",
        2: f"{subject} blir bedre",
        3: f"{subject} er som før",
        4: "Vet ikke",
        **UNANSWERED,
    }


def _closing() -> list[Variable]:
    harassed = {**_YES_NO, 98: "Ønsker ikke å svare", **UNANSWERED}
    likely = {0: "0 Svært lite sannsynlig", 10: "10 Svært sannsynlig"}
    return [
        Variable(
            "trakassering", "Har du opplevd trakassering på jobben de siste tolv månedene?", harassed,
            (98, 99), asked=_EMPLOYED,
        ),
        Variable(
            "nps", "Hvor sannsynlig er det at du vil anbefale andre å bli medlem i forbundet?", likely,
            kind="ordinal", asked=_ALL,
        ),
        Variable("kommentar", "Har du noe annet du vil si til forbundet?", asked=_ALL, sav_format="A"),
        Variable("kontakt_ok", "Kan vi kontakte deg om svarene dine?", _YES_NO, asked=_ALL),
    ]  # fmt: skip


def as_markdown() -> str:
    """Return the codebook as a Markdown table."""
    lines = [
        "| variable | label | codes | user-missing | asked if | format |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for v in variables():
        codes = "; ".join(f"{code} = {text}" for code, text in v.codes.items()) or "–"
        missing = ", ".join(map(str, v.user_missing)) or "–"
        lines.append(f"| `{v.name}` | {v.label} | {codes} | {missing} | {v.asked} | {v.sav_format} |")
    return "\n".join(lines) + "\n"
