"""From the dual values of the model of counts to the proof of a lower bound that `proof` recomputes exactly."""

from typing import Any

from constancia.housing.placement.classes import Pool
from constancia.housing.placement.instance import AGES, SEXES
from constancia.housing.placement.whole import Prices

SCALE = 1_000_000
"""Prices are stored as whole millionths; one above what a person without a cell costs would prove less."""


def proof_of(prices: list[tuple[Pool, int, Prices]]) -> dict[str, Any]:
    """Return the proof: a price for every class of persons and a premium for every family, pool by pool."""
    persons: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for pool, number, found in prices:
        pooled = {"sex": SEXES[number // len(AGES)], "age": AGES[number % len(AGES)]}
        persons += [{**pooled, **each} for each in _persons(pool, found)]
        cells += [{**pooled, **each} for each in _cells(pool, found)]
    return {"kind": "prices", "scale": SCALE, "persons": persons, "cells": cells}


def _persons(pool: Pool, prices: Prices) -> list[dict[str, Any]]:
    instance = pool.instance
    move, most = instance.weights.move, max(0.0, instance.weights.unplaced - instance.weights.move)
    return [
        {
            "status": instance.statuses[each.status],
            "group": instance.groups[each.group],
            "infection": instance.infections[each.infection],
            "single_cell": each.single,
            "lower_bunk": each.lower_bunk,
            "wheelchair": each.wheelchair,
            "medical": each.medical,
            "price": int(min(price, most) * SCALE),
            "price_if_present": int((min(price, most) + move) * SCALE),
        }
        for each, price in zip(pool.classes, prices.persons, strict=True)
    ]


def _cells(pool: Pool, prices: Prices) -> list[dict[str, Any]]:
    instance = pool.instance
    return [
        {
            "status": instance.statuses[family.status],
            "infection": instance.infections[family.infection],
            "groups": sorted(instance.groups[group] for group in family.core),
            "premium": int(premium * SCALE),
        }
        for family, premium in prices.families
        if premium > 0
    ]
