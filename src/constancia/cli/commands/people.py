"""The file of one person."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import click

from constancia.cli.output import answer, common
from constancia.core.ids import read_id
from constancia.core.time import iso, parse_moment
from constancia.ledger.journal import number_known_at
from constancia.register import queries
from constancia.register.codes import EVIDENCE, GROUND_KINDS, STANDINGS, STATES
from constancia.register.file import ITEMS
from constancia.register.flags import AsAt, as_at


class Moment(click.ParamType[datetime]):
    """An ISO 8601 moment with its offset; a bare date means its first instant in UTC."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment in UTC, or fail with what to write instead."""
        text = str(value)
        try:
            return parse_moment(f"{text}T00:00:00+00:00" if len(text) == len("2020-04-30") else text)
        except ValueError:
            self.fail(f"{text[:40]!r} is not a moment; write 2020-04-30 or 2020-04-30T12:00:00-06:00", param, ctx)


known_option = click.option(
    "--as-known-at", "known", type=Moment(), help="What the register knew at this moment (when it was recorded)."
)


@click.group()
def person() -> None:
    """Read the file of one person."""


@person.command()
@click.argument("number")
@click.option("--at", "at", type=Moment(), help="Where the person was at this moment, and on what ground.")
@known_option
@common
def show(number: str, at: datetime | None, known: datetime | None, *, as_json: bool) -> None:
    """Show a person's file, or what it says of one moment."""
    found = queries.person_file(_person(number), known_at=None if known is None else number_known_at(known))
    if found is None:
        raise click.ClickException(f"no file {number} was known then")
    if at is not None:
        then = as_at(found, at)
        answer({"person": found.person, "at": at, **asdict(then)}, _lines_at(then), as_json=as_json)
        return
    lines = [f"{found.person}  {found.name}"]
    lines += [
        f"  {iso(each.since)} … {iso(each.until) if each.until else ''}  {each.facility}  {STATES[each.state].en}"
        f" ({EVIDENCE[each.evidence].en})  {each.status}"
        for each in found.spans
    ]
    lines += [f"  no ground: {iso(each.since)} … {iso(each.until) if each.until else ''}" for each in found.uncovered]
    lines += [
        f"  {ITEMS[each.key].text.en}: {STANDINGS[each.standing].en if each.standing else 'nothing recorded'}"
        for each in found.items
    ]
    answer(found, lines, as_json=as_json)


def _lines_at(then: AsAt) -> Iterator[str]:
    yield from (f"{each.facility}  {STATES[each.state].en} ({EVIDENCE[each.evidence].en})" for each in then.spans)
    if not then.spans:
        yield "in no custody that the register knows of"
    yield from (f"  {GROUND_KINDS[each.kind].en}: {each.issuer}, {each.reference}" for each in then.grounds)
    if not then.covered:
        yield "  no ground covered it"


@person.command()
@click.argument("number")
@known_option
@common
def history(number: str, known: datetime | None, *, as_json: bool) -> None:
    """List every entry of a person's file."""
    rows = queries.history(_person(number), known_at=None if known is None else number_known_at(known))
    lines = [
        f"{row['number']:>9}  {iso(row['occurred_at'])}  {row['event']}{'  (late)' if row['late'] else ''}"
        for row in rows
    ]
    answer({"person": number, "entries": rows}, lines, as_json=as_json)


def _person(number: str) -> str:
    try:
        return read_id(number, "P")
    except ValueError as error:
        raise click.UsageError(f"{number[:40]!r}: {error}") from error
