"""Norms one by one, with their source, rungs, worked cases and history, and the whole library as a book; made to be printed."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from constancia.core.permissions import facilities_for
from constancia.core.text import Text
from constancia.norms.cases import cases_of
from constancia.norms.library.model import ORIGINS, SEVERITIES, TEXT_STATUS, Norm
from constancia.norms.library.read import library
from constancia.norms.profiles import Profile, profile, shipped
from constancia.norms.stories import Story, story
from constancia.register import queries as register
from constancia.standards import queries
from constancia.standards.evaluation import chosen
from constancia.standards.explaining import conventions_of
from constancia.standards.topics import TOPICS, topic_of
from constancia.web.access import SIGNED_IN, Request, page


@dataclass(frozen=True, slots=True)
class Choice:
    """What one profile makes of a rung: whether it raises alarms there, and the figure where the profile chose its own."""

    decides: bool
    figure: str


@page(SIGNED_IN, section="norms")
def norm(request: Request, norm: str) -> HttpResponse:
    """Show one norm: its source, what each profile makes of its rungs, its history, its worked cases, and where it is judged."""
    found = chosen()[1].norms.get(norm)
    if found is None:
        raise Http404
    shown = {
        "norm": found,
        **_words(found),
        "choices": [(each.title, _choices(found, each.code)) for each in _profiles()],
        "history": history(found),
        "ladder": [each for each in chosen()[1].norms.values() if found.ladder and each.ladder == found.ladder],
        "stories": _stories(found),
        "judged": _judged(request, found),
        "topic": topic_of(found.id),
    }
    return render(request, "web/norm.html", shown)


@page(SIGNED_IN)
def norms(request: Request) -> HttpResponse:
    """Show the whole library by topic, as a book that can be printed, with its worked cases where they are asked for."""
    with_cases = request.GET.get("cases") == "yes"
    chapters: defaultdict[str, list[Any]] = defaultdict(list)
    for each in chosen()[1].norms.values():
        stories = _stories(each) if with_cases else []
        chapters[topic_of(each.id)].append({"norm": each, "stories": stories, **_words(each)})
    ordered = [(name, said, chapters[name]) for name, said in TOPICS.items()]
    shown = {"chapters": ordered, "count": len(chosen()[1].norms), "with_cases": with_cases}
    return render(request, "web/norms.html", shown)


def _words(found: Norm) -> dict[str, Any]:
    decisive = chosen()[2]
    rungs = [
        (
            limb,
            rung,
            ORIGINS[rung.origin],
            TEXT_STATUS[rung.text_status],
            decisive.get((found.id, limb.name, rung.id), False),
        )
        for limb in found.limbs
        for rung in limb.rungs
    ]
    return {
        "severity": SEVERITIES[found.severity],
        "status": TEXT_STATUS[found.text_status],
        "rungs": rungs,
        "conventions": conventions_of(found.id),
    }


@cache
def _profiles() -> tuple[Profile, ...]:
    return tuple(profile(each) for each in shipped())


def _choices(found: Norm, code: str) -> list[tuple[Text, str, Choice]]:
    """Return, rung by rung, what a profile makes of a norm: the limb, the rung, and its choice."""
    _, its_library, decisive = chosen(code)
    plain = {(limb.name, rung.id): rung.threshold for limb in library().norms[found.id].limbs for rung in limb.rungs}
    return [
        (
            limb.text,
            rung.id,
            Choice(
                decisive.get((found.id, limb.name, rung.id), False),
                "" if rung.threshold == plain.get((limb.name, rung.id)) else rung.threshold,
            ),
        )
        for limb in its_library.norms[found.id].limbs
        for rung in limb.rungs
    ]


FORCE = Text("It counts from this day.", "Cuenta desde este día.")
ENDED = Text("It ceased to count on this day.", "Dejó de contar este día.")


def history(found: Norm) -> list[tuple[str, Text]]:
    """Return the steps of a norm's history in order: of its instrument, of its own threshold, and since and until when it counts."""
    steps = [(each.on, each.text) for each in (*found.instrument.history, *found.history)]
    steps.append((found.since.isoformat(), FORCE))
    if found.until is not None:
        steps.append((found.until.isoformat(), ENDED))
    return sorted(steps, key=lambda each: each[0])


def _stories(found: Norm) -> list[Story]:
    language = get_language() or "es"
    return [story(each, found, language) for each in cases_of().get(found.id, [])]


def _judged(request: Request, found: Norm) -> list[Any]:
    """Return where the asker may read that the norm is judged now: the facility, when, and its lines on the board."""
    codes = facilities_for(request.actor, queries.READ)
    places = [each for each in register.facilities() if codes is None or each.code in codes]
    kept = queries.kept_boards([each.code for each in places])
    return [
        (place, board, [line for line in board.lines if line.norm == found.id])
        for place in places
        for board in [kept.get(place.code)]
        if board is not None
    ]
