"""Coding: from an export's cells to option codes and answer states, by the survey's definition.

Belongs here: pure functions over one wave's rows. Does not: reading files, SQL, or anything about one survey.
"""
