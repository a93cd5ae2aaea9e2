"""The register's own code lists, each value with its name in both languages.

Lists are open towards the outside: a code that a source uses and we do not know is kept as written, shown and reported.
"""

from constancia.core.text import Text

NAME_KINDS: dict[str, Text] = {
    "as_written": Text("As the person writes it", "Como lo escribe la persona"),
    "document": Text("As on a document", "Como consta en un documento"),
    "alias": Text("Also known as", "También conocido como"),
    "birth": Text("At birth", "Al nacer"),
    "transcribed": Text("Transcribed from another script", "Transcrito de otra escritura"),
}
"""What a name is: every name a person is known by is kept (Mandela Rule 7(a))."""

IDENTIFIER_KINDS: dict[str, Text] = {
    "identity_card": Text("Identity card", "Documento de identidad"),
    "passport": Text("Passport", "Pasaporte"),
    "roll": Text("Number on daily rolls", "Número en las listas diarias"),
}
"""Kinds of numbers that have a name here; a person may write any other."""

BIRTH_PRECISIONS: dict[str, Text] = {
    "day": Text("To the day", "Al día"),
    "month": Text("To the month", "Al mes"),
    "year": Text("To the year", "Al año"),
    "estimated": Text("Estimated", "Estimada"),
}
"""How exactly a birth date is known; a guess is never written as a day (ICPPED art. 17(3)(a))."""

CITIZENSHIP_STANDINGS: dict[str, Text] = {
    "documented": Text("Documented", "Documentada"),
    "stated": Text("Stated by the person", "Declarada por la persona"),
    "attributed": Text("Attributed by an authority", "Atribuida por una autoridad"),
    "disputed": Text("Disputed", "Controvertida"),
}
"""How far a citizenship is settled; several may stand side by side (VCCR art. 36(1)(b))."""

GROUND_KINDS: dict[str, Text] = {
    "remand_order": Text("Order of detention before trial", "Orden de detención provisional"),
    "sentence": Text("Sentence", "Sentencia condenatoria"),
    "recall_order": Text("Recall from release", "Revocación de libertad condicional"),
    "committal_civil": Text("Civil committal", "Apremio civil"),
    "immigration_order": Text("Immigration detention order", "Orden de detención migratoria"),
    "removal_order": Text("Removal order", "Orden de expulsión"),
    "extradition_order": Text("Extradition order", "Orden de extradición"),
    "transfer_order": Text(
        "Individual order under an agreement between States", "Orden individual según un acuerdo entre Estados"
    ),
    "other": Text("Other instrument", "Otro instrumento"),
}
"""What an instrument of detention is (ICPPED art. 17(3)(c))."""

REVIEW_OUTCOMES: dict[str, Text] = {
    "upheld": Text("Upheld", "Confirmado"),
    "ended": Text("Ended", "Terminado"),
}
"""What a review of a ground comes to."""

LEGAL_STATUSES: dict[str, Text] = {
    "remand": Text("Untried", "En prisión preventiva"),
    "convicted_unsentenced": Text("Convicted, not sentenced", "Condenado sin pena fijada"),
    "sentenced": Text("Sentenced", "Cumpliendo pena"),
    "indeterminate": Text("Sentenced without term", "Pena indeterminada"),
    "recall": Text("Recalled", "Reingresado por revocación"),
    "civil": Text("Civil prisoner", "Apremio civil"),
    "immigration": Text("Immigration detainee", "Detención migratoria"),
    "held_under_agreement": Text("Held for another State under agreement", "Custodiado para otro Estado según acuerdo"),
    "other": Text("Other", "Otra"),
    "unknown": Text("Not known", "No consta"),
}
"""Under which title the law holds a person, which decides who may be kept with whom (Mandela Rule 11)."""

ABSENCE_KINDS: dict[str, Text] = {
    "court": Text("Court", "Tribunal"),
    "hospital": Text("Hospital", "Hospital"),
    "leave": Text("Leave", "Permiso"),
    "work": Text("Work outside", "Trabajo exterior"),
    "other": Text("Other", "Otra"),
}
"""Why a person is out for a while and still in custody (Mandela Rule 7(c))."""

