"""Who is kept apart from whom, person by person."""

from collections.abc import Sequence

from constancia.housing.placement.instance import Instance


class Apart:
    """For every person the (other person, level) of each separation; and whether two places are too near for a level."""

    def __init__(self, instance: Instance) -> None:
        self._corridor: list[int] = instance.cells.corridor.tolist()
        self._module: list[int] = instance.cells.module.tolist()
        self.of: dict[int, list[tuple[int, int]]] = {}
        for a, b, level in instance.pairs.tolist():
            self.of.setdefault(a, []).append((b, level))
            self.of.setdefault(b, []).append((a, level))

    def near(self, one: int, two: int, level: int) -> bool:
        """Tell whether two cells share the place (1 cell, 2 corridor, 3 module) of a level."""
        if level == 1:
            return one == two
        places = self._corridor if level == 2 else self._module
        return places[one] == places[two]

    def broken(self, person: int, cell: int, cell_of: Sequence[int]) -> list[int]:
        """Return the persons from whom this person would not be apart in this cell; `cell_of` is -1 without cell."""
        return [
            other
            for other, level in self.of.get(person, ())
            if cell_of[other] >= 0 and self.near(cell, cell_of[other], level)
        ]

    def weight(self, person: int) -> int:
        """Return how hard somebody is to place: separations, wider ones counting more."""
        return sum(level * level for _, level in self.of.get(person, ()))
