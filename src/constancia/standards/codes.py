"""Code lists of findings and recommendations, and how long each step may take."""

from datetime import timedelta

from constancia.core.text import Text

STATES: dict[str, Text] = {
    "open": Text("Open", "Abierto"),
    "assigned": Text("Assigned", "Asignado"),
    "answered": Text("Answered", "Respondido"),
    "contested": Text("Contested", "Controvertido"),
    "remedied": Text("Remedied", "Subsanado"),
    "withdrawn": Text("Withdrawn", "Retirado"),
}
"""What a finding has come to; only a remedy that ended the breach, or a contest that inspection granted, closes it."""

ORIGINS: dict[str, Text] = {
    "breach": Text("The facts on record prove it", "Lo prueban los hechos registrados"),
    "inspection": Text("An inspector saw it", "Lo observó la inspección"),
}
"""How a finding came about."""

LEVELS: dict[str, Text] = {
    "facility": Text("Facility", "Centro"),
    "programme": Text("Programme of the sending State", "Programa del Estado que envía"),
    "inspection": Text("Inspection and courts", "Inspección y tribunales"),
}
"""Who has to act on a finding; when a deadline passes it goes up by one."""

IMPLEMENTATION: dict[str, Text] = {
    "open": Text("Nothing said yet", "Aún sin respuesta"),
    "accepted": Text("Accepted", "Aceptada"),
    "partly": Text("Partly carried out", "Cumplida en parte"),
    "carried_out": Text("Carried out, says the custodian", "Cumplida, según la autoridad custodia"),
    "verified": Text("Carried out, inspection has seen it", "Cumplida y verificada por la inspección"),
    "refused": Text("Refused", "Rechazada"),
}
"""How far a recommendation is carried out; only inspection says `verified`."""

OUTCOMES: dict[str, Text] = {
    "upheld": Text("The finding stands", "El hallazgo se mantiene"),
    "withdrawn": Text("The finding was wrong", "El hallazgo era erróneo"),
}
"""What inspection decides of a contested finding."""

ANSWER_WITHIN: dict[str, timedelta] = {
    "A": timedelta(days=1),
    "T": timedelta(days=7),
    "N": timedelta(days=30),
    "S": timedelta(days=30),
    "G": timedelta(days=60),
}
"""How long the custodian has to answer a finding, by the severity of the norm. Our own choice: no instrument gives a figure."""

SEVERITY_ORDER = "ATNSG"
"""Findings in order of severity: absolute prohibitions, treaties, national law, soft law, guidance."""
