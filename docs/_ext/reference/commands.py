"""The page of commands: every command of `constancia` with its options."""

from collections.abc import Iterator

import click

from reference import sources
from reference.markdown import code, fence, paragraphs, table, target, text


def declared() -> list[tuple[str, click.Command]]:
    """Return every command that does something, by its whole name."""
    sources.wake()
    from constancia.cli.commands import constancia  # noqa: PLC0415 - needs Django

    return sorted(_leaves("constancia", constancia))


def undocumented() -> Iterator[str]:
    """Yield what is missing about commands and options."""
    for name, command in declared():
        if not (command.help or "").strip():
            yield f"command {name}: no help"
        for each in command.params:
            if isinstance(each, click.Option) and not (each.help or "").strip():
                yield f"command {name}: option {each.opts[0]} has no help"


def page() -> str:
    """Return the page."""
    return "\n\n".join(_command(name, command) for name, command in declared())


def _leaves(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for word in command.list_commands(context):
            if (inner := command.get_command(context, word)) is not None:
                yield from _leaves(f"{name} {word}", inner)
    else:
        yield name, command


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    options = [each for each in command.params if isinstance(each, click.Option)]
    rows = [(_written(each, context), _meaning(each), _default(each, context)) for each in options]
    return "\n\n".join(
        [
            f"{target('command', name.replace(' ', '-'))}\n## {code(name)}",
            fence(usage),
            paragraphs(command.help),
            table(("option", "means", "default"), rows),
        ]
    )


def _written(option: click.Option, context: click.Context) -> str:
    chosen = isinstance(option.type, click.Choice)
    value = "" if option.is_flag else " …" if chosen else f" {option.make_metavar(context)}"
    return f"`{', '.join(option.opts)}{value}`"


def _meaning(option: click.Option) -> str:
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    listed = f" One of {', '.join(map(code, choices))}." if choices else ""
    return text(option.help or "") + listed


def _default(option: click.Option, context: click.Context) -> str:
    default = option.get_default(context)
    if option.required:
        return "needed"
    return code(default) if option.show_default and default is not None else ""
