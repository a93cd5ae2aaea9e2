"""How public numbers stand in addresses: only in their canonical form, so that a mistyped one is not found."""

from constancia.core.ids import read_id


class PersonNumber:
    """A person's number, `P-4F7K-91QN`."""

    prefix = "P"
    regex = "[A-Z]-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        """Return the number; a wrong check character raises ValueError, and the page is not found."""
        return read_id(value, self.prefix)

    def to_url(self, value: str) -> str:
        """Return the number."""
        return value


class UserNumber(PersonNumber):
    """An account's number, `U-4F7K-91QN`."""

    prefix = "U"
