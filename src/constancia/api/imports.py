"""Endpoints of imports: hand files over, ask how far they are, fetch what could not be read."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Annotated, Any, Literal

from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import get_language
from ninja import File, Form, Router, UploadedFile
from ninja.decorators import decorate_view

from constancia.api.access import Request, Rule, needs
from constancia.api.shapes import Handed, ImportSeen, Limit, Number, RefusalSaid, Words, answers
from constancia.core.permissions import facilities_for
from constancia.core.refusals import refuse_if_any
from constancia.imports import actions, queries, store, uploads
from constancia.register import headcounts
from constancia.register.roll.queries import RollsRead, rolls_read

router = Router(tags=["imports"])
_PERMISSION = queries.PERMISSION
Files = Annotated[list[UploadedFile], File(description="One file or several.")]
_NO_FILES: list[UploadedFile] = []
Run = Callable[..., HttpResponseBase]


def _expecting_files(run: Run) -> Run:
    """Let the request bring files, if whoever its token names may import; nothing of its body is read before."""

    @wraps(run)
    def expecting(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        uploads.expect_files(request, lambda: Rule((_PERMISSION,)).admits(request.actor))
        return run(request, *args, **kwargs)

    return expecting


@router.get("/imports", response=answers(list[ImportSeen]))
@needs(_PERMISSION)
def imports(
    request: Request,
    state: Literal["", "waiting", "reading", "done", "failed"] = "",
    start: Number = 0,
    limit: Limit = 100,
) -> Any:
    """List the runs of imports, newest first; `failed` leaves out those that were dealt with."""
    found = queries.runs(request.actor, now=datetime.now(UTC), state=state, start=start, limit=limit)
    return [_seen(each) for each in found]


@router.get("/imports/rolls-read", response=answers(list[RollsRead]))
@needs(_PERMISSION)
def rolls_read_so_far(request: Request) -> Any:
    """Return what daily rolls were read so far, one line per facility."""
    return rolls_read(facilities_for(request.actor, _PERMISSION))


@router.get("/imports/counts-read", response=answers(list[headcounts.CountsRead]))
@needs(_PERMISSION, everywhere=True)
def counts_read_so_far(request: Request) -> Any:  # noqa: ARG001 - every endpoint takes it
    """Return what published head counts were read so far, one line per definition and producer."""
    return headcounts.counts_read()


@router.post("/imports/rolls", response=answers(Handed))
@decorate_view(_expecting_files)
@needs(_PERMISSION)
def hand_over_rolls(request: Request, facility: Annotated[Words, Form()], files: Files = _NO_FILES) -> Any:
    """Hand daily rolls of a facility over to be read in the background."""
    refuse_if_any(uploads.too_much(request))
    arrived = uploads.arrived(files)
    now = datetime.now(UTC)
    run = actions.hand_over_rolls(by=request.actor, now=now, facility=facility, files=arrived, origin="api")
    return {"runs": [run]}


@router.post("/imports/head-counts", response=answers(Handed))
@decorate_view(_expecting_files)
@needs(_PERMISSION, everywhere=True)
def hand_over_headcounts(
    request: Request,
    definition: Annotated[Words, Form()],
    producer: Annotated[Words, Form()],
    zone: Annotated[Words, Form()],
    files: Files = _NO_FILES,
) -> Any:
    """Hand published head counts over to be read in the background, one run for each file."""
    refuse_if_any(uploads.too_much(request))
    runs = actions.hand_over_headcounts(
        by=request.actor,
        now=datetime.now(UTC),
        definition=definition,
        producer=producer,
        zone=zone,
        files=uploads.arrived(files),
        origin="api",
    )
    return {"runs": runs}


@router.get("/imports/{run}", response=answers(ImportSeen))
@needs(_PERMISSION)
def one_import(request: Request, run: Number) -> Any:
    """Return how far one run is, or why it failed."""
    return _seen(_found(request, run))


_CSV = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}


@router.get("/imports/{run}/rejects", response=answers(str), openapi_extra=_CSV)
@needs(_PERMISSION)
def rejects(request: Request, run: Number) -> Any:
    """Return the rejects file of a run as CSV: file, row, field and reason of what could not be read."""
    path = store.rejects_of(_found(request, run).run)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"rejects-{run}.csv", content_type="text/csv")


@router.post("/imports/{run}/try-again", response=answers(ImportSeen))
@needs(_PERMISSION)
def try_again(request: Request, run: Number) -> Any:
    """Let a failed run be read again."""
    actions.try_again(by=request.actor, now=datetime.now(UTC), run=run)
    return _seen(_found(request, run))


@router.post("/imports/{run}/set-aside", response=answers(ImportSeen))
@needs(_PERMISSION)
def set_aside(request: Request, run: Number) -> Any:
    """Take a failed run off the list of what needs doing."""
    actions.set_aside(by=request.actor, now=datetime.now(UTC), run=run)
    return _seen(_found(request, run))


def _found(request: Request, run: int) -> queries.RunSeen:
    found = queries.run(request.actor, run, now=datetime.now(UTC))
    if found is None:
        raise Http404
    return found


def _seen(run: queries.RunSeen) -> ImportSeen:
    language = get_language() or "es"
    refusals = [RefusalSaid(**each.as_data(language)) for each in run.failed]
    plain = {name: getattr(run, name) for name in ImportSeen.model_fields if name != "refusals"}
    return ImportSeen(**{**plain, "names": list(run.names)}, refusals=refusals)
