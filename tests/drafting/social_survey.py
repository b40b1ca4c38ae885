"""A survey in English with the variables of an international social survey, as an SPSS export.

Belongs here: its questions. They were written before the draft was tried on them; codes for refusals and
don't knows stand behind the answers, as such surveys have them.
"""

from pipeline.readers.export import Export
from tests.drafting.made import Labels, MadeSurvey, numbered
from tests.drafting.truth import Truth

LONG = {77: "Refusal", 88: "Don't know", 99: "No answer"}
SHORT = {7: "Refusal", 8: "Don't know", 9: "No answer"}
LONG_ROLES = {77: "refused", 88: "dont_know"}
SHORT_ROLES = {7: "refused", 8: "dont_know"}
ENDS = {
    "ppltrst": ("Most people can be trusted", "You can't be too careful", "Most people can be trusted"),
    "pplfair": ("Most people try to be fair", "Most people try to take advantage", "Most try to be fair"),
    "stflife": ("How satisfied with life as a whole", "Extremely dissatisfied", "Extremely satisfied"),
    "happy": ("How happy are you", "Extremely unhappy", "Extremely happy"),
    "lrscale": ("Placement on left right scale", "Left", "Right"),
}
AGREE = ["Agree strongly", "Agree", "Neither agree nor disagree", "Disagree", "Disagree strongly"]
MET = [
    *("Never", "Less than once a month", "Once a month", "Several times a month", "Once a week"),
    *("Several times a week", "Every day"),
]
SERVICES = [
    *("Every day", "More than once a week", "Once a week", "At least once a month"),
    *("Only on special holy days", "Less often", "Never"),
]
LIKE_ME = [
    *("Very much like me", "Like me", "Somewhat like me", "A little like me", "Not like me"),
    "Not like me at all",
]
SCHOOLS = [
    *("ES-ISCED I, less than lower secondary", "ES-ISCED II, lower secondary"),
    *("ES-ISCED IIIb, lower tier upper secondary", "ES-ISCED IV, advanced vocational"),
    "ES-ISCED V1, BA level",
]
MARRIED = [
    *("Legally married", "In a legally registered civil union", "Legally separated", "Legally divorced"),
    *("Widowed", "None of these"),
]
HOMES = [
    *("A big city", "Suburbs or outskirts of big city", "Town or small city", "Country village"),
    "Farm or home in countryside",
]
WEEK = ("paid work", "education", "unemployed, actively looking for job", "retired", "housework", "other")


def social_survey(seed: int = 3) -> tuple[Export, Truth]:
    """The export, and the truth of it."""
    s = MadeSurvey(seed, rows=500)
    for part in (_around, _trust, _politics, _life, _numbers, _background):
        part(s)
    return s.export(), s.truth


def _short(
    s: MadeSurvey, name: str, text: str, answers: list[str], types: str = "scale", by: str = ""
) -> str:
    """With 7, 8 and 9 behind the answers, and 66 for those who were not asked."""
    labels: Labels = numbered(answers) | SHORT | ({66: "Not applicable"} if by else {})
    other = 66 if by else None
    roles = {**SHORT_ROLES, 66: "not_applicable"} if by else SHORT_ROLES
    s.choice(name, text, labels, types, roles=roles, missing=[9], by=by, not_asked=other)
    return name


def _long(s: MadeSurvey, name: str, text: str, labels: Labels, types: str = "scale") -> str:
    s.choice(name, text, {**labels, **LONG}, types, roles={**LONG_ROLES, 55: "other"}, missing=[99])
    return name


def _around(s: MadeSurvey) -> None:
    draw, truth = s.random, s.truth
    truth.key = s.put("idno", "Respondent's identification number", range(5000, 5000 + s.rows))
    s.put("dweight", "Design weight", s.each(lambda: round(draw.uniform(0.4, 2), 6)))
    weights = s.each(lambda: round(draw.uniform(0.4, 2), 6))
    truth.weight = s.put("pspwght", "Post-stratification weight including design weight", weights)
    started = s.each(lambda: f"2024-02-{draw.randint(10, 28)}T10:00:00")
    truth.ignore.add("dweight")
    took = s.put("inwtm", "Length of interview in minutes, main questionnaire", s.drawn(range(20, 100)))
    truth.times = {
        s.put("inwds", "Start of interview", started, kind="datetime"): "started",
        took: "duration",
    }


