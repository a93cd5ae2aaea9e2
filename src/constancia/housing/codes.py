"""The code lists of housing, each value with its name in both languages."""

from constancia.core.text import Text

KINDS: dict[str, Text] = {
    "module": Text("Module", "Módulo"),
    "landing": Text("Landing", "Sector"),
    "cell": Text("Cell", "Celda"),
    "bed": Text("Bed place", "Plaza"),
}
"""What a place is: the depth of its path below the facility (custody-systems §2)."""

PURPOSES: dict[str, Text] = {
    "normal": Text("Normal accommodation", "Alojamiento ordinario"),
    "reception": Text("Reception", "Recepción"),
    "health_care": Text("Health care", "Atención de salud"),
    "care_separation": Text("Care and separation", "Cuidado y separación"),
    "isolation": Text("Isolation for infection", "Aislamiento sanitario"),
}
"""What a cell is for."""

HEARING = "hearing"
ROOMS: dict[str, Text] = {HEARING: Text("Hearing room", "Sala de audiencias")}
"""What a room beside the cells of a module is for; it stands in the place of a landing, and nobody sleeps in it."""

SEXES: dict[str, Text] = {"M": Text("Men", "Hombres"), "F": Text("Women", "Mujeres")}
"""For whom a module is (Mandela Rule 11(a))."""

AGES: dict[str, Text] = {"adult": Text("Adults", "Adultos"), "child": Text("Children", "Niños, niñas y adolescentes")}
"""For whom a module is: a child is anybody under eighteen (CRC arts. 1 and 37(c))."""

OUT_OF_USE: dict[str, Text] = {
    "damaged": Text("Damaged", "Daños"),
    "damp": Text("Damp or mould", "Humedad o moho"),
    "sanitary": Text("Water or sanitary fault", "Avería de agua o saneamiento"),
    "power": Text("No power or light", "Sin energía o luz"),
    "ventilation": Text("Ventilation fails", "Falla la ventilación"),
    "works": Text("Works or maintenance", "Obras o mantenimiento"),
    "infestation": Text("Infestation", "Plaga"),
    "staff": Text("Staff shortage", "Falta de personal"),
    "evidence": Text("Kept as evidence", "Preservada como prueba"),
    "other": Text("Other", "Otro motivo"),
}
"""Why a place may not be used (custody-systems, row 41)."""

CAPACITIES: dict[str, Text] = {
    "certified_normal": Text("Certified normal", "Normal certificada"),
    "working": Text("Working", "De trabajo"),
    "maximum": Text("Maximum", "Máxima"),
}
"""The capacities of a cell; the fourth, operational, is signed for a whole facility (custody-systems §2)."""

SCOPES: dict[str, Text] = {
    "cell": Text("Not in one cell", "No en la misma celda"),
    "landing": Text("Not on one landing", "No en el mismo sector"),
    "module": Text("Not in one module", "No en el mismo módulo"),
    "facility": Text("Not in one facility", "No en el mismo centro"),
    "total": Text("Total separation", "Separación total"),
}
"""In how large a place two people or groups may not be together; each includes those before it."""

ACTIVITIES: dict[str, Text] = {
    "exercise": Text("Not at exercise together", "No juntos en el patio"),
    "transport": Text("Not in one vehicle", "No en el mismo vehículo"),
}
"""Further occasions on which two people are kept apart."""

APART_REASONS: dict[str, Text] = {
    "threat": Text("Threat", "Amenaza"),
    "violence": Text("Violence", "Violencia"),
    "bullying": Text("Bullying", "Acoso"),
    "gang_related": Text("Rivalry between groups", "Rivalidad entre grupos"),
    "organised_crime": Text("Organised crime", "Crimen organizado"),
    "authority": Text("Asked by police or a court", "Petición policial o judicial"),
    "co_accused": Text("Accused in one case", "Coimputados"),
    "other": Text("Other", "Otro motivo"),
}
"""Why two people are kept apart (custody-systems §2)."""

ROLES_APART: dict[str, Text] = {
    "victim": Text("In danger", "En peligro"),
    "perpetrator": Text("The danger", "El peligro"),
    "not_relevant": Text("Not relevant", "No procede"),
    "unknown": Text("Not known", "No consta"),
}
"""The part of each of two people kept apart."""

