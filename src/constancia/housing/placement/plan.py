"""The plan that the engine hands back, as constancia-plan/1 writes it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from constancia.core.refusals import Refused
from constancia.core.text import Text
from constancia.housing.placement import refusals as why

FORMAT = "constancia-plan/1"
DEFAULT_SECONDS = 60.0
"""How long the engine looks for a better plan when nobody says."""

Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody has no cell: so many cells (`cells`) refuse the person by exactly these rules."""

    rules: tuple[str, ...]
    cells: int
    text: Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """People who cannot all have a cell, though any one fewer could; the rules behind it; what would help."""

    persons: tuple[str, ...]
    rules: tuple[str, ...]
    text: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everyone sleeps, checked; what it is worth, and the bound below which no plan can be.

    `status` is "infeasible" when a conflict proves that not everybody can have a cell. `cut_short`: the deadline ended
    a step, so another run may find something else. `proof` holds the prices from which `proof.proven_bound` recomputes
    the bound.
    """

    status: Status
    assignments: Mapping[str, str | None]
    objective: Fraction
    terms: Mapping[str, int | Fraction]
    lower_bound: Fraction
    seed: int
    seconds: float
    cut_short: bool
    proof: Mapping[str, Any]
    unplaced: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    why: Mapping[str, Text] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """Return how far the objective is above the bound, as a share of the bound (0 when both are 0)."""
        if self.objective <= self.lower_bound:
            return 0.0
        return float((self.objective - self.lower_bound) / self.lower_bound) if self.lower_bound else math.inf

    def as_data(self) -> dict[str, Any]:
        """Return the plan as the file holds it; the bound is rounded down, never up."""
        gap = self.gap
        return {
            "format": FORMAT,
            "status": self.status,
            "assignments": dict(self.assignments),
            "objective": float(self.objective),
            "terms": {name: float(value) for name, value in self.terms.items()},
            "lower_bound": math.floor(self.lower_bound * 1_000_000) / 1_000_000,
            "gap": gap if math.isfinite(gap) else None,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "cut_short": self.cut_short,
            "unplaced": [
                {
                    "person": person,
                    "reasons": [
                        {"rules": list(each.rules), "cells": each.cells, "text": _both(each.text)} for each in reasons
                    ],
                }
                for person, reasons in self.unplaced.items()
            ],
            "conflicts": [
                {"persons": list(each.persons), "rules": list(each.rules), "text": _both(each.text)}
                for each in self.conflicts
            ],
            "why": {person: _both(text) for person, text in self.why.items()},
            "proof": dict(self.proof),
        }


def _both(text: Text) -> dict[str, str]:
    return {"es": text.es, "en": text.en}


def read_assignments(data: Any) -> dict[str, str | None]:
    """Return the assignments of a plan file; `Refused` names what is wrong with it."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Refused([why.NOT_AN_INSTANCE(field="format", format=FORMAT)])
    found = data.get("assignments")
    if not isinstance(found, dict):
        raise Refused([why.NOT_A_RECORD(field="assignments")])
    wrong = [name for name, cell in found.items() if cell is not None and not isinstance(cell, str)]
    if wrong:
        raise Refused([why.NOT_A_TEXT(field=f"assignments.{name[:200]}") for name in wrong[:50]])
    return dict(found)
