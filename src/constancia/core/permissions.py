"""Who may do what: one plain table from each permission to the roles that carry it."""

from constancia.core.actors import EVERYWHERE, Actor
from constancia.core.refusals import Refused, refusal
from constancia.core.text import Text

ROLES: dict[str, Text] = {
    "registrar": Text("Registrar", "Encargado del registro"),
    "health_officer": Text("Health officer", "Personal de salud"),
    "housing_officer": Text("Housing officer", "Encargado de alojamiento"),
    "programme_officer": Text("Programme officer", "Encargado del programa"),
    "finance": Text("Finance", "Finanzas"),
    "inspector": Text("Inspector", "Inspección"),
    "court": Text("Court", "Tribunal"),
    "administrator": Text("Administrator", "Administración"),
}
"""The roles of the register, with their names; a role means nothing without a facility (see `core.actors.Grant`)."""

PERMISSIONS: dict[str, frozenset[str]] = {
    "register.record": frozenset({"registrar"}),
    "register.open_facility": frozenset({"registrar", "administrator"}),
    "register.override": frozenset({"registrar"}),
    "register.link": frozenset({"registrar"}),
    "register.health": frozenset({"health_officer"}),
    "register.read": frozenset(
        {"registrar", "health_officer", "housing_officer", "programme_officer", "inspector", "court"}
    ),
    "register.read_health": frozenset({"health_officer", "inspector"}),
    "register.count": frozenset(ROLES) - {"administrator"},
    "register.challenge": frozenset({"court", "registrar"}),
    "register.import": frozenset({"registrar"}),
    "housing.read": frozenset({"housing_officer", "registrar", "health_officer", "inspector", "court"}),
    "housing.arrange": frozenset({"housing_officer"}),
    "housing.certify": frozenset({"programme_officer", "inspector"}),
    "housing.place": frozenset({"housing_officer"}),
    "housing.approve": frozenset({"housing_officer", "registrar"}),
    "housing.override": frozenset({"registrar"}),
    "housing.separate": frozenset({"housing_officer"}),
    "housing.contest": frozenset({"housing_officer", "registrar", "court"}),
    "housing.need": frozenset({"housing_officer", "health_officer"}),
    "housing.need_clinical": frozenset({"health_officer"}),
    "housing.hearing": frozenset({"registrar", "housing_officer", "court"}),
    "housing.count": frozenset({"housing_officer", "registrar"}),
    "standards.record": frozenset({"registrar", "housing_officer"}),
    "standards.record_health": frozenset({"health_officer"}),
    "standards.complain": frozenset({"registrar", "health_officer", "inspector", "court"}),
    "standards.inspect": frozenset({"inspector"}),
    "standards.remedy": frozenset({"registrar", "programme_officer"}),
    "standards.devices": frozenset({"registrar", "administrator"}),
    "standards.read": frozenset(
        {"registrar", "health_officer", "housing_officer", "programme_officer", "inspector", "court"}
    ),
    "standards.read_complaints": frozenset({"inspector", "court"}),
    "journal.open": frozenset({"administrator"}),
    "journal.read": frozenset({"registrar", "inspector", "court"}),
    "journal.verify": frozenset({"registrar", "inspector", "court", "administrator"}),
    "journal.export": frozenset({"inspector", "court"}),
    "access.manage": frozenset({"administrator"}),
}
"""Every permission and the roles that carry it. An administrator manages accounts and reads no person's file."""

