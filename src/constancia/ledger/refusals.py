"""Why the journal itself refuses to write."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

NOT_OPENED = refusal(
    "ledger.not_opened",
    Text("This store holds no register yet.", "Este almacén aún no contiene ningún registro."),
    rule="docs/decisions/0001",
    remedy=Text("Run `constancia init`.", "Ejecute `constancia init`."),
)
ALREADY_OPENED = refusal(
    "ledger.already_opened",
    Text("This store already holds a register.", "Este almacén ya contiene un registro."),
    rule="docs/decisions/0001",
    remedy=Text("Choose another store with --db.", "Elija otro almacén con --db."),
)
CLOCK_BEHIND = refusal(
    "ledger.clock_behind",
    Text(
        "This computer's clock shows {now}, but the journal already holds an entry recorded at {last}.",
        "El reloj de este equipo marca {now}, pero el diario ya contiene un asiento registrado a las {last}.",
    ),
    rule="Recording times never run backwards (docs/decisions/0008)",
    remedy=Text("Set the clock right, then repeat the act.", "Ponga el reloj en hora y repita el acto."),
)
