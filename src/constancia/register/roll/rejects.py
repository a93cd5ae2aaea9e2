"""Why a row or a file of a roll could not be kept, and the rejects file a person can work through."""

import csv
from collections.abc import Iterable
from pathlib import Path

from constancia.core.text import Text
from constancia.register.roll.files import Reject

REASONS: dict[str, Text] = {
    "unknown_kind": Text("not a kind of file that is read here", "no es un tipo de archivo que se lea aquí"),
    "damaged": Text("the file is damaged", "el archivo está dañado"),
    "bomb": Text("unpacks to more than it may", "se descomprime a más de lo permitido"),
    "outside_archive": Text(
        "a member that points outside its archive, or is no ordinary file",
        "un miembro que apunta fuera de su archivo, o que no es un archivo ordinario",
    ),
    "encoding": Text("not text in a known encoding", "no es texto en una codificación conocida"),
    "doubled_column": Text("the header names this column twice", "el encabezado nombra dos veces esta columna"),
    "missing_column": Text("this column is missing", "falta esta columna"),
    "wrong_type": Text(
        "a column type that cannot be read as text", "un tipo de columna que no puede leerse como texto"
    ),
    "no_day": Text(
        "no day: name the file with its date, as 20220620 or 2022-06-20",
        "sin día: ponga la fecha en el nombre, como 20220620 o 2022-06-20",
    ),
    "ragged": Text("more or fewer fields than the header", "más o menos campos que el encabezado"),
    "too_long": Text("a field that is too long", "un campo demasiado largo"),
    "nul": Text("a NUL character", "un carácter NUL"),
    "no_person": Text("no person number", "sin número de persona"),
    "bad_admission": Text("not an admission time", "no es una hora de ingreso"),
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
