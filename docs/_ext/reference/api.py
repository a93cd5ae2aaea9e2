"""The page of the HTTP API, written from its own OpenAPI description."""

from collections.abc import Iterator
from typing import Any

from reference import sources
from reference.markdown import code, paragraphs, table, target

Data = dict[str, Any]


def schema() -> Data:
    """Return the OpenAPI description that the API itself serves."""
    sources.wake()
    from constancia.api.main import api  # noqa: PLC0415 - needs Django

    found: Data = api.get_openapi_schema()
    return found


def declared() -> list[tuple[str, str, Data]]:
    """Return every operation: method, path, and what OpenAPI says of it."""
    return [
        (method.upper(), path, operation)
        for path, operations in schema()["paths"].items()
        for method, operation in operations.items()
    ]


def undocumented() -> Iterator[str]:
    """Yield what is missing about operations."""
    for method, path, operation in declared():
        if not (operation.get("description") or "").strip():
            yield f"API {method} {path}: no description"


def page() -> str:
    """Return the page."""
    parts = schema().get("components", {}).get("schemas", {})
    return "\n\n".join(_operation(*each, parts) for each in declared())


def _operation(method: str, path: str, operation: Data, parts: Data) -> str:
    given = [
        (code(each["name"]), each["in"], _kind(each["schema"], parts), "needed" if each.get("required") else "")
        for each in operation.get("parameters", ())
    ]
    body = _body(operation, parts)
    needed = set(body.get("required", ()))
    given += [
        (code(name), "body", _kind(each, parts), "needed" if name in needed else "")
        for name, each in body.get("properties", {}).items()
    ]
    return "\n\n".join(
        [
            f"{target('operation', operation['operationId'])}\n## {code(f'{method} {path}')}",
            paragraphs(operation.get("description")),
            table(("name", "in", "holds", ""), given) if given else "Takes nothing.",
            f"Answers {_answer(operation, parts)}.",
        ]
    )


def _body(operation: Data, parts: Data) -> Data:
    content = operation.get("requestBody", {}).get("content", {})
    return _resolved(next(iter(content.values()))["schema"], parts) if content else {}


def _answer(operation: Data, parts: Data) -> str:
    content = operation["responses"][200].get("content", {})
    return _kind(next(iter(content.values()))["schema"], parts) if content else "nothing"


def _kind(said: Data, parts: Data) -> str:
    if "anyOf" in said:
        return " or ".join(_kind(each, parts) for each in said["anyOf"])
    said = _resolved(said, parts)
    if said.get("type") == "array":
        return f"a list of {_kind(said['items'], parts)}"
    if said.get("type") == "object" and "properties" in said:
        return "object: " + ", ".join(map(code, said["properties"]))
    words = {"null": "nothing", "string": str(said.get("format", "text")), "integer": "whole number"}
    kind = str(said.get("type", "anything"))
    return words.get(kind, kind)


def _resolved(said: Data, parts: Data) -> Data:
    found: Data = parts[said["$ref"].rsplit("/", 1)[1]] if "$ref" in said else said
    return found