NEEDS: dict[str, Text] = {
    "step_free": Text("Step-free place", "Plaza sin escalones"),
    "lower_bunk": Text("Lower bunk", "Litera baja"),
    "medical": Text("Health care in the module", "Atención de salud en el módulo"),
    "pregnancy": Text("Pregnancy: lower bunk, care near", "Embarazo: litera baja, atención cercana"),
    "alone": Text("Must be alone", "Debe estar sola"),
    "watch": Text("Needs watch", "Necesita vigilancia cercana"),
    "infection": Text("Isolation for infection", "Aislamiento por contagio"),
    "infant": Text("Infant with the mother", "Lactante con la madre"),
    "company": Text("Stays with others", "Permanece con otras personas"),
}
"""What somebody needs where they sleep; the law's reason, never a diagnosis."""

CLINICAL = frozenset({"medical", "pregnancy", "infection", "watch", "alone"})
"""Needs that only health staff may state."""

CLASSES: dict[str, Text] = {
    "untried": Text("Untried", "En prisión preventiva"),
    "convicted": Text("Convicted", "Con condena"),
    "civil": Text("Civil", "Apremio civil"),
    "immigration": Text("Immigration", "Migratoria"),
    "agreement": Text("Held under an agreement", "Según acuerdo entre Estados"),
    "unknown": Text("Not known", "No consta"),
}
"""Classes of legal status that may not share a cell (Mandela Rule 11(b)-(c))."""

CLASS_OF_STATUS = {
    "remand": "untried",
    "convicted_unsentenced": "convicted",
    "sentenced": "convicted",
    "indeterminate": "convicted",
    "recall": "convicted",
    "civil": "civil",
    "immigration": "immigration",
    "held_under_agreement": "agreement",
}

CLASS_OF_GROUND = {
    "remand_order": "untried",
    "sentence": "convicted",
    "recall_order": "convicted",
    "committal_civil": "civil",
    "immigration_order": "immigration",
    "removal_order": "immigration",
    "extradition_order": "untried",
    "transfer_order": "agreement",
}

WAYS: dict[str, Text] = {
    "move": Text("Move", "Traslado interno"),
    "swap": Text("Swap", "Permuta"),
    "plan": Text("By a plan", "Según plan"),
    "reception": Text("Reception holding", "Espera en recepción"),
    "override": Text("By override", "Por excepción"),
}
"""How somebody came to a cell."""

QUESTIONS: dict[str, Text] = {
    "arrivals": Text("Everybody without a cell", "Todas las personas sin celda"),
    "closing": Text("A place that closes", "Un espacio que se cierra"),
    "person": Text("One person", "Una persona"),
    "everybody": Text("Everybody anew", "Todas las personas de nuevo"),
}
"""What a plan answers."""

PLAN_STATES: dict[str, Text] = {
    "proposed": Text("Proposed", "Propuesto"),
    "approved": Text("Approved", "Aprobado"),
    "in_part": Text("Approved in part", "Aprobado en parte"),
    "rejected": Text("Rejected", "Rechazado"),
}
"""What became of a plan."""

COUNT_KINDS: dict[str, Text] = {
    "numbers": Text("By number", "Por número"),
    "names": Text("By name", "Por nombre"),
}
"""How a cell is counted."""

EXPLANATIONS: dict[str, Text] = {
    "late_entry": Text("A movement was not recorded yet", "Un movimiento aún no estaba asentado"),
    "wrong_cell": Text("The person was in another cell", "La persona estaba en otra celda"),
    "miscount": Text("Counted wrongly", "Error al contar"),
    "escape": Text("Escape", "Evasión"),
    "death": Text("Death", "Fallecimiento"),
    "not_registered": Text(
        "Somebody was there who is not in the register", "Había alguien que no figura en el registro"
    ),
    "other": Text("Other", "Otra causa"),
}
"""Why a count differed from the register."""

STANDINGS: dict[str, Text] = {
    "stated": Text("Stated by a source", "Afirmada por una fuente"),
    "contested": Text("Contested", "Impugnada"),
    "ended": Text("No longer stands", "Sin efecto"),
}
"""How a claim of membership stands."""
