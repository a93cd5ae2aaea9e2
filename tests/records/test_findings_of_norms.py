"""From recorded conditions to verdicts, findings and the board: what the facts prove, what they do not, and what follows."""

import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from constancia.core.refusals import Refused
from constancia.norms.calendars import micros
from constancia.norms.verdicts import worst
from constancia.register.actions import record_status
from constancia.standards import board, keeping
from constancia.standards.actions import findings as acts
from constancia.standards.actions import life, places
from constancia.standards.actions.conditions import withdraw_condition
from constancia.standards.evaluation import evaluate, verdicts_on
from constancia.standards.facts.assembling import Scope, facts_for
from constancia.standards.models import Board, Finding
from constancia.standards.queries import kept_board
from constancia.standards.sums import sums_of
from constancia.standards.timers import nearest, running
from tests.records.conftest import ANA, IVO, World


def held(world: World) -> str:
    person = world.register()
    world.ground(person)
    world.admit(person)
    return person


def regime(world: World, person: str, **changes: Any) -> Any:
    """Record how a person is held from the world's moment on."""
    values: dict[str, Any] = {"place": "cell", "company": "alone", "separation": "disciplinary"}
    values |= {"by": ANA, "at": world.now, "now": world.now, "person": person, **changes}
    return life.record_regime(**values)


def cell(world: World, persons: int, area: str = "12", module: str = "M1") -> None:
    """Survey a cell with a full partition and count who is in it, from the world's moment on."""
    same: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "facility": "F1", "cell": f"{module}-1"}
    places.survey_cell(
        **same,
        module=module,
        gross_area=Decimal(area),
        sanitary_area=Decimal(0),
        sanitary_partition="full",
        design_occupancy=4,
        beds=persons,
        kind="cell",
    )
    places.count_presence(**same, count=persons)


def keep(world: World) -> Any:
    return keeping.keep("F1", now=world.now)


def test_sixteen_days_alone_open_a_finding_with_its_evidence(world: World) -> None:
    person = held(world)
    entry = regime(world, person)
    world.later(days=15)
    assert not [
        each for each in keep(world).judgement.verdicts() if each.norm == "MR-44-15" and each.verdict == "BREACH"
    ]
    world.later(days=1)
    keep(world)
    finding = Finding.objects.get(norm="MR-44-15", limb="literal")
    assert (finding.subject, finding.severity, finding.level, finding.state) == (person, "A", "inspection", "open")
    from constancia.ledger.journal import chain_of

    (opened,) = chain_of(finding.id)
    assert entry.number in opened.event.evidence
    keep(world)
    assert Finding.objects.filter(norm="MR-44-15", limb="literal").count() == 1


def test_the_board_looks_ahead(world: World) -> None:
    person = held(world)
    regime(world, person)
    world.later(days=14, hours=22)
    (found,) = [each for each in nearest(running(keep(world)), world.now) if each.norm == "MR-44-15"]
    assert (found.subject, found.due - world.now) == (person, timedelta(hours=2))


def test_a_remedy_is_refused_while_the_breach_lasts_and_the_next_breach_reopens(world: World) -> None:
    person = held(world)
    entry = regime(world, person)
    world.later(days=16)
    keep(world)
    finding = Finding.objects.get(norm="MR-44-15", limb="literal")
    same: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "finding": finding.id}
    with pytest.raises(Refused, match=r"standards\.still_breached"):
        acts.remedy(**same, remedy="Vuelve al módulo")
    regime(world, person, at=entry.occurred_at, until=world.now, supersedes=entry.number)
    back = regime(world, person, company="association", separation="none")
    world.later(hours=2)
    acts.remedy(**{**same, "at": world.now, "now": world.now}, remedy="Vuelve al módulo")
    keep(world)
    assert Finding.objects.get(id=finding.id).state == "remedied"
    ended = {"at": back.occurred_at, "until": world.now, "supersedes": back.number}
    regime(world, person, company="association", separation="none", **ended)
    regime(world, person, separation="security")
    world.later(days=16)
    keep(world)
    again = Finding.objects.get(id=finding.id)
    assert (again.state, again.times) == ("open", 2)


