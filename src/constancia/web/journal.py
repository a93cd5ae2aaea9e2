"""The journal's pages: entries newest first, and one entry with its bytes and its leaf."""

import json
from dataclasses import dataclass, fields

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language

from constancia.core import events as declared
from constancia.core.ids import read_id
from constancia.ledger.journal import Recorded, entries
from constancia.ledger.queries import stored, superseded
from constancia.register.queries import is_late
from constancia.standards.restricted import may_see
from constancia.web.access import Request, page

PAGE = 50
_FIELDS = (
    "number", "event", "version", "subject", "subject_seq", "occurred_at", "zone", "recorded_at", "actor", "authority",
    "facility", "ground", "supersedes", "follows",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a list, and where it can be corrected or withdrawn, if it can be by this reader."""

    entry: Recorded
    late: bool
    superseded_by: list[int]
    correct_at: str = ""
    withdraw_at: str = ""


def rows_of(found: list[Recorded]) -> list[Row]:
    """Return entries as rows, with what superseded each."""
    later = superseded([each.number for each in found])
    return [Row(each, is_late(each), later.get(each.number, [])) for each in found]


@page("journal.read", everywhere=True)
def journal(request: Request) -> HttpResponse:
    """List entries, newest first, all or those of one event or of one subject."""
    event, subject = request.GET.get("event", ""), request.GET.get("subject", "").strip()[:64]
    before = request.GET.get("before", "")
    found = list(
        entries(
            upto=int(before) - 1 if before.isdigit() and len(before) < 16 else None,
            events=[event] if event else None,
            subjects=[_canonical(subject)] if subject else None,
            newest_first=True,
            limit=PAGE + 1,
        )
    )
    kept: dict[str, str | int] = {name: value for name, value in (("event", event), ("subject", subject)) if value}
    older = urlencode({**kept, "before": found[PAGE - 1].number}) if len(found) > PAGE else ""
    shown = {"rows": rows_of(found[:PAGE]), "older": older, "newest": urlencode(kept) if before else None}
    return render(request, "web/journal.html", {**shown, "event": event, "subject": subject, "events": _events()})


@page("journal.read", everywhere=True, section="journal")
def entry(request: Request, number: int) -> HttpResponse:
    """Show one entry: what it says, its canonical bytes, its leaf and the entries around it."""
    found = stored(number)
    if found is None:
        raise Http404
    document = json.loads(found.document)
    visible = may_see(request.actor, found.entry)
    facts = document.pop("facts")
    in_order = [each.name for each in fields(found.entry.event)]  # type: ignore[arg-type]
    shown = {
        "stored": found,
        "entry": found.entry,
        "late": is_late(found.entry),
        "fields": [(name, document[name]) for name in _FIELDS],
        "facts": [(name, facts[name]) for name in in_order] if visible else None,
        "document": found.document.decode() if visible else None,
        "leaf": found.leaf.decode(),
        "leaf_hash": found.leaf_hash.hex(),
    }
    return render(request, "web/entry.html", shown)


def _canonical(subject: str) -> str:
    """Forgive a person's number typed in lower case or without hyphens; other subjects are taken as typed."""
    for prefix in ("P", "U", "R"):
        try:
            if subject.upper().startswith(prefix):
                return read_id(subject, prefix)
        except ValueError:
            continue
    return subject


def _events() -> list[tuple[str, str]]:
    """Return every event code with its name, in the order of names."""
    language = get_language() or "es"
    names = {code: kind.text.in_(language) for (code, _version), kind in declared.ALL.items()}
    return sorted(names.items(), key=lambda pair: pair[1])
