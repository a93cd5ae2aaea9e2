"""Forms of legal instruments, their review, challenge and end, and of holds against release."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from constancia.core.text import Text
from constancia.register.codes import GROUND_KINDS, HOLD_KINDS, REVIEW_OUTCOMES
from constancia.web.forms import OnPerson, choice, day, moment, text
from constancia.web.words import AUTHORITY, LOCAL_TIME, WHEN

_DECISION = _("Case or file number of the decision.")


class GroundForm(OnPerson):
    """A legal instrument."""

    kind = choice(_("Kind of instrument"), GROUND_KINDS)
    issuer = text(_("Issuing authority"), needed=True)
    reference = text(_("Reference"), _("Case or file number as the instrument gives it."), needed=True)
    issued_on = day(_("Issued on"), required=True)
    valid_from = moment(_("Valid from"), LOCAL_TIME)
    valid_until = moment(_("Valid until (optional)"), LOCAL_TIME, required=False)
    review_due_on = day(_("Review due on (optional)"))
    document_sha256 = text(_("SHA-256 of the document (optional)"), _("64 hexadecimal digits."))
    statute = text(_("Provision it rests on (optional)"), _("Law and article."))
    facts = text(_("Facts it rests on (optional)"), long=True)


class OnGround(OnPerson):
    """An act on one of the file's instruments."""

    ground = forms.ChoiceField(label=_("Ground"), required=False)
    at = moment(WHEN, LOCAL_TIME)

    def offer(self) -> None:
        """Offer the instruments on file."""
        offered = [(each.ground, _named(each, GROUND_KINDS, each.issuer)) for each in self.file.grounds]
        self.fields["ground"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]


class Review(OnGround):
    """A review of an instrument."""

    outcome = choice(_("Outcome"), REVIEW_OUTCOMES)
    reference = text(_("Reference"), _DECISION, needed=True)
    authority = text(_("Reviewing authority"), needed=True)
    next_review_on = day(_("Next review on (optional)"))
    decides = forms.IntegerField(
        label=_("Challenge that it answers (optional)"),
        help_text=_("Number of the entry of the challenge."),
        required=False,
        min_value=1,
    )


class Challenge(OnGround):
    """A challenge of an instrument before a court."""

    court = text(_("Court"), needed=True)
    reference = text(_("Reference (optional)"), _DECISION)
    by_whom = text(_("Who challenges it"), _("The person, counsel, family, an institution …"), needed=True)


class Annulment(OnGround):
    """The end of an instrument by a court or by its issuer."""

    authority = text(_("Annulling authority"), needed=True)
    reference = text(_("Reference"), _DECISION, needed=True)


class HoldForm(OnPerson):
    """A request not to release the person without asking first."""

    at = moment(WHEN, LOCAL_TIME)
    kind = choice(_("Kind of hold"), HOLD_KINDS)
    authority = text(AUTHORITY, _("Who asks to be told before the person leaves."), needed=True)
    reference = text(_("Reference"), needed=True)
    until = day(_("Until (optional)"), _("The last day on which it binds."))


class LiftHold(OnPerson):
    """The end of a hold."""

    hold = forms.ChoiceField(label=_("Hold"), required=False)
    at = moment(WHEN, LOCAL_TIME)
    authority = text(AUTHORITY, needed=True)
    reference = text(_("Reference"), needed=True)

    def offer(self) -> None:
        """Offer the standing holds; a correction keeps the one it speaks of."""
        offered = [(each.hold, _named(each, HOLD_KINDS, each.authority)) for each in self.file.holds]
        spoken_of = self.initial.get("hold", "")
        if spoken_of and spoken_of not in dict(offered):
            offered.append((spoken_of, spoken_of))
        self.fields["hold"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]


def _named(each: object, kinds: dict[str, Text], who: str) -> str:
    """Return how an instrument or a hold is offered: kind, who, reference."""
    kind, reference = getattr(each, "kind"), getattr(each, "reference")  # noqa: B009 - two kinds of plain data
    known = kinds.get(kind)
    return " · ".join([known.in_(get_language() or "es") if known else kind, who, reference])
