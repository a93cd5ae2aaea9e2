"""Generated people: names drawn from lists of parts, so that they are nobody's."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_GIVEN = {
    "F": ("Alba", "Brisa", "Celeste", "Dalia", "Estela", "Flor", "Gema", "Inés", "Jacinta", "Luz", "Marisol", "Nieves"),
    "M": (
        "Abel",
        "Bruno",
        "Ciro",
        "Dámaso",
        "Elías",
        "Fermín",
        "Gaspar",
        "Hilario",
        "Íñigo",
        "Julián",
        "Leandro",
        "Néstor",
    ),
}
_BEGINNINGS = (
    "Alma",
    "Barra",
    "Cerro",
    "Dulce",
    "Espi",
    "Fuente",
    "Güira",
    "Horna",
    "Jara",
    "Lomo",
    "Monte",
    "Ñanda",
    "Peña",
    "Ribe",
    "Sierra",
    "Teja",
    "Valle",
    "Zarza",
)
_ENDINGS = ("bal", "cela", "dón", "gal", "lero", "mar", "negro", "quil", "ruz", "sol", "tiel", "ves", "zón")
_COUNTRIES = ("SLV", "VEN", "HND", "GTM", "USA", "XXX")
_WEIGHTS = (44, 30, 10, 8, 6, 2)
_LANGUAGES = {"SLV": "es", "VEN": "es", "HND": "es", "GTM": "quc", "USA": "en", "XXX": "es"}


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist."""

    name: str
    sex: str
    born_on: date
    country: str
    language: str
    document: str


def invented(dice: Random, today: date) -> Invented:
    """Return the next invented person, aged 18 to 70 on `today`."""
    sex = dice.choices("FM", weights=(8, 92))[0]
    given = " ".join(dice.sample(_GIVEN[sex], dice.choice((1, 1, 2))))
    surnames = " ".join(_surname(dice) for _ in range(dice.choice((1, 2, 2, 2))))
    country = dice.choices(_COUNTRIES, weights=_WEIGHTS)[0]
    return Invented(
        name=f"{given} {surnames}",
        sex=sex,
        born_on=today - timedelta(days=dice.randint(18 * 366, 70 * 365)),
        country=country,
        language=_LANGUAGES[country],
        document=f"{dice.randrange(10**8):08}-{dice.randrange(10)}",
    )


def _surname(dice: Random) -> str:
    return dice.choice(_BEGINNINGS) + dice.choice(_ENDINGS)
