"""Every reason for which the standards room refuses an act, with its rule and what can be done."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

NEVER_THERE = refusal(
    "standards.never_there",
    Text(
        "By {at} the register had not received {person} at {facility}.",
        "En ese momento ({at}) el registro no había recibido a {person} en {facility}.",
    ),
    rule="Mandela Rules 6-7: the admission comes first",
    remedy=Text(
        "Record the admission first, or choose another facility.", "Registre antes el ingreso o elija otro centro."
    ),
)
NOT_THIS_RECORD = refusal(
    "standards.not_a_record",
    Text(
        "Entry {entry} is no standing condition of this kind that could be corrected here.",
        "El asiento {entry} no es una condición vigente de esta clase que pueda corregirse aquí.",
    ),
    rule="docs/decisions/0009",
    remedy=Text("Correct the newest entry of the record.", "Corrija el asiento más reciente del registro."),
)
BAD_NUMBER = refusal(
    "standards.bad_number",
    Text("{value} is no possible figure for {column}.", "{value} no es una cifra posible para {column}."),
    rule="docs/concepts/conditions",
    remedy=Text("Check the figure and its unit.", "Compruebe la cifra y su unidad."),
)
BAD_CODES = refusal(
    "standards.bad_codes",
    Text("{column} takes codes separated by semicolons.", "{column} admite códigos separados por punto y coma."),
    rule="constancia.norms.facts.tables",
    remedy=Text("Write for example needs;distress.", "Escriba por ejemplo needs;distress."),
)
UNKNOWN_DEVICE = refusal(
    "standards.unknown_device",
    Text("There is no measuring device {device} in use.", "No hay ningún dispositivo de medición {device} en uso."),
    rule="Mandela Rules 13-14",
    remedy=Text("Open the device first.", "Dé de alta antes el dispositivo."),
)
BAD_DEVICE = refusal(
    "standards.bad_device",
    Text(
        "A device code has 1 to 40 letters, digits, dots, hyphens or underscores.",
        "El código de un dispositivo tiene de 1 a 40 letras, cifras, puntos, guiones o guiones bajos.",
    ),
    rule="Codes stand in addresses and file names, and never change",
    remedy=Text("Write for example CO2-B3-12.", "Escriba por ejemplo CO2-B3-12."),
)
DEVICE_THERE = refusal(
    "standards.device_there",
    Text("There is already a device {device}.", "Ya existe un dispositivo {device}."),
    rule="docs/decisions/0027",
    remedy=Text(
        "Choose another code; a retired one is not used again.", "Elija otro código; uno dado de baja no se reutiliza."
    ),
)
BAD_PERIOD = refusal(
    "standards.bad_period",
    Text("A reading stands for 1 to 86400 seconds.", "Una lectura vale entre 1 y 86400 segundos."),
    rule="docs/concepts/conditions: no figure is carried on beyond its time",
    remedy=Text("Give the interval between two readings.", "Indique el intervalo entre dos lecturas."),
)
NOT_MEASURED = refusal(
    "standards.not_measured",
    Text(
        "{value} is no kind of figure that devices send: {known}.",
        "{value} no es una clase de cifra que envíen los dispositivos: {known}.",
    ),
    rule="constancia.norms.facts.tables",
    remedy=Text("Choose one of the list.", "Elija una de la lista."),
)
OTHER_READING = refusal(
    "standards.other_reading",
    Text(
        "{device} has already sent another figure for {at}.",
        "{device} ya envió otra cifra para ese momento ({at}).",
    ),
    rule="A figure is never overwritten (ADR 0009)",
    remedy=Text("Check the clock of the device.", "Compruebe el reloj del dispositivo."),
)
TOO_MANY_READINGS = refusal(
    "standards.too_many_readings",
    Text("A post holds 1 to {limit} readings.", "Un envío contiene de 1 a {limit} lecturas."),
    rule="docs/concepts/conditions",
    remedy=Text("Send them in smaller posts.", "Envíelas en partes."),
)
UNKNOWN_FINDING = refusal(
    "standards.unknown_finding",
    Text("There is no finding {finding}.", "No existe el hallazgo {finding}."),
    rule="Mandela Rule 57",
    remedy=Text("Look for it in the list of findings.", "Búsquelo en la lista de hallazgos."),
)
NOT_IN_STATE = refusal(
    "standards.not_in_state",
    Text(
        "The finding is “{state}”: this cannot be done to it now.",
        "El hallazgo está «{state}»: ahora no cabe este acto.",
    ),
    rule="docs/concepts/findings",
    remedy=Text("See what happened to it, then choose another step.", "Vea qué ocurrió con él y elija otro paso."),
)
STILL_BREACHED = refusal(
    "standards.still_breached",
    Text(
        "The facts on record still show the breach: {value}.",
        "Los hechos registrados siguen mostrando el incumplimiento: {value}.",
    ),
    rule="ICCPR art. 2(3): a remedy is one that ends the breach",
    remedy=Text(
        "Record what changed first, or contest the finding.", "Registre antes lo que cambió o controvierta el hallazgo."
    ),
)
UNKNOWN_RECOMMENDATION = refusal(
    "standards.unknown_recommendation",
    Text("There is no recommendation {recommendation}.", "No existe la recomendación {recommendation}."),
    rule="OPCAT art. 22",
    remedy=Text(
        "Look for it on the page of its finding or inspection.", "Búsquela en la página de su hallazgo o inspección."
    ),
)
NO_SUCH_NORM = refusal(
    "standards.unknown_norm",
    Text("The library has no norm {norm}.", "La biblioteca no tiene la norma {norm}."),
    rule="constancia.norms",
    remedy=Text("See `constancia norms list`.", "Consulte `constancia norms list`."),
)
BAD_FILE = refusal(
    "standards.bad_file",
    Text(
        "Nothing could be read: {file}, row {row}, {column}: {reason}.",
        "No se pudo leer nada: {file}, fila {row}, {column}: {reason}.",
    ),
    rule="docs/concepts/conditions",
    remedy=Text("Check the columns of the file.", "Compruebe las columnas del archivo."),
)
