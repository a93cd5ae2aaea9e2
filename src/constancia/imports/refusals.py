"""Every reason for which files are not taken, or a run failed."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_BOUNDED = "Bounded input (docs/architecture/trust.md)"
_WHOLE = "Nothing is dropped in silence (docs/decisions/0012)"

NO_FILE = refusal(
    "imports.no_file",
    Text("No file was sent.", "No se envió ningún archivo."),
    rule=_WHOLE,
    remedy=Text("Choose one or more files.", "Elija uno o más archivos."),
)
TOO_LARGE = refusal(
    "imports.too_large",
    Text(
        "Together the files are larger than {limit} MB.",
        "Los archivos suman más de {limit} MB.",
    ),
    rule=_BOUNDED,
    remedy=Text(
        "Send them in parts, packed as .zip or .tar.xz, or read them from the command line of the server.",
        "Envíelos por partes, comprimidos en .zip o .tar.xz, o léalos desde la línea de comandos del servidor.",
    ),
)
TOO_MANY_FILES = refusal(
    "imports.too_many_files",
    Text("These are more than {limit} files.", "Son más de {limit} archivos."),
    rule=_BOUNDED,
    remedy=Text("Pack them into one archive.", "Júntelos en un archivo comprimido."),
)
UNKNOWN_KIND = refusal(
    "imports.unknown_kind",
    Text(
        "“{file}” is not a kind of file that is read here ({known}).",
        "«{file}» no es un tipo de archivo que se lea aquí ({known}).",
    ),
    rule=_WHOLE,
    remedy=Text("Leave it out, or save it as CSV.", "Quítelo, o guárdelo como CSV."),
)
EMPTY_FILE = refusal(
    "imports.empty_file",
    Text("“{file}” is empty.", "«{file}» está vacío."),
    rule=_WHOLE,
    remedy=Text("Leave it out, or fetch it again from its source.", "Quítelo, u obténgalo de nuevo de su fuente."),
)
TOO_MANY_WAITING = refusal(
    "imports.too_many_waiting",
    Text("{limit} imports are waiting already.", "Ya hay {limit} importaciones en espera."),
    rule=_BOUNDED,
    remedy=Text("Wait until some of them are done.", "Espere a que terminen algunas."),
)
UNKNOWN_RUN = refusal(
    "imports.unknown_run",
    Text("There is no import {run}.", "No hay ninguna importación {run}."),
    rule="Least privilege: constancia.core.permissions",
    remedy=Text("Choose one of the list.", "Elija una de la lista."),
)
NOT_FAILED = refusal(
    "imports.not_failed",
    Text("This import has not failed, or it was settled already.", "Esta importación no ha fallado, o ya se resolvió."),
    rule="Nothing is done twice",
    remedy=Text("Nothing needs doing.", "No hace falta hacer nada."),
)
FILES_GONE = refusal(
    "imports.files_gone",
    Text(
        "The files of this import are not on the server.", "Los archivos de esta importación no están en el servidor."
    ),
    rule="Files are kept until they are read, and no longer",
    remedy=Text("Send them again.", "Envíelos de nuevo."),
)
INTERRUPTED = refusal(
    "imports.interrupted",
    Text("The reading was interrupted.", "La lectura se interrumpió."),
    rule="An interrupted import loses nothing (design §3)",
    remedy=Text("Run it again; it goes on from there.", "Ejecútela de nuevo; seguirá desde ahí."),
)
BROKE_OFF = refusal(
    "imports.broke_off",
    Text(
        "The program failed while reading ({error}); what was recorded before stands.",
        "El programa falló durante la lectura ({error}); lo ya asentado se mantiene.",
    ),
    rule="An interrupted import loses nothing (design §3)",
    remedy=Text(
        "Try again; if it fails again, report it with the log of the server.",
        "Inténtelo de nuevo; si vuelve a fallar, comuníquelo con el registro técnico del servidor.",
    ),
)
NOTHING_READ = refusal(
    "imports.nothing_read",
    Text("Nothing in these files could be read.", "Nada de estos archivos pudo leerse."),
    rule=_WHOLE,
    remedy=Text("The rejects file says why, row by row.", "El archivo de rechazos dice por qué, fila por fila."),
)
