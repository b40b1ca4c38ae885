"""Partitions: the waves that a survey declares. One partition is one fielding."""

import dagster as dg

from pipeline.survey.survey import Definition


def wave_partitions(definition: Definition) -> dg.StaticPartitionsDefinition:
    """The survey's waves, oldest first."""
    return dg.StaticPartitionsDefinition(sorted(definition.survey.waves))
