"""Every reason for which a placement instance or plan cannot be read; `field` names the place in the file."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_FORMAT = "The format of the file (housing/placement/README.md, housing/buildings/README.md)"
_CORRECT = Text("Correct this field and read the file again.", "Corrija este campo y vuelva a leer el archivo.")

NOT_AN_INSTANCE = refusal(
    "housing.not_an_instance",
    Text("This is not a file of the format {format}.", "Este no es un archivo del formato {format}."),
    rule=_FORMAT,
    remedy=Text("Give a file of that format.", "Indique un archivo de ese formato."),
)
NOT_JSON = refusal(
    "housing.not_json",
    Text("The file is not JSON: {problem}.", "El archivo no es JSON: {problem}."),
    rule=_FORMAT,
    remedy=Text("Write the file again with a JSON writer.", "Vuelva a escribir el archivo con un programa de JSON."),
)
FILE_TOO_LARGE = refusal(
    "housing.file_too_large",
    Text("The file is larger than {limit} megabytes.", "El archivo supera los {limit} megabytes."),
    rule="Memory is bounded whatever the file says",
    remedy=Text("Split the system into independent parts.", "Divida el sistema en partes independientes."),
)
REPEATED_FIELD = refusal(
    "housing.repeated_field",
    Text("A record of the file states “{id}” twice.", "Un registro del archivo indica «{id}» dos veces."),
    rule="Nothing is stated twice, so nothing can contradict itself",
    remedy=Text("Keep one of the two values.", "Conserve uno de los dos valores."),
)
NOT_A_LIST = refusal(
    "housing.not_a_list",
    Text("This must be a list.", "Esto debe ser una lista."),
    rule=_FORMAT,
    remedy=_CORRECT,
)
NOT_A_RECORD = refusal(
    "housing.not_a_record",
    Text("This must be a record of named fields.", "Esto debe ser un registro de campos con nombre."),
    rule=_FORMAT,
    remedy=_CORRECT,
)
MISSING_FIELD = refusal(
    "housing.missing_field",
    Text("This field is missing.", "Falta este campo."),
    rule=_FORMAT,
    remedy=Text("Add the field.", "Añada el campo."),
)
UNKNOWN_FIELD = refusal(
    "housing.unknown_field",
    Text("The format has no such field.", "El formato no tiene este campo."),
    rule="A field that nobody reads could be a rule that nobody keeps",
    remedy=Text("Remove the field, or correct its name.", "Elimine el campo o corrija su nombre."),
)
TOO_MANY = refusal(
    "housing.too_many",
    Text("There are {count}; at most {limit} can be read.", "Hay {count}; se pueden leer {limit} como máximo."),
    rule="Memory is bounded whatever the file says",
    remedy=Text("Split the system into independent parts.", "Divida el sistema en partes independientes."),
)
NOT_A_TEXT = refusal(
    "housing.not_a_text",
    Text("This must be a text of 1 to 200 characters.", "Esto debe ser un texto de 1 a 200 caracteres."),
    rule=_FORMAT,
    remedy=_CORRECT,
)
NOT_YES_NO = refusal(
    "housing.not_yes_no",
    Text("This must be true or false.", "Esto debe ser true o false."),
    rule=_FORMAT,
    remedy=_CORRECT,
)
NOT_A_CHOICE = refusal(
    "housing.not_a_choice",
    Text("This must be one of: {choices}.", "Esto debe ser uno de: {choices}."),
    rule=_FORMAT,
    remedy=_CORRECT,
)
NOT_A_COUNT = refusal(
    "housing.not_a_count",
    Text("This must be a whole number from 0 to {limit}.", "Esto debe ser un número entero de 0 a {limit}."),
    rule=_FORMAT,
    remedy=_CORRECT,
)
NOT_A_MEASURE = refusal(
    "housing.not_a_measure",
    Text(
        "This must be a number from {least} to {limit} with at most 30 decimals.",
        "Esto debe ser un número de {least} a {limit} con 30 decimales como máximo.",
    ),
    rule=_FORMAT,
    remedy=_CORRECT,
)
NOT_A_WEIGHT = refusal(
    "housing.not_a_weight",
    Text(
        "This must be a number from 0 to {limit} with at most 30 decimals.",
        "Esto debe ser un número de 0 a {limit} con 30 decimales como máximo.",
    ),
    rule=_FORMAT,
    remedy=_CORRECT,
)
REPEATED_ID = refusal(
    "housing.repeated_id",
    Text("“{id}” was already used by {first}.", "«{id}» ya se usó en {first}."),
    rule="One identifier, one place or person",
    remedy=Text("Give each its own identifier.", "Dé a cada uno su propio identificador."),
)
UNKNOWN_ID = refusal(
    "housing.unknown_id",
    Text("There is no “{id}” among the {kind}.", "No hay ningún «{id}» en {kind}."),
    rule="Every reference leads somewhere",
    remedy=Text("Correct the identifier, or add what it names.", "Corrija el identificador o añada lo que nombra."),
)
CIRCULAR_PLACE = refusal(
    "housing.circular_place",
    Text(
        "“{id}” is one of the {kind}: a place cannot lie in a place of its own kind or of a smaller one.",
        "«{id}» figura en {kind}: un lugar no puede estar dentro de otro de su misma clase o de una menor.",
    ),
    rule="Cells lie in corridors, corridors in modules, modules in facilities",
    remedy=Text("Name the larger place in which it lies.", "Indique el lugar mayor en el que está."),
)
APART_FROM_SELF = refusal(
    "housing.apart_from_self",
    Text("“{id}” cannot be kept apart from itself.", "«{id}» no puede separarse de sí mismo."),
    rule="A separation has two sides",
    remedy=Text("Name two different ones, or remove the line.", "Indique dos distintos o elimine la línea."),
)
REPEATED_PAIR = refusal(
    "housing.repeated_pair",
    Text("The same pair already stands at {first}.", "La misma pareja ya figura en {first}."),
    rule="Nothing is stated twice, so nothing can contradict itself",
    remedy=Text("Keep one line, with the wider level.", "Conserve una sola línea, con el nivel más amplio."),
)
