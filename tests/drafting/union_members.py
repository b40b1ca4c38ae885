"""A survey of 300 questions among the members of a union, as an SPSS export.

Belongs here: its questions, and what the platform puts around them.
"""

from pipeline.readers.export import Export
from tests.drafting.made import MadeSurvey, numbered
from tests.drafting.truth import Truth
from tests.drafting.union_words import (
    CHOICES,
    DEEDS,
    NOMINAL,
    OFTEN,
    OUTSIDE,
    ROWS_OF_GRIDS,
    SCALES,
    TOPICS,
    YES_NO,
)

GENDERS = ((1, "Kvinne"), (2, "Mann"), (3, "Annet"))
COUNTIES = ("Oslo", "Rogaland", "Møre og Romsdal", "Nordland", "Viken", "Innlandet", "Vestland", "Trøndelag")
SCHOOLS = ("Grunnskole", "Videregående skole", "Fagskole", "Bachelorgrad", "Mastergrad eller høyere")
INCOMES = ("Under 300 000", "300 000–499 999", "500 000–699 999", "700 000 eller mer")
MARRIED = ("Gift eller samboer", "Enslig", "Skilt", "Annet")
CLAIMS = ("Lønn", "Pensjon", "Arbeidstid", "Kompetanse")
CHANNELS = ("E-post", "Møter", "Nettsider", "Brev", "SMS")
DATES = ("Når begynte du i jobben?", "Når ble du medlem?")
TOOLS = (("nettbrett", "nettbrettet"), ("chat", "chatten"), ("VPN", "VPN-en"))


def union_members(seed: int = 7) -> tuple[Export, Truth]:
    """The export, and the truth of it."""
    s = MadeSurvey(seed)
    for part in (
        _around,
        _persons,
        _background,
        _odd_ones,
        _deeds,
        _topics,
        _grids_and_ticks,
        _numbers,
        _rest,
    ):
        part(s)
    return s.export(), s.truth


def _around(s: MadeSurvey) -> None:
    """What a platform puts around the answers."""
    draw, rows, truth = s.random, range(s.rows), s.truth
    truth.key = s.put("respid", "Respondentnummer", [1000 + i for i in rows])
    codes = {1: "Distribuert", 2: "Noen svar", 3: "Gjennomført"}
    truth.status = s.put("status", "Status", draw.choices([1, 2, 3], [1, 1, 8], k=s.rows), codes)
    moments = s.each(lambda: f"2024-02-{draw.randint(10, 28)}T10:{draw.randint(10, 59)}:00")
    truth.times = {
        s.put("startet", "Starttidspunkt", moments, kind="datetime"): "started",
        s.put("fullfort", "Tidspunkt fullført", moments, kind="datetime"): "submitted",
        s.put("tidsbruk", "Tidsbruk i sekunder", s.each(lambda: draw.randint(60, 2000))): "duration",
    }
    truth.ignore |= {
        s.put("sprak", "Språk", s.each(lambda: draw.choice(["nb", "nn", "en"])), kind="text"),
        s.put("enhet", "Enhet", s.each(lambda: draw.choice([1, 2])), {1: "PC", 2: "Mobil"}),
        s.put("kanal", "Utsendingskanal", s.each(lambda: draw.choice(["epost", "sms"])), kind="text"),
    }


def _persons(s: MadeSurvey) -> None:
    draw, rows = s.random, range(s.rows)
    mobiles = s.each(lambda: f"9{draw.randint(1000000, 9999999)}")
    s.truth.identifiers |= {
        s.put("ip", "IP-adresse", [f"10.0.{i % 200}.{i % 99}" for i in rows], kind="text"),
        s.put("epost", "E-post", [f"a{i}@example.invalid" for i in rows], kind="text"),
        s.put("mobilnr", "Mobilnummer", mobiles, kind="text"),
        s.put("navn", "Fullt navn", [f"Navn Nr{i}" for i in rows], kind="text"),
        s.put("medlemsnr", "Medlemsnummer", [500000 + i for i in rows]),
    }
    weights = s.each(lambda: round(draw.uniform(0.3, 2.5), 4))
    s.truth.weight = s.put("vekt", "Poststratifiseringsvekt", weights)


def _background(s: MadeSurvey) -> None:
    s.truth.demographics |= {
        s.single("Hva er kjønnet ditt?", GENDERS, "single", [1]),
        s.amount(s.next(), "Hvor gammel er du?", range(18, 79)),
        s.single("Hvilket fylke bor du i?", list(enumerate(COUNTIES, 3)), "single"),
        s.single("Hva er din høyeste fullførte utdanning?", list(enumerate(SCHOOLS, 1)), "single"),
        s.single("Hva er din brutto årsinntekt?", list(enumerate(INCOMES, 1)), "single scale", [1]),
        s.single("Hva er sivilstatusen din?", list(enumerate(MARRIED, 1)), "single"),
    }
    s.amount(s.next(), "Hvilket år er du født?", range(1946, 2006))
    s.single("Hvor mange ansatte er det der du jobber?", NOMINAL[3], "single scale")
    s.amount(s.next(), "Hvor mange barn har du?", range(7))
    s.amount(s.next(), "Hvilket år ble du medlem?", range(1975, 2024))


