"""The page of settings: the environment variables of Constancia."""

import re
from collections.abc import Iterator
from pathlib import Path

from constancia.project.settings import environment
from reference import sources
from reference.markdown import code, table, text

_NAME = re.compile(r"[\"'$({]CONSTANCIA_([A-Z_]+)\b")
_ELSEWHERE = {"CONSTANCIA_TEST_DB"}
"""Variables of the tests: nobody who runs Constancia sets them."""


def undocumented() -> Iterator[str]:
    """Yield what is missing about settings."""
    listed = {each.name for each in environment.ALL}
    for each in environment.ALL:
        if not each.meaning.strip():
            yield f"setting {each.name}: no meaning"
    for name, value in vars(environment).items():
        if isinstance(value, environment.Variable) and value.name not in listed:
            yield f"setting {value.name}: {name} is not in environment.ALL"
    django = _names_in_django()
    for path in [*sources.trees(), Path("Makefile"), *sorted((sources.ROOT / "tools").iterdir())]:
        for found in _NAME.findall((sources.ROOT / path).read_text()):
            name = f"CONSTANCIA_{found}"
            if name not in listed | django | _ELSEWHERE:
                yield f"setting {name}: read in {path}, and not in environment.ALL"


def page() -> str:
    """Return the page."""
    rows = (
        (code(each.name), code(each.default) if each.default else "", text(each.meaning)) for each in environment.ALL
    )
    return table(("variable", "default", "means"), rows)


def _names_in_django() -> set[str]:
    """Return the names that our settings file gives to Django; they are set there and not by whoever runs it."""
    sources.wake()
    from django.conf import settings  # noqa: PLC0415 - needs Django

    return {name for name in dir(settings) if name.startswith("CONSTANCIA_")}