def test_every_step_of_a_finding(world: World) -> None:
    person = held(world)
    regime(world, person)
    world.later(days=16)
    keep(world)
    finding = Finding.objects.filter(norm="MR-44-15").first()
    assert finding is not None
    same: dict[str, Any] = {"by": ANA, "at": world.now, "now": world.now, "finding": finding.id}
    acts.assign(**same, to="Dirección", due_at=world.now + timedelta(days=2))
    acts.answer(**same, answer="Se revisa el caso")
    acts.contest(**same, reason="Hubo contacto que no se anotó")
    with pytest.raises(Refused, match=r"standards\.not_in_state"):
        acts.answer(**same, answer="Otra vez")
    with pytest.raises(Refused, match=r"core\.not_permitted"):
        acts.decide(**same, outcome="withdrawn", reason="No")
    acts.decide(**{**same, "by": IVO}, outcome="upheld", reason="Nada lo muestra")
    assert Finding.objects.get(id=finding.id).state == "open"
    acts.contest(**same, reason="Aquí está el libro")
    acts.decide(**{**same, "by": IVO}, outcome="withdrawn", reason="El libro lo muestra")
    keep(world)
    assert Finding.objects.get(id=finding.id).state == "withdrawn"


def test_a_deadline_that_passes_goes_up(world: World) -> None:
    held(world)
    world.later(days=40)
    keep(world)
    treaty = Finding.objects.filter(severity="T").first()
    assert treaty is not None
    assert treaty.level == "facility"
    for level in ("programme", "inspection", "inspection"):
        world.later(days=8)
        keep(world)
        assert Finding.objects.get(id=treaty.id).level == level


def test_a_facility_that_stops_recording_looks_worse(world: World) -> None:
    people = [held(world) for _ in range(3)]
    cell(world, persons=3)
    for each in people:
        regime(world, each, company="association", separation="none")
    world.later(days=10)
    good = solitary(keep(world))
    for entry in _regimes(people)[1:]:
        withdraw_condition(by=ANA, at=world.now, now=world.now, entry=entry, reason="Borrado")
    poor = solitary(keep(world))
    assert (good.judged, good.met) == (1.0, 1.0)
    assert poor.judged < good.judged
    assert poor.met < good.met


def test_the_whole_facility_adds_up_its_modules(world: World) -> None:
    people = [held(world) for _ in range(4)]
    for person, name in zip(people, ("M1-1", "M1-1", "M2-1"), strict=False):
        places.count_presence(by=ANA, at=world.now, now=world.now, facility="F1", cell=name, person=person)
    cell(world, persons=2)
    cell(world, persons=1, module="M2")
    world.later(days=2)
    lines = board.lines(sums_of(keep(world))[0])
    assert {each.module for each in lines} == {board.WHOLE, "", "M1", "M2"}
    for whole in (each for each in lines if each.module == board.WHOLE):
        parts = [each for each in lines if each.module != board.WHOLE and _question(each) == _question(whole)]
        if parts:
            assert Counter(whole.subjects) == sum((Counter(each.subjects) for each in parts), Counter())
            assert whole.verdict == worst(each.verdict for each in parts)


def _question(line: board.Line) -> tuple[str, str, str]:
    return line.norm, line.limb, line.rung


def _regimes(people: list[str]) -> list[int]:
    from constancia.standards.models import Condition

    return list(Condition.objects.filter(kind="regime", person__in=people).values_list("entry", flat=True))


def solitary(found: Any) -> Any:
    """Return the shares of MR-44-15 over the facility's people."""
    lines = [each for each in board.lines(sums_of(found)[0]) if (each.norm, each.limb) == ("MR-44-15", "literal")]
    (whole,) = (each.share for each in lines if each.module == board.WHOLE)
    return whole


def test_space_is_judged_by_module_with_coverage_beside_it(world: World) -> None:
    people = [held(world) for _ in range(5)]
    for each in people:
        places.count_presence(by=ANA, at=world.now, now=world.now, facility="F1", cell="M1-1", person=each)
    cell(world, persons=5)
    world.later(days=2)
    found = keep(world)
    line = next(each for each in board.lines(sums_of(found)[0]) if (each.norm, each.module) == ("CPT-4", "M1"))
    assert (line.verdict, line.subjects) == ("BREACH", {"BREACH": 1})
    assert line.share is not None
    assert line.share.breached == line.share.judged == 1.0
    kept = Board.objects.get(facility="F1")
    assert kept.wanted_at is None
    assert '"CPT-4"' in kept.figures


