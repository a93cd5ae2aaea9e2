"""Who acts: a named person with roles, each for some facilities, resolved by the shell before anything else."""

from dataclasses import dataclass

EVERYWHERE = "*"
"""The facility of a role that covers all facilities."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, for one facility code or for `EVERYWHERE`."""

    role: str
    facility: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a named program that asks or acts; `id` goes into the journal, a display name never does."""

    id: str
    grants: frozenset[Grant] = frozenset()

    def roles_at(self, facility: str) -> frozenset[str]:
        """Return the roles this actor has at a facility; an empty code asks for roles that cover everywhere."""
        return frozenset(each.role for each in self.grants if each.facility in (EVERYWHERE, facility))

    @property
    def roles(self) -> frozenset[str]:
        """Return every role, wherever it holds."""
        return frozenset(each.role for each in self.grants)

    def facilities_of(self, roles: frozenset[str]) -> frozenset[str]:
        """Return the facility codes where one of `roles` holds; `EVERYWHERE` among them means all."""
        return frozenset(each.facility for each in self.grants if each.role in roles)
