"""The numbers of every survey here: computed a second way, and never NaN or infinite in a file."""

from collections.abc import Callable

import pytest

from tests.marts.recomputed import Survey, mismatches
from tests.marts.stored import undefined_numbers
from tests.surveys.conftest import WAVES, Ran


@pytest.mark.parametrize("wave", WAVES)
def test_every_result_comes_out_again(ran: Callable[[str], Ran], wave: str) -> None:
    result = ran(wave)
    survey = Survey.of_run(result.root, result.survey, result.wave)
    for name in ("mart_question", "mart_demographic"):
        assert mismatches(survey, result.table(name)) == []


@pytest.mark.parametrize("wave", WAVES)
def test_no_file_holds_nan_or_infinity(ran: Callable[[str], Ran], wave: str) -> None:
    result = ran(wave)
    files = [
        *(result.root / "warehouse" / result.survey).glob(f"*/{result.wave}.parquet"),
        *(result.folder / "tables").glob("*.parquet"),
    ]
    assert len(files) > 10
    assert [found for file in files for found in undefined_numbers(file)] == []
