"""Revisions: what a new export of a wave changes in the one that its figures were made from.

Belongs here: comparing two exports of one wave, deciding whether the newer one may take the place of the
older, and the wave's history. Comparing waves is in `survey`.

Of a former export only marks are kept: a keyed hash an answer, which tells nobody anything without the
survey's secret key, and with it whether an answer is the same.
"""
