"""The source of the program that runs here, offered to everybody who uses it (AGPL-3.0, section 13)."""

import io
import tarfile
from functools import cache
from pathlib import Path

from django.http import HttpResponse

import constancia
from constancia.web.access import ANYONE, Request, page

_LEFT_OUT = frozenset({"__pycache__"})


@page(ANYONE)
def source(request: Request) -> HttpResponse:  # noqa: ARG001 - every view takes it
    """Hand over the running package as an archive: what is installed, not what is published elsewhere."""
    response = HttpResponse(archive(), content_type="application/gzip")
    name = f"constancia-{constancia.__version__}.tar.gz"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@cache
def archive() -> bytes:
    """Return every file of the package as a gzipped tar, its owners and times left out."""
    folder = Path(constancia.__file__).parent
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and _LEFT_OUT.isdisjoint(path.parts):
                made.add(path, f"constancia/{path.relative_to(folder)}", filter=_nameless)
    return packed.getvalue()


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member
