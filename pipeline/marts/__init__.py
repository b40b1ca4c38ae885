"""Marts: the statistical methods applied to the sums that SQL delivers, in a statistician's order.

Belongs here: which method runs on which rows, with the survey's settings. Formulas are in `pipeline.methods`,
and counting over respondents in `sql/`.
"""
