"""A survey among residents, pupils and employees, worded as Norwegian public surveys are, as an SPSS export.

Belongs here: its questions. They were written before the draft was tried on them.
"""

from pipeline.readers.export import Export
from tests.drafting.made import MadeSurvey, numbered
from tests.drafting.truth import Truth

SATISFIED = [
    *("Svært misfornøyd", "Ganske misfornøyd", "Verken fornøyd eller misfornøyd"),
    *("Ganske fornøyd", "Svært fornøyd", "Vet ikke"),
]
SAFE = [
    *("Svært utrygg", "Nokså utrygg", "Verken trygg eller utrygg", "Nokså trygg", "Svært trygg"),
    "Ikke aktuelt",
]
AGREE = ["Helt uenig", "Litt uenig", "Verken enig eller uenig", "Litt enig", "Helt enig", "Ikke relevant"]
FITS = ["Passer svært dårlig", "Passer nokså dårlig", "Passer nokså godt", "Passer svært godt"]
TROUBLED = ["Ikke plaget i det hele tatt", "Lite plaget", "Ganske mye plaget", "Veldig mye plaget"]
SCHOOLS = [
    *("Grunnskole", "Videregående", "Fagutdanning/yrkesutdanning"),
    *("Universitet/høgskole inntil 4 år", "Universitet/høgskole 5 år eller mer"),
]
DOINGS = [
    *("Yrkesaktiv, heltid", "Yrkesaktiv, deltid", "Student/skoleelev", "Arbeidsledig"),
    *("Alderspensjonist", "Uføretrygdet", "Hjemmeværende", "Annet"),
]
EASY = [
    *("Svært vanskelig", "Ganske vanskelig", "Verken enkelt eller vanskelig", "Ganske enkelt"),
    "Svært enkelt",
]
HEALTH = ["Svært god", "God", "Verken god eller dårlig", "Dårlig", "Svært dårlig"]
TRAINING = [
    *("Aldri", "Sjeldnere enn en gang i uka", "En gang i uka", "2–3 ganger i uka", "Omtrent hver dag"),
]
MOVED = ["Ingen ganger", "Én gang", "To ganger", "Tre ganger eller flere"]
FRIEND = [
    *("Ja, helt sikkert", "Ja, det tror jeg", "Det tror jeg ikke"),
    "Har ingen jeg ville kalle venner nå for tiden",
]
DRINKS = [
    *("Aldri", "Har bare smakt noen få ganger", "Av og til, men ikke så ofte som månedlig"),
    *("Nokså jevnt 1–3 ganger i måneden", "Hver uke"),
]
BULLIED = [
    *("Nei", "Ja, av og til", "Ja, flere ganger i måneden", "Ja, ukentlig eller oftere"),
    "Ønsker ikke svare",
]
PARTIES = [
    *("Rødt", "SV", "Arbeiderpartiet", "Senterpartiet", "Høyre", "Fremskrittspartiet"),
    *("Andre partier", "Ville ikke stemt", "Vil ikke svare"),
]
GOODS = ("Fri telefon", "Firmabil", "Treningstid", "Ingen av disse")


def residents(seed: int = 11) -> tuple[Export, Truth]:
    """The export, and the truth of it."""
    s = MadeSurvey(seed, rows=450)
    for part in (_around, _background, _municipality, _youth, _work, _more_work):
        part(s)
    return s.export(), s.truth


def _around(s: MadeSurvey) -> None:
    draw, truth = s.random, s.truth
    truth.key = s.put("Lopenummer", "Løpenummer", range(1, s.rows + 1))
    came = s.each(lambda: 2 if draw.random() < 0.9 else 1)
    truth.status = s.put("Status", "Status", came, {1: "Påbegynt", 2: "Fullført"})
    days = s.each(lambda: f"2024-03-{draw.randint(1, 28):02d}T12:00:00")
    took = s.put("Svartid", "Tid brukt (sekunder)", s.each(lambda: draw.randint(100, 2000)))
    truth.times = {s.put("Svardato", "Dato for svar", days, kind="datetime"): "submitted", took: "duration"}
    mails = [f"b{i}@example.invalid" for i in range(s.rows)]
    truth.identifiers.add(s.put("Epostadresse", "E-postadresse", mails, kind="text"))
    truth.weight = s.put("Vekt", "Vekt", s.each(lambda: round(draw.uniform(0.5, 2), 5)))


def _background(s: MadeSurvey) -> None:
    s.truth.demographics |= {
        s.choice("Kjonn", "Kjønn", numbered(["Mann", "Kvinne"])),
        s.amount("Alder", "Alder", range(18, 90)),
        s.choice("Utd", "Hva er din høyeste fullførte utdanning?", numbered(SCHOOLS)),
    }
    s.choice("Hovedakt", "Hva er din hovedaktivitet?", numbered(DOINGS))
    s.choice("Land", "Er du født i Norge?", numbered(["Ja", "Nei"]))


