"""What a norm is: an article of an instrument, a rule in our own words, and limbs that can be judged. Pure."""

from dataclasses import dataclass
from datetime import date

from constancia.core.text import Text
from constancia.norms.forms.derived import Form
from constancia.norms.units import Quantity

READ, SECOND_HAND, UNVERIFIED = "read", "second-hand", "unverified"

TEXT_STATUS: dict[str, Text] = {
    READ: Text("text read", "texto leído"),
    SECOND_HAND: Text("second-hand: quoted or translated by others", "de segunda mano: citado o traducido por otros"),
    UNVERIFIED: Text(
        "unverified: nobody has read the text yet; shown, never decisive",
        "sin verificar: nadie ha leído aún el texto; se muestra, nunca decide",
    ),
}
"""How far the text behind a norm or a figure was read."""

SEVERITIES: dict[str, Text] = {
    "A": Text("absolute prohibition", "prohibición absoluta"),
    "T": Text("treaty duty", "obligación de un tratado"),
    "S": Text("authoritative soft law", "derecho indicativo autorizado"),
    "G": Text("guidance or technical standard", "orientación o norma técnica"),
    "N": Text("national law", "derecho nacional"),
}
"""How binding a norm is; absolute prohibitions decide under every profile."""

ORIGINS: dict[str, Text] = {
    "text": Text("figure of the text", "cifra del texto"),
    "treaty_body": Text("figure of a treaty body or court", "cifra de un órgano de tratado o tribunal"),
    "pack": Text(
        "figure chosen by the profile: the text has none", "cifra elegida por el perfil: el texto no la tiene"
    ),
    "derived": Text("our own derivation from the text", "derivación nuestra del texto"),
    "example": Text("figure of one jurisdiction, as an example", "cifra de una jurisdicción, como ejemplo"),
}
"""Where a figure comes from."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history of a text or a threshold: the day or year as it is known, and what changed."""

    on: str
    text: Text


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, set of rules, statute or standard: its name, the date from which it counts, whether it is a treaty, its history."""

    code: str
    name: Text
    short: Text
    since: date
    treaty: bool
    history: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text was read or found quoted."""

    code: str
    where: str


@dataclass(frozen=True, slots=True, eq=False)
class Rung:
    """One threshold of a limb, and the form that judges it. `limit` None: the text knows no figure, only yes or no."""

    id: str
    limit: Quantity | None
    threshold: str
    origin: str
    text_status: str
    text: Text | None
    form: Form


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """One thing that a norm asks and that can be judged by itself, with its rungs from the strictest to the laxest."""

    name: str
    text: Text
    form_name: str
    subject: str
    unit: str
    stricter: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """One norm.

    `text_status`: how far its text was read; `who`: whom it covers, in words; `as_framed`: absolute in the words of soft law only.
    `ladder`: the name of the ladder on which it is one rung among other norms. `history`: how its own threshold changed.
    """

    id: str
    instrument: Instrument
    article: str
    title: Text
    rule: Text
    note: Text | None
    text_status: str
    sources: tuple[Source, ...]
    since: date
    until: date | None
    severity: str
    as_framed: bool
    starred: bool
    who: Text
    ladder: str
    history: tuple[Change, ...]
    limbs: tuple[Limb, ...]

    @property
    def citation(self) -> Text:
        """Return the instrument's short name with the article."""
        return Text(
            f"{self.instrument.short.en} {self.article}".strip(), f"{self.instrument.short.es} {self.article}".strip()
        )
