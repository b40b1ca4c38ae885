"""`topline check`: a definition and a wave's raw files, checked without writing anything."""

from pathlib import Path

from pipeline.cli.console import DONE, WRONG_DATA, WRONG_USE, chosen, definition_of, out, root_of, say_error


def check_survey(data: Path | None, survey: str, wave: str | None) -> int:
    """Check and say what is wrong; gives the exit code."""
    root = root_of(data)
    definition = definition_of(root, survey)
    if definition is None:
        return WRONG_USE
    wave = chosen(wave, sorted(definition.survey.waves), "wave", definition.newest_wave)
    if wave is None:
        return WRONG_USE
    from pipeline.trial import try_wave

    problems, notes = try_wave(definition, root, wave)
    for note in notes:
        out.print(f"note: {note}", markup=False)
    for problem in problems:
        say_error(problem)
    if problems:
        return WRONG_DATA
    out.print(f"{survey} {wave}: the definition and the raw files fit together")
    return DONE
