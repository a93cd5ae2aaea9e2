"""The page of refusals: every reason for which an act is refused, what it rests on and what can be done."""

import ast
import json
import string
from collections.abc import Iterator
from pathlib import Path

from constancia.core import refusals
from constancia.core.refusals import RefusalKind
from reference import sources
from reference.markdown import code, fence, table, target, text

EXAMPLES: dict[str, object] = {
    "age": "perhaps a child / tal vez menor de edad",
    "area": "2.40",
    "asked": "a whole number / un número entero",
    "at": "2026-03-01T16:00:00Z",
    "authority": "Juzgado Segundo",
    "cause": "Damp or mould / Humedad o moho",
    "choices": "cell, corridor, module",
    "column": "count",
    "count": 1_000_000,
    "day": "2026-03-01",
    "device": "CO2-B3-12",
    "entry": 1204,
    "error": "MemoryError",
    "facility": "F1",
    "fault": "norms.yaml: a key stands twice: figures",
    "file": "recuentos.csv",
    "finding": "F-3QK7-51WT",
    "first": "persons[3]",
    "folder": "facts",
    "format": "constancia-placement/1",
    "given": "15 d",
    "ground": "G-52WK-93T7",
    "hold": "H-8RSN-2A0T",
    "id": "p17",
    "kind": "persons",
    "known": "documented, stated",
    "last": "2026-03-01T16:05:00Z",
    "least": 0.001,
    "limit": 500,
    "link": "L-77QD-10X6",
    "name": "destination",
    "norm": "MR-44-15",
    "now": "2026-03-01T16:00:00Z",
    "other": "P-1B9M-KE2R",
    "others": "Untried / En prisión preventiva",
    "permission": "register.record",
    "person": "P-4F7K-91QN",
    "place": "CD-1/M3/A/12",
    "plan": "Q-7TRM-20HB",
    "problem": "facility: Field required",
    "profile": "arrangement",
    "reason": "missing_column",
    "recommendation": "K-8T2M-40HV",
    "role": "keeper",
    "row": 17,
    "run": 12,
    "scope": "Not in one cell / No en la misma celda",
    "state": "Held / Bajo custodia",
    "status": "Con condena",
    "stay": "S-3HJ2-77PA",
    "table": "presence",
    "user": "U-0C4T-M3YC",
    "value": "unsure",
    "wanted": "30 d",
    "what": "G-52WK-93T7",
    "which": "Maximum / Máxima",
    "zone": "America/Nowhere",
}
"""A value for each name that a sentence can hold between braces."""


def declared() -> list[RefusalKind]:
    """Return every kind of refusal, by code."""
    sources.modules()
    return [kind for _, kind in sorted(refusals.ALL.items())]


def undocumented() -> Iterator[str]:
    """Yield what is missing about refusals."""
    raised = raised_in()
    for kind in declared():
        said = {
            "English": kind.text.en,
            "Spanish": kind.text.es,
            "rule": kind.rule,
            "remedy in English": kind.remedy.en,
            "remedy in Spanish": kind.remedy.es,
        }
        yield from (f"refusal {kind.code}: no {name}" for name, words in said.items() if not words.strip())
        if places(kind.text.en) != places(kind.text.es):
            yield f"refusal {kind.code}: the two sentences hold different values"
        for name in places(kind.text.en) - EXAMPLES.keys():
            yield f"refusal {kind.code}: docs/_ext/reference/refusals.py has no example for {{{name}}}"
        if kind.code not in raised:
            yield f"refusal {kind.code}: nothing raises it"


def places(sentence: str) -> set[str]:
    """Return the names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def raised_in() -> dict[str, list[str]]:
    """Return, for each code, the functions that say so in their docstring, or else those that use its kind."""
    said: dict[str, list[str]] = {}
    used: dict[str, list[str]] = {}
    quoted = {f"`{kind.code}`": kind.code for kind in declared()}
    names = {_python_name(kind): kind.code for kind in declared()}
    for path, function in sources.functions():
        where = f"{_module(path)}.{function.name}"
        docstring = ast.get_docstring(function) or ""
        for words in [each for each in quoted if each in docstring and not function.name.startswith("_")]:
            said.setdefault(quoted[words], []).append(where)
        for name in _words(function) & names.keys():
            used.setdefault(names[name], []).append(where)
    return {**used, **said}


def page() -> str:
    """Return the page."""
    raised, fields = raised_in(), fields_given()
    return "\n\n".join(_refusal(each, raised[each.code], fields) for each in declared())


def fields_given() -> dict[str, str]:
    """Return, for the Python name of each kind of refusal, the field that the first place raising it names."""
    found: dict[str, str] = {}
    for tree in sources.trees().values():
        for name, call in sources.calls(tree):
            given = {each.arg: each.value for each in call.keywords}
            field = given.get("field")
            if name.isupper() and isinstance(field, ast.Constant):
                found.setdefault(name, str(field.value))
    return found


def _refusal(kind: RefusalKind, raised: list[str], fields: dict[str, str]) -> str:
    values = {name: EXAMPLES[name] for name in places(kind.text.en)}
    example = kind(field=fields.get(_python_name(kind), ""), **values)
    rows = [
        ("sentence", text(kind.text.en), text(kind.text.es)),
        ("what to do", text(kind.remedy.en), text(kind.remedy.es)),
    ]
    return "\n\n".join(
        [
            f"{target('refusal', kind.code)}\n## {code(kind.code)}",
            table(("", "English", "español"), rows),
            f"Rests on: {text(kind.rule)}. Refused by {', '.join(map(code, raised))}.",
            "For example, on the command line with `--json` and from the API:",
            fence(json.dumps({"refusals": [example.as_data("es")]}, ensure_ascii=False, indent=2), "json"),
        ]
    )


def _python_name(kind: RefusalKind) -> str:
    for module in sources.modules():
        for name, value in vars(module).items():
            if value is kind:
                return name
    return ""


def _words(function: ast.FunctionDef) -> set[str]:
    """Return every name that a function uses, plain or after a dot."""
    nodes = list(ast.walk(function))
    return {each.id for each in nodes if isinstance(each, ast.Name)} | {
        each.attr for each in nodes if isinstance(each, ast.Attribute)
    }


def _module(path: Path) -> str:
    return path.with_suffix("").as_posix().removeprefix("src/constancia/").replace("/", ".")
