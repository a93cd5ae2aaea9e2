"""Every reason for which an act on accounts is refused."""

from constancia.core.refusals import refusal
from constancia.core.text import Text

_LEAST = "Least privilege: constancia.core.permissions"

UNKNOWN_USER = refusal(
    "access.unknown_user",
    Text("There is no open account {user}.", "No hay ninguna cuenta abierta {user}."),
    rule=_LEAST,
    remedy=Text("Choose an account of the list.", "Elija una cuenta de la lista."),
)
UNKNOWN_ROLE = refusal(
    "access.unknown_role",
    Text("“{role}” is not a role of this register.", "«{role}» no es una función de este registro."),
    rule=_LEAST,
    remedy=Text("Choose a role of the list.", "Elija una función de la lista."),
)
FACILITY_NEEDED = refusal(
    "access.facility_needed",
    Text(
        "A role holds at a facility, or everywhere when somebody says so.",
        "Una función vale en un centro, o en todos cuando alguien lo dice.",
    ),
    rule=_LEAST,
    remedy=Text("Give the facility's code, or * for everywhere.", "Indique el código del centro, o * para todos."),
)
ALREADY_GRANTED = refusal(
    "access.already_granted",
    Text("The account has this role there already.", "La cuenta ya tiene esta función allí."),
    rule="Nothing is recorded twice",
    remedy=Text("Nothing needs doing.", "No hace falta hacer nada."),
)
NOT_GRANTED = refusal(
    "access.not_granted",
    Text("The account does not have this role there.", "La cuenta no tiene esta función allí."),
    rule="Nothing is recorded twice",
    remedy=Text("Choose one of the account's roles.", "Elija una de las funciones de la cuenta."),
)
LAST_ADMINISTRATOR = refusal(
    "access.last_administrator",
    Text(
        "This is the last administrator of the register.",
        "Es la última cuenta con la función de administración del registro.",
    ),
    rule="A register is never left without somebody who can open accounts",
    remedy=Text("Make somebody else an administrator first.", "Conceda antes la administración a otra persona."),
)
REASON_NEEDED = refusal(
    "access.reason_needed",
    Text("Say why, in at least a few words.", "Diga por qué, al menos en pocas palabras."),
    rule="Every change of access can be questioned later",
    remedy=Text("Write the order or the task behind it.", "Escriba la orden o la tarea que lo motiva."),
)
REASON_TOO_LONG = refusal(
    "access.reason_too_long",
    Text("The reason is longer than {limit} characters.", "El motivo tiene más de {limit} caracteres."),
    rule="Every change of access can be questioned later",
    remedy=Text("Shorten it.", "Abrévielo."),
)
BAD_USERNAME = refusal(
    "access.bad_username",
    Text(
        "A sign-in name has 3 to 40 letters, digits, dots, hyphens or underscores.",
        "Un nombre de acceso tiene de 3 a 40 letras, cifras, puntos, guiones o guiones bajos.",
    ),
    rule="Sign-in names can be typed on any keyboard",
    remedy=Text("Choose another one.", "Elija otro."),
)
USERNAME_TAKEN = refusal(
    "access.username_taken",
    Text("Another account has this sign-in name.", "Otra cuenta tiene este nombre de acceso."),
    rule="One person, one account",
    remedy=Text("Choose another one.", "Elija otro."),
)
BAD_PASSWORD = refusal(
    "access.bad_password",
    Text("This password is too easy to guess.", "Esta contraseña es demasiado fácil de adivinar."),
    rule="NIST SP 800-63B 5.1.1: long, and on no list of common passwords",
    remedy=Text(
        "Use at least 12 characters that are not a common password nor like the name.",
        "Use al menos 12 caracteres que no sean una contraseña común ni se parezcan al nombre.",
    ),
)
TOKEN_NAME_NEEDED = refusal(
    "access.token_name_needed",
    Text("Give the token a name of 1 to 80 characters.", "Dé al token un nombre de 1 a 80 caracteres."),
    rule="Every token can be told from the others",
    remedy=Text("Name the program that will use it.", "Nombre el programa que lo usará."),
)
UNKNOWN_TOKEN = refusal(
    "access.unknown_token",
    Text("There is no such token of this account in force.", "No hay tal token vigente de esta cuenta."),
    rule=_LEAST,
    remedy=Text("Choose a token of the list.", "Elija un token de la lista."),
)
