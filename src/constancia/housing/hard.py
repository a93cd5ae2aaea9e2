"""Why somebody may not sleep in a cell: every hard rule, what it rests on and what can be done."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_APART = "Mandela Rule 11; reasons on file"
_ELSEWHERE = Text(
    "Choose another cell, or see which cells would take the person.",
    "Elija otra celda, o vea qué celdas admiten a la persona.",
)

NOT_HELD_HERE = refusal(
    "housing.not_held_here",
    Text(
        "{person} is not in custody at {facility} at {at}.",
        "{person} no está bajo custodia en {facility} en ese momento ({at}).",
    ),
    rule="Nobody is housed who is not held",
    remedy=Text("Record the admission or the arrival first.", "Registre antes el ingreso o la llegada."),
)
OUT_OF_USE = refusal(
    "housing.out_of_use",
    Text("{place} is out of use: {cause}.", "{place} está fuera de uso: {cause}."),
    rule="custody-systems: row 41",
    remedy=_ELSEWHERE,
)
CERTIFICATE_OVER = refusal(
    "housing.certificate_over",
    Text("The certificate of {place} ended on {day}.", "El certificado de {place} venció el {day}."),
    rule="custody-systems: row 39",
    remedy=Text("Have the cell certified again.", "Haga certificar de nuevo la celda."),
)
CAPACITY_UNKNOWN = refusal(
    "housing.capacity_unknown",
    Text("Nobody set a capacity for {place}.", "Nadie ha fijado la capacidad de {place}."),
    rule="Unknown is never compliant (docs/decisions/0015)",
    remedy=Text("Set its capacities first.", "Fije antes sus capacidades."),
)
FULL = refusal(
    "housing.full",
    Text(
        "{place} would hold {count} people; its limit is {limit} ({which}).",
        "En {place} habría {count} personas; su límite es {limit} ({which}).",
    ),
    rule="Mandela Rule 12; the facility's profile",
    remedy=_ELSEWHERE,
)
SPACE_UNKNOWN = refusal(
    "housing.space_unknown",
    Text("The floor area of {place} was not measured.", "No se ha medido la superficie de {place}."),
    rule="Unknown is never compliant (docs/decisions/0015)",
    remedy=Text("Measure the cell and its sanitary annexe.", "Mida la celda y su anexo sanitario."),
)
TOO_LITTLE_SPACE = refusal(
    "housing.too_little_space",
    Text(
        "With {count} people {place} would leave {area} m² each; the norm asks for {limit} ({which}).",
        "Con {count} personas, {place} dejaría {area} m² a cada una; la norma exige {limit} ({which}).",
    ),
    rule="Mandela Rule 13; the facility's profile",
    remedy=_ELSEWHERE,
)
SEX_UNKNOWN = refusal(
    "housing.sex_unknown",
    Text("The sex of {person} is not on file.", "No consta el sexo de {person}."),
    rule="Mandela Rule 11(a); unknown is never compliant",
    remedy=Text("Record it in the file.", "Regístrelo en el expediente."),
)
WRONG_SEX = refusal(
    "housing.wrong_sex",
    Text(
        "{person} cannot sleep in {place}: it is for people of another sex.",
        "{person} no puede dormir en {place}: es para personas de otro sexo.",
    ),
    rule="Mandela Rule 11(a)",
    remedy=_ELSEWHERE,
)
AGE_UNKNOWN = refusal(
    "housing.age_unknown",
    Text("The birth date of {person} is not on file.", "No consta la fecha de nacimiento de {person}."),
    rule="CRC art. 37(c); unknown is never compliant",
    remedy=Text("Record it, as a range where it is not exact.", "Regístrela, como intervalo si no es exacta."),
)
WRONG_AGE = refusal(
    "housing.wrong_age",
    Text(
        "{person} is {age} at that moment, and {place} is not for them.",
        "{person} es en ese momento {age}, y {place} no es para esas personas.",
    ),
    rule="CRC art. 37(c); Mandela Rule 11(d); the 18th birthday begins at local midnight",
    remedy=_ELSEWHERE,
)
STATUS_UNKNOWN = refusal(
    "housing.status_unknown",
    Text("The legal status of {person} is not on file.", "No consta la situación jurídica de {person}."),
    rule="Mandela Rule 11(b)-(c); unknown is never compliant",
    remedy=Text(
        "Record the status, or the ground it follows from.", "Registre la situación, o el título del que se desprende."
    ),
)
WRONG_STATUS = refusal(
    "housing.wrong_status",
    Text(
        "{person} ({status}) would share {place} with people who are: {others}.",
        "{person} ({status}) compartiría {place} con personas en situación: {others}.",
    ),
    rule="Mandela Rule 11(b)-(c); ICCPR art. 10(2)",
    remedy=_ELSEWHERE,
)
KEPT_APART = refusal(
    "housing.kept_apart",
    Text(
        "{person} must be kept apart from {other} ({scope}), who sleeps in {place}.",
        "{person} debe estar separada de {other} ({scope}), que duerme en {place}.",
    ),
    rule=_APART,
    remedy=_ELSEWHERE,
)
RIVAL_GROUPS = refusal(
    "housing.rival_groups",
    Text(
        "{person} would be near {other} in {place}: their groups are kept apart ({scope}).",
        "{person} estaría cerca de {other} en {place}: sus grupos se mantienen separados ({scope}).",
    ),
    rule=_APART,
    remedy=_ELSEWHERE,
)
NOT_ISOLATED = refusal(
    "housing.not_isolated",
    Text(
        "{person} must be isolated and {place} is no isolation cell.",
        "{person} debe estar aislada y {place} no es celda de aislamiento.",
    ),
    rule="Mandela Rule 30(d)",
    remedy=_ELSEWHERE,
)
INFECTION = refusal(
    "housing.infection",
    Text(
        "{person} would share {place} with people in another state of infection.",
        "{person} compartiría {place} con personas en otro estado de contagio.",
    ),
    rule="Mandela Rule 30(d)",
    remedy=_ELSEWHERE,
)
MUST_BE_ALONE = refusal(
    "housing.must_be_alone",
    Text(
        "{person} must be alone, and {place} would hold {count} people.",
        "{person} debe estar sola, y en {place} habría {count} personas.",
    ),
    rule="Need on file",
    remedy=_ELSEWHERE,
)
NO_STEP_FREE = refusal(
    "housing.no_step_free",
    Text(
        "No step-free place is left in {place} for {person}.", "En {place} no queda plaza sin escalones para {person}."
    ),
    rule="Mandela Rule 5(2); CRPD art. 14(2)",
    remedy=_ELSEWHERE,
)
NO_LOWER_BUNK = refusal(
    "housing.no_lower_bunk",
    Text("No lower bunk is left in {place} for {person}.", "En {place} no queda litera baja para {person}."),
    rule="Mandela Rule 5(2)",
    remedy=_ELSEWHERE,
)
NO_HEALTH_CARE = refusal(
    "housing.no_health_care",
    Text(
        "{person} needs health care near, and the module of {place} has none.",
        "{person} necesita atención de salud cercana, y el módulo de {place} no la tiene.",
    ),
    rule="Mandela Rules 24-28",
    remedy=_ELSEWHERE,
)
BED_UNUSABLE = refusal(
    "housing.bed_unusable",
    Text(
        "Bed {place} is not there, out of use, or taken.",
        "La plaza {place} no existe, está fuera de uso o está ocupada.",
    ),
    rule="One person in a bed",
    remedy=Text("Choose another bed, or none.", "Elija otra plaza, o ninguna."),
)
OVERRIDABLE = frozenset(
    {
        "housing.out_of_use",
        "housing.certificate_over",
        "housing.capacity_unknown",
        "housing.full",
        "housing.space_unknown",
        "housing.too_little_space",
        "housing.sex_unknown",
        "housing.wrong_sex",
        "housing.age_unknown",
        "housing.wrong_age",
        "housing.status_unknown",
        "housing.wrong_status",
        "housing.kept_apart",
        "housing.rival_groups",
        "housing.not_isolated",
        "housing.infection",
        "housing.must_be_alone",
        "housing.no_step_free",
        "housing.no_lower_bunk",
        "housing.no_health_care",
    }
)
"""Hard rules that an authorised person may override for one placement; each stays a breach. What cannot be is not here."""
