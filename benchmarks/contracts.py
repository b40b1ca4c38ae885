"""What checking `core_responses` costs beside making and writing it, for a survey of many questions.

Run `python benchmarks/contracts.py` (33,000 respondents × 500 questions), or with other sizes as
`python benchmarks/contracts.py 33000 100`. The answers are drawn. Seconds are of the CPU.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from marts import WAVE, definition

from pipeline.coding.respondents import build_core
from pipeline.coding.source import Source
from pipeline.contracts import breaches
from pipeline.readers.export import SourceColumn
from pipeline.schemas.core import core_responses
from pipeline.survey.survey import Definition
from pipeline.warehouse import Table, Warehouse

Result = TypeVar("Result")


def source(survey: Definition, rows: int) -> Source:
    """An export of codes as text, with blanks."""
    generator = np.random.default_rng(1)
    names = [str(question.column) for question in survey.questionnaire.questions]
    cells = ["1", "2", "3", "4", "5", "8", ""]
    drawn = {name: pd.Series(generator.choice(cells, rows), dtype="str") for name in names}
    places = np.arange(1, rows + 1)
    keys = pd.Series([f"{place:064x}" for place in places], dtype="str")
    raw = pd.DataFrame({"wave": WAVE, "source_row": places, "respondent_key": keys} | drawn)
    return Source("csv", tuple(SourceColumn(id=name, name=name) for name in names), names, raw)


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """CPU seconds of a call, and what it gave."""
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def main(respondents: int = 33_000, questions: int = 500) -> None:
    """Draw, code, check and write, and print what each took."""
    survey = definition(questions, 6)
    print(f"{respondents:,} respondents, {questions} questions")
    with tempfile.TemporaryDirectory() as name:
        warehouse, raw = Warehouse(Path(name)), source(survey, respondents)
        coding, core = seconds(lambda: build_core(survey, WAVE, raw, warehouse.evaluate))
        checking, found = seconds(lambda: breaches(core.responses, core_responses(survey)))
        table = Table("benchmark", "core_responses", WAVE)
        writing, _ = seconds(lambda: warehouse.write(table, core.responses))
    if found:
        raise SystemExit(f"the table breaks its contract: {found}")
    whole = coding + checking + writing
    print(f"coding {coding:.2f} s, contract {checking:.2f} s, writing {writing:.2f} s")
    print(f"contract of the whole      {checking / whole:.2f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
