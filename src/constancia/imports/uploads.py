"""Receiving files over HTTP: nowhere unless a view asks for it, straight into a private folder, and never more than may be."""

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from constancia.core.refusals import Refusal
from constancia.imports import store
from constancia.imports.rules import Arrived, refuse_upload, shown_name


class NoFiles(FileUploadHandler):
    """The handler of every view that expects no files: the first one ends the reading of the request."""

    def new_file(self, *_args: Any, **_kwargs: Any) -> None:
        """Refuse the file."""
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, _raw_data: bytes, _start: int) -> None:
        """Keep nothing."""

    def file_complete(self, _file_size: int) -> None:
        """Return no file."""


class Received(TemporaryUploadedFile):
    """A file in the private folder, under a name of ours; it is removed with the request unless somebody moved it."""

    def __init__(self, name: str) -> None:
        """Make an empty file."""
        place = NamedTemporaryFile(dir=store.arriving())  # noqa: SIM115 - closed by Django at the end of the request
        UploadedFile.__init__(self, place, name)


class Bounded(FileUploadHandler):
    """Write files to the private folder until there are too many or too large ones; what comes then is read past."""

    def __init__(self, request: HttpRequest, allowed: Callable[[], bool]) -> None:
        """Count from nothing."""
        super().__init__(request)
        self.allowed = allowed
        self.count = self.size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        if not self.allowed():
            raise StopUpload(connection_reset=True)
        self.count += 1
        self._stop_if_too_much()
        self.file = Received(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Write a piece of a file."""
        self.size += len(raw_data)
        self._stop_if_too_much()
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> Received:
        """Return a whole file."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def _stop_if_too_much(self) -> None:
        found = refuse_upload(self.count, self.size)
        if found:
            self.request.too_much = found  # type: ignore[union-attr]
            raise StopUpload


def expect_files(request: HttpRequest, allowed: Callable[[], bool] = lambda: True) -> None:
    """Let this request bring files; call before anything reads its body. `allowed` is asked when the first one comes."""
    request.upload_handlers = [Bounded(request, allowed)]


def too_much(request: HttpRequest) -> list[Refusal]:
    """Return why the receiving of a request's files was stopped, if it was."""
    found: list[Refusal] = getattr(request, "too_much", [])
    return found


def arrived(files: Iterable[Any]) -> list[Arrived]:
    """Return received files as the domain takes them."""
    return [Arrived(Path(each.temporary_file_path()), shown_name(each.name), each.size) for each in files]
