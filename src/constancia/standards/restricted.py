"""Which entries hold facts that only some roles may read: the register's own, and those of health and complaints here.

A verdict can tell as much as a fact: that a complaint was not answered in time, or that a sanction followed one, says who
complained. Such verdicts on a person are for those who may read complaints (Mandela Rule 57(2): without risk of retaliation).
"""

from functools import cache
from typing import Any

from django.db.models import Q

from constancia.core.actors import Actor
from constancia.core.permissions import facilities_for, may
from constancia.ledger.journal import Recorded
from constancia.norms.forms.reading import reads
from constancia.norms.judging import questions
from constancia.register import restricted as register
from constancia.standards.evaluation import chosen
from constancia.standards.kinds import KINDS, READ_COMPLAINTS, RESTRICTED
from constancia.standards.models import Finding


def may_see(actor: Actor, entry: Recorded) -> bool:
    """Tell whether an actor may read the facts of an entry; that the entry exists is not restricted."""
    table = entry.subject.partition(":")[0]
    if table in RESTRICTED:
        return may_read_kind(actor, table, entry.facility)
    if entry.event.code.startswith("standards.finding_") or entry.event.code.startswith("standards.contest_"):
        found = Finding.objects.filter(id=entry.subject).first()
        return found is None or may_see_verdict(actor, found.norm, found.limb, found.facility)
    return register.may_see(actor, entry)


def may_read_kind(actor: Actor, table: str, facility: str) -> bool:
    """Tell whether an actor may read conditions of a kind at a facility (an empty code: at some facility)."""
    permission = KINDS[table].read if table in KINDS else "standards.read"
    return may(actor, permission, facility) if facility else facilities_for(actor, permission) != frozenset()


def visible_row(actor: Actor, table: str, row: dict[str, Any], facility: str) -> dict[str, Any] | None:
    """Return a row of a fact table that an actor may read, or None when it is restricted."""
    return row if may_read_kind(actor, table, facility) else None


def may_see_verdict(actor: Actor, norm: str, limb: str, facility: str) -> bool:
    """Tell whether an actor may read what a limb of a norm says of single persons at a facility."""
    return (norm, limb) not in _telling_who_complained() or may_read_kind(actor, "complaint", facility)


def leaves_out(actor: Actor, norm: str, facility: str) -> bool:
    """Tell whether something of what a norm says of single persons at a facility is not for an actor."""
    return any(
        each == norm and not may_see_verdict(actor, each, limb, facility) for each, limb in _telling_who_complained()
    )


def hidden_findings(actor: Actor) -> Q:
    """Return the condition under which findings are hidden from an actor: they tell who complained."""
    told = Q(pk__in=[])
    for norm, limb in _telling_who_complained():
        told |= Q(norm=norm, limb=limb)
    codes = facilities_for(actor, READ_COMPLAINTS)
    return Q(pk__in=[]) if codes is None else told & ~Q(facility__in=codes)


@cache
def _telling_who_complained() -> frozenset[tuple[str, str]]:
    """Return the limbs, with their norms, that judge single persons by the complaints they made."""
    return frozenset(
        (each.norm.id, each.limb.name)
        for each in questions(chosen()[1])
        if each.limb.subject == "person" and "complaint" in reads(each.rung.form).tables
    )
