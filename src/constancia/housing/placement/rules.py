"""The hard rules by name, with a sentence for the people whom they concern, and how each would be lifted to test it."""

from collections.abc import Mapping
from typing import Any

from constancia.core.text import Text

RULES: Mapping[str, Text] = {
    "sex_age": Text("for people of another sex or age", "para personas de otro sexo o edad"),
    "capacity": Text("no place free", "sin plazas libres"),
    "status": Text("people of another legal status", "personas con otra situación jurídica"),
    "infection": Text("people with another infection state", "personas en otro estado de contagio"),
    "isolation": Text("not a cell for isolation", "no es celda de aislamiento sanitario"),
    "single_cell": Text("one of them must live alone", "alguna de ellas debe estar sola"),
    "rival_groups": Text(
        "a rival group in the cell, corridor or module", "un grupo rival en la celda, el corredor o el módulo"
    ),
    "keep_apart": Text("somebody to be kept apart from is near", "cerca hay alguien de quien debe estar separada"),
    "lower_bunk": Text("no lower bunk free", "sin litera baja libre"),
    "wheelchair": Text("no step-free place free", "sin plaza accesible libre"),
    "medical": Text("no hospital in the module", "sin hospital en el módulo"),
}
"""Why a cell refuses somebody, said of the cell."""

BEHIND: Mapping[str, Text] = {
    "sex_age": Text("the sex and age of the modules", "el sexo y la edad de los módulos"),
    "capacity": Text("the number of places", "el número de plazas"),
    "status": Text("one legal status per cell", "una sola situación jurídica por celda"),
    "infection": Text("one infection state per cell", "un solo estado de contagio por celda"),
    "isolation": Text("isolation cells for infected people", "celdas de aislamiento para personas contagiosas"),
    "single_cell": Text("people who must live alone", "personas que deben estar solas"),
    "rival_groups": Text("rival groups", "grupos rivales"),
    "keep_apart": Text("people kept apart from each other", "personas separadas entre sí"),
    "lower_bunk": Text("the lower bunks", "las literas bajas"),
    "wheelchair": Text("the step-free places", "las plazas accesibles"),
    "medical": Text("the hospitals", "los hospitales"),
}
"""The rule itself, as what stands behind a conflict."""


def lifted(data: Mapping[str, Any], rule: str) -> dict[str, Any]:
    """Return the instance without one rule, to see whether the rule is what makes something impossible."""
    found = dict(data)
    persons, cells = {"status": "x", "infection": None}, {"isolation": True, "capacity": len(data["persons"])}
    flags = ("single_cell", "lower_bunk", "wheelchair", "medical")
    if rule == "sex_age":
        found["persons"] = [{**each, "sex": "M", "age": "adult"} for each in data["persons"]]
        found["modules"] = [{**each, "sex": "M", "age": "adult"} for each in data["modules"]]
    elif rule == "rival_groups":
        found["rivalries"] = []
    elif rule == "keep_apart":
        found["keep_apart"] = []
    elif rule in persons:
        found["persons"] = [{**each, rule: persons[rule]} for each in data["persons"]]
    elif rule in flags:
        found["persons"] = [{**each, rule: False} for each in data["persons"]]
    else:
        found["cells"] = [{**each, rule: cells[rule]} for each in data["cells"]]
    return found
