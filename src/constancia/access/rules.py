"""Why an act on accounts may not be done; pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from constancia.access import refusals as why
from constancia.core.actors import EVERYWHERE, Grant
from constancia.core.permissions import ROLES
from constancia.core.refusals import Refusal

LONGEST_REASON = 500
_SHORTEST_REASON = 5
_USERNAME = re.compile(r"[A-Za-z0-9._-]{3,40}")
_ADMINISTRATION = Grant("administrator", EVERYWHERE)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of an account when somebody acts on it; `administrators` are all who manage accounts everywhere."""

    user: str
    is_open: bool
    grants: frozenset[Grant]
    administrators: frozenset[str]


def refuse_reason(reason: str) -> list[Refusal]:
    """Refuse an empty or endless reason."""
    if len(reason.strip()) < _SHORTEST_REASON:
        return [why.REASON_NEEDED(field="reason")]
    if len(reason) > LONGEST_REASON:
        return [why.REASON_TOO_LONG(field="reason", limit=LONGEST_REASON)]
    return []


def refuse_open(username: str, taken: Collection[str]) -> list[Refusal]:
    """Refuse a sign-in name that cannot be one, or that somebody has (in any mix of capitals)."""
    if not _USERNAME.fullmatch(username):
        return [why.BAD_USERNAME(field="username")]
    if username.lower() in taken:
        return [why.USERNAME_TAKEN(field="username")]
    return []


def refuse_grant(situation: Situation, grant: Grant) -> list[Refusal]:
    """Refuse an unknown account or role, and a role the account has."""
    found = _unknown_user(situation)
    if grant.role not in ROLES:
        found.append(why.UNKNOWN_ROLE(field="role", role=grant.role[:40]))
    if not grant.facility.strip():
        found.append(why.FACILITY_NEEDED(field="facility"))
    if grant in situation.grants:
        found.append(why.ALREADY_GRANTED(field="role"))
    return found


def refuse_revoke(situation: Situation, grant: Grant) -> list[Refusal]:
    """Refuse to take a role that the account does not have, or the last administration of the register."""
    found = _unknown_user(situation)
    if grant not in situation.grants:
        found.append(why.NOT_GRANTED(field="role"))
    elif grant == _ADMINISTRATION and situation.administrators <= {situation.user}:
        found.append(why.LAST_ADMINISTRATOR(field="role"))
    return found


def refuse_close(situation: Situation) -> list[Refusal]:
    """Refuse to close an unknown account or that of the last administrator."""
    found = _unknown_user(situation)
    if situation.administrators == {situation.user}:
        found.append(why.LAST_ADMINISTRATOR())
    return found


def _unknown_user(situation: Situation) -> list[Refusal]:
    return [] if situation.is_open else [why.UNKNOWN_USER(field="user", user=situation.user[:20])]
