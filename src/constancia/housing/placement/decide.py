"""CP-SAT when it is first needed, and not before: its Python module loads pandas, which takes longer than placing thousands."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from constancia.housing.placement.index import Index

if TYPE_CHECKING:
    from constancia.housing.placement.exact import Exact


def exact_model(index: Index, persons: Sequence[int], cells: Iterable[int]) -> "Exact":
    """Return the exact model of some people, who are not in the index, and the cells open to them."""
    module = import_module("constancia.housing.placement.exact")
    found: Exact = module.Exact(index, persons, cells)
    return found
