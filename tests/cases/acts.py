"""What a line of a case can do: one sentence, one real action of the register."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from constancia.register import actions
from tests.records.conftest import ANA, CORA

from .notation import MOMENT, Line, Unreadable, moment

Act = Callable[[Any, Line, dict[str, Any]], Any]


def _registered(play: Any, line: Line, said: dict[str, Any]) -> Any:
    play.people[said["p"]] = actions.register_person(
        by=ANA, at=line.at, now=line.written, written=said["name"], random_index=play.dice.randrange
    )


def _ground(play: Any, line: Line, said: dict[str, Any]) -> Any:
    since, until = moment(said["since"], line.zone), moment(said["until"], line.zone)
    corrects = play.entries.get(said["corrects"])
    assert since
    entry = actions.record_ground(
        **play.common(line, said["p"]),
        kind=(said["kind"] or "remand_order").replace(" ", "_"),
        issuer="Juzgado Primero",
        reference=said["g"],
        issued_on=min(since, line.written).date(),
        valid_from=since,
        valid_until=until,
        review_due_on=said["review"] or None,
        supersedes=corrects,
        random_index=play.dice.randrange,
    )
    play.names[said["g"]] = entry.event.ground
    return entry


def _admitted(play: Any, line: Line, said: dict[str, Any]) -> Any:
    corrects = play.entries.get(said["corrects"])
    return actions.admit(
        **play.common(line, said["p"]),
        facility=said["f"],
        received_from=said["source"] or "police",
        escort="Patrulla 4",
        authority="Juzgado Primero",
        override=said["override"] or "",
        supersedes=corrects,
        random_index=play.dice.randrange,
    )


def _past_stay(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.record_past_stay(
        by=ANA,
        now=line.written,
        person=play.people[said["p"]],
        facility=said["f"],
        admitted_at=moment(said["since"], line.zone),
        released_at=moment(said["until"], line.zone),
        received_from="police",
        authority="Juzgado Primero",
        reason="bail",
        destination="Domicilio",
        evidence="Acta 3",
        override=said["override"] or "",
        random_index=play.dice.randrange,
    )


def _released(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.release(
        **play.common(line, said["p"]),
        reason=(said["reason"] or "court_order").replace(" ", "_"),
        destination="Domicilio",
        evidence="Acta 9",
        authority="Juzgado Primero",
    )


def _sent(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.transfer_out(
        **play.common(line, said["p"]), destination=said["f"], escort="Convoy 1", reason="cupo", authority="Dirección"
    )


def _received(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.transfer_in(
        **play.common(line, said["p"]),
        facility=said["f"],
        received_from="Convoy 1",
        escort="Convoy 1",
        authority="Dirección",
    )


def _left(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.leave_temporarily(
        **play.common(line, said["p"]),
        kind=said["kind"],
        destination=said["kind"],
        escort="Patrulla 2",
        authority="Dirección",
    )


def _back(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.take_back(
        **play.common(line, said["p"]), facility=said["f"], escort="Patrulla 2", authority="Dirección"
    )


def _escaped(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.escape(**play.common(line, said["p"]), circumstances="No volvió al vehículo", authority="Dirección")


def _died(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.record_death(
        **play.common(line, said["p"]),
        circumstances="En la enfermería",
        cause="unknown, says Dr. Luna",
        remains="Medicina Legal",
        authority="Dirección",
    )


def _status(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.record_status(
        **play.common(line, said["p"]), status=said["status"].replace(" ", "_"), reference="12", authority="Juzgado"
    )


def _reviewed(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.review_ground(
        **play.common(line, said["p"]),
        ground=play.names[said["g"]],
        outcome=said["outcome"],
        reference="Auto 4",
        authority="Juzgado Primero",
        next_review_on=said["next"] or None,
    )


def _annulled(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.annul_ground(
        **play.common(line, said["p"], by=CORA), ground=play.names[said["g"]], authority="Cámara", reference="77"
    )


def _challenged(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.challenge_ground(
        **play.common(line, said["p"], by=CORA),
        ground=play.names[said["g"]],
        court="Cámara",
        reference="76",
        by_whom="Defensoría",
    )


def _hold(play: Any, line: Line, said: dict[str, Any]) -> Any:
    entry = actions.place_hold(
        **play.common(line, said["p"]),
        kind="court",
        authority=said["authority"],
        reference="5",
        random_index=play.dice.randrange,
    )
    play.names[said["h"]] = entry.event.hold
    return entry


def _lifted(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.lift_hold(
        **play.common(line, said["p"]), hold=play.names[said["h"]], authority="Juzgado Segundo", reference="6"
    )


def _linked(play: Any, line: Line, said: dict[str, Any]) -> Any:
    relation = {"the same person as": "same_person", "not the same person as": "not_the_same"}[said["relation"]]
    made = actions.link_identity(
        **play.common(line, said["p"]),
        other=play.people[said["other"]],
        relation=relation,
        reason="Huella del documento",
        random_index=play.dice.randrange,
    )
    play.names[f"{said['p']} {said['other']}"] = made[0].event.link
    return made[0]


def _unlinked(play: Any, line: Line, said: dict[str, Any]) -> Any:
    link = play.names[f"{said['p']} {said['other']}"]
    return actions.unlink_identity(**play.common(line, said["p"]), link=link, reason="Eran hermanas")[0]


def _withdrawn(play: Any, line: Line, said: dict[str, Any]) -> Any:
    return actions.withdraw_entry(
        **play.common(line, said["p"]), entry=play.entries[said["label"]], reason="Error de persona"
    )


_UNTIL = rf"(?: until (?P<until>{MOMENT}))?"
_CORRECTS = r"(?:  correcting (?P<corrects>[\w-]+))?"
_OVERRIDE = r"(?:  override: (?P<override>.+?))?"
_P = r"(?P<p>P\d+)"

ACTS: dict[str, Act] = {
    rf"{_P} registered as (?P<name>.+)": _registered,
    rf"{_P} ground (?P<g>\S+)(?: \((?P<kind>[\w ]+)\))? from (?P<since>{MOMENT}){_UNTIL}"
    rf"(?: review due (?P<review>\d{{4}}-\d\d-\d\d))?{_CORRECTS}": _ground,
    rf"{_P} admitted at (?P<f>\S+)(?: from (?P<source>[\w ]+?))?{_OVERRIDE}{_CORRECTS}": _admitted,
    rf"{_P} was held at (?P<f>\S+) from (?P<since>{MOMENT}) to (?P<until>{MOMENT}){_OVERRIDE}": _past_stay,
    rf"{_P} released(?: for (?P<reason>[\w ]+))?": _released,
    rf"{_P} sent to (?P<f>\S+)": _sent,
    rf"{_P} received at (?P<f>\S+)": _received,
    rf"{_P} out to (?P<kind>court|hospital|leave|work)": _left,
    rf"{_P} back at (?P<f>\S+)": _back,
    rf"{_P} escaped": _escaped,
    rf"{_P} died": _died,
    rf"{_P} status (?P<status>[\w ]+)": _status,
    rf"{_P} ground (?P<g>\S+) (?P<outcome>upheld|ended) on review(?:, next (?P<next>\d{{4}}-\d\d-\d\d))?": _reviewed,
    rf"{_P} ground (?P<g>\S+) annulled": _annulled,
    rf"{_P} ground (?P<g>\S+) challenged": _challenged,
    rf"{_P} hold (?P<h>\S+) of (?P<authority>.+)": _hold,
    rf"{_P} hold (?P<h>\S+) lifted": _lifted,
    rf"{_P} is (?P<relation>the same person as|not the same person as) (?P<other>P\d+)": _linked,
    rf"{_P} link with (?P<other>P\d+) ended": _unlinked,
    rf"{_P} entry (?P<label>\S+) withdrawn": _withdrawn,
}
"""From sentences to acts. A sentence that none of these matches is an error of the case, named with its line."""


def perform(play: Any, line: Line) -> Any:
    """Do what a line says; a refusal comes out as `Refused`."""
    for pattern, act in ACTS.items():
        if found := re.fullmatch(pattern, line.says):
            return act(play, line, _dates(found.groupdict()))
    raise Unreadable(f"{line.where}: nobody knows how to do {line.says!r}")


def _dates(said: dict[str, Any]) -> dict[str, Any]:
    days = ("review", "next")
    return {name: date.fromisoformat(value) if name in days and value else value for name, value in said.items()}
