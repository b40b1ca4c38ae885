"""`topline draft`: a first definition of a new survey, from an export."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.cli.console import DONE, WRONG_DATA, WRONG_USE, out, root_of, say_error
from pipeline.drafting.draft import DraftError, draft_survey
from pipeline.readers import ExportError, ReadOptions, read
from pipeline.survey.model import NAMES, Id, WaveKey

REGISTER = (
    "draft takes the files of one export. The register's counts are no part of it: put their file into the "
    "wave's folder and declare it under universe in survey.yaml"
)


def draft_files(
    data: Path | None,
    files: Sequence[Path],
    survey: str,
    wave: str,
    language: str,
    encoding: str | None,
    layout: str,
) -> int:
    """Write the draft and copy the export into the wave's folder; gives the exit code.

    A survey that exists already is left as it is.
    """
    root = root_of(data)
    unfit = _unfit("--survey", survey, TypeAdapter(Id)) or _unfit("--wave", wave, TypeAdapter(WaveKey))
    if unfit:
        say_error(unfit)
        return WRONG_USE
    folder = root.survey(survey)
    if folder.exists():
        say_error(f"{folder} exists already; a draft never overwrites a definition")
        return WRONG_USE
    try:
        options = ReadOptions.model_validate({"format": layout, "encoding": encoding})
    except ValidationError as error:
        say_error(f"--format {layout}: {error.errors()[0]['msg']}")
        return WRONG_USE
    try:
        export = read(list(files), options)
        texts = draft_survey(export, survey, wave, [f.name for f in files], language, options)
    except (ExportError, DraftError) as error:
        say_error(str(error))
        if len(files) > 1:
            say_error(REGISTER)
        return WRONG_DATA
    _put(files, root.raw(survey, wave))
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
        out.print(str(folder / name), markup=False)
    checks = sum(text.count("# check:") for text in texts.values())
    out.print(f"{len(export.columns)} columns; look at {checks} places marked «# check:»,")
    out.print(f"then: topline check {survey}")
    return DONE


def _unfit(option: str, name: str, form: TypeAdapter[str]) -> str:
    """What is wrong with a name that becomes a folder, or nothing."""
    try:
        form.validate_python(name)
    except ValidationError as error:
        found = error.errors()[0]
        needed = NAMES.get(str(found.get("ctx", {}).get("pattern")), found["msg"])
        return f"{option} «{name}» does not fit; needed is {needed}"
    return ""


def _put(files: Sequence[Path], raw: Path) -> None:
    """Copy the export into the wave's folder, unless it lies there."""
    raw.mkdir(parents=True, exist_ok=True)
    for path in files:
        if path.resolve() != (raw / path.name).resolve():
            shutil.copyfile(path, raw / path.name)
