"""The board: by facility, module and topic how things stand, and beside each figure how much of it can be judged."""

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from constancia.core.permissions import facilities_for, may
from constancia.norms.verdicts import MEANING, worst
from constancia.register import queries as register
from constancia.standards import queries
from constancia.standards.actions.looks import looks_of, note_look
from constancia.standards.board import WHOLE, Line, Tile, tiles
from constancia.standards.codes import SEVERITY_ORDER
from constancia.standards.evaluation import chosen
from constancia.standards.topics import TOPICS
from constancia.web.access import Request, page
from constancia.web.clock import now
from constancia.web.conditions import place_for

MOST_TIMERS = 50


@page(queries.READ)
def boards(request: Request) -> HttpResponse:
    """List the facilities whose board the asker may read, with what somebody must still cure."""
    codes = facilities_for(request.actor, queries.READ)
    places = [each for each in register.facilities() if codes is None or each.code in codes]
    codes_shown = [each.code for each in places]
    counts, judged = queries.counts_of_findings(request.actor, codes_shown), queries.judged_at(codes_shown)
    rows = [(each, counts.get(each.code, {}), judged.get(each.code)) for each in places]
    return render(request, "web/boards.html", {"rows": rows})


@page(queries.READ, section="boards")
def board(request: Request, place: str) -> HttpResponse:
    """Show a facility's board as last worked out, with the limits that are reached next."""
    found = place_for(request, place)
    kept = queries.kept_board(place)
    note_look(by=request.actor, now=now(), what=f"board {place}")
    may_inspect = may(request.actor, "standards.inspect", place)
    shown: dict[str, Any] = {
        "place": found,
        "kept": kept,
        "findings": queries.counts_of_findings(request.actor, [place]).get(place, {}),
        "may_inspect": may_inspect,
    }
    if kept is not None:
        shown |= _grid(tiles(kept.lines))
        by_topic = {each.topic: each for each in tiles(kept.agreement.lines)} if kept.agreement else {}
        shown["under_agreement"] = [(said, by_topic[name]) for name, said in TOPICS.items() if name in by_topic]
        running = [each for each in queries.timers_for(request.actor, kept) if each["due"] > now()][:MOST_TIMERS]
        shown["timers"] = [(each, chosen()[1].norms[each["norm"]]) for each in running]
    return render(request, "web/board.html", shown)


@page(queries.READ, section="boards")
def topic(request: Request, place: str, topic: str) -> HttpResponse:
    """Show every question of one topic, module by module."""
    found = place_for(request, place)
    kept = queries.kept_board(place)
    lines = [each for each in (kept.lines if kept else []) if each.topic == topic]
    library = chosen()[1]
    modules: defaultdict[str, list[tuple[Any, Line]]] = defaultdict(list)
    for each in lines:
        modules[each.module].append((library.norms[each.norm], each))
    shown = {
        "place": found,
        "kept": kept,
        "topic": TOPICS.get(topic, TOPICS["legality"]),
        "modules": [(name, sorted(modules[name], key=_gravest)) for name in sorted(modules, key=_place)],
    }
    return render(request, "web/board_topic.html", shown)


@page("standards.inspect")
def looks(request: Request) -> HttpResponse:
    """Show an inspector what that inspector looked at; nobody else can see it."""
    return render(request, "web/looks.html", {"looks": looks_of(request.actor), "title": _("What I looked at")})


def _gravest(pair: tuple[Any, Line]) -> tuple[bool, int, str]:
    norm, line = pair
    return not line.decisive, SEVERITY_ORDER.index(norm.severity), line.norm


def _place(module: str) -> tuple[bool, bool, str]:
    """Return where a module comes: after the whole facility, in the order of codes; without a code last."""
    return module != WHOLE, module == "", module


def _grid(found: list[Tile]) -> dict[str, Any]:
    """Return the board as rows of topics and columns of modules, the whole facility first."""
    modules = sorted({each.module for each in found}, key=_place)
    by_place = {(each.topic, each.module): each for each in found}
    rows = []
    for name, said in TOPICS.items():
        own = [each for each in found if each.topic == name]
        if own:
            rows.append(
                (
                    name,
                    said,
                    worst(each.verdict for each in own),
                    [(each, by_place.get((name, each))) for each in modules],
                )
            )
    return {"modules": modules, "rows": rows, "meanings": MEANING}
