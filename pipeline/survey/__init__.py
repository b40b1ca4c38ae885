"""The definition of a survey: what `data/surveys/<survey>/` says, as frozen models.

Belongs here: the models, loading and checking them, predicates over a survey's variables, and what a
definition looks like as tables. Does not: reading exports, drafting from them, databases, orchestration, or
anything about one survey.
"""
