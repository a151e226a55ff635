"""Property tests run the same cases each time, and the first call of a law may take its compile time."""

from hypothesis import settings

settings.register_profile("laws", deadline=None, derandomize=True)
settings.load_profile("laws")
