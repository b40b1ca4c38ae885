"""The structure of LimeSurvey's survey in these tests: its `.lss`, and the headings that follow from it."""

from tests.platforms.answers import AGREE, ROWS, TEXTS, TRAVEL, WORK

AGREE_CODES = {code: f"E{code}" for code in AGREE}
RANKED = {"R1": "Fred", "R2": "Ro", "R3": "Orden"}
DUAL = ({"1": "Viktig", "2": "Ikke viktig"}, {"1": "Bra", "2": "Middels", "3": "Dårlig"})
ANSWER_TEXTS = {
    "WORK": {f"A{code}": label for code, label in WORK.items()} | {"-oth-": "Annet"},
    "AGREE": {AGREE_CODES[code]: label for code, label in AGREE.items()},
    "RANK": RANKED,
    "DUAL[lonn]": DUAL[0] | DUAL[1],
}
HEADINGS = [
    *("Response ID", "Date submitted", "Last page", "Start language", "Seed"),
    *(TEXTS["work"], f"{TEXTS['work']} [Annet]"),
    *(f"{TEXTS['travel']} [{label}]" for label in TRAVEL.values()),
    *(f"{TEXTS['agree']} [{label}]" for label in ROWS.values()),
    *("Viktig og bra [Lønn][Scale 1]", "Viktig og bra [Lønn][Scale 2]"),
    *(f"Ranger disse [Rank {place}]" for place in (1, 2, 3)),
    *(TEXTS["hours"], "Har du bil?", TEXTS["comment"]),
]
IN_WORK = 'WORK.NAOK == "A1" or WORK.NAOK == "-oth-"'
QUESTIONS = [
    ("WORK", "L", f"<p>{TEXTS['work']}</p>", "1", "Y"),
    ("TRAVEL", "M", TEXTS["travel"], IN_WORK, "Y"),
    ("AGREE", "F", TEXTS["agree"], "1", "N"),
    ("DUAL", "1", "Viktig og <b>bra</b>", "1", "N"),
    ("RANK", "R", "Ranger disse", "1", "N"),
    ("HOURS", "N", TEXTS["hours"], IN_WORK, "N"),
    ("YES", "Y", "Har du bil?", "1", "N"),
    ("COMMENT", "T", TEXTS["comment"], "1", "N"),
]
SUBQUESTIONS = [
    *(("TRAVEL", code, label) for code, label in (("T1", TRAVEL[1]), ("T2", TRAVEL[2]))),
    *(("AGREE", code, label) for code, label in ROWS.items()),
    ("DUAL", "lonn", "Lønn"),
]
ANSWERS = [
    *(("WORK", f"A{code}", label, 0) for code, label in WORK.items()),
    *(("AGREE", AGREE_CODES[code], label, 0) for code, label in AGREE.items()),
    *(("DUAL", code, label, scale) for scale, codes in enumerate(DUAL) for code, label in codes.items()),
    *(("RANK", code, label, 0) for code, label in RANKED.items()),
]


def _rows(section: str, rows: list[dict[str, object]]) -> str:
    cells = ("".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()) for row in rows)
    return f"<{section}><rows>" + "".join(f"<row>{cell}</row>" for cell in cells) + f"</rows></{section}>"


def _structure() -> str:
    numbers = {code: i for i, (code, *_) in enumerate(QUESTIONS, start=1)}
    questions, texts = [], []
    for code, kind, text, relevance, other in QUESTIONS:
        qid = numbers[code]
        questions.append(
            {"qid": qid, "parent_qid": 0, "gid": 1, "type": kind, "title": code, "other": other}
            | {"relevance": relevance}
        )
        texts.append({"qid": qid, "question": text, "language": "nb"})
    subquestions = []
    for i, (parent, code, text) in enumerate(SUBQUESTIONS, start=100):
        subquestions.append({"qid": i, "parent_qid": numbers[parent], "title": code})
        texts.append({"qid": i, "question": text, "language": "nb"})
    answers, labels = [], []
    for i, (parent, code, text, scale) in enumerate(ANSWERS, start=1):
        answers.append({"aid": i, "qid": numbers[parent], "code": code, "sortorder": i, "scale_id": scale})
        labels.append({"aid": i, "answer": text, "language": "nb"})
    sections = [
        "<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>600</DBVersion>",
        "<languages><language>nb</language></languages>",
        _rows("answers", answers),
        _rows("answer_l10ns", labels),
        _rows("groups", [{"gid": 1, "grelevance": ""}]),
        _rows("questions", questions),
        _rows("subquestions", subquestions),
        _rows("question_l10ns", texts),
        _rows("question_attributes", [{"qid": 1, "attribute": "hidden", "value": "0", "language": ""}]),
    ]
    return '<?xml version="1.0" encoding="UTF-8"?>\n<document>' + "".join(sections) + "</document>\n"


LSS = _structure()
