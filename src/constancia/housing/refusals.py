"""Why housing refuses an act, apart from the hard rules on who may sleep where (`hard.py`)."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_FILE = "The format constancia-facility/1 (housing/buildings/README.md)"
_APART = "Mandela Rule 11; reasons on file"

UNKNOWN_PLACE = refusal(
    "housing.unknown_place",
    Text("There is no place {place} at that moment.", "En ese momento no existe el espacio {place}."),
    rule="custody-systems: location tree",
    remedy=Text("Choose one of the facility's places.", "Elija uno de los espacios del centro."),
)
BAD_PLACE_CODE = refusal(
    "housing.bad_place_code",
    Text(
        "{place} cannot be the code of a place: it is the facility, module, landing, cell and bed, parted by strokes.",
        "{place} no puede ser el código de un espacio: es centro, módulo, sector, celda y plaza, separados por barras.",
    ),
    rule="Codes stand in addresses and never change",
    remedy=Text("Write for example CD-1/M3/A/12.", "Escriba por ejemplo CD-1/M3/A/12."),
)
NO_PARENT = refusal(
    "housing.no_parent",
    Text(
        "The place around it, {place}, is not open then.",
        "El espacio que lo contiene, {place}, no está abierto entonces.",
    ),
    rule="custody-systems: location tree",
    remedy=Text("Open that one first.", "Abra antes ese espacio."),
)
NOT_A_CELL = refusal(
    "housing.not_a_cell",
    Text("{place} is not a cell.", "{place} no es una celda."),
    rule="custody-systems: location tree",
    remedy=Text("Choose a cell.", "Elija una celda."),
)
NOT_HEARING_ROOM = refusal(
    "housing.not_hearing_room",
    Text("{place} is not a hearing room.", "{place} no es una sala de audiencias."),
    rule="A hearing names its room (ICCPR art. 14(3)(d))",
    remedy=Text(
        "Choose a place of that purpose, or say where outside.",
        "Elija un espacio con ese destino o indique dónde fuera del centro.",
    ),
)
NOBODY_SLEEPS_THERE = refusal(
    "housing.nobody_sleeps_there",
    Text(
        "{place} is a hearing room: nobody sleeps in it.",
        "{place} es una sala de audiencias: nadie duerme en ella.",
    ),
    rule="A hearing room stands beside the cells",
    remedy=Text("Put the cells on a landing.", "Ponga las celdas en un sector."),
)
NEEDS_KIND = refusal(
    "housing.module_needs_kind",
    Text("A module must say for which sex and age it is.", "Un módulo debe indicar para qué sexo y edad es."),
    rule="Mandela Rule 11(a) and (d)",
    remedy=Text("Fill in both.", "Complete ambos datos."),
)
BAD_MEASURE = refusal(
    "housing.bad_measure",
    Text("{name} cannot be {value}.", "{name} no puede ser {value}."),
    rule="Measures are positive, and no part is larger than the whole",
    remedy=Text(
        "Measure again, or leave it empty: unknown is a value.",
        "Mida de nuevo o deje el campo vacío: no saberlo es un valor.",
    ),
)
CAPACITY_ORDER = refusal(
    "housing.capacity_order",
    Text(
        "Certified normal, working and maximum capacity must not decrease in this order.",
        "La capacidad normal certificada, la de trabajo y la máxima no pueden disminuir en este orden.",
    ),
    rule="custody-systems: row 37",
    remedy=Text("Correct the three figures.", "Corrija las tres cifras."),
)
ALREADY_SO = refusal(
    "housing.already_so",
    Text("That is so already ({what}).", "Ya es así ({what})."),
    rule="Nothing is recorded twice",
    remedy=Text("Nothing needs doing.", "No hace falta hacer nada."),
)
NOT_STANDING = refusal(
    "housing.not_standing",
    Text("{what} does not stand here.", "{what} no está vigente aquí."),
    rule="Corrections are new entries (design §2)",
    remedy=Text(
        "Look it up on the page of the person, place or count.",
        "Búsquelo en la página de la persona, el espacio o el recuento.",
    ),
)
NOT_RECEPTION = refusal(
    "housing.not_reception",
    Text("{place} is not for reception.", "{place} no es para recepción."),
    rule="custody-systems: row 46",
    remedy=Text("Choose a cell whose purpose is reception.", "Elija una celda destinada a recepción."),
)
NOTHING_TO_OVERRIDE = refusal(
    "housing.nothing_to_override",
    Text("No rule stands against this.", "Ninguna regla se opone a esto."),
    rule="An override names what it overrides",
    remedy=Text("Move the person in the ordinary way.", "Reubique a la persona por la vía ordinaria."),
)
SAME_CELL = refusal(
    "housing.same_cell",
    Text("Both are in {place}.", "Ambas personas están en {place}."),
    rule="A swap exchanges two cells",
    remedy=Text("Choose two people of different cells.", "Elija a dos personas de celdas distintas."),
)
HAS_NO_CELL = refusal(
    "housing.has_no_cell",
    Text("{person} has no cell at that moment.", "{person} no tiene celda en ese momento."),
    rule="custody-systems: rows 45-46",
    remedy=Text("Place the person first.", "Ubique antes a la persona."),
)
FOUR_EYES = refusal(
    "housing.four_eyes",
    Text(
        "A plan of more than {limit} moves is approved by somebody other than who proposed it.",
        "Un plan de más de {limit} reubicaciones lo aprueba otra persona que quien lo propuso.",
    ),
    rule="Four eyes",
    remedy=Text("Ask a colleague to look at it.", "Pida a un colega que lo revise."),
)
PLAN_DECIDED = refusal(
    "housing.plan_decided",
    Text("Plan {plan} was decided already.", "El plan {plan} ya fue decidido."),
    rule="A plan is decided once",
    remedy=Text("Ask for a new plan.", "Pida un plan nuevo."),
)
PLAN_STALE = refusal(
    "housing.plan_stale",
    Text("{person} is no longer where the plan took the person to be.", "{person} ya no está donde el plan suponía."),
    rule="A plan is carried out on the state it was made for",
    remedy=Text(
        "Accept it without this person, or ask for a new plan.", "Acéptelo sin esta persona o pida un plan nuevo."
    ),
)
NOTHING_TO_PLAN = refusal(
    "housing.nothing_to_plan",
    Text("There is nobody to place.", "No hay nadie por ubicar."),
    rule="A plan answers a question",
    remedy=Text("Nothing needs doing.", "No hace falta hacer nada."),
)
NOT_IN_PLAN = refusal(
    "housing.not_in_plan",
    Text("The plan gives {person} no cell.", "El plan no asigna celda a {person}."),
    rule="A plan is accepted whole or in part, never beyond",
    remedy=Text("Choose among the persons of the plan.", "Elija entre las personas del plan."),
)
ENGINE_MISSING = refusal(
    "housing.engine_missing",
    Text("The placement engine is not installed here.", "El motor de asignación no está instalado aquí."),
    rule="pyproject.toml: the extra “placement”",
    remedy=Text("Ask whoever runs the system to install it.", "Pida a quien opera el sistema que lo instale."),
)
COUNT_CLOSED = refusal(
    "housing.count_closed",
    Text("Roll call {count} is closed.", "El recuento {count} está cerrado."),
    rule="A count is closed once",
    remedy=Text("Open a new one.", "Abra uno nuevo."),
)
COUNT_OPEN = refusal(
    "housing.count_open",
    Text("Roll call {count} of this facility is still open.", "El recuento {count} de este centro sigue abierto."),
    rule="One count of a facility at a time",
    remedy=Text("Close that one first.", "Ciérrelo antes."),
)
NOT_COUNTED_HERE = refusal(
    "housing.not_counted_here",
    Text("{place} is not among the cells of this count.", "{place} no está entre las celdas de este recuento."),
    rule="A count names its cells",
    remedy=Text("Count one of its cells.", "Cuente una de sus celdas."),
)
BAD_COUNT = refusal(
    "housing.bad_count",
    Text(
        "{place}: {count} people cannot be what was seen.",
        "{place}: {count} personas no pueden ser lo que se vio.",
    ),
    rule="A count by name adds up to its number",
    remedy=Text("Count again.", "Cuente de nuevo."),
)
BEFORE_COUNT = refusal(
    "housing.before_count",
    Text("{at} lies before what was counted already.", "Ese momento ({at}) es anterior a lo ya contado."),
    rule="Rounds follow each other",
    remedy=Text("Correct the time.", "Corrija la hora."),
)
APART_FROM_ONESELF = refusal(
    "housing.apart_from_oneself",
    Text("A person cannot be kept apart from themselves.", "Una persona no puede separarse de sí misma."),
    rule=_APART,
    remedy=Text("Give the other person's number.", "Indique el número de la otra persona."),
)
BAD_CODE = refusal(
    "housing.bad_code",
    Text(
        "A code has 1 to {limit} letters, digits or hyphens.",
        "Un código tiene de 1 a {limit} letras, cifras o guiones.",
    ),
    rule="Codes stand in addresses and never change",
    remedy=Text("Write a shorter code without spaces.", "Escriba un código más corto y sin espacios."),
)
NOT_YAML = refusal(
    "housing.not_yaml",
    Text(
        "The file is neither YAML nor JSON that can be read: {problem}.",
        "El archivo no es YAML ni JSON que se pueda leer: {problem}.",
    ),
    rule=_FILE,
    remedy=Text("Correct the file there and read it again.", "Corrija el archivo en ese punto y vuelva a leerlo."),
)
NOT_A_MOMENT = refusal(
    "housing.not_a_moment",
    Text(
        "“{value}” is neither a day nor a moment with its offset.",
        "«{value}» no es un día ni un momento con su desfase horario.",
    ),
    rule=_FILE,
    remedy=Text(
        "Write for example 2026-03-01, or 2026-03-01T12:00:00-06:00.",
        "Escriba por ejemplo 2026-03-01 o 2026-03-01T12:00:00-06:00.",
    ),
)
NOT_A_ROW = refusal(
    "housing.not_a_row",
    Text(
        "A row of equal places needs “from” and “to”, the second not smaller, and no “code”.",
        "Una serie de espacios iguales necesita «from» y «to», el segundo no menor, y ningún «code».",
    ),
    rule=_FILE,
    remedy=Text("Correct the two numbers, or give one code.", "Corrija los dos números o indique un solo código."),
)
OPENED_LATER = refusal(
    "housing.opened_later",
    Text(
        "In the register {place} is open only since {at}.",
        "En el registro {place} está abierto solo desde {at}.",
    ),
    rule="One place is opened once",
    remedy=Text(
        "Correct “effective” in the file, or correct the opening in the register.",
        "Corrija «effective» en el archivo o corrija la apertura en el registro.",
    ),
)
TOO_MANY_AT_ONCE = refusal(
    "housing.too_many_at_once",
    Text("{count} is more than {limit}.", "{count} es más que {limit}."),
    rule="Bounded input (docs/architecture/trust.md)",
    remedy=Text("Do it in several acts.", "Hágalo en varios actos."),
)
