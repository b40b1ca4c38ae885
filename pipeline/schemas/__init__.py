"""Contracts of tables: one pandera schema a table, made from the survey's definition where it depends on it.

Belongs here: what a table must be. Checking and writing are in `contracts`.
"""