def test_the_people_held_under_an_agreement_have_a_board_of_their_own(world: World) -> None:
    by_status, by_order, other, unclassed = held(world), world.register(), held(world), world.register()
    status = {"by": ANA, "at": world.now, "now": world.now, "reference": "1", "authority": "Juzgado"}
    record_status(person=by_status, status="held_under_agreement", **status)
    world.ground(by_order, kind="transfer_order")
    world.admit(by_order)
    world.ground(unclassed, kind="other")
    world.admit(unclassed)
    for each in (by_status, other):
        regime(world, each)
    world.later(days=16)
    under = board.agreement(sums_of(keep(world))[1])
    (line,) = (each for each in under.lines if (each.norm, each.limb) == ("MR-44-15", "literal"))
    assert (line.verdict, line.subjects) == ("BREACH", {"BREACH": 1, "UNKNOWN": 1})
    assert line.share is not None
    assert line.share.judged <= 0.5, "what nobody recorded of the other person counts in the whole"
    assert not [each for each in under.lines if each.norm == "CPT-4"], "cells belong to everybody in them"
    assert under.unclassed == 1
    kept = kept_board("F1")
    assert kept is not None
    assert kept.agreement == under


def test_nobody_under_an_agreement_is_no_compliance(world: World) -> None:
    held(world)
    world.later(days=1)
    assert board.agreement(sums_of(keep(world))[1]) == board.Agreement([], 0)


def test_no_facts_no_compliance(world: World) -> None:
    held(world)
    world.later(days=20)
    found = keep(world)
    for tile in board.tiles(board.lines(sums_of(found)[0])):
        if tile.topic in ("space", "air", "solitary"):
            assert tile.verdict in ("UNKNOWN", "N/A", "BREACH", "REVIEW")
            assert tile.share is None or tile.share.met == 0


def test_an_inspector_adds_what_was_seen(world: World) -> None:
    held(world)
    same: dict[str, Any] = {"by": IVO, "at": world.now, "now": world.now, "facility": "F1"}
    made = acts.add_finding(
        **same, norm="MR-14a", statement="Ventanas tapiadas", random_index=random.Random(3).randrange
    )
    finding = Finding.objects.get(id=made.event.finding)
    assert (finding.origin, finding.subject, finding.state) == ("inspection", "F1", "open")
    with pytest.raises(Refused, match=r"standards\.unknown_norm"):
        acts.add_finding(**same, norm="NO-1", statement="Nada")


def test_what_was_known_then_is_judged_then(world: World) -> None:
    person = held(world)
    known_then = regime(world, person).number
    world.later(days=16)
    regime_entry = _regimes([person])[0]
    withdraw_condition(by=ANA, at=world.now, now=world.now, entry=regime_entry, reason="De otra persona")
    now = verdicts_on(evaluate(Scope("F1"), world.now, norms=["MR-44-15"]), person)
    then = verdicts_on(evaluate(Scope("F1", known_at=known_then), world.now, norms=["MR-44-15"]), person)
    assert {each.verdict for each in now} == {"UNKNOWN"}
    assert "BREACH" in {each.verdict for each in then}


def test_a_facility_is_judged_from_its_opening_on_or_from_custody_recorded_there_before(world: World) -> None:
    """And not from the beginning of time: an inspection cannot be overdue since before there was anything to inspect."""

    def begins() -> dict[str, int]:
        frame = facts_for(Scope("F1")).frame("facility")
        return dict(frame.select("facility", "since").iter_rows())

    opened = world.now
    assert begins() == {"F1": micros(opened), "F2": micros(opened)}
    person = world.register()
    before = opened - timedelta(days=3)
    world.ground(person, valid_from=before, issued_on=before.date())
    world.admit(person, at=before)
    assert begins() == {"F1": micros(before), "F2": micros(opened)}
    world.later(days=60)
    keep(world)
    assert min(each.since for each in Finding.objects.exclude(since=None)) >= before
