"""How property tests run: the same cases every time, and no deadline, since a busy machine says nothing."""

from hypothesis import settings

settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")