def _municipality(s: MadeSurvey) -> None:
    ask = "Alt i alt, hvor fornøyd eller misfornøyd er du med å bo i kommunen?"
    s.choice("Q1", ask, numbered(SATISFIED), "scale")
    stem = "Hvor fornøyd eller misfornøyd er du med følgende i kommunen?"
    items = ("Tilgang til natur", "Kollektivtransport", "Kulturtilbud", "Butikker og serveringssteder")
    s.grid("Q2", f"{stem} - {{}}".format, items, numbered(SATISFIED))
    places = ("På vei hjem om kvelden", "Hjemme", "På offentlig transport")
    wording = "Hvor trygg eller utrygg føler du deg?: {}".format
    s.grid("Q3", wording, places, numbered(SAFE), {6: "not_applicable"})
    points = numbered(map(str, range(11)), 0) | {0: "0 Ingen tillit", 10: "10 Svært høy tillit"}
    s.choice("Q4", "I hvilken grad har du tillit til kommunestyret?", points, "scale")
    met = numbered(["Ja", "Nei", "Husker ikke"])
    s.choice("Q5", "Har du hatt kontakt med NAV de siste 12 månedene?", met, roles={3: "dont_know"})
    ask = "Hvor enkelt eller vanskelig var det å få den hjelpen du trengte?"
    s.choice("Q5b", ask, numbered(EASY), "scale", by="Q5")
    s.choice("Q6", "Hvor god eller dårlig vil du si at helsen din er?", numbered(HEALTH), "scale")
    s.choice("Q7", "Hvor ofte trener eller mosjonerer du?", numbered(TRAINING), "single scale")
    ask = "Hvor mange ganger har du flyttet de siste fem årene?"
    s.choice("Q8", ask, numbered(MOVED), "single scale")


def _youth(s: MadeSurvey) -> None:
    items = ("Jeg trives på skolen", "Lærerne mine bryr seg om meg", "Jeg kjeder meg på skolen")
    s.grid("U1", "Hvor godt passer disse utsagnene for deg? - {}".format, items, numbered(FITS))
    items = ("Følt at alt er et slit", "Hatt søvnproblemer", "Følt deg ulykkelig")
    wording = "Har du i løpet av siste uke vært plaget av noe av dette? - {}".format
    s.grid("U2", wording, items, numbered(TROUBLED))
    s.choice("U3", "Har du minst én fortrolig venn?", numbered(FRIEND), "single scale")
    s.choice("U4", "Drikker du noen form for alkohol?", numbered(DRINKS), "single scale")


def _work(s: MadeSurvey) -> None:
    items = ("Jeg har nødvendig kompetanse", "Arbeidsmengden er passe", "Min nærmeste leder gir meg råd")
    wording = "Hvor enig eller uenig er du i følgende påstander? - {}".format
    s.grid("M1", wording, items, numbered(AGREE), {6: "not_applicable"})
    motivated = ["Ikke motivert", "Lite motivert", "Noe motivert", "Motivert", "Svært motivert"]
    s.choice("M2", "Alt i alt, hvor motivert er du i jobben din?", numbered(motivated), "scale")
    ask = "Har du selv blitt utsatt for mobbing på arbeidsplassen de siste 12 månedene?"
    s.choice("M3", ask, numbered(BULLIED), "single scale", roles={5: "refused"})
    sizes = numbered(["1–9", "10–49", "50–99", "100 eller flere", "Vet ikke"])
    s.choice("M4", "Hvor mange ansatte er det på din arbeidsplass?", sizes, "single scale")
    kinds = numbered(["Fast", "Midlertidig", "Tilkalling", "Annet, spesifiser"])
    s.choice("M5", "Hvilken ansettelsesform har du?", kinds, roles={4: "other"})
    s.words("Annet, spesifiser:", "M5a", share=0.1)
    ticks = [
        s.put(f"M6_{i}", f"Hvilke av disse godene har du? {good}", s.drawn([0, 1], 0), {0: "Nei", 1: "Ja"})
        for i, good in enumerate(GOODS, start=1)
    ]
    s.expect(ticks, "multiple", [(good, "substantive") for good in GOODS])


def _more_work(s: MadeSurvey) -> None:
    hours = [37.5, 40, 20, 25, 30, 35, 42, 45, 50, 7.5]
    ask = "Hvor mange timer per uke jobber du vanligvis, inkludert overtid?"
    s.amount("M7", ask, hours, {999: "Vet ikke"})
    s.amount("M8", "Hvor mange år har du jobbet i virksomheten?", range(41))
    ask = "Hvor sannsynlig er det at du vil anbefale arbeidsplassen din til andre?"
    s.choice("M9", ask, numbered(map(str, range(11)), 0), "nps")
    worn = ["Ja, i stor grad", "Ja, i noen grad", "Nei"]
    s.choice("M10", "Føler du deg utbrent?", numbered(worn), "single scale")
    genders = ["Flest kvinner", "Omtrent likt", "Flest menn"]
    ask = "Hvordan er kjønnsbalansen på arbeidsplassen din?"
    s.choice("M11", ask, numbered(genders), "single scale")
    ask = "Hvilket parti ville du stemt på dersom det var stortingsvalg i morgen?"
    s.choice("M12", ask, numbered(PARTIES), roles={7: "other", 9: "refused"})
    s.words("Har du andre kommentarer?", "M13", share=0.2)
