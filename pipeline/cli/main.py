"""The commands and their arguments."""

from pathlib import Path

import click

DATA_HELP = (
    "Data root with surveys/, raw/, warehouse/ and reports/. Default: TOPLINE_DATA, else the project's data/."
)
DATA_OPTION = click.option(
    "--data",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="TOPLINE_DATA",
    help=DATA_HELP,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
