"""Sentences that several pages share."""

from django.utils.translation import gettext_lazy as _

KNOWN_AT = _("As known at")
KNOWN_AT_HINT = _("What the register knew at this moment, in the time of the place. Empty: now.")
LOCAL_TIME = _("In the time of the place.")
AUTHORITY = _("Authority")
AUTHORITY_HINT = _("Who ordered this or answers for it.")
RECEIVED_BY = _("Received by (optional)")
RECEIVED_BY_HINT = _("Authority or person who took the person over and confirmed it.")
WHEN = _("When it happened")
ESCORT = _("Escort")
ESCORT_HINT = _("Service or duty number of those who bring or take the person.")
OVERRIDE = _("Override (only when no legal instrument is in force)")
OVERRIDE_HINT = _(
    "Who decided to receive the person all the same, and why. The stay stays on the list until a ground covers it."
)

EVENT_FIELDS = {
    "written": _("As written"),
    "kind": _("Kind"),
    "evidence": _("Evidence"),
    "issuer": _("Issuer"),
    "value": _("Number"),
    "earliest": _("Earliest day"),
    "latest": _("Latest day"),
    "precision": _("Precision"),
    "country": _("Country"),
    "standing": _("Standing"),
    "on_papers": _("On papers"),
    "self_perceived": _("Self-perceived"),
    "language": _("Language"),
    "level": _("Level"),
    "interpreter_needed": _("Interpreter needed"),
    "relation": _("Relation"),
    "name": _("Name"),
    "born_on": _("Born on"),
    "whereabouts": _("Whereabouts"),
    "in_care_of": _("In the care of"),
    "reach": _("How to reach"),
    "notify": _("To be told"),
    "scope": _("Of what"),
    "stay": _("Stay"),
    "facility": _("Facility"),
    "received_from": _("Received from"),
    "escort": _("Escort"),
    "override": _("Override"),
    "destination": _("Destination"),
    "reason": _("Reason"),
    "ground": _("Ground"),
    "reference": _("Reference"),
    "issued_on": _("Issued on"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "review_due_on": _("Review due on"),
    "document_sha256": _("SHA-256 of the document"),
    "facts": _("Facts"),
    "item": _("Item"),
    "content": _("Content"),
    "asked": _("Who was asked"),
    "examiner": _("Examiner"),
    "user": _("Account"),
    "role": _("Role"),
    "source": _("Source"),
    "status": _("Legal status"),
    "link": _("Link"),
    "other": _("Other file"),
    "zone": _("Time zone"),
    "authority": _("Authority"),
    "software": _("Software"),
    "day": _("Day"),
    "number": _("Number of the entry"),
    "follows": _("Follows the leaf hash"),
    "event": _("Event"),
    "version": _("Version"),
    "subject": _("Subject"),
    "subject_seq": _("Entry of this subject"),
    "occurred_at": _("Occurred"),
    "recorded_at": _("Recorded"),
    "actor": _("Recorded by"),
    "supersedes": _("Supersedes entry"),
}
"""Names of the fields of entries; a field without one is shown by its own name."""
