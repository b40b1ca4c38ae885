"""Statistical method, as pure functions over small tables of sufficient statistics.

Here belongs every formula that turns counts, sums of weights and sums of squared weights into a published
number: rounding, bases, precision, weighting, tests, scales, trend, representativity, response rates.
A function takes a frame, returns a new one and touches nothing else, so a statistician can read each alone.

Not here: SQL, files, Dagster, labels, layout, and anything with one row a person.
"""
