"""The page of tables: what a reader of the store meets there."""

from collections.abc import Iterator
from typing import Any

from reference import sources
from reference.markdown import code, paragraphs, table, target


def declared() -> list[Any]:
    """Return Constancia's own models, by the name of their table."""
    sources.modules()
    from django.apps import apps  # noqa: PLC0415 - needs Django

    own = [each for each in apps.get_models() if each.__module__.startswith("constancia.")]
    return sorted(own, key=lambda each: each._meta.db_table)


def undocumented() -> Iterator[str]:
    """Yield what is missing about tables."""
    for model in declared():
        made_up = f"{model.__name__}("
        if not model.__doc__ or model.__doc__.startswith(made_up):
            yield f"table {model._meta.db_table}: no docstring"


def page() -> str:
    """Return the page."""
    return "\n\n".join(_table(each) for each in declared())


def _table(model: Any) -> str:
    name = model._meta.db_table
    rows = ((code(each.column), _kind(each)) for each in model._meta.concrete_fields)
    derived = "derived from the journal" if getattr(model, "derived", False) else "not derived"
    return "\n\n".join(
        [
            f"{target('table', name)}\n## {code(name)}",
            f"{paragraphs(model.__doc__)} ({derived})",
            table(("column", "holds"), rows),
        ]
    )


def _kind(field: Any) -> str:
    words = field.description % {"max_length": field.max_length} if field.max_length else str(field.description)
    marks = [
        words.split(" (up to None")[0],
        *(["key"] if field.primary_key else []),
        *(["may be empty"] if field.null else []),
    ]
    return ", ".join(marks)
