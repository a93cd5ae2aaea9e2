"""Every reason for which the register refuses an act, with its rule and what can be done."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

UNKNOWN_PERSON = refusal(
    "register.unknown_person",
    Text("There is no file with the number {person}.", "No hay ningún expediente con el número {person}."),
    rule="Mandela Rule 6",
    remedy=Text("Check the number, or search by name.", "Compruebe el número o busque por nombre."),
)
UNKNOWN_FACILITY = refusal(
    "register.unknown_facility",
    Text("The register holds no facility {facility}.", "El registro no contiene el centro {facility}."),
    rule="ICPPED art. 17(2)(c)",
    remedy=Text("Open the facility first.", "Abra primero el centro."),
)
IN_FUTURE = refusal(
    "register.in_future",
    Text("That moment ({at}) has not come yet (now: {now}).", "Ese momento ({at}) aún no ha llegado (ahora: {now})."),
    rule="Mandela Rule 6: a register records what happened",
    remedy=Text("Record it once it has happened.", "Regístrelo cuando haya ocurrido."),
)
MISSING = refusal(
    "register.missing",
    Text("This must be filled in: {name}.", "Falta este dato: {name}."),
    rule="ICPPED art. 17(3)",
    remedy=Text("Fill it in.", "Complételo."),
)
UNKNOWN_CODE = refusal(
    "register.unknown_code",
    Text("“{value}” is not on the list: {known}.", "«{value}» no está en la lista: {known}."),
    rule="constancia.register.codes",
    remedy=Text("Choose one of the list.", "Elija uno de la lista."),
)
BAD_FACILITY_CODE = refusal(
    "register.bad_facility_code",
    Text(
        "A code has 1 to 40 letters, digits, dots, hyphens or underscores, without accents or spaces.",
        "Un código tiene de 1 a 40 letras, cifras, puntos, guiones o guiones bajos, sin tildes ni espacios.",
    ),
    rule="Codes stand in addresses and file names, and never change",
    remedy=Text("Write for example CD-1.", "Escriba por ejemplo CD-1."),
)
NO_GROUND = refusal(
    "register.no_ground",
    Text(
        "No individual legal instrument of this person is in force at {at}.",
        "En ese momento ({at}) no estaba vigente ningún título individual de privación de libertad de esta persona.",
    ),
    rule="ICPPED art. 17(2); ICCPR art. 9(1); Mandela Rule 7",
    remedy=Text(
        "Record the order first. If the person is already at the door, give a named, reasoned override: it stays on the "
        "list until cured.",
        "Registre primero la orden. Si la persona ya está en la puerta, indique una excepción motivada y con su nombre: "
        "queda en la lista hasta subsanarse.",
    ),
)
OVERRIDE_TOO_SHORT = refusal(
    "register.override_too_short",
    Text("The reason for the override says too little.", "El motivo de la excepción es demasiado breve."),
    rule="ICPPED art. 17(2)",
    remedy=Text("Say who decided, and why.", "Diga quién lo decidió y por qué."),
)
NOT_POSSIBLE_THEN = refusal(
    "register.not_possible_then",
    Text(
        "This cannot have happened at {at}: the person was then “{state}”.",
        "Esto no pudo ocurrir en ese momento ({at}): la persona constaba entonces como «{state}».",
    ),
    rule="Nobody is in two places at once (design §2)",
    remedy=Text(
        "Check the time, record what is missing before it, or correct the entry that is wrong.",
        "Compruebe la hora, registre lo que falte antes o corrija el asiento equivocado.",
    ),
)
CONTRADICTS_LATER = refusal(
    "register.contradicts_later",
    Text(
        "With this, what entry {entry} says ({at}) could not have happened.",
        "Con esto, lo que dice el asiento {entry} ({at}) no habría podido ocurrir.",
    ),
    rule="Nobody is in two places at once (design §2)",
    remedy=Text(
        "If this is a past stay, record its end in the same act; otherwise correct the other entry first.",
        "Si es una estancia pasada, registre su final en el mismo acto; si no, corrija antes el otro asiento.",
    ),
)
LINKED_HELD = refusal(
    "register.linked_held",
    Text(
        "File {other}, stated to be the same person, is already in custody.",
        "El expediente {other}, que consta como la misma persona, ya está bajo custodia.",
    ),
    rule="Nobody is in two places at once (docs/decisions/0010)",
    remedy=Text("Use that file, or end the link.", "Use ese expediente o termine el vínculo."),
)
HELD_BACK = refusal(
    "register.held_back",
    Text("Hold {hold} of {authority} is in force.", "Está vigente la retención {hold} de {authority}."),
    rule="Release checks holds (custody-systems: typed holds)",
    remedy=Text(
        "Ask that authority to lift it; a hold is no ground, and once no ground is live the person is on the list.",
        "Pida a esa autoridad que la levante; una retención no es un título, y sin título vigente la persona está en la lista.",
    ),
)
ENDS_BEFORE_START = refusal(
    "register.ends_before_start",
    Text("It would end before it begins.", "Terminaría antes de empezar."),
    rule="Intervals are half-open and last some time (design §2)",
    remedy=Text("Correct one of the two moments.", "Corrija uno de los dos momentos."),
)
NOT_A_HASH = refusal(
    "register.not_a_hash",
    Text(
        "This is not a SHA-256 in 64 lower-case hex digits.", "No es un SHA-256 en 64 cifras hexadecimales minúsculas."
    ),
    rule="FIPS 180-4",
    remedy=Text("Run sha256sum on the document.", "Ejecute sha256sum sobre el documento."),
)
ALREADY_THERE = refusal(
    "register.already_there",
    Text("{what} is there already.", "{what} ya existe."),
    rule="Nothing is recorded twice",
    remedy=Text("Nothing needs doing.", "No hace falta hacer nada."),
)
UNKNOWN_GROUND = refusal(
    "register.unknown_ground",
    Text("This file holds no ground {ground}.", "Este expediente no contiene el título {ground}."),
    rule="ICPPED art. 17(3)(c)",
    remedy=Text("Choose one of the file's grounds.", "Elija uno de los títulos del expediente."),
)
UNKNOWN_CHALLENGE = refusal(
    "register.unknown_challenge",
    Text(
        "Entry {entry} is no pending challenge of this ground.",
        "El asiento {entry} no es una impugnación pendiente de este título.",
    ),
    rule="ICPPED art. 17(2)(f)",
    remedy=Text("Choose one of its pending challenges.", "Elija una de sus impugnaciones pendientes."),
)
UNKNOWN_HOLD = refusal(
    "register.unknown_hold",
    Text("This file holds no standing hold {hold}.", "Este expediente no contiene la retención {hold} en vigor."),
    rule="custody-systems: typed holds",
    remedy=Text("Choose one of the file's holds.", "Elija una de las retenciones del expediente."),
)
UNKNOWN_STAY = refusal(
    "register.unknown_stay",
    Text(
        "This file holds no recorded stay {stay} that stands.",
        "Este expediente no contiene la estancia asentada {stay} en vigor.",
    ),
    rule="Corrections are new entries (design §2)",
    remedy=Text("Choose one of the file's stays.", "Elija una de las estancias del expediente."),
)
UNKNOWN_LINK = refusal(
    "register.unknown_link",
    Text("This file has no standing link {link}.", "Este expediente no tiene el vínculo {link} en vigor."),
    rule="docs/decisions/0010",
    remedy=Text("Choose one of the file's links.", "Elija uno de los vínculos del expediente."),
)
NOT_CORRECTABLE = refusal(
    "register.not_correctable",
    Text(
        "Entry {entry} cannot be corrected by this: it is not of this kind, not of this file, or no longer stands.",
        "El asiento {entry} no puede corregirse así: es de otra clase, de otro expediente o ya no está vigente.",
    ),
    rule="Corrections are new entries (design §2)",
    remedy=Text("Look up the entry in the file's history.", "Busque el asiento en el historial del expediente."),
)
LINK_TO_ITSELF = refusal(
    "register.link_to_itself",
    Text("A file cannot be linked with itself.", "Un expediente no puede vincularse consigo mismo."),
    rule="docs/decisions/0010",
    remedy=Text("Give the other file's number.", "Indique el número del otro expediente."),
)
LINK_CONTRADICTS = refusal(
    "register.link_contradicts",
    Text("A standing link with {other} says the opposite.", "Un vínculo vigente con {other} dice lo contrario."),
    rule="docs/decisions/0010",
    remedy=Text("End that link first, with its reason.", "Termine antes ese vínculo, con su motivo."),
)
BAD_NAME = refusal(
    "register.bad_name",
    Text(
        "A name needs 1 to 500 characters of at most 40 words, without control characters.",
        "Un nombre necesita de 1 a 500 caracteres en 40 palabras como máximo, sin caracteres de control.",
    ),
    rule="Mandela Rule 7(a)",
    remedy=Text("Write the name as the person writes it.", "Escriba el nombre como lo escribe la persona."),
)
BAD_ZONE = refusal(
    "register.bad_zone",
    Text("There is no time zone {zone}.", "No existe la zona horaria {zone}."),
    rule="IANA time zone database",
    remedy=Text("Write for example America/El_Salvador.", "Escriba por ejemplo America/El_Salvador."),
)
TOO_LONG = refusal(
    "register.too_long",
    Text("At most {limit} characters here.", "Aquí caben como máximo {limit} caracteres."),
    rule="Bounded input (docs/architecture/trust.md)",
    remedy=Text(
        "Shorten it; keep the full text in the document.", "Acórtelo; conserve el texto íntegro en el documento."
    ),
)
BAD_TEXT = refusal(
    "register.bad_text",
    Text(
        "It holds a character that cannot be stored (NUL, or half of a character).",
        "Contiene un carácter que no puede guardarse (NUL, o medio carácter).",
    ),
    rule="Bounded input (docs/architecture/trust.md)",
    remedy=Text("Type it again by hand.", "Escríbalo de nuevo a mano."),
)
BIRTH_RANGE = refusal(
    "register.birth_range",
    Text(
        "The birth date does not fit its precision or lies in the future.",
        "La fecha de nacimiento no corresponde a su precisión o es futura.",
    ),
    rule="ICPPED art. 17(3)(a)",
    remedy=Text("Give the earliest and the latest possible day.", "Indique el primer y el último día posibles."),
)
OTHER_ZONE = refusal(
    "register.other_zone",
    Text("The days of facility {facility} are those of {zone}.", "Los días del centro {facility} son los de {zone}."),
    rule="A day is the place's own calendar day (design §2)",
    remedy=Text("Give that zone, or another facility.", "Indique esa zona horaria u otro centro."),
)
HAS_ITS_OWN_ACT = refusal(
    "register.has_its_own_act",
    Text(
        "What is known here is recorded by an act of its own ({what}), not in words.",
        "Lo que aquí se sabe se asienta con su propio acto ({what}), no con palabras.",
    ),
    rule="No gap may look like a record (docs/decisions/0015)",
    remedy=Text(
        "Use that act. Here you can say that it is not known, and who was asked.",
        "Use ese acto. Aquí puede decir que no consta, y a quién se preguntó.",
    ),
)
IMPORT_RACED = refusal(
    "register.import_raced",
    Text(
        "Another import of facility {facility} was writing at the same time.",
        "Otra importación del centro {facility} escribía al mismo tiempo.",
    ),
    rule="One import of a facility at a time",
    remedy=Text(
        "Run this import again; it goes on from there.", "Ejecute de nuevo esta importación; seguirá desde ahí."
    ),
)
BAD_HEADCOUNTS = refusal(
    "register.bad_headcounts",
    Text(
        "Nothing can be read in {file} (row {row}, column {column}: {reason}).",
        "Nada puede leerse en {file} (fila {row}, columna {column}: {reason}).",
    ),
    rule="Bad input is named, never guessed (design §3)",
    remedy=Text(
        "Give the columns facility, date and n, one row per facility and day, as CSV or Parquet.",
        "Dé las columnas facility, date y n, una fila por centro y día, en CSV o Parquet.",
    ),
)
