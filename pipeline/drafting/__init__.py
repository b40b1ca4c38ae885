"""A first definition of a survey, drafted from one export: `topline draft`.

Belongs here: guessing, from what an export says and holds, what a person would write. What may be written is
defined in `pipeline.survey`, which knows nothing of drafts.
"""
