"""Ending what stands about a person: a need, a separation, a claim, a move recorded wrongly; each chosen from what stands."""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import may
from constancia.housing.codes import CLINICAL, NEEDS, SCOPES
from constancia.housing.events.sleeping import Placed, TakenOut
from constancia.housing.models import Apart, Membership, Need
from constancia.housing.queries.hearings import hearings_of
from constancia.housing.queries.rows import at_instant
from constancia.housing.timeline.places import standing_of
from constancia.ledger.journal import chain_of
from constancia.web.access import Request
from constancia.web.forms import moment, text
from constancia.web.housing.common import LOCAL_NOW, InHouse
from constancia.web.times import local_time
from constancia.web.words import WHEN

MOST_MOVES = 30
"""So many of somebody's latest moves can be taken back by their page."""


class Ending(InHouse):
    """Something that stands, and why it ends; `of` is the field that names it, and stands first."""

    of: ClassVar[str]
    field_order = ("need", "separation", "claim", "hearing", "entry", "decided_by")
    reason = text(_("Reason"), needed=True)
    at = moment(WHEN, LOCAL_NOW, required=False)

    def offer(self, request: Request, person: str, facility: str) -> None:
        """Offer what stands of it in the person's file, as far as the asker may end it."""
        found = list(self.standing(request, person, facility))
        self.fields[self.of].choices = [("", "—"), *found]  # type: ignore[attr-defined]

    @abstractmethod
    def standing(self, request: Request, person: str, facility: str) -> Iterator[tuple[str, str]]:
        """Yield what stands, by its number, with its name."""

    def named(self, said: dict[str, Any]) -> str:
        """Return the name of what was chosen."""
        choices = dict(self.fields[self.of].choices)  # type: ignore[attr-defined]
        return str(choices.get(str(said[self.of]), said[self.of]))


def which(label: Any, hint: Any = "") -> forms.ChoiceField:
    """Return a field for one of the things that stand."""
    return forms.ChoiceField(label=label, help_text=hint, required=False)


class EndNeed(Ending):
    """A need that no longer stands."""

    of = "need"
    need = which(_("Need"))

    def standing(self, request: Request, person: str, facility: str) -> Iterator[tuple[str, str]]:
        """Yield the needs; clinical ones only to whoever may record them."""
        sees_clinical = may(request.actor, "housing.need_clinical", facility)
        for each in at_instant(Need, self.moment).filter(person=person).order_by("entry"):
            if sees_clinical or each.kind not in CLINICAL:
                name = NEEDS[each.kind].in_(get_language() or "es")
                yield each.need, f"{name} · {each.detail}" if each.detail else name


class EndKeepApart(Ending):
    """A separation that no longer stands."""

    of = "separation"
    separation = which(_("Kept apart from"))

    def standing(self, _request: Request, person: str, _facility: str) -> Iterator[tuple[str, str]]:
        """Yield the separations."""
        for each in at_instant(Apart, self.moment).filter(person=person).order_by("entry"):
            yield each.separation, f"{each.other} · {SCOPES[each.scope].in_(get_language() or 'es')}"


class EndMembership(Ending):
    """A claim that no longer stands."""

    of = "claim"
    claim = which(_("Claim"))
    decided_by = text(_("Decided by"), needed=True)

    def standing(self, _request: Request, person: str, _facility: str) -> Iterator[tuple[str, str]]:
        """Yield the claims."""
        for each in at_instant(Membership, self.moment).filter(person=person).order_by("entry"):
            yield each.claim, f"{each.group} · {each.stated_by}"


class CancelHearing(Ending):
    """A hearing that will not take place."""

    of = "hearing"
    hearing = which(_("Hearing"))

    def standing(self, _request: Request, person: str, _facility: str) -> Iterator[tuple[str, str]]:
        """Yield the hearings to come."""
        for each in hearings_of(person, self.moment):
            where = each.room or each.outside
            yield each.hearing, f"{local_time(each.starts, self.clock_zone)} · {where} · {each.held_by}"


class WithdrawMove(Ending):
    """A move that was recorded wrongly."""

    of = "entry"
    entry = forms.TypedChoiceField(label=_("Move recorded wrongly"), required=False, coerce=int)

    def standing(self, _request: Request, person: str, _facility: str) -> Iterator[tuple[str, str]]:
        """Yield the latest moves that were not taken back, newest first."""
        moves = [each for each in standing_of(chain_of(person)) if isinstance(each.event, Placed | TakenOut)]
        for each in reversed(moves[-MOST_MOVES:]):
            yield str(each.number), _move_in_words(each, self.clock_zone)


def _move_in_words(entry: Any, zone: str) -> str:
    when: datetime = entry.occurred_at
    where = entry.event.cell if isinstance(entry.event, Placed) else _now("taken out of the cell")
    return f"{local_time(when, zone)} · {where} · {entry.number}"
