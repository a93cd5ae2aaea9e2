"""CP-SAT when it is first needed, and not before: its Python module loads pandas, which takes longer than placing thousands."""

import sys
import time
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from constancia.housing.placement.index import Index

if TYPE_CHECKING:
    from constancia.housing.placement.exact import Exact

EXACT = "constancia.housing.placement.exact"
LOADING = 0.5
"""With fewer seconds left, CP-SAT is not loaded any more."""


def can_decide(deadline: float) -> bool:
    """Tell whether there is time left, before a moment (time.monotonic), to decide anything exactly."""
    return deadline - time.monotonic() > (0.0 if EXACT in sys.modules else LOADING)


def exact_model(index: Index, persons: Sequence[int], cells: Iterable[int]) -> "Exact":
    """Return the exact model of some people, who are not in the index, and the cells open to them."""
    module = import_module(EXACT)
    found: Exact = module.Exact(index, persons, cells)
    return found
