"""What an inspector asks first: custody without a ground, and by whose word; people held twice; one paper for many people.

Each can be asked as at any moment, and as known at any entry of the journal.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from constancia.ledger.journal import Recorded, entries
from constancia.register import events as e
from constancia.register import timeline
from constancia.register.kinship import Elsewhere, recorded_stays, same_person
from constancia.register.models import Ground, Link, Uncovered
from constancia.register.population import known_spans, until_as_known

_GROUND_CODES = tuple(
    each.code for each in (e.GroundRecorded, e.GroundReviewed, e.GroundChallenged, e.GroundAnnulled, e.EntryWithdrawn)
)
_ADMISSION_CODES = (e.Admitted.code, e.EntryWithdrawn.code)


@dataclass(frozen=True, slots=True)
class Flag:
    """A piece of custody that no ground covers, and who answers for it.

    `override` is the reason given at an admission without a ground, `decided_by` the authority named for it,
    `recorded_by` the account that wrote it down, `entry` where that stands; empty when nobody decided anything.
    """

    person: str
    stay: str
    facility: str
    since: datetime
    until: datetime | None
    override: str = ""
    decided_by: str = ""
    recorded_by: str = ""
    recorded_at: datetime | None = None
    entry: int | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether the piece goes on at a moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


def uncovered_custody(
    at: datetime, *, past: bool = False, known_at: int | None = None, codes: frozenset[str] | None = None
) -> list[Flag]:
    """Return the custody without a ground at a moment, longest first; with `past`, also what had ended by then.

    What an override excused is among them until a ground covers it, also after the person has left. `codes` limits the
    facilities, `known_at` asks what the register knew at that entry.
    """
    found = _uncovered_now(at) if known_at is None else _uncovered_as_known(at, known_at)
    wanted = [each for each in found if (past or each.holds_at(at)) and (codes is None or each.facility in codes)]
    return sorted(_with_overrides(wanted, known_at), key=lambda each: (each.since, each.person))


def _uncovered_now(at: datetime) -> list[Flag]:
    rows = Uncovered.objects.filter(since__lte=at).values_list("person", "stay", "facility", "since", "until")
    return [Flag(*each) for each in rows]


def _uncovered_as_known(at: datetime, known_at: int) -> list[Flag]:
    """Work out anew what a register that ended at an entry would have said."""
    spans: defaultdict[str, list[timeline.Span]] = defaultdict(list)
    for row in known_spans(known_at).filter(since__lte=at):
        until = until_as_known(row.until, row.end_known_from, known_at)
        spans[row.person].append(
            timeline.Span(row.stay, row.facility, row.state, row.evidence, row.since, until, row.entry)
        )
    grounds = grounds_of(spans, known_at)
    return [
        Flag(person, piece.stay, piece.facility, piece.since, piece.until)
        for person, held in spans.items()
        for piece in timeline.uncovered(held, grounds.get(person, ()))
        if piece.since <= at
    ]


def grounds_of(persons: Iterable[str], known_at: int | None = None) -> Mapping[str, Sequence[timeline.Ground]]:
    """Return the instruments of some persons as they stood at an entry of the journal (None: now)."""
    found = _by_subject(persons, _GROUND_CODES, known_at)
    return {person: timeline.grounds(chain) for person, chain in found.items()}


def _with_overrides(flags: Sequence[Flag], known_at: int | None) -> Iterator[Flag]:
    """Add to each flag who decided to receive the person all the same, if somebody did."""
    admitted = _by_subject({each.person for each in flags}, _ADMISSION_CODES, known_at)
    for flag in flags:
        stands = timeline.standing(admitted.get(flag.person, ()))
        entry: Recorded | None = next((each for each in stands if each.event.stay == flag.stay), None)
        if entry is None or not entry.event.override:  # type: ignore[attr-defined]
            yield flag
            continue
        yield Flag(
            flag.person,
            flag.stay,
            flag.facility,
            flag.since,
            flag.until,
            entry.event.override,  # type: ignore[attr-defined]
            entry.authority,
            entry.actor,
            entry.recorded_at,
            entry.number,
        )


_SUBJECTS_AT_ONCE = 500


def _by_subject(persons: Iterable[str], codes: Sequence[str], known_at: int | None) -> dict[str, list[Recorded]]:
    """Return the entries of some kinds of each person, up to an entry of the journal."""
    chains: defaultdict[str, list[Recorded]] = defaultdict(list)
    names = sorted(persons)
    for at in range(0, len(names), _SUBJECTS_AT_ONCE):
        for entry in entries(subjects=names[at : at + _SUBJECTS_AT_ONCE], events=codes, upto=known_at):
            chains[entry.subject].append(entry)
    return chains


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A ground of somebody in custody whose review is due."""

    person: str
    facility: str
    ground: str
    issuer: str
    reference: str
    due_on: date


