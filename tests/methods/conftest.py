"""How the property tests run: without a deadline, since a busy machine says nothing about a method."""

from hypothesis import settings

settings.register_profile("methods", deadline=None)
settings.load_profile("methods")
