"""The drawing of the floors and the table of packages, from import-linter's own contract and the packages' READMEs."""

import tomllib
from collections.abc import Iterator

from reference.markdown import code, fence, table, text
from reference.sources import ROOT, SOURCE


def floors() -> list[list[str]]:
    """Return the packages of each floor, from the roof down; one that is declared and not there yet is in brackets."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = [each for each in settings["tool"]["importlinter"]["contracts"] if each["name"].startswith("Floors")]
    return [[_shown(each.strip().strip("()")) for each in layer.split("|")] for layer in contract["layers"]]


def packages() -> list[str]:
    """Return the packages that are there, from the roof down."""
    return [each for floor in floors() for each in floor if not each.startswith("(")]


def title(package: str) -> tuple[str, str]:
    """Return what stands before and after the dash in the first line of a package's README."""
    first = (SOURCE / package / "README.md").read_text().split("\n", 1)[0]
    name, _, owns = first.removeprefix("# ").partition(" – ")
    return name, owns


def undocumented() -> Iterator[str]:
    """Yield what is missing about packages."""
    here = {each.parent.name for each in SOURCE.glob("*/__init__.py")}
    yield from (f"package {each}: stands on no floor" for each in sorted(here - set(packages())))
    for each in sorted(here):
        if not (SOURCE / each / "README.md").is_file():
            yield f"package {each}: no README.md"
        elif title(each)[0] != each or not title(each)[1]:
            yield f"package {each}: its README.md does not begin with `# {each} – what it owns`"


def page() -> str:
    """Return the drawing and the table."""
    drawing = "\n".join(" | ".join(floor) for floor in floors())
    rows = ((code(each), text(title(each)[1])) for each in packages())
    return f"{fence(drawing)}\n\n{table(('package', 'owns'), rows)}"


def _shown(package: str) -> str:
    return package if (SOURCE / package / "__init__.py").is_file() else f"({package})"
