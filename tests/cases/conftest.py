"""Cases are played in the world of `tests/records`, which is checked from end to end after each."""

from tests.records.conftest import world

__all__ = ["world"]
