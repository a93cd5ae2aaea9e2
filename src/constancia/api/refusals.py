"""Reasons for which the API itself answers no, before any action is asked."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_SHAPE = "The description at /api/v1/openapi.json"

NO_TOKEN = refusal(
    "api.no_token",
    Text("This needs a token that is in force.", "Hace falta un token en vigor."),
    rule="Nobody asks without a name (Mandela Rule 9)",
    remedy=Text(
        "Make one under “Your account” and send it as Authorization: Bearer.",
        "Cree uno en «Su cuenta» y envíelo como Authorization: Bearer.",
    ),
)
NOT_FOUND = refusal(
    "api.not_found",
    Text(
        "There is nothing at this address, or not for this account.",
        "En esta dirección no hay nada, o nada para esta cuenta.",
    ),
    rule="What may not be read looks as if it were not there",
    remedy=Text("Check the number.", "Compruebe el número."),
)
UNREADABLE = refusal(
    "api.unreadable",
    Text("This cannot be read: {problem}.", "Esto no puede leerse: {problem}."),
    rule=_SHAPE,
    remedy=Text("Send it as the description says.", "Envíelo como indica la descripción."),
)
REQUEST_TOO_LARGE = refusal(
    "api.too_large",
    Text("The request is too large.", "La petición es demasiado grande."),
    rule="Bounded input (docs/architecture/trust.md)",
    remedy=Text("Send it in parts.", "Envíela por partes."),
)
TOO_OFTEN = refusal(
    "api.too_often",
    Text("More than {limit} requests in a minute.", "Más de {limit} peticiones en un minuto."),
    rule="No account may take the register away from the others",
    remedy=Text("Wait until the next minute.", "Espere al minuto siguiente."),
)
TOO_MANY_DAYS = refusal(
    "api.too_many_days",
    Text(
        "The days must be in order, and {limit} at most.",
        "Los días deben ir en orden y ser {limit} como máximo.",
    ),
    rule="Bounded input (docs/architecture/trust.md)",
    remedy=Text("Ask for fewer days at a time.", "Pida menos días de una vez."),
)
KEY_REUSED = refusal(
    "api.key_reused",
    Text(
        "This idempotency key was used for another request.",
        "Esta clave de idempotencia se usó para otra petición.",
    ),
    rule="draft-ietf-httpapi-idempotency-key-header, section 2.7",
    remedy=Text("Choose a new key for each act.", "Elija una clave nueva para cada acto."),
)
