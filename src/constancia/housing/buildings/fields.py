"""One record of a facility file, read field by field; every fault is noted with file, place and field. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from constancia.core.refusals import RefusalKind
from constancia.housing import refusals as own
from constancia.housing.placement import refusals as why
from constancia.housing.placement.columns import Problems

_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_NOTHING = frozenset({"", "null", "~"})
LONGEST = 200
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
"""Numbers as people write them: an exponent could stand for more digits than any memory holds."""


@dataclass(frozen=True, slots=True)
class Record:
    """One mapping of the file: `where` names the file and the place, as in `centro.yaml: CD-1/M1/A/3`."""

    said: Mapping[str, Any]
    where: str
    problems: Problems

    def wrong(self, kind: RefusalKind, name: str, /, **values: object) -> None:
        """Note what is wrong with a field."""
        self.problems.add(kind(field=f"{self.where}: {name}", **values))

    def only(self, *known: str) -> None:
        """Note every field that the format does not have here."""
        for name in sorted(map(str, self.said.keys() - set(known))):
            self.wrong(why.UNKNOWN_FIELD, name[:LONGEST])

    def given(self, name: str) -> Any:
        """Return a field as it stands, or None where it is absent or says nothing."""
        value = self.said.get(name)
        return None if isinstance(value, str) and value.strip() in _NOTHING else value

    def text(self, name: str, *, need: bool = False, instead: str = "", longest: int = LONGEST) -> str:
        """Return a text; one that is needed and missing, or cannot be a text, is noted."""
        value = self.given(name)
        if value is None:
            if need:
                self.wrong(why.MISSING_FIELD, name)
            return instead
        if not isinstance(value, str) or len(value) > longest:
            self.wrong(why.NOT_A_TEXT, name)
            return instead
        return unicodedata.normalize("NFC", value.strip())

    def flag(self, name: str) -> bool | None:
        """Return yes or no, or None where neither is said."""
        value = self.given(name)
        if value is None:
            return None
        found = _YES_NO.get(value.lower()) if isinstance(value, str) else None
        if found is None:
            self.wrong(why.NOT_YES_NO, name)
        return found

    def count(self, name: str, limit: int) -> int | None:
        """Return a whole number from 0 to `limit`, or None where none is said."""
        value = self.given(name)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 9 and int(value) <= limit:
            return int(value)
        self.wrong(why.NOT_A_COUNT, name, limit=limit)
        return None

    def measure(self, name: str) -> Decimal | None:
        """Return a number as it was written, or None where none is said."""
        value = self.given(name)
        if value is None:
            return None
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            return Decimal(value)
        self.wrong(own.BAD_MEASURE, name, name=name, value=str(value)[:20])
        return None

    def record(self, name: str) -> "Record | None":
        """Return a record inside this one, or None where there is none."""
        value = self.given(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(why.NOT_A_RECORD, name)
            return None
        return Record(value, f"{self.where}: {name}", self.problems)

    def records(self, name: str) -> Iterable["Record"]:
        """Yield the records of a list; none where the field is absent."""
        value = self.given(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(why.NOT_A_LIST, name)
            return
        for number, each in enumerate(value):
            where = f"{self.where}: {name}[{number}]"
            if isinstance(each, dict):
                yield Record(each, where, self.problems)
            else:
                self.problems.add(why.NOT_A_RECORD(field=where))
