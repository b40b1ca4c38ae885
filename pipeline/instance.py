"""Dagster's home: where runs are remembered, with telemetry off and access for its owner alone.

Belongs here: making the home and naming it in the environment, before Dagster is asked for its instance.
"""

import logging
import os

from pipeline.places import DATA_VARIABLE, DataRoot

ERRORS = "unforeseen-errors.log"
SETTINGS = """# Dagster's settings for this data root. Nothing is sent anywhere.
telemetry:
  enabled: false
nux:
  enabled: false
"""


def prepare_instance(root: DataRoot) -> None:
    """Make the data root's Dagster home and name it, and the data root, in the environment.

    `DAGSTER_HOME` that is set already is left alone.
    """
    os.environ[DATA_VARIABLE] = str(root.path)
    os.environ.setdefault("DAGSTER_REDACT_USER_CODE_ERRORS", "1")
    root.instance.mkdir(parents=True, exist_ok=True)
    root.instance.chmod(0o700)
    _keep_errors_private(root)
    if os.environ.get("DAGSTER_HOME"):
        return
    settings = root.instance / "dagster.yaml"
    if not settings.exists():
        settings.write_text(SETTINGS, "utf-8")
    os.environ["DAGSTER_HOME"] = str(root.instance)


def _keep_errors_private(root: DataRoot) -> None:
    """Send what Dagster redacts to a file for the owner alone: an unforeseen error may quote an answer."""
    path = root.instance / ERRORS
    path.touch(mode=0o600)
    logger = logging.getLogger("dagster.redacted_errors")
    if not logger.handlers:
        logger.addHandler(logging.FileHandler(path, encoding="utf-8"))
    logger.propagate = False
