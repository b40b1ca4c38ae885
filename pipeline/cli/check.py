"""`topline check`: a definition and a wave's raw files, checked without writing anything."""

from pathlib import Path

from pipeline.cli.console import DONE, WRONG_DATA, WRONG_USE, chosen, has_survey, out, root_of, say_error
from pipeline.survey.loading import DefinitionError, examine_definition


def check_survey(data: Path | None, survey: str, wave: str | None) -> int:
    """Check and say everything that is wrong, the most important first; gives the exit code.

    The files of the wave are tried with as much of the definition as is sound.
    """
    root = root_of(data)
    if not has_survey(root, survey):
        return WRONG_USE
    examined = examine_definition(root.survey(survey))
    if examined.problems:
        say_error(str(DefinitionError(survey, examined.problems)))
    definition = examined.definition
    if definition is None:
        return WRONG_USE
    wave = chosen(wave, sorted(definition.survey.waves), "wave", definition.newest_wave)
    if wave is None:
        return WRONG_USE
    from pipeline.trial import try_wave

    problems, notes = try_wave(definition, root, wave, examined.cut_words)
    for problem in problems:
        say_error(problem)
    # what is missing of a method may only be cut: the definition's own problems come first
    untold = (
        definition.untold(wave)
        if definition.reports and not definition.is_pilot(wave) and not examined.problems
        else ""
    )
    if untold:
        say_error(untold)
    for note in notes:
        out.print(f"note: {note}", markup=False)
    if examined.problems:
        return WRONG_USE
    if problems or untold:
        return WRONG_DATA if problems else WRONG_USE
    out.print(f"{survey} {wave}: the definition and the raw files fit together")
    return DONE
