"""Forms of what happens to a person in custody: from admission to release."""

from django.utils.translation import gettext_lazy as _

from constancia.register.codes import ABSENCE_KINDS, LEGAL_STATUSES, RELEASE_REASONS
from constancia.web.forms import AtFacility, OnPerson, choice, moment, text
from constancia.web.words import (
    AUTHORITY,
    AUTHORITY_HINT,
    ESCORT,
    ESCORT_HINT,
    LOCAL_TIME,
    OVERRIDE,
    OVERRIDE_HINT,
    RECEIVED_BY,
    RECEIVED_BY_HINT,
    WHEN,
)


class Admission(AtFacility):
    """An admission."""

    at = moment(WHEN, LOCAL_TIME)
    received_from = text(_("Received from"), needed=True)
    escort = text(_("Escort (optional)"), ESCORT_HINT)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)
    override = text(OVERRIDE, OVERRIDE_HINT, long=True)


class Taking(OnPerson):
    """When, where and by whom the person was deprived of liberty."""

    at = moment(WHEN, LOCAL_TIME)
    place = text(_("Place"), _("Where the person was taken."), needed=True)
    authority = text(_("Authority that took the person"), needed=True)
    officers = text(_("Officers (optional)"), _("Unit or duty numbers."))
    circumstances = text(_("Circumstances (optional)"), long=True)


class PastStay(AtFacility):
    """A stay that is over, recorded late: its admission and its release in one act."""

    admitted_at = moment(_("Admitted"), LOCAL_TIME)
    received_from = text(_("Received from"), needed=True)
    escort = text(_("Escort (optional)"), ESCORT_HINT)
    released_at = moment(_("Released"), LOCAL_TIME)
    reason = choice(_("Reason of the release"), RELEASE_REASONS)
    destination = text(_("Destination"), _("Where the person went."), needed=True)
    received_by = text(RECEIVED_BY, RECEIVED_BY_HINT)
    evidence = text(_("Proof of release"), _("Signature, witness or document that proves the release."), needed=True)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)
    override = text(OVERRIDE, OVERRIDE_HINT, long=True)


class TransferOut(OnPerson):
    """Leaving for another place."""

    at = moment(WHEN, LOCAL_TIME)
    destination = text(_("Destination"), _("Centre or place that is to receive the person."), needed=True)
    escort = text(ESCORT, ESCORT_HINT, needed=True)
    reason = text(_("Reason (optional)"))
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class TransferIn(AtFacility):
    """Arriving from another place."""

    at = moment(WHEN, LOCAL_TIME)
    received_from = text(_("Received from"), _("The escort or the place that handed the person over."), needed=True)
    escort = text(_("Escort (optional)"), ESCORT_HINT)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class Leave(OnPerson):
    """Going out for a while."""

    at = moment(WHEN, LOCAL_TIME)
    kind = choice(_("What for"), ABSENCE_KINDS)
    destination = text(_("Destination"), needed=True)
    escort = text(_("Escort (optional)"), ESCORT_HINT)
    expected_back_at = moment(
        _("Expected back (optional)"), _("From then on the absence is on the first page."), required=False
    )
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class Return(AtFacility):
    """Coming back from an absence or an escape."""

    at = moment(WHEN, LOCAL_TIME)
    escort = text(_("Escort (optional)"), ESCORT_HINT)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class Escape(OnPerson):
    """An escape."""

    at = moment(WHEN, LOCAL_TIME)
    circumstances = text(_("Circumstances"), long=True, needed=True)
    authority = text(_("Authority (optional)"), AUTHORITY_HINT)


class Release(OnPerson):
    """A release."""

    at = moment(WHEN, LOCAL_TIME)
    reason = choice(_("Reason"), RELEASE_REASONS)
    destination = text(_("Destination"), _("Where the person went."), needed=True)
    received_by = text(RECEIVED_BY, RECEIVED_BY_HINT)
    evidence = text(_("Proof of release"), _("Signature, witness or document that proves the release."), needed=True)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class Death(OnPerson):
    """A death in custody."""

    at = moment(WHEN, LOCAL_TIME)
    place = text(_("Place of death (optional)"), _("When it was not the centre itself."))
    circumstances = text(_("Circumstances"), _("What is not known yet: say so, and who is finding out."), long=True)
    cause = text(_("Cause"), _("As certified, and by whom; or that it is not known yet."), needed=True)
    remains = text(_("Destination of the remains"), _("To whom they were handed, or where they are."), needed=True)
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)


class Status(OnPerson):
    """A legal status from a moment on."""

    at = moment(WHEN, LOCAL_TIME)
    status = choice(_("Legal status"), LEGAL_STATUSES)
    reference = text(_("Reference (optional)"), _("Case or file number of the decision."))
    authority = text(AUTHORITY, AUTHORITY_HINT, needed=True)
