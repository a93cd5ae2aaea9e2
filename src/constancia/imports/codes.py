"""The lists of this package, each value with its name in both languages."""

from constancia.core.text import Text

KINDS = {
    "roll": Text("Daily rolls", "Listas diarias"),
    "headcounts": Text("Published head counts", "Recuentos publicados"),
    "segregation": Text("Segregation lists", "Listas de aislamiento"),
    "measurements": Text("Measurements", "Mediciones"),
}
"""What a run reads."""

ORIGINS = {
    "web": Text("Through the web", "Por la web"),
    "api": Text("By a program", "Por un programa"),
    "terminal": Text("From the command line", "Desde la línea de comandos"),
}
"""Where a run was begun."""

STATES = {
    "waiting": Text("Waiting", "En espera"),
    "reading": Text("Reading", "Leyendo"),
    "done": Text("Done", "Terminada"),
    "failed": Text("Failed", "Fallida"),
    "silent": Text("No sign of life", "Sin señales de vida"),
}
"""`silent` is never stored: a run that should be reading and has not been heard of for a while."""
