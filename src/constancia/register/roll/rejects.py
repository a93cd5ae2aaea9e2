"""Why a row or a file of a roll could not be kept, and the rejects file a person can work through."""

import csv
from collections.abc import Iterable
from pathlib import Path

from constancia.core.text import Text
from constancia.register.roll.files import Reject

REASONS: dict[str, Text] = {
    "unknown_kind": Text("not a kind of file that is read here", "no es un tipo de archivo que se lea aquí"),
    "cannot_open": Text("cannot be opened", "no puede abrirse"),
    "not_a_file": Text("a pipe, a device or something else that is no file", "una tubería, un dispositivo u otra cosa"),
    "link": Text(
        "a link inside a folder: give the file itself", "un enlace dentro de una carpeta: dé el propio archivo"
    ),
    "damaged": Text(
        "damaged, under a password, or packed in a way not read here",
        "dañado, con contraseña o comprimido de un modo que aquí no se lee",
    ),
    "bomb": Text("unpacks to more than it may", "se descomprime a más de lo permitido"),
    "too_big": Text(
        "more rows or bytes than are read at once: split it by days",
        "más filas o bytes de los que se leen de una vez: divídalo por días",
    ),
    "mostly_bad": Text(
        "too many rows that cannot be read: nothing of this file was kept",
        "demasiadas filas ilegibles: no se conservó nada de este archivo",
    ),
    "outside_archive": Text(
        "a member that points outside its archive, or is no ordinary file",
        "un miembro que apunta fuera de su archivo, o que no es un archivo ordinario",
    ),
    "encoding": Text("not text in a known encoding", "no es texto en una codificación conocida"),
    "doubled_column": Text("the header names this column twice", "el encabezado nombra dos veces esta columna"),
    "too_many_columns": Text("more columns than any roll has", "más columnas que ninguna lista"),
    "reserved_column": Text(
        "a column name that the register itself uses", "un nombre de columna que usa el propio registro"
    ),
    "missing_column": Text("this column is missing", "falta esta columna"),
    "wrong_type": Text(
        "a column type that cannot be read as text", "un tipo de columna que no puede leerse como texto"
    ),
    "no_day": Text(
        "no day: name the file with its date, as 20220620 or 2022-06-20",
        "sin día: ponga la fecha en el nombre, como 20220620 o 2022-06-20",
    ),
    "future_day": Text("a day that has not come yet", "un día que aún no ha llegado"),
    "quotes": Text("a quotation mark that is not closed on its line", "unas comillas que no se cierran en su línea"),
    "ragged": Text("more or fewer fields than the header", "más o menos campos que el encabezado"),
    "too_long": Text("a field that is too long", "un campo demasiado largo"),
    "nul": Text("a NUL character", "un carácter NUL"),
    "empty": Text(
        "no row at all: an empty file is no count of zero",
        "ninguna fila: un archivo vacío no es un recuento de cero",
    ),
    "no_person": Text("no person number", "sin número de persona"),
    "bad_admission": Text(
        "not an admission time of the years 1900 to 2999", "no es una hora de ingreso de los años 1900 a 2999"
    ),
    "bad_facility": Text("no facility code of 1 to 40 characters", "sin código de centro de 1 a 40 caracteres"),
    "bad_day": Text("not a day such as 2022-06-20", "no es un día como 2022-06-20"),
    "bad_count": Text("not a whole number from 0 on", "no es un número entero desde 0"),
    "repeated": Text("the same figure again; it counts once", "la misma cifra otra vez; cuenta una sola vez"),
    "contradicts": Text(
        "two figures for one facility and day in one file: neither is kept",
        "dos cifras de un mismo centro y día en un archivo: no se conserva ninguna",
    ),
    "another_figure": Text(
        "another figure of this producer and definition is there already",
        "ya hay otra cifra de este productor con esta definición",
    ),
    "blank_row": Text("a row that says nothing", "una fila que no dice nada"),
    "no_start": Text("no beginning", "sin comienzo"),
    "bad_moment": Text("not a day or hour such as 2022-06-20 14:30", "no es un día ni una hora como 2022-06-20 14:30"),
    "no_such_hour": Text(
        "an hour that a clock change leaves out at this place", "una hora que un cambio de hora omite en ese lugar"
    ),
    "bad_figure": Text("not a number", "no es un número"),
    "another_reading": Text(
        "another figure of this device for this moment is there already",
        "ya hay otra cifra de este dispositivo para ese momento",
    ),
    "same_day_other_file": Text(
        "another file of this day was read before", "ya se leyó antes otro archivo de este día"
    ),
    "out_of_order": Text(
        "a day before the last one read; rolls are read in order",
        "un día anterior al último leído; las listas se leen en orden",
    ),
}
"""Every reason by its code."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rejects(path: Path, rejects: Iterable[Reject]) -> None:
    """Add rejects to a CSV file with file, row, field and reason in both languages; values are never repeated in it."""
    fresh = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        if fresh:
            writer.writerow(["file", "row", "field", "reason", "reason_en", "reason_es"])
        for each in rejects:
            text = REASONS[each.reason]
            writer.writerow([harmless(each.file), each.row or "", harmless(each.field), each.reason, text.en, text.es])


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
