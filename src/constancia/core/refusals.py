"""Why something may not be done: fixed codes, a sentence in both languages, and the rule each rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from constancia.core.text import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against an act.

    `values` fill the braces of the sentence; they hold codes, dates, identifiers and `Text`, never names of people.
    `field` names the form or file field at fault, when there is one.
    """

    kind: "RefusalKind"
    values: dict[str, object] = field(default_factory=dict)
    field: str = ""

    @property
    def code(self) -> str:
        """Return the dotted code, which never changes."""
        return self.kind.code

    def message(self, language: str) -> str:
        """Return the sentence in `language` with its values filled in."""
        said = {name: value.in_(language) if isinstance(value, Text) else value for name, value in self.values.items()}
        return self.kind.text.in_(language).format(**said)

    def as_data(self, language: str) -> dict[str, str]:
        """Return the form that the command line and the API print: code, message, rule and field."""
        return {
            "code": self.code,
            "message": self.message(language),
            "rule": self.kind.rule,
            "field": self.field,
        }


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """A kind of refusal: its code, its sentence, the rule it rests on and what a person can do about it."""

    code: str
    text: Text
    rule: str
    remedy: Text

    def __call__(self, *, field: str = "", **values: object) -> Refusal:
        """Return one refusal of this kind."""
        return Refusal(self, values, field)


ALL: dict[str, RefusalKind] = {}


def refusal(code: str, text: Text, *, rule: str, remedy: Text) -> RefusalKind:
    """Declare a kind of refusal; a code declared twice is a programming error (ValueError)."""
    if code in ALL:
        raise ValueError(f"refusal code declared twice: {code}")
    ALL[code] = RefusalKind(code, text, rule, remedy)
    return ALL[code]


class Refused(Exception):  # noqa: N818 - the word the whole field uses
    """An act was refused; `refusals` holds every reason at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Keep every reason; the message names the codes only, so that logs stay free of personal data."""
        super().__init__(", ".join(each.code for each in refusals))
        self.refusals = tuple(refusals)


def refuse_if_any(refusals: Sequence[Refusal]) -> None:
    """Raise `Refused` with every reason, or return when there is none."""
    if refusals:
        raise Refused(refusals)
