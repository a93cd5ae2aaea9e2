"""Every way in which a journal can fail its verification, in words. Pure."""

from dataclasses import dataclass

from constancia.core.text import Text

FAULTS: dict[str, Text] = {
    "unreadable": Text(
        "The journal cannot be read ({detail}): nothing can be said about it.",
        "El diario no puede leerse ({detail}): nada puede afirmarse sobre él.",
    ),
    "empty": Text(
        "The store holds no journal: it was never opened, or everything was taken out of it.",
        "El almacén no contiene ningún diario: nunca se abrió, o se sacó todo de él.",
    ),
    "missing": Text("Entry {number} is missing.", "Falta el asiento {number}."),
    "doubled": Text("Entry {number} is there twice.", "El asiento {number} aparece dos veces."),
    "altered_document": Text(
        "The document of entry {number} was altered.", "El documento del asiento {number} fue alterado."
    ),
    "altered_columns": Text(
        "The columns of entry {number} ({detail}) do not agree with its document.",
        "Las columnas del asiento {number} ({detail}) no concuerdan con su documento.",
    ),
    "altered_leaf": Text("The leaf of entry {number} was altered.", "La hoja del asiento {number} fue alterada."),
    "reordered": Text(
        "Entry {number} does not follow the entry before it: something was altered, lost or put in another order there.",
        "El asiento {number} no sigue al anterior: algo fue alterado, perdido o reordenado en ese punto.",
    ),
    "subject_order": Text(
        "Entry {number} breaks the order of its subject's own entries.",
        "El asiento {number} rompe el orden de los asientos de su propio sujeto.",
    ),
    "opening": Text(
        "The opening of entry {number} is missing, or there is no such entry.",
        "La apertura del asiento {number} falta, o no existe tal asiento.",
    ),
    "clock": Text(
        "Entry {number} was recorded before the entry that it follows.",
        "El asiento {number} está registrado antes que el asiento al que sigue.",
    ),
    "head": Text(
        "The tree head of size {number} does not fit the entries.",
        "La cabeza del árbol de tamaño {number} no corresponde a los asientos.",
    ),
    "head_missing": Text(
        "The tree head of size {number}, left by the commit of that entry, is missing.",
        "Falta la cabeza del árbol de tamaño {number}, que dejó la escritura de ese asiento.",
    ),
    "cut_short": Text(
        "The journal ends before entry {number}, which a tree head covers.",
        "El diario termina antes del asiento {number}, que una cabeza del árbol cubre.",
    ),
    "uncovered_tail": Text(
        "Entry {number} is covered by no tree head.", "Ninguna cabeza del árbol cubre el asiento {number}."
    ),
    "outside_head": Text(
        "The journal does not hold the tree that was noted outside (size {number}).",
        "El diario no contiene el árbol anotado fuera (tamaño {number}).",
    ),
    "fence": Text(
        "All {number} entries are whole, but the triggers that refuse change are not in force: {detail}.",
        "Los {number} asientos están íntegros, pero no están en vigor los disparadores que impiden cambios: {detail}.",
    ),
}
"""Every kind of fault by its key."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong: its kind (a key of `FAULTS`), the entry number it names, and columns where they matter."""

    kind: str
    number: int
    detail: str = ""

    def message(self, language: str) -> str:
        """Return the sentence in `language`."""
        return FAULTS[self.kind].in_(language).format(number=self.number, detail=self.detail)
