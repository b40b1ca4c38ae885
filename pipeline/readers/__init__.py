"""Reading survey exports: one file per format, all giving the same `Export`.

Belongs here: formats, their detection, and the guarded child process that every read runs in.
Does not: what a column means in a survey (that is `pipeline.survey`), and any database or orchestration.
"""
