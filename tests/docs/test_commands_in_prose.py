"""Whoever copies a command from a page can run it: the command is there, and so is every option."""

import json
import re
import shlex
from collections.abc import Iterator

import click
import pytest

from constancia.api.acting import ACTS, body_of
from constancia.cli.commands import constancia
from constancia.register import actions
from reference.sources import ROOT

from .test_links import PROSE, name

LINE = re.compile(r"^ {4}(?:[A-Z_]+=\S+ )*(constancia(?: .+)?)$", re.MULTILINE)
INLINE = re.compile(r"`(constancia(?: [^`]+)?)`")
TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


def commands() -> Iterator[tuple[str, str]]:
    for path in PROSE:
        text = path.read_text()
        for found in [*LINE.findall(text), *INLINE.findall(text)]:
            yield name(path), " ".join(found.split("#")[0].split())


@pytest.mark.parametrize(("page", "command"), sorted(set(commands())))
def test_a_command_on_a_page_is_one(page: str, command: str) -> None:
    found: click.Command = constancia
    words = shlex.split(command)[1:]
    while isinstance(found, click.Group) and words and not words[0].startswith("-"):
        word = words.pop(0)
        inner = found.get_command(click.Context(found), word)
        assert inner is not None, f"{page}: {command}"
        found = inner
    options = {word for each in found.params for word in each.opts} | {"--help", "--version"}
    assert [each for each in words if each.startswith("--") and each.split("=")[0] not in options] == []


def test_a_make_target_on_a_page_is_one() -> None:
    named = {word for path in PROSE for word in re.findall(r"(?:`|^ {4})make ([a-z]+)", path.read_text(), re.MULTILINE)}
    assert {"demo", "test", "check", "docs"} <= named
    assert named <= TARGETS


def test_the_request_shown_is_one_the_api_accepts() -> None:
    text = (ROOT / "docs/start/first-register.md").read_text()
    (body,) = re.findall(r"/api/v1/facilities/open \\\n\s+-d '(.+?)'", text, re.DOTALL)
    read = body_of(actions.open_facility, "shown")(**json.loads(body))
    assert (read.code, read.zone) == ("F1", "America/El_Salvador")  # type: ignore[attr-defined]
    assert "admit" in ACTS