def reviews_due_at(
    at: datetime, day: date, *, known_at: int | None = None, codes: frozenset[str] | None = None
) -> list[ReviewDue]:
    """Return the grounds of persons in custody at a moment whose review was due on or before a day, oldest first."""
    held = {
        row.person: row.facility
        for row in known_spans(known_at).filter(_holds_at(at, known_at), since__lte=at).exclude(state="escaped")
        if codes is None or row.facility in codes
    }
    found = [
        ReviewDue(person, held[person], each.ground, each.issuer, each.reference, each.review_due_on)
        for person, grounds in grounds_of(held, known_at).items()
        for each in grounds
        if each.review_due_on is not None and each.review_due_on <= day
    ]
    return sorted(found, key=lambda each: (each.due_on, each.person))


def _holds_at(moment: datetime, known_at: int | None) -> Q:
    later = Q(until=None) | Q(until__gt=moment)
    return later if known_at is None else later | Q(end_known_from__gt=known_at)


def held_twice() -> list[tuple[Elsewhere, Elsewhere]]:
    """Return pairs of recorded stays that overlap in files stated to be one person: one of the two statements is wrong."""
    done: set[str] = set()
    found: list[tuple[Elsewhere, Elsewhere]] = []
    for person in Link.objects.filter(ended=False, relation="same_person").order_by("person").values_list("person"):
        if person[0] in done:
            continue
        files = same_person(person[0])
        done |= files
        stays = sorted(recorded_stays(files), key=lambda each: (each.since, each.person))
        found += [
            (one, other)
            for at, one in enumerate(stays)
            for other in stays[at + 1 :]
            if one.person != other.person and one.overlaps(other.since, other.until)
        ]
    return found


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """One document, by its hash, that is on file as the individual instrument of several persons."""

    document_sha256: str
    persons: tuple[str, ...]


def shared_papers() -> list[SharedPaper]:
    """Return the documents that several persons are held on: an instrument that names many is no individual one."""
    by_hash: defaultdict[str, set[str]] = defaultdict(set)
    for digest, person in Ground.objects.exclude(document_sha256="").values_list("document_sha256", "person"):
        by_hash[digest].add(person)
    found = [SharedPaper(digest, tuple(sorted(persons))) for digest, persons in by_hash.items() if len(persons) > 1]
    return sorted(found, key=lambda each: (-len(each.persons), each.document_sha256))


@dataclass(frozen=True, slots=True)
class AsAt:
    """Where a person was at a moment, in what state, on which instruments, and whether any covered it."""

    spans: Sequence[timeline.Span]
    grounds: Sequence[timeline.Ground]
    covered: bool


def as_at(file: Any, moment: datetime) -> AsAt:
    """Return what a file (`queries.PersonFile`, as known at any entry) says of one moment."""
    return AsAt(
        spans=[each for each in file.spans if _includes(each, moment)],
        grounds=[each for each in file.grounds if _includes(each, moment)],
        covered=not any(_includes(each, moment) for each in file.uncovered),
    )


def _includes(interval: Any, moment: datetime) -> bool:
    return bool(interval.since <= moment and (interval.until is None or moment < interval.until))
