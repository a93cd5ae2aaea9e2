"""What is asked of facts that are judged in parts, and which rows the questions about each kind of subject read. Pure.

A question about a person is answered by the rows that name the person, one about a cell or facility by those that name it. Besides,
it looks up the persons named in these rows, the facilities, and how many records a closed register holds in all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from constancia.norms.calendars import micros
from constancia.norms.facts.tables import tables
from constancia.norms.forms.reading import parts_of, reads
from constancia.norms.forms.rows import Rows
from constancia.norms.forms.setting import SUBJECTS
from constancia.norms.forms.sharing import Sharing
from constancia.norms.judging import Decisive, Question, questions
from constancia.norms.library.read import Library
from constancia.norms.profiles import Profile

EVERYWHERE = ("facility", "closing")
"""Tables that every part reads whole: closings of facilities, and the facilities themselves. Few rows, looked up by many."""


@dataclass(frozen=True)
class Asked:
    """The norms, the profile and the moment; `known_at`: only what was recorded by then (None: everything on file)."""

    profile: Profile
    at: datetime
    known_at: datetime | None = None
    norms: tuple[str, ...] = ()

    @cached_property
    def library(self) -> Library:
        """Return the library under the profile."""
        return self.profile.library()

    @cached_property
    def decisive(self) -> Decisive:
        """Return which questions decide under the profile."""
        return self.profile.decides()

    @property
    def as_of(self) -> int:
        """Return the moment judged at, in microseconds of UTC."""
        return micros(self.at if self.known_at is None else min(self.at, self.known_at))

    def questions(self, kind: str) -> Iterator[Question]:
        """Yield the questions about one kind of subject."""
        return (each for each in questions(self.library, self.norms) if each.limb.subject == kind)

    def reads(self, kind: str) -> list[str]:
        """Return the tables that the questions about one kind of subject read of it."""
        found = {table for each in self.questions(kind) for table in reads(each.rung.form).tables}
        return sorted(each for each in found if kind in tables()[each].columns)

    def reads_of_persons(self, kind: str) -> list[str]:
        """Return the tables that the questions about cells or facilities read of the persons named there."""
        if kind == "person":
            return []
        shared = (reads(each.rung.form).tables for each in self.questions(kind) if isinstance(each.rung.form, Sharing))
        found = {"person"}.union(*shared)
        return sorted(each for each in found if "person" in tables()[each].columns)


def read_everywhere(library: Library) -> set[str]:
    """Return the tables of facilities whose rows count for persons held there: `EVERYWHERE` must name them."""
    forms = (each.rung.form for each in questions(library))
    return {part.table for form in forms for part in parts_of(form) if isinstance(part, Rows) and part.via}


KINDS = SUBJECTS
