"""Reconciliation: figures once published, found again in what the pipeline computes.

Belongs here: reading published figures, comparing them one by one, and anomalies that the figures themselves
show.
"""
