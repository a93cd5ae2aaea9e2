"""What the acts of the standards room share: drafts of entries with their texts in one form, and the zone of a place."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from constancia.core.actors import Actor
from constancia.core.events import in_one_form
from constancia.core.refusals import Refusal, refuse_if_any
from constancia.ledger.journal import Draft, Recorded, record
from constancia.register.actions.common import refuse_text, zone_of


def write_one(
    said: Any,
    *,
    subject: str,
    facility: str,
    by: Actor,
    at: datetime,
    now: datetime,
    refusals: Sequence[Refusal] = (),
    authority: str = "",
    supersedes: int | None = None,
) -> Recorded:
    """Refuse with every reason, or record one event of a subject at a facility; whoever calls holds the pen."""
    refuse_if_any([*refusals, *refuse_text(said, authority)])
    draft = draft_of(said, subject=subject, facility=facility, at=at, authority=authority, supersedes=supersedes)
    (entry,) = record([draft], by=by, now=now)
    return entry


def draft_of(
    said: Any,
    *,
    subject: str,
    facility: str,
    at: datetime,
    zone: str = "",
    authority: str = "",
    supersedes: int | None = None,
) -> Draft:
    """Return an entry about to be made at a facility, in the facility's own zone."""
    return Draft(
        in_one_form(said),
        subject,
        at,
        zone or zone_of(facility),
        facility,
        authority=unicodedata.normalize("NFC", authority),
        supersedes=supersedes,
    )
