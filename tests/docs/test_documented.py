"""Nothing that can be listed is undocumented; and each of these checks can fail."""

import ast

import click
import pytest

from constancia.bench.catalogue import BENCHMARKS, Benchmark
from constancia.core import events, refusals
from constancia.core.permissions import ALLOWS, ROLES
from constancia.core.refusals import RefusalKind
from constancia.core.text import Text
from constancia.project.settings import environment
from constancia.register.codes import STATES
from constancia.register.file import ITEMS, Item
from reference import commands, sources
from reference.pages import PAGES, PLACE


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_undocumented(name: str) -> None:
    assert list(PAGES[name].undocumented()) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_place_for_its_generated_part(name: str) -> None:
    text = (sources.ROOT / "docs" / f"{name}.md").read_text()
    assert text.count(PLACE) == 1
    assert text.startswith("# ")
    assert PAGES[name].page().strip()


def test_everything_declared_in_the_source_is_on_its_page() -> None:
    """Count in the source what the pages list from the running program."""
    declared = [call for tree in sources.trees().values() for call in sources.calls(tree)]
    codes = {
        name: {_first(call) for word, call in declared if word == name and _first(call)}
        for name in ("event", "refusal")
    }
    for name, page in (("event", "reference/events"), ("refusal", "reference/refusals")):
        assert len(codes[name]) > 10
        text = PAGES[page].page()
        assert [each for each in sorted(codes[name]) if f"## `{each}`" not in text] == []
    variables = {_first(call) for word, call in declared if word == "Variable"}
    assert variables == {each.name for each in environment.ALL}


def test_every_command_is_listed_with_every_option() -> None:
    text = PAGES["reference/commands"].page()
    names = [name for name, _ in commands.declared()]
    assert {"constancia import roll", "constancia journal verify", "constancia population"} <= set(names)
    for name, command in commands.declared():
        part = text.split(f"## `{name}`\n")[1].split("\n## ")[0]
        for each in command.params:
            assert (each.opts[0] if isinstance(each, click.Option) else each.make_metavar(_context(command))) in part


def _context(command: click.Command) -> click.Context:
    return click.Context(command, info_name="x")


def _first(call: ast.Call) -> str:
    given = call.args[0] if call.args else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""


# ---------------------------------------------------------------- each check can fail

EMPTY = Text("Something", " ")


def complaints(name: str) -> str:
    return "\n".join(PAGES[name].undocumented())


def test_an_event_without_spanish_source_or_docstring_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "ALL", dict(events.ALL))

    @events.event("test.happened", en="Happened", es="", source=" ")
    class Happened(events.Event):
        what: str

    found = complaints("reference/events")
    for missing in ("Spanish", "source", "docstring"):
        assert f"event test.happened: no {missing}" in found


def test_a_refusal_without_spanish_rule_or_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = RefusalKind("test.no", Text("No {why}.", " "), rule="", remedy=EMPTY)
    monkeypatch.setitem(refusals.ALL, "test.no", kind)
    found = complaints("reference/refusals")
    for missing in (
        "no Spanish",
        "no rule",
        "no remedy in Spanish",
        "different values",
        "example for {why}",
        "nothing raises it",
    ):
        assert missing in found


def test_a_command_or_option_without_help_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = click.Command("silent", params=[click.Option(["--quiet"])])
    monkeypatch.setattr(commands, "declared", lambda: [("constancia silent", silent)])
    assert complaints("reference/commands") == (
        "command constancia silent: no help\ncommand constancia silent: option --quiet has no help"
    )


def test_a_setting_that_is_not_listed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "NEW", environment.Variable("CONSTANCIA_NEW", "", ""), raising=False)
    monkeypatch.setattr(environment, "ALL", environment.ALL[2:])
    found = complaints("reference/settings")
    assert "setting CONSTANCIA_NEW: NEW is not in environment.ALL" in found
    assert "setting CONSTANCIA_DB: read in " in found


def test_a_permission_or_role_that_is_not_said_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ALLOWS, "journal.open")
    monkeypatch.setitem(ROLES, "keeper", EMPTY)
    found = complaints("reference/permissions")
    assert "permission journal.open" in found
    assert "role keeper" in found


def test_a_code_list_an_item_and_a_benchmark_without_words_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STATES, "lost", EMPTY)
    monkeypatch.setitem(ITEMS, "shoes", Item(EMPTY, "x", "never", events=("test.no",)))
    monkeypatch.setitem(BENCHMARKS, "nothing", Benchmark("act", "", ("none",)))
    assert "code list constancia.register.codes.STATES: lost" in complaints("reference/codes")
    assert complaints("reference/file-items").count("file item shoes") == 3
    assert "benchmark nothing" in complaints("reference/benchmarks")
