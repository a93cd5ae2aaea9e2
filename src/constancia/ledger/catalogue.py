"""Where the journal finds the postings of each event: the table that the project names in its settings."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string

from constancia.core.events import Event

if TYPE_CHECKING:
    from constancia.ledger.journal import Recorded

Posting = Callable[[Sequence["Recorded"]], None]
"""A posting turns entries, given in order of number, into rows of its tables; one entry or thousands alike."""


def catalogue() -> Mapping[type[Event], tuple[Posting, ...]]:
    """Return the project's table from events to postings (setting CONSTANCIA_CATALOGUE)."""
    table: Mapping[type[Event], tuple[Posting, ...]] = import_string(settings.CONSTANCIA_CATALOGUE)
    return table


def post(recorded: Sequence["Recorded"]) -> None:
    """Hand each entry to every posting its event names, each posting once with all its entries in order."""
    table: Any = catalogue()
    work: dict[Posting, list[Recorded]] = {}
    for entry in recorded:
        for posting in table[type(entry.event)]:
            work.setdefault(posting, []).append(entry)
    for posting, entries in work.items():
        posting(entries)
