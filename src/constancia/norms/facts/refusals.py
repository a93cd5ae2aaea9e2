"""Why a folder of facts is not taken: each names the file, the row and the field."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_TABLES = "docs/reference/fact-tables.md"

UNKNOWN_FILE = refusal(
    "norms.unknown_table",
    Text(
        "{file}: there is no fact table called {table}; there are {known}.",
        "{file}: no hay ninguna tabla de hechos llamada {table}; hay {known}.",
    ),
    rule=_TABLES,
    remedy=Text("Name the file after one of them.", "Dé al archivo el nombre de una de ellas."),
)
TWO_FILES = refusal(
    "norms.two_files",
    Text("{file} and {other} both give the table {table}.", "{file} y {other} dan ambos la tabla {table}."),
    rule=_TABLES,
    remedy=Text("Keep one of them.", "Conserve uno solo."),
)
UNREADABLE_FILE = refusal(
    "norms.unreadable_file",
    Text("{file} cannot be read as a table.", "{file} no puede leerse como tabla."),
    rule=_TABLES,
    remedy=Text(
        "Write CSV in UTF-8 with a header line, or Parquet.", "Escriba CSV en UTF-8 con línea de encabezado, o Parquet."
    ),
)
NOT_UTF8 = refusal(
    "norms.not_utf8",
    Text("{file}, row {row}: it is not written in UTF-8.", "{file}, fila {row}: no está escrita en UTF-8."),
    rule=_TABLES,
    remedy=Text("Save the file as CSV in UTF-8.", "Guarde el archivo como CSV en UTF-8."),
)
UNEVEN_ROW = refusal(
    "norms.uneven_row",
    Text(
        "{file}, row {row}: it has {count} fields and the header has {wanted}.",
        "{file}, fila {row}: tiene {count} campos y el encabezado tiene {wanted}.",
    ),
    rule=_TABLES,
    remedy=Text(
        "Put quotation marks around a field that holds a separator.",
        "Ponga entre comillas el campo que contenga un separador.",
    ),
)
REPEATED_COLUMN = refusal(
    "norms.repeated_column",
    Text("{file}: the column {column} stands twice.", "{file}: la columna {column} aparece dos veces."),
    rule=_TABLES,
    remedy=Text("Keep one of them.", "Conserve una sola."),
)
UNKNOWN_COLUMN = refusal(
    "norms.unknown_column",
    Text("{file}: table {table} has no column {column}.", "{file}: la tabla {table} no tiene la columna {column}."),
    rule=_TABLES,
    remedy=Text(
        "Correct its name, or move free text to the column `note`.",
        "Corrija el nombre o traslade el texto libre a la columna `note`.",
    ),
)
MISSING_COLUMN = refusal(
    "norms.missing_column",
    Text("{file}: the column {column} is missing.", "{file}: falta la columna {column}."),
    rule=_TABLES,
    remedy=Text("Add the column.", "Añada la columna."),
)
BLANK_FIELD = refusal(
    "norms.blank_field",
    Text("{file}, row {row}: {column} must be filled.", "{file}, fila {row}: {column} debe completarse."),
    rule=_TABLES,
    remedy=Text("Fill it, or leave the row out.", "Complétela o suprima la fila."),
)
WRONG_FIELD = refusal(
    "norms.wrong_field",
    Text(
        "{file}, row {row}: {column} holds {value}; it takes: {asked}.",
        "{file}, fila {row}: {column} contiene {value}; admite: {asked}.",
    ),
    rule=_TABLES,
    remedy=Text(
        "Write what the column asks, or leave it blank: blank means not on record.",
        "Escriba lo que pide la columna o déjela en blanco: en blanco significa que no consta.",
    ),
)
NO_OFFSET = refusal(
    "norms.no_offset",
    Text(
        "{file}, row {row}: {column} holds {value}, a moment without its offset from UTC.",
        "{file}, fila {row}: {column} contiene {value}, una hora sin su desfase respecto de UTC.",
    ),
    rule=_TABLES,
    remedy=Text("Write 2025-03-01T10:00:00-06:00.", "Escriba 2025-03-01T10:00:00-06:00."),
)
ENDS_BEFORE = refusal(
    "norms.ends_before_it_begins",
    Text("{file}, row {row}: until is before since.", "{file}, fila {row}: until es anterior a since."),
    rule=_TABLES,
    remedy=Text("Correct one of the two.", "Corrija una de las dos."),
)
NO_MOMENT = refusal(
    "norms.no_moment",
    Text(
        "{file}, row {row}: no moment is filled, neither since nor until nor any other.",
        "{file}, fila {row}: no consta ningún momento, ni since ni until ni otro.",
    ),
    rule=_TABLES,
    remedy=Text("Say when it happened or ran.", "Indique cuándo ocurrió o transcurrió."),
)
TWO_ZONES = refusal(
    "norms.two_zones",
    Text(
        "{file}: facility {facility} is given two values for {column}.",
        "{file}: el establecimiento {facility} tiene dos valores en {column}.",
    ),
    rule=_TABLES,
    remedy=Text("A facility lies in one place: correct it.", "Un establecimiento está en un solo lugar: corríjalo."),
)
NO_FACTS = refusal(
    "norms.no_facts",
    Text("{folder} holds no fact table.", "{folder} no contiene ninguna tabla de hechos."),
    rule=_TABLES,
    remedy=Text("Put in person.csv, custody.csv and others.", "Incluya person.csv, custody.csv y otras."),
)
MORE = refusal(
    "norms.more_faults",
    Text(
        "{file}: {count} more rows have the same fault in {column}.",
        "{file}: {count} filas más con la misma falta en {column}.",
    ),
    rule=_TABLES,
    remedy=Text("Correct them likewise.", "Corríjalas del mismo modo."),
)