RELEASE_REASONS: dict[str, Text] = {
    "term_served": Text("Term served", "Pena cumplida"),
    "court_order": Text("Court order", "Orden judicial"),
    "habeas_corpus": Text("Habeas corpus: ground invalid", "Hábeas corpus: título inválido"),
    "appeal_upheld": Text("Appeal upheld", "Recurso estimado"),
    "bail": Text("Released pending trial", "Libertad provisional"),
    "conditional": Text("Conditional release", "Libertad condicional"),
    "pardon": Text("Pardon or amnesty", "Indulto o amnistía"),
    "repatriated": Text("Handed back to the sending State", "Devuelto al Estado remitente"),
    "removed": Text("Removed to another country", "Expulsado a otro país"),
    "other_authority": Text("Handed over to another authority", "Entregado a otra autoridad"),
    "held_in_error": Text("Had been held in error", "Había sido retenido por error"),
    "released_in_error": Text("Let go in error", "Puesto en libertad por error"),
    "other": Text("Other", "Otro"),
}
"""Why custody ended (ICPPED art. 17(3)(h))."""

HOLD_KINDS: dict[str, Text] = {
    "court": Text("Court wants the person", "Requerido por un tribunal"),
    "medical": Text("Medical", "Médica"),
    "other_authority": Text("Another authority has a claim", "Otra autoridad lo reclama"),
    "safety": Text("Safety of the person on leaving", "Seguridad de la persona al salir"),
}
"""Who asks that a person not leave without being asked first; a hold is no ground for custody (ICCPR art. 9(1))."""

RELATIONS: dict[str, Text] = {
    "same_person": Text("Same person", "La misma persona"),
    "not_the_same": Text("Not the same person", "No es la misma persona"),
}
"""What is stated about two files; neither statement merges them (docs/decisions/0010)."""

STANDINGS: dict[str, Text] = {
    "recorded": Text("Recorded", "Registrado"),
    "unknown": Text("Unknown, after asking", "Se preguntó y no se sabe"),
    "refused": Text("The person declined to say", "La persona no quiso decirlo"),
    "none": Text("None: asked, and there is nothing", "Nada: se preguntó y no hay"),
}
"""How an item of the minimum file stands; silence is none of these (docs/decisions/0015)."""

STATES: dict[str, Text] = {
    "held": Text("Held", "Bajo custodia"),
    "in_transit": Text("In transit", "En traslado"),
    "absent": Text("Temporarily out", "Salida temporal"),
    "escaped": Text("Unlawfully at large", "Evadido"),
}
"""Where a person in custody is, in the sense of the law (Mandela Rule 7(c))."""

EVIDENCE: dict[str, Text] = {
    "recorded": Text("Recorded by the register", "Asentado por el registro"),
    "sighted": Text("Listed on a roll", "Figura en la lista diaria"),
    "gap": Text("Missing between two rolls that list the stay", "Ausente entre dos listas que incluyen la estancia"),
    "stated": Text("Stated by the source, before the first roll", "Según la fuente, antes de la primera lista"),
    "possible": Text("After the last roll, before the next", "Tras la última lista, antes de la siguiente"),
}
"""What a piece of a stay rests on; only the first is the register's own word (docs/decisions/0012)."""

MATCHES: dict[str, Text] = {
    "number": Text("This file's number", "Número de este expediente"),
    "identifier": Text("A number by which an issuer knows the person", "Número con que un emisor conoce a la persona"),
    "exact": Text("Word for word", "Palabra por palabra"),
    "order": Text("Words in another order", "Palabras en otro orden"),
    "sound": Text("Sounds the same", "Suena igual"),
    "spelling": Text("Spelt a little differently", "Se escribe algo distinto"),
    "together": Text("Words written together or apart", "Palabras juntas o separadas"),
    "part": Text("Only some of the words", "Solo algunas de las palabras"),
}
"""Why a file was found; `search.Found.how` lists all that hold."""
