"""The Dagster assets of a survey, a file a layer: thin shells that read, call one thing, and write checked.

Belongs here: keys, partitions, descriptions, checks and metadata. Nothing is computed here.
"""
