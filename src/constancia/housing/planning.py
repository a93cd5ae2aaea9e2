"""Asking the engine: a question from the register in, moves with a sentence for each person out. Nothing is recorded here."""

import hashlib
import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import ModuleType
from typing import Any

from constancia.core.refusals import Refused
from constancia.core.text import Text
from constancia.core.time import zone as zone_called
from constancia.housing.codes import CLASSES
from constancia.housing.events.sleeping import PlanMove
from constancia.housing.models import Hearing
from constancia.housing.paths import around
from constancia.housing.queries.hearings import next_hearings
from constancia.housing.queries.rows import zone_at
from constancia.housing.refusals import ENGINE_MISSING, NOTHING_TO_PLAN
from constancia.housing.snapshot import WEIGHTS, Snapshot, snapshot

SECONDS = 10.0
"""How long the engine looks for a better plan when nobody says; it hands back the best one found."""
MOST_SECONDS = 120.0

MOST_NAMED = 20
"""So many people or sets of people are named beside one sentence."""

NEAR = 3
"""What it is worth that somebody who is heard soon sleeps in the module of the hearing room: a little more crowding, but no companion
left alone (5) and nobody moved for it (50)."""

_ANEW = 3
"""What a move costs when everybody may be placed anew: as little as in the format's own examples."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the engine answers: the moves it proposes (and who gets no cell), what the plan is worth, and what was asked.

    `before` and `after` are the terms of the objective as things are and as they would be; `conflicts` say who cannot all be
    placed, and why.
    """

    moves: tuple[PlanMove, ...]
    status: str
    objective: str
    lower_bound: str
    question_sha256: str
    answer_sha256: str
    before: Mapping[str, float]
    after: Mapping[str, float]
    conflicts: tuple[Text, ...]

    @property
    def placed(self) -> tuple[PlanMove, ...]:
        """Return the moves that give somebody a cell."""
        return tuple(each for each in self.moves if each.to_cell)

    @property
    def unplaced(self) -> tuple[PlanMove, ...]:
        """Return who would have no cell, and why."""
        return tuple(each for each in self.moves if not each.to_cell)


def ask(
    facility: str, at: datetime, question: str, about: str = "", *, seconds: float = SECONDS, seed: int = 0
) -> Proposal:
    """Ask the engine about a facility as it is at an instant, without touching the register.

    `question` is a key of `codes.QUESTIONS`; `about` is the place that closes, or the person: one person is answered from the
    index, and only where that finds no cell does the whole engine decide and explain. Refuses
    `housing.nothing_to_plan` when nobody needs a cell, `housing.engine_missing`.
    """
    seen = snapshot(
        facility,
        at,
        closing=about if question == "closing" else "",
        only=about if question == "person" else "",
        move=_ANEW if question == "everybody" else WEIGHTS["move"],
    )
    if not seen.data["persons"] and not seen.left_out:
        raise Refused([NOTHING_TO_PLAN(field="question")])
    plan = _room("alone").short_way(seen.data) if question == "person" else None
    if plan is None:
        plan = _room("engine").solve(seen.data, time_limit=min(seconds, MOST_SECONDS), seed=seed)
    heard = next_hearings(facility, at)
    if heard:
        plan = _room("near").bring_near(plan, seen.data, _modules(heard), NEAR)
    answer = plan.as_data()
    return Proposal(
        moves=tuple(_near_hearings(_moves(seen, plan), heard, zone_at(facility))),
        status=plan.status,
        objective=str(plan.objective),
        lower_bound=str(plan.lower_bound),
        question_sha256=_digest(seen.data),
        answer_sha256=_digest({name: value for name, value in answer.items() if name != "seconds"}),
        before={**_today(seen), **_far(heard, seen.present)},
        after=_of_people(seen, plan.terms, plan.assignments) | {"breaches": 0.0} | _far(heard, plan.assignments),
        conflicts=tuple(_conflicts(seen, plan.conflicts)),
    )


def _moves(seen: Snapshot, plan: Any) -> list[PlanMove]:
    """Return what changes: everybody who gets another cell, and everybody who has none and gets none."""
    infants = {
        mother: [name for name, each in seen.infants.items() if each == mother] for mother in seen.infants.values()
    }
    found = [_left_out(person, against) for person, against in seen.left_out.items()]
    for person, cell in plan.assignments.items():
        if person in seen.infants:
            continue
        before = seen.present.get(person, "")
        together = all(plan.assignments[each] == cell for each in infants.get(person, ()))
        if cell is None or not together:
            found.append(PlanMove(person, before, "", *_unplaced(plan, person, together=together)))
        elif cell != before:
            why = in_words(plan.why[person])
            found.append(PlanMove(person, before, cell, why.en, why.es))
    return sorted(found, key=lambda each: (not each.to_cell, each.to_cell, each.person))


def _modules(heard: Mapping[str, Hearing]) -> dict[str, str]:
    return {person: around(each.room, "module") for person, each in heard.items()}


