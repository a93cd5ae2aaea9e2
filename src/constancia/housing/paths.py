"""The codes of places: a path from the facility down, such as `CD-1/M3/A/12`. Pure."""

import re

KIND_AT = {2: "module", 3: "landing", 4: "cell", 5: "bed"}
"""What a place is, by how many parts its code has; the first part is the facility."""

LONGEST_CODE = 56
_PART = re.compile(r"[A-Za-z0-9._-]{1,40}")


def kind_of(code: str) -> str:
    """Return module, landing, cell or bed; empty when the code cannot be one."""
    parts = code.split("/")
    if len(code) > LONGEST_CODE or not all(_PART.fullmatch(part) for part in parts):
        return ""
    return KIND_AT.get(len(parts), "")


def facility_of(code: str) -> str:
    """Return the facility in which a place is."""
    return code.split("/", 1)[0]


def parent_of(code: str) -> str:
    """Return the place around a place; a module's is the facility."""
    return code.rpartition("/")[0]


def around(code: str, scope: str) -> str:
    """Return the place of a size (cell, landing, module; facility and total: the facility) around a cell."""
    depth = {"cell": 4, "landing": 3, "module": 2, "facility": 1, "total": 1}[scope]
    return "/".join(code.split("/")[:depth])


def subject_of(code: str) -> str:
    """Return under which subject the journal holds what is said of a place."""
    return f"place:{code}"
