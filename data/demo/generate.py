"""Write the synthetic demo survey: `python data/demo/generate.py [--into FOLDER] [--codebook]`.

Here: the order of the steps. Not here: any of them.
"""

import argparse
from pathlib import Path

import access
import home_office
import numpy as np
import platform_rows
import population
import register_file
import respondents
import sav_file
import tendencies
import themes
from codebook import as_markdown, variables

RAW = Path(__file__).resolve().parent.parent / "raw" / "medlemsundersokelsen" / "2023"


def generate(folder: Path) -> None:
    """Write `medlemsundersokelsen_2023.sav` and `register_2023.csv` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    members = population.members()
    register_file.write(members, folder / "register_2023.csv")
    answered, opened = respondents.respondents(members)
    people = access.add_access(answered)
    leanings = tendencies.tendencies(people)
    published = home_office.answer(people, leanings)
    others = themes.answer(people, leanings, published)
    invited = np.flatnonzero(members["invited"].to_numpy())
    export = platform_rows.export(people, published.join(others), opened, invited)
    sav_file.write(export, variables(), folder / "medlemsundersokelsen_2023.sav")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Write the synthetic demo survey.")
    parser.add_argument("--into", type=Path, default=RAW, help="folder for the two files")
    parser.add_argument("--codebook", action="store_true", help="print the codebook as Markdown and stop")
    options = parser.parse_args()
    if options.codebook:
        print(as_markdown(), end="")
    else:
        generate(options.into)


if __name__ == "__main__":
    main()