def _odd_ones(s: MadeSurvey) -> None:
    """What makes exports hard to read: names that count up by chance, codes without labels."""
    for block in range(3):  # named as one question, and five
        base = s.next()
        for i in range(1, 6):
            text = f"Har dere snakket om {TOPICS[5 * block + i]} på jobben?"
            s.single(text, YES_NO, "single", name=f"{base}_{i}")
    for topic in TOPICS[:4]:
        s.unlabelled(f"Hvor god er {topic} på en skala fra 1 til 5, der 5 er best?", 5)
    for topic in TOPICS[:2]:
        s.unlabelled(f"Gi {topic} en karakter fra 1 (dårligst) til 6 (best)", 6)
    s.in_letters("Hvilken avdeling?", {"A": "Drift", "B": "Administrasjon", "C": "Renhold"})
    s.in_letters("Hvordan svarte du?", {"N": "På nettet", "P": "På papir"})
    yes = [s.single(f"Bruker du {tool} i jobben?", YES_NO, "single", [0]) for tool, _ in TOOLS]
    for name, (_, tool) in zip(yes, TOOLS, strict=True):
        s.amount(s.next(), f"Hvor mange timer i uka bruker du {tool}?", range(1, 31), by=name)


def _deeds(s: MadeSurvey) -> None:
    """Yes or no, with questions that only those are asked who said yes."""
    for i in range(52):
        deed = DEEDS[i % len(DEEDS)]
        text = f"Har du {deed} det siste året?" if i < len(DEEDS) else f"Vil du ha {deed} innen tre år?"
        name = s.single(text, YES_NO, "single", [0] if i % 2 else [])
        if i % 3 == 0:
            s.single(f"Hvor fornøyd var du med det at du hadde {deed}?", SCALES[0], "scale", [0], by=name)
        if i % 7 == 0:
            s.single(f"Hvem tok opp at du hadde {deed}?", NOMINAL[1], "single", by=name)


def _topics(s: MadeSurvey) -> None:
    for i in range(56):
        topic = TOPICS[i % len(TOPICS)]
        is_new = i < len(TOPICS)
        text = f"Hvordan vurderer du {topic}?" if is_new else f"Hva mener du om {topic} der du jobber?"
        text = f"Q{s.number + 1}. {text}" if i % 5 == 0 else text
        s.single(text, SCALES[i % len(SCALES)], "scale", [i % 4] if i % 3 else [])
    for i, topic in enumerate(TOPICS[:20]):
        text = f"Hvor ofte snakker du med lederen din om {topic}?"
        s.single(text, OFTEN[i % 2], "scale single", [0] if i % 2 else [])
    for i, topic in enumerate(TOPICS[:-15:-1]):
        text = f"Hva gjelder for {topic} i din virksomhet?"
        s.single(text, NOMINAL[i % 3], "single", [i % 2] if i % 4 else [])


def _grids_and_ticks(s: MadeSurvey) -> None:
    for i, topic in enumerate(TOPICS[:24]):
        stem = f"Hvor enig er du i påstandene om {topic}?" if i % 2 else f"Ta stilling til {topic}"
        extra = [OUTSIDE[i % 3]] if i % 2 else []
        labels = dict(SCALES[i % len(SCALES)]) | {code: words for code, words, _ in extra}
        wording = (f"{stem} - {{}}".format, f"{stem}: {{}}".format, str.capitalize)[i % 3]
        s.grid(s.next(), wording, ROWS_OF_GRIDS[: 4 + i % 4], labels, {code: r for code, _, r in extra})
    for i, topic in enumerate(TOPICS[:18]):
        choices = CHOICES[i % len(CHOICES)]
        s.multiple(
            f"Hva gjelder for {topic}? Flere svar mulig", choices, ("dash", "named", "bare", "ones")[i % 4]
        )
        if "Annet" in choices:
            s.words("Annet, spesifiser:")


def _numbers(s: MadeSurvey) -> None:
    for i, topic in enumerate(TOPICS[:20]):
        low, high = ((0, 60), (0, 40), (1, 100), (0, 300), (0, 15))[i % 5]
        values = [low + (high - low) * step / 60 for step in range(61)]
        values = [round(value, 1) if i % 3 == 0 else int(value) for value in values]
        outside = {998: "Vet ikke", 999: "Ubesvart"} if i % 2 == 0 else None
        s.amount(s.next(), f"Hvor mange timer bruker du på {topic} i en vanlig måned?", values, outside)


def _rest(s: MadeSurvey) -> None:
    for topic in TOPICS[:12]:
        s.words(f"Hva kan bli bedre med {topic}? Skriv med egne ord.")
    for text in DATES:
        s.date(text)
    points = numbered(map(str, range(11)), 0) | {0: "0 Svært lite sannsynlig", 10: "10 Svært sannsynlig"}
    for text, kind in (
        ("vil anbefale forbundet til en kollega", "nps"),
        ("er i samme jobb om fem år", "scale"),
    ):
        name = s.put(s.next(), f"Hvor sannsynlig er det at du {text}?", s.drawn(points), points)
        s.expect([name], kind)
    for stem, things in (("Ranger kravene", CLAIMS), ("Ranger kanalene", CHANNELS)):
        s.ranking(stem, things)
    for i, topic in enumerate(TOPICS[:4]):
        s.mentions(f"Hvilke saker er viktigst for {topic}?", CHOICES[1], marked=i % 2 == 0)
