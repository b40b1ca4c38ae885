"""The `topline` command: what a person or a script types.

Belongs here: arguments, what is printed, and exit codes. Heavy imports stay inside the commands, so that
`--help` is quick. Exit codes: 0 done; 1 the data, a contract or a published figure is wrong, and nothing was
published; 2 the command or the definition is wrong; 3 something unforeseen.
"""

from pipeline.cli.main import main

__all__ = ["main"]