ALLOWS: dict[str, Text] = {
    "register.record": Text(
        "Record facts in files: persons, grounds, admissions, movements, releases, corrections",
        "Asentar hechos en los expedientes: personas, títulos, ingresos, movimientos, salidas, correcciones",
    ),
    "register.open_facility": Text("Open a facility", "Abrir un centro"),
    "register.override": Text(
        "Admit without a ground in force, by a named and reasoned override",
        "Ingresar sin título vigente, mediante excepción motivada y con nombre",
    ),
    "register.link": Text(
        "State that two files are, or are not, the same person",
        "Hacer constar que dos expedientes son, o no son, la misma persona",
    ),
    "register.health": Text(
        "Record the restricted items of a file: health, injuries, family, complaints",
        "Asentar los datos reservados del expediente: salud, lesiones, familia, quejas",
    ),
    "register.read": Text("Read files, except their restricted items", "Leer expedientes, salvo sus datos reservados"),
    "register.read_health": Text(
        "Read the restricted items of files as well", "Leer también los datos reservados de los expedientes"
    ),
    "register.count": Text(
        "See how many people are held, without names", "Ver cuántas personas están bajo custodia, sin nombres"
    ),
    "register.challenge": Text(
        "Record that a ground was challenged or annulled", "Asentar que un título fue impugnado o anulado"
    ),
    "register.import": Text(
        "Bring in daily rolls, published head counts, segregation lists and measurements",
        "Incorporar listas diarias, recuentos publicados, listas de aislamiento y mediciones",
    ),
    "housing.read": Text("See cells, who sleeps where, and roll calls", "Ver celdas, quién duerme dónde y recuentos"),
    "housing.arrange": Text(
        "Open and change places: cells, measures, capacities, out of use",
        "Abrir y modificar espacios: celdas, medidas, capacidades, fuera de uso",
    ),
    "housing.certify": Text(
        "Certify cells, sign the capacity of a facility, choose its profile",
        "Certificar celdas, firmar la capacidad de un centro, elegir su perfil",
    ),
    "housing.place": Text(
        "Move people between cells, reserve places, ask for plans",
        "Reubicar personas entre celdas, reservar plazas, pedir planes",
    ),
    "housing.approve": Text("Approve or reject plans", "Aprobar o rechazar planes"),
    "housing.override": Text(
        "Place somebody against a hard rule, by a named and reasoned override",
        "Ubicar a alguien contra una regla estricta, mediante excepción motivada y con nombre",
    ),
    "housing.separate": Text(
        "Order that people or groups be kept apart, and record who is said to belong to a group",
        "Ordenar la separación de personas o grupos y asentar a quién se atribuye un grupo",
    ),
    "housing.contest": Text(
        "Record that a claim of membership of a group is contested",
        "Asentar que se impugna la pertenencia atribuida a un grupo",
    ),
    "housing.need": Text("Record what somebody needs where they sleep", "Asentar lo que alguien necesita donde duerme"),
    "housing.need_clinical": Text(
        "Record needs that only health staff may state, such as isolation",
        "Asentar necesidades que solo puede indicar el personal de salud, como el aislamiento",
    ),
    "housing.hearing": Text("Fix hearings of people, and cancel them", "Señalar audiencias de personas y cancelarlas"),
    "housing.count": Text("Take roll calls and explain differences", "Hacer recuentos y explicar diferencias"),
    "standards.record": Text(
        "Record conditions of custody: regime, contact, visits, notices, sanctions, cells, presence",
        "Asentar las condiciones de custodia: régimen, contacto, visitas, avisos, sanciones, celdas, presencia",
    ),
    "standards.record_health": Text(
        "Record health care, states of health, injuries and details of deaths",
        "Asentar la atención y el estado de salud, las lesiones y los detalles de las muertes",
    ),
    "standards.complain": Text(
        "Receive complaints into the confidential channel, without reading those of others",
        "Recibir quejas por el canal confidencial, sin leer las demás",
    ),
    "standards.inspect": Text(
        "Record inspections, findings and recommendations, and decide contested findings",
        "Asentar inspecciones, hallazgos y recomendaciones, y resolver los hallazgos controvertidos",
    ),
    "standards.remedy": Text(
        "Assign, answer, contest and remedy findings", "Asignar, responder, controvertir y subsanar hallazgos"
    ),
    "standards.devices": Text(
        "Enter measuring devices, calibrate and retire them, make their tokens",
        "Dar de alta dispositivos de medición, calibrarlos, darlos de baja y crear sus claves",
    ),
    "standards.read": Text(
        "Read the board, verdicts, findings and recorded conditions, except restricted ones",
        "Leer el tablero, los veredictos, los hallazgos y las condiciones registradas, salvo las reservadas",
    ),
    "standards.read_complaints": Text("Read complaints", "Leer las quejas"),
    "journal.open": Text("Open the register of an empty store", "Abrir el registro de un almacén vacío"),
    "journal.read": Text("Read the journal, entry by entry", "Leer el diario, asiento por asiento"),
    "journal.verify": Text("Verify the journal", "Verificar el diario"),
    "journal.export": Text("Export the journal", "Exportar el diario"),
    "access.manage": Text(
        "Open and close accounts, grant and revoke roles", "Abrir y cerrar cuentas, conceder y retirar funciones"
    ),
}
"""What each permission allows, in both languages."""

NOT_PERMITTED = refusal(
    "core.not_permitted",
    Text(
        "Your role does not allow this here ({permission}).",
        "Su función no permite hacer esto aquí ({permission}).",
    ),
    rule="Least privilege: constancia.core.permissions",
    remedy=Text(
        "Ask an administrator for the role, or ask a colleague who has it.",
        "Pida la función a la administración, o pida el acto a un colega que la tenga.",
    ),
)


def may(actor: Actor, permission: str, facility: str = "") -> bool:
    """Tell whether an actor has a permission at a facility (an empty code asks for it everywhere)."""
    return bool(PERMISSIONS[permission] & actor.roles_at(facility))


def require(actor: Actor, permission: str, facility: str = "") -> None:
    """Refuse with `core.not_permitted` unless the actor has the permission at that facility."""
    if not may(actor, permission, facility):
        raise Refused([NOT_PERMITTED(permission=permission)])


def facilities_for(actor: Actor, permission: str) -> frozenset[str] | None:
    """Return the facility codes for which the actor has a permission, or None when that is all of them."""
    codes = actor.facilities_of(PERMISSIONS[permission])
    return None if EVERYWHERE in codes else codes


def require_somewhere(actor: Actor, permission: str) -> None:
    """Refuse with `core.not_permitted` unless the actor has the permission at some facility or everywhere."""
    if not actor.facilities_of(PERMISSIONS[permission]):
        raise Refused([NOT_PERMITTED(permission=permission)])
