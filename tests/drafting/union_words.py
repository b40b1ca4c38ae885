"""Words of a survey of 300 questions among the members of a union.

Belongs here: topics, deeds, answers and choices that its questions are put together from.
"""

from collections.abc import Sequence

Answers = Sequence[tuple[int, str]]

TOPICS = (
    "lønna", "arbeidstiden", "ledelsen", "kollegaene", "arbeidsmengden", "lokalene", "inneklimaet",
    "støynivået", "opplæringen", "medvirkningen", "informasjonen fra ledelsen", "tariffavtalen",
    "pensjonsordningen", "kantina", "utstyret", "dataprogrammene", "møtene", "omstillingene",
    "vaktplanene", "ferieordningen", "tillitsvalgte", "verneombudet", "medlemsbladet", "nettsidene",
    "forsikringene", "kurstilbudet", "bemanningen", "tryggheten", "rekrutteringen", "karrieremulighetene",
    "fleksibiliteten", "samarbeidet med andre avdelinger", "turnusen", "reiseveien", "parkeringen",
    "garderobene", "renholdet", "varslingsrutinene", "oppfølgingen ved sykdom", "seniorpolitikken",
    "lærlingordningen", "medarbeidersamtalene", "velferdstiltakene", "strategien", "målene",
)  # fmt: skip
DEEDS = (
    "tatt etterutdanning", "byttet arbeidsgiver", "vært på medlemsmøte", "kontaktet forbundet",
    "arbeidet overtid", "vært sykmeldt", "søkt ny jobb", "fått lønnsøkning", "opplevd mobbing",
    "brukt hjemmekontor", "deltatt i streik", "lest medlemsbladet", "brukt medlemsfordelene",
    "hatt medarbeidersamtale", "meldt fra om avvik", "hatt ekstrajobb", "jobbet om natta",
    "reist i jobben", "fått ny leder", "vært på kurs", "mistet arbeidsoppgaver", "fått nytt utstyr",
    "tatt ut permisjon", "jobbet i ferien", "vært utsatt for vold", "fått tilbud om fast stilling",
    "anbefalt forbundet", "stemt ved valg", "fulgt forbundet i sosiale medier",
    "snakket med verneombudet",
)  # fmt: skip
SCALES: tuple[Answers, ...] = (
    ((1, "Svært misfornøyd"), (2, "Misfornøyd"), (3, "Verken eller"), (4, "Fornøyd"), (5, "Svært fornøyd")),
    (
        (1, "Helt uenig"),
        (2, "Delvis uenig"),
        (3, "Verken enig eller uenig"),
        (4, "Delvis enig"),
        (5, "Helt enig"),
    ),
    (
        (1, "I svært liten grad"),
        (2, "I liten grad"),
        (3, "I noen grad"),
        (4, "I stor grad"),
        (5, "I svært stor grad"),
    ),
    ((1, "Mye dårligere"), (2, "Litt dårligere"), (3, "Som før"), (4, "Litt bedre"), (5, "Mye bedre")),
    ((1, "Ikke viktig i det hele tatt"), (2, "Lite viktig"), (3, "Ganske viktig"), (4, "Svært viktig")),
    ((1, "Meget godt"), (2, "Godt"), (3, "Middels"), (4, "Dårlig"), (5, "Meget dårlig")),
    ((1, "Svært dårlig"), (2, "2"), (3, "3"), (4, "4"), (5, "Svært bra")),
)
OFTEN: tuple[Answers, ...] = (
    ((1, "Aldri"), (2, "Sjelden"), (3, "Av og til"), (4, "Ofte"), (5, "Alltid")),
    ((1, "Daglig"), (2, "Ukentlig"), (3, "Månedlig"), (4, "Sjeldnere"), (5, "Aldri")),
)
NOMINAL: tuple[Answers, ...] = (
    ((1, "Kommunal sektor"), (2, "Statlig sektor"), (3, "Privat sektor"), (4, "Frivillig sektor")),
    ((1, "E-post"), (2, "Telefon"), (3, "Nettsidene"), (4, "Møter"), (5, "Annet")),
    ((1, "Fast ansatt"), (2, "Vikar"), (3, "Midlertidig ansatt"), (4, "Lærling"), (5, "Selvstendig")),
    ((1, "Ingen"), (2, "1–5"), (3, "6–10"), (4, "11–20"), (5, "Mer enn 20")),
)
YES_NO: Answers = ((1, "Ja"), (2, "Nei"))
OUTSIDE: tuple[tuple[int, str, str], ...] = (
    (8, "Vet ikke", "dont_know"),
    (9, "Ønsker ikke å svare", "refused"),
    (7, "Ikke aktuelt for meg", "not_applicable"),
    (98, "Usikker / ikke sikker", "dont_know"),
)
CHOICES = (
    ("Bil", "Buss", "Tog", "Sykkel", "Til fots", "Annet"),
    ("Lønn", "Arbeidstid", "Pensjon", "Kompetanse", "Arbeidsmiljø", "Ingen av disse"),
    ("Epost", "Sosiale medier", "Medlemsblad", "Nettside", "SMS", "Vet ikke"),
    ("Støy", "Trekk", "Dårlig lys", "Tunge løft", "Kjemikalier", "Stress", "Ingenting av dette"),
)
ROWS_OF_GRIDS = (
    "tempoet",
    "variasjonen",
    "tilbakemeldingene",
    "samholdet",
    "tilliten",
    "utviklingen",
    "roen",
)
