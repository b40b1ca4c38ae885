"""The commands and their arguments."""

import os
from pathlib import Path
from typing import Any

import click

# Arrow's own allocator keeps what tables of respondents took; the system's gives it back.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
# Matrices are small here: more threads would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

DATA_HELP = (
    "Data root with surveys/, raw/, warehouse/ and reports/. Default: TOPLINE_DATA, else the project's data/."
)
DATA_OPTION = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="TOPLINE_DATA",
    help=DATA_HELP,
)


class _Commands(click.Group):
    """Commands whose unforeseen errors end in one sentence: a stack trace may hold what a person answered."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command.

        Raises:
            SystemExit: with code 3 for an error that no command foresaw; `TOPLINE_DEBUG=1` lets it through.
        """
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("TOPLINE_DEBUG"):
                raise
            click.echo(f"unforeseen {type(error).__name__}; TOPLINE_DEBUG=1 shows where", err=True)
            raise SystemExit(3) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="topline")
def main() -> None:
    """From a survey's raw export to its published report."""


@main.command()
@click.argument("survey")
@click.option("--wave", help="The wave to run. Default: the newest that the survey declares.")
@click.option("--report", help="Only this report and what it needs. Default: all of the survey's reports.")
@click.option("--force", is_flag=True, help="Run also when everything is made from the same files already.")
@DATA_OPTION
def run(survey: str, wave: str | None, report: str | None, force: bool, data: Path | None) -> None:
    """Make a survey's reports for one wave."""
    from pipeline.cli.run import run_survey

    raise SystemExit(run_survey(data, survey, wave, report, force=force))


@main.command()
@click.argument("survey")
@click.option("--wave", help="The wave to check. Default: the newest that the survey declares.")
@DATA_OPTION
def check(survey: str, wave: str | None, data: Path | None) -> None:
    """Check a survey's definition and a wave's raw files. Writes nothing."""
    from pipeline.cli.check import check_survey

    raise SystemExit(check_survey(data, survey, wave))


@main.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--survey", required=True, help="The new survey's id: its folder's name.")
@click.option("--wave", required=True, help="The wave that the export is of, e.g. 2024.")
@click.option("--language", default="nb", show_default=True, help="Language of the export's labels.")
@click.option("--encoding", help="Text encoding, where the file does not tell: cp1252, utf-8, …")
@click.option("--format", "layout", default="auto", show_default=True, help="Layout, where not recognised.")
@DATA_OPTION
def draft(
    files: tuple[Path, ...],
    survey: str,
    wave: str,
    language: str,
    encoding: str | None,
    layout: str,
    data: Path | None,
) -> None:
    """Write a first definition of a new survey from an export's FILES, and put the files in place."""
    from pipeline.cli.draft import draft_files

    raise SystemExit(draft_files(data, files, survey, wave, language, encoding, layout))


@main.command()
@click.argument("survey")
@click.argument("before")
@click.argument("after")
@DATA_OPTION
def diff(survey: str, before: str, after: str, data: Path | None) -> None:
    """Show what changed in the questionnaire between two waves, and which changes nobody has judged."""
    from pipeline.cli.diff import show_changes

    raise SystemExit(show_changes(data, survey, before, after))


@main.command()
@DATA_OPTION
def schema(data: Path | None) -> None:
    """Write the JSON Schema of the definition files, for editors."""
    from pipeline.cli.schema import write_json_schema

    raise SystemExit(write_json_schema(data))


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; keep it on this machine."
)
@click.option("--port", default=3000, show_default=True)
@DATA_OPTION
def ui(host: str, port: int, data: Path | None) -> None:
    """Start the Dagster UI on this machine."""
    from pipeline.cli.ui import start_ui

    start_ui(data, host, port)


if __name__ == "__main__":
    main()