def _trust(s: MadeSurvey) -> None:
    for name, (text, low, high) in ENDS.items():
        _long(s, name, text, numbered(map(str, range(11)), 0) | {0: low, 10: high})


def _politics(s: MadeSurvey) -> None:
    interest = ["Very interested", "Quite interested", "Hardly interested", "Not at all interested"]
    _short(s, "polintr", "How interested in politics", interest)
    _short(s, "vote", "Voted last national election", ["Yes", "No", "Not eligible to vote"], "single")
    deeds = ("Contacted politician", "Worn or displayed campaign badge/sticker", "Signed petition")
    for name, deed in zip(("contplt", "badge", "sgnptit"), deeds, strict=True):
        _short(s, name, f"{deed} last 12 months", ["Yes", "No"], "single")
    close = _short(s, "clsprty", "Feel closer to a particular party than others", ["Yes", "No"], "single")
    near = ["Very close", "Quite close", "Not close", "Not at all close"]
    _short(s, "prtcl", "How close to party", near, "scale single", by=close)
    _short(s, "gincdif", "Government should reduce differences in income levels", AGREE)
    _short(s, "freehms", "Gays and lesbians free to live life as they wish", AGREE)


def _life(s: MadeSurvey) -> None:
    _short(s, "health", "Subjective general health", ["Very good", "Good", "Fair", "Bad", "Very bad"])
    ask = "Hampered in daily activities by illness/disability"
    _short(s, "hlthhmp", ask, ["Yes a lot", "Yes to some extent", "No"], "scale single")
    _long(s, "sclmeet", "How often socially meet with friends", numbered(MET), "scale single")
    _long(s, "rlgatnd", "How often attend religious services", numbered(SERVICES), "scale single")
    _short(s, "aesfdrk", "Feeling of safety after dark", ["Very safe", "Safe", "Unsafe", "Very unsafe"])
    items = ("Important to think new ideas", "Important to be rich", "Important that people are equal")
    labels = numbered(LIKE_ME) | SHORT
    s.grid("ipx", "How much like you: {}".format, items, labels, SHORT_ROLES, missing=[9])


def _numbers(s: MadeSurvey) -> None:
    ask = "News about politics and current affairs, watching, reading or listening, in minutes"
    s.amount("nwspol", ask, range(241), {7777: "Refusal", 8888: "Don't know"})
    household = "Number of people living regularly as member of household"
    s.amount("hhmmb", household, range(1, 9), {77: "Refusal", 88: "Don't know"})
    s.amount("eduyrs", "Years of full-time education completed", range(6, 25), {77: "Refusal"})


def _background(s: MadeSurvey) -> None:
    s.amount("yrbrn", "Year of birth", range(1930, 2009), {7777: "Refusal", 8888: "Don't know"})
    income = {i: f"{letter} - {i}th decile" for i, letter in enumerate("JRCMFSKPDH", start=1)}
    s.truth.demographics |= {
        s.amount("agea", "Age of respondent, calculated", range(15, 91), {999: "Not available"}),
        s.choice("gndr", "Gender", {1: "Male", 2: "Female", 9: "No answer"}, missing=[9]),
        _long(
            s, "eisced", "Highest level of education, ES - ISCED", numbered(SCHOOLS) | {55: "Other"}, "single"
        ),
        _long(s, "marsts", "Legal marital status", numbered(MARRIED), "single"),
        _long(s, "hinctnta", "Household's total net income, all sources", income, "single scale"),
    }
    _short(s, "domicil", "Domicile, respondent's description", HOMES, "single")
    marks = {0: "Not marked", 1: "Marked"}
    ticks = [
        s.put(f"act{i}", f"Doing last 7 days: {what}", s.drawn([0, 1], 0), marks)
        for i, what in enumerate(WEEK)
    ]
    s.expect(ticks, "multiple")
