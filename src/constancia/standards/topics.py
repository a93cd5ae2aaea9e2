"""How norms are grouped on the board: a plain table from topic to norms. Pure."""

from constancia.core.text import Text

TOPICS: dict[str, Text] = {
    "space": Text("Space", "Espacio"),
    "air": Text("Air, light and temperature", "Aire, luz y temperatura"),
    "hygiene": Text("Water, washing and food", "Agua, higiene y alimentación"),
    "solitary": Text("Solitary confinement and separation", "Aislamiento y separación"),
    "health": Text("Health", "Salud"),
    "contact": Text("Contact with the outside", "Contacto con el exterior"),
    "legality": Text("Legal ground, register and transfer", "Fundamento jurídico, registro y traslado"),
    "force": Text("Discipline, restraint, force and search", "Disciplina, coerción, fuerza y registros corporales"),
    "apart": Text("Who must be kept apart, children", "Quiénes deben estar separados, niñez"),
    "oversight": Text("Complaints, inspection, injuries and deaths", "Quejas, inspección, lesiones y muertes"),
}
"""What the columns of the board are about, in the order in which they stand there."""

_OF_TOPIC: dict[str, tuple[str, ...]] = {
    "space": (
        "CPT-4",
        "CPT-6",
        "CPT-GEO",
        "CPT-PART",
        "CPT-DORM",
        "ECHR-3",
        "ECHR-3-4",
        "ECHR-BED",
        "ICRC-3.4",
        "ICRC-5.4",
        "ACA-UNENC",
        "MR-21",
        "IACHR-XVII",
    ),
    "air": ("ASHRAE-CELL", "ASHRAE-DAY", "MR-14a", "MR-14b", "MR-43c", "WHO-18", "HEAT-PACK", "MR-23"),
    "hygiene": ("MR-15", "MR-16", "MR-22.1", "MR-22.2", "ICRC-WCELL", "ICRC-WTOT", "ICRC-TOIL", "BR-5"),
    "solitary": (
        "MR-44-DEF",
        "MR-44-15",
        "MR-43-INDEF",
        "MR-45.1",
        "MR-45.2-D",
        "BR-22",
        "HR-67",
        "CPT-14",
        "CPT-SEQ",
        "EPR-SEP-2H",
        "MR-42",
        "MR-46",
        "28CFR-541.26a",
        "28CFR-541.26b",
        "28CFR-541.26c",
        "28CFR-541.32b",
    ),
    "health": (
        "MR-30",
        "28CFR-522.21",
        "CPT-33",
        "CPT-74",
        "MR-34",
        "MR-24",
        "MR-26.2",
        "MR-27",
        "MR-32",
        "MR-35",
        "BR-6",
    ),
    "contact": (
        "MR-58",
        "MR-61",
        "HR-60",
        "MR-68",
        "BOP-16.1",
        "MR-43.3",
        "BR-23",
        "ICPPED-17.2d",
        "ICPPED-18",
        "ICPPED-20.1",
        "VCCR-36-INFORM",
        "VCCR-36-NOTIFY",
        "VCCR-36-VISIT",
    ),
    "force": (
        "MR-43.1d",
        "MR-43.1e",
        "MR-41",
        "MR-43.2",
        "MR-47.1",
        "MR-47.2-48",
        "MR-48.2",
        "UK-49",
        "MR-51-52",
        "MR-82",
    ),
    "apart": ("ICCPR-10.2a", "ICCPR-10.2b-3", "CRC-37c", "MR-11", "BR-49", "BR-52"),
    "oversight": (
        "MR-56",
        "MR-57",
        "MR-71.1",
        "MR-71.2",
        "MR-71.3",
        "MR-83",
        "OPCAT-20",
        "ICPPED-17.2e",
        "MR-69",
        "MR-72",
        "GC36-29",
        "MINN",
    ),
}

_TOPIC_OF = {norm: topic for topic, norms in _OF_TOPIC.items() for norm in norms}


def topic_of(norm: str) -> str:
    """Return the topic of a norm; what is about nothing else is about the law that lets a person be held."""
    return _TOPIC_OF.get(norm, "legality")


def listed() -> frozenset[str]:
    """Return every norm that the table names."""
    return frozenset(_TOPIC_OF)
