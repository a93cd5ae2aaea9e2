"""The page of packages: the READMEs that stand beside the code."""

import re
from collections.abc import Iterator

from reference import events
from reference.floors import packages
from reference.sources import SOURCE

LONGEST = 50
"""One screen."""


def undocumented() -> Iterator[str]:
    """Yield what is missing in READMEs: each fits a screen and names every event that its package declares."""
    for package in packages():
        said = _readme(package)
        if len(said.splitlines()) > LONGEST:
            yield f"package {package}: its README.md has more than {LONGEST} lines"
        for kind in events.declared():
            if kind.__module__.startswith(f"constancia.{package}.") and f"`{kind.code}`" not in said:
                yield f"package {package}: its README.md does not name {kind.code}"
        if not re.search(r"\*\*Refuses\*\*", said):
            yield f"package {package}: its README.md does not say what it refuses"


def page() -> str:
    """Return the READMEs, one after the other."""
    return "\n\n".join(re.sub(r"^#", "##", _readme(each), flags=re.MULTILINE) for each in packages())


def _readme(package: str) -> str:
    return (SOURCE / package / "README.md").read_text()
