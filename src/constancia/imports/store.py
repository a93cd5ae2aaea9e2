"""Where uploaded files and rejects lie: under CONSTANCIA_HOME/imports, readable by the owner alone, named by number only."""

import os
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from constancia.imports.rules import Arrived
from constancia.register.roll.files import Reject, Source
from constancia.register.roll.rejects import write_rejects

_LEFT_BEHIND = timedelta(days=1)


def folder() -> Path:
    """Return the folder of imports, made when it is not there."""
    return _made(Path(settings.CONSTANCIA_HOME) / "imports")


def arriving() -> Path:
    """Return the folder in which the web server puts files while they are being sent."""
    return _made(folder() / "arriving")


def keep(run: int, files: Sequence[Arrived]) -> None:
    """Move the files of a run into its own folder, in order; nothing of their names goes into a path."""
    place = _made(folder() / str(run))
    for number, each in enumerate(files):
        target = place / f"{number:04}"
        os.replace(each.path, target)  # noqa: PTH105 - both on one disk, and nothing is followed
        target.chmod(0o600)


def sources(run: int, names: Sequence[str]) -> list[Source]:
    """Return the files of a run with the names that their sender gave; nothing when they are gone."""
    place = folder() / str(run)
    found = [Source(place / f"{number:04}", name) for number, name in enumerate(names)]
    return found if all(each.path.is_file() for each in found) else []


def forget(run: int) -> None:
    """Remove the files of a run."""
    shutil.rmtree(folder() / str(run), ignore_errors=True)


def tidy(wanted: Iterable[int], now: datetime) -> None:
    """Remove what a crash left behind: files half sent more than a day ago, and those of runs that are not `wanted`."""
    kept = {str(each) for each in wanted}
    for each in folder().iterdir():
        if each.name.isdigit() and each.name not in kept and _is_old(each, now):
            shutil.rmtree(each, ignore_errors=True)
    for each in arriving().iterdir():
        if _is_old(each, now):
            each.unlink(missing_ok=True)


def keep_rejects(run: int, rejects: Sequence[Reject]) -> Path | None:
    """Write what a run could not read into its rejects file, and return where it is; None when everything was read."""
    path = rejects_of(run)
    path.unlink(missing_ok=True)
    if not rejects:
        return None
    write_rejects(path, rejects)
    path.chmod(0o600)
    return path


def rejects_of(run: int) -> Path:
    """Return where the rejects file of a run is, if it has one."""
    return _made(folder() / "rejects") / f"{run}.csv"


def _made(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _is_old(path: Path, now: datetime) -> bool:
    return path.stat().st_mtime < (now - _LEFT_BEHIND).timestamp()
