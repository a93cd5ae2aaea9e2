"""What single persons ask of the counts: cells that hold companions together, and places enough to keep people apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from constancia.housing.placement.classes import CellType, Pool, Profile
from constancia.housing.placement.pairs import Apart


@dataclass(frozen=True, slots=True)
class Together:
    """So many groups of companions (`number`) of at least `size` people of these groups want cells that hold them."""

    status: int
    infection: int
    groups: frozenset[int]
    medical: bool
    size: int
    number: int

    def met_by(self, profile: Profile, type_: CellType, persons: int) -> int:
        """Return how many such groups one cell can hold that is used by a profile with so many persons."""
        same = (self.status, self.infection) == (profile.status, profile.infection) and not profile.single
        if not same or not self.groups <= profile.groups or (self.medical and not type_.hospital):
            return 0
        return persons // self.size


@dataclass(frozen=True, slots=True)
class CellsApart:
    """People of one status, infection and group who are kept apart from each other want so many cells (`number`)."""

    status: int
    infection: int
    group: int
    number: int

    def met_by(self, profile: Profile, type_: CellType, persons: int) -> int:  # noqa: ARG002 - as for companions
        """Return 1 when a cell of this profile can hold one of them."""
        same = (self.status, self.infection) == (profile.status, profile.infection) and not profile.single
        return int(same and self.group in profile.groups)


@dataclass(frozen=True, slots=True)
class Spread:
    """People of a group who are kept apart from each other want so many modules and corridors that may hold the group."""

    modules: int
    corridors: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything asked of the counts of a pool: of cells, and of modules and corridors by group."""

    cells: tuple[Together | CellsApart, ...]
    places: Mapping[int, Spread]


def asked(pool: Pool, apart: Apart) -> Asked:
    """Return what the persons of a pool ask of its counts."""
    return Asked((*together(pool), *cells_apart(pool, apart)), spread(pool, apart))


def together(pool: Pool) -> list[Together]:
    """Return the wishes of the companions of a pool; a group that can share no cell wishes for nothing."""
    members: dict[int, list[int]] = {}
    companions = pool.instance.persons.companions[pool.persons].tolist()
    for company, k in zip(companions, pool.class_of.tolist(), strict=True):
        if company >= 0:
            members.setdefault(company, []).append(k)
    sizes: dict[tuple[int, int, frozenset[int], bool], list[int]] = {}
    for classes in members.values():
        people = [pool.classes[k] for k in classes]
        states = {(each.status, each.infection) for each in people}
        if len(people) > 1 and len(states) == 1 and not any(each.single for each in people):
            status, infection = states.pop()
            groups, medical = frozenset(each.group for each in people), any(each.medical for each in people)
            sizes.setdefault((status, infection, groups, medical), []).append(len(people))
    return [
        Together(*key, size, sum(other >= size for other in found))
        for key, found in sorted(sizes.items(), key=str)
        for size in sorted(set(found))
    ]


def cells_apart(pool: Pool, apart: Apart) -> list[CellsApart]:
    """Return for each status, infection and group the cells its keep-apart pairs ask for, where that is more than one."""
    kinds: dict[tuple[int, int, int], list[int]] = {}
    for person, k in zip(pool.persons.tolist(), pool.class_of.tolist(), strict=True):
        each = pool.classes[k]
        if person in apart.of and not each.single:
            kinds.setdefault((each.status, each.infection, each.group), []).append(person)
    found = ((key, colours(people, apart, 1)) for key, people in sorted(kinds.items()))
    return [CellsApart(*key, number) for key, number in found if number > 1]


def spread(pool: Pool, apart: Apart) -> Mapping[int, Spread]:
    """Return for each group how many modules and corridors its keep-apart pairs ask for, where that is more than one."""
    kinds: dict[int, list[int]] = {}
    for person, k in zip(pool.persons.tolist(), pool.class_of.tolist(), strict=True):
        if person in apart.of:
            kinds.setdefault(pool.classes[k].group, []).append(person)
    found = {group: Spread(colours(people, apart, 3), colours(people, apart, 2)) for group, people in kinds.items()}
    return {group: each for group, each in sorted(found.items()) if each.corridors > 1}


def colours(people: Iterable[int], apart: Apart, level: int) -> int:
    """Return how many places keep these people apart at a level when each goes to the first free of enemies."""
    chosen: dict[int, int] = {}
    among = set(people)
    for person in sorted(among, key=lambda each: (-len(apart.of[each]), each)):
        taken = {chosen[other] for other, wide in apart.of[person] if wide >= level and other in chosen}
        chosen[person] = next(colour for colour in range(len(taken) + 1) if colour not in taken)
    return 1 + max(chosen.values(), default=0)
