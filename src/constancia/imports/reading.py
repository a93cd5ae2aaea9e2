"""Reading the files of a run into the register, while its row says how far it is."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from constancia.core.actors import Actor
from constancia.core.refusals import Refusal, Refused
from constancia.imports import reasons, store
from constancia.imports import refusals as why
from constancia.imports.models import DONE, FAILED, READING, ImportRun
from constancia.register.headcounts import import_headcounts
from constancia.register.roll.actions import RollImport, import_roll
from constancia.register.roll.files import Reject, Source
from constancia.standards.files.measurements import MeasurementImport, import_measurements, opener
from constancia.standards.files.segregation import SegregationImport, import_segregation

_TELL_EVERY = timedelta(seconds=1)
Clock = Callable[[], datetime]
Progress = Callable[[str, int], None]

log = structlog.get_logger("constancia.imports")


def read_rolls(
    run: ImportRun, paths: Sequence[Path | Source], *, by: Actor, clock: Clock, progress: Progress | None = None
) -> RollImport:
    """Read a run's rolls; its row is kept up to date, and says why when it fails. Refuses as `import_roll` does."""
    teller = _Teller(run, clock, progress)
    with _told(run, by, clock) as told:
        done = import_roll(by=by, paths=paths, facility=run.facility, zone=run.zone, clock=clock, progress=teller.tell)
        told.rejects = len(done.rejects)
        store.keep_rejects(run.id, done.rejects)
        if done.rejects and not (done.new_rolls or done.known_rolls):
            told.reasons = [why.NOTHING_READ()]
        told.figures = {"rolls": done.new_rolls, "known_rolls": done.known_rolls, "entries": done.new_entries}
    return done


def read_headcounts(run: ImportRun, path: Path | Source, *, by: Actor, clock: Clock) -> dict[str, Any]:
    """Read a run's head counts. Refuses as `import_headcounts` does."""
    with _told(run, by, clock) as told:
        found = import_headcounts(
            by=by, path=path, definition=run.definition, producer=run.producer, zone=run.zone, now=clock()
        )
        told.rejects = len(found["rejects"])
        store.keep_rejects(run.id, found["rejects"])
        told.figures = {"entries": found["new_entries"]}
    return found


def read_segregation(run: ImportRun, path: Path | Source, *, by: Actor, clock: Clock) -> SegregationImport:
    """Read a run's segregation list. Refuses as `import_segregation` does."""
    with _told(run, by, clock) as told:
        found = import_segregation(by=by, path=path, facility=run.facility, zone=run.zone, clock=clock)
        _tell(run, told, found.rejects, found.new_entries)
    return found


def read_measurements(
    run: ImportRun,
    paths: Sequence[Path | Source],
    *,
    by: Actor,
    clock: Clock,
    device: str = "",
    cell_by_name: bool = False,
) -> MeasurementImport:
    """Read a run's measurements; devices not known yet are entered in the asker's name. Refuses as `import_measurements`."""
    enter = opener(by, run.facility, clock, cell_by_name=cell_by_name)
    with _told(run, by, clock) as told:
        found = import_measurements(
            by=by,
            paths=paths,
            facility=run.facility,
            zone=run.zone,
            clock=clock,
            device=device,
            enter_device=enter,
            progress=_Teller(run, clock, None).tell,
        )
        _tell(run, told, found.rejects, found.new_entries)
        if found.rejects and not (found.new_readings or found.known_readings):
            told.reasons = [why.NOTHING_READ()]
    return found


@dataclass(slots=True)
class _Outcome:
    """What a reading came to; it failed when there are reasons."""

    rejects: int = 0
    reasons: list[Refusal] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)


def _tell(run: ImportRun, told: _Outcome, rejects: Sequence[Reject], entries: int) -> None:
    told.rejects, told.figures = len(rejects), {"entries": entries}
    store.keep_rejects(run.id, rejects)


@contextmanager
def _told(run: ImportRun, by: Actor, clock: Clock) -> Iterator[_Outcome]:
    """Say in the run's row that it is being read, and afterwards what came of it, whatever happens in between."""
    outcome, now = _Outcome(), clock()
    _write(run, state=READING, attempts=run.attempts + 1, started_at=now, touched_at=now, reached="")
    try:
        yield outcome
    except Refused as refused:
        outcome.reasons = list(refused.refusals)
        raise
    except Exception as error:
        log.exception("import_broke_off", run=run.id)
        outcome.reasons = [why.BROKE_OFF(error=type(error).__name__)]
        raise
    except BaseException:
        outcome.reasons = [why.INTERRUPTED()]
        raise
    finally:
        _finish(run, by, clock(), outcome)


def _finish(run: ImportRun, by: Actor, now: datetime, outcome: _Outcome) -> None:
    state = FAILED if outcome.reasons else DONE
    refusals = reasons.written(outcome.reasons)
    _write(run, state=state, ended_at=now, rejects=outcome.rejects, refusals=refusals, **outcome.figures)
    if state == DONE:
        store.forget(run.id)
        _settle_earlier(run, by, now)


class _Teller:
    """Writes how far a reading is, at most once a second, and hands it on to whoever else watches."""

    def __init__(self, run: ImportRun, clock: Clock, also: Progress | None) -> None:
        self.run, self.clock, self.also = run, clock, also
        self.rolls = 0
        self.told_at = clock()

    def tell(self, day: str, entries: int) -> None:
        """Take note of one more roll."""
        self.rolls += 1
        now = self.clock()
        if now - self.told_at >= _TELL_EVERY:
            self.told_at = now
            _write(self.run, touched_at=now, reached=day[:40], rolls=self.rolls, entries=entries)
        if self.also is not None:
            self.also(day, entries)


def names_of(run: ImportRun) -> list[str]:
    """Return the names of a run's files."""
    names: list[str] = json.loads(run.names)
    return names


def _write(run: ImportRun, **values: Any) -> None:
    for name, value in values.items():
        setattr(run, name, value)
    ImportRun.objects.filter(id=run.id).update(**values)


def _settle_earlier(run: ImportRun, by: Actor, now: datetime) -> None:
    """Take failed runs of the same files off the list: what they could not do is done."""
    earlier = ImportRun.objects.filter(
        kind=run.kind, facility=run.facility, names=run.names, state=FAILED, settled_at=None, id__lt=run.id
    )
    for each in earlier:
        store.forget(each.id)
    earlier.update(settled_at=now, settled_by=by.id)
