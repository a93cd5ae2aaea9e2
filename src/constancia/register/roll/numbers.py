"""Identifiers for what a bulk import finds: drawn some hundreds at a time, and none that the register carries already."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from constancia.core.ids import new_id

AT_ONCE = 500
"""How many are drawn and looked up together."""


@dataclass(slots=True)
class UnusedIds:
    """Draws identifiers with a prefix that stand nowhere in a column of a table, and gives none out twice."""

    prefix: str
    table: str
    column: str
    random_index: Callable[[int], int]
    given: set[str] = field(default_factory=set)
    ready: list[str] = field(default_factory=list)

    def next(self) -> str:
        """Return one more identifier."""
        while not self.ready:
            self._draw()
        return self.ready.pop()

    def _draw(self) -> None:
        drawn = {new_id(self.prefix, self.random_index) for _ in range(AT_ONCE)} - self.given
        self.given |= drawn
        self.ready = sorted(drawn - self._taken(list(drawn))) if drawn else []

    def _taken(self, drawn: list[str]) -> set[str]:
        places = ", ".join(["%s"] * len(drawn))
        statement = f"SELECT {self.column} FROM {self.table} WHERE {self.column} IN ({places})"  # noqa: S608 - our own names
        with connection.cursor() as cursor:
            cursor.execute(statement, drawn)
            return {found for (found,) in cursor.fetchall()}
