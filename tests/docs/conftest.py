"""The whole program is imported before anything is planted in it, so that no module is loaded half way through a test."""

import pytest

from reference import sources


@pytest.fixture(autouse=True, scope="session")
def everything_is_imported() -> None:
    """Import every module once."""
    sources.modules()
