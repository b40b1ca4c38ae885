"""How many examples are drawn for a property that works on whole frames.

Here belong the settings for such tests: a frame costs milliseconds, so fewer examples, and no deadline for
one, which on a busy machine would fail at random.
"""

from hypothesis import settings

FEW = settings(max_examples=25, deadline=None)
