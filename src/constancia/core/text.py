"""Sentences in the two languages of the register."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in English and in Spanish; `{name}` marks a value filled in later."""

    en: str
    es: str

    def in_(self, language: str) -> str:
        """Return the sentence in `language` ("en" or "es"; a regional form such as "es-SV" counts as "es")."""
        return self.es if language.startswith("es") else self.en