def _far(heard: Mapping[str, Hearing], cells: Mapping[str, str | None]) -> dict[str, float]:
    """Return how many people with a cell sleep in another module than that of their hearing room; nothing where nobody is heard."""
    modules = _modules(heard)
    far = sum(
        bool(cell) and around(str(cell), "module") != modules.get(person)
        for person, cell in cells.items()
        if person in heard
    )
    return {"near": float(far)} if heard else {}


def _near_hearings(moves: Iterable[PlanMove], heard: Mapping[str, Hearing], zone: str) -> Iterator[PlanMove]:
    """Yield the moves, with a word on the hearing of whoever is heard soon."""
    for each in moves:
        hearing = heard.get(each.person)
        if hearing is None or not each.to_cell:
            yield each
            continue
        is_near = around(each.to_cell, "module") == around(hearing.room, "module")
        said = _BESIDE_HEARING if is_near else _FAR_FROM_HEARING
        values = {"room": hearing.room, "at": f"{hearing.starts.astimezone(zone_called(zone)):%Y-%m-%d %H:%M}"}
        en, es = (f"{why} {text.format(**values)}" for why, text in ((each.why_en, said.en), (each.why_es, said.es)))
        yield replace(each, why_en=en, why_es=es)


_BESIDE_HEARING = Text(
    "In the module of the hearing room {room}, for the hearing of {at}.",
    "En el módulo de la sala de audiencias {room}, por la audiencia del {at}.",
)
_FAR_FROM_HEARING = Text(
    "Not in the module of the hearing room {room} (hearing of {at}): a place there would cost others more than it is worth.",
    "Fuera del módulo de la sala {room} (audiencia del {at}): una plaza allí costaría a otras personas más de lo que vale.",
)


def in_words(text: Text) -> Text:
    """Return a sentence of the engine with the classes of legal status named as people name them."""
    en, es = text.en, text.es
    for code, name in CLASSES.items():
        for before, after in (("“", "”"), ("«", "»")):
            en = en.replace(f"{before}{code}{after}", f"{before}{name.en}{after}")
            es = es.replace(f"{before}{code}{after}", f"{before}{name.es}{after}")
    return Text(en, es)


def _of_people(seen: Snapshot, terms: Mapping[str, Any], cells: Mapping[str, str | None]) -> dict[str, float]:
    """Return the terms of an objective with infants left out where people are counted: nobody holds them, and nobody moves them."""
    found = {name: float(value) for name, value in terms.items()}
    for infant in seen.infants:
        now, then = seen.present.get(infant), cells.get(infant)
        found["unplaced"] -= then is None
        found["move"] -= now is not None and then is not None and now != then
    return found


def _conflicts(seen: Snapshot, found: Iterable[Any]) -> Iterator[Text]:
    """Yield each sentence on people who cannot all be placed once, with the people it concerns, set by set."""
    concerned: dict[Text, list[str]] = {}
    for each in found:
        persons = list(dict.fromkeys(seen.infants.get(person, person) for person in each.persons))
        concerned.setdefault(in_words(each.text), []).append(", ".join(persons[:MOST_NAMED]))
    for text, sets in concerned.items():
        named = "; ".join(sets[:MOST_NAMED]) + (" …" if len(sets) > MOST_NAMED else "")
        yield Text(f"{text.en} ({len(sets)}: {named})", f"{text.es} ({len(sets)}: {named})")


def _left_out(person: str, against: Any) -> PlanMove:
    said = [" ".join(each.message(language) for each in against) for language in ("en", "es")]
    return PlanMove(person, "", "", *said)


def _unplaced(plan: Any, person: str, *, together: bool) -> tuple[str, str]:
    if not together:
        return _APART.en, _APART.es
    reasons = [each.text for each in plan.unplaced.get(person, ())]
    return "; ".join(each.en for each in reasons), "; ".join(each.es for each in reasons)


_APART = Text(
    "No cell was found for the mother together with her infant: place them by hand.",
    "No se halló celda para la madre junto con su lactante: ubíquelos a mano.",
)


def _today(seen: Snapshot) -> Mapping[str, float]:
    """Return what today's placement is worth by the same measure, whether it keeps the hard rules or not."""
    checker = _room("checker").Checker(seen.data)
    cells = {each["id"] for each in seen.data["cells"]}
    today = {each["id"]: seen.present.get(each["id"]) for each in seen.data["persons"]}
    housed = {name: cell if cell in cells else None for name, cell in today.items()}
    checked = checker.check(housed)
    return _of_people(seen, checked.terms, housed) | {"breaches": float(len(checked.breaches))}


def _room(name: str) -> ModuleType:
    """Return a module of the engine; its libraries are an extra that not every installation has."""
    try:
        return importlib.import_module(f"constancia.housing.placement.{name}")
    except ModuleNotFoundError as missing:
        raise Refused([ENGINE_MISSING()]) from missing


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
