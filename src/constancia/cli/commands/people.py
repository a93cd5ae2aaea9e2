"""The file of one person."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

import click

from constancia.cli.output import answer, common, operator
from constancia.core.ids import read_id
from constancia.core.time import iso, parse_moment
from constancia.ledger.journal import number_known_at
from constancia.register import queries
from constancia.register.codes import EVIDENCE, GROUND_KINDS, MATCHES, STANDINGS, STATES
from constancia.register.file import ITEMS
from constancia.register.flags import AsAt, as_at
from constancia.register.search import MOST_FOUND, Found, find_persons


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
    """Find a person, and read the file of one."""


@person.command()
@click.argument("wanted", metavar="NAME")
@click.option(
    "--born", type=click.IntRange(1850, 2100), metavar="YEAR", help="Year of birth: files that fit it come first."
)
@click.option(
    "--limit", type=click.IntRange(1, MOST_FOUND), default=10, show_default=True, help="At most so many files."
)
@common
def find(wanted: str, born: int | None, limit: int, *, as_json: bool) -> None:
    """Find files by a name, however it is spelt, or by any number."""
    found = find_persons(operator(), wanted, limit=limit, born_in=born)
    lines = [_found_line(each) for each in found] or ["No file fits."]
    answer(found, lines, as_json=as_json)


def _found_line(found: Found) -> str:
    """Return a file found in one line: number, name, why, where, when born."""
    years = dict.fromkeys(str(each) for each in (found.born_from, found.born_to) if each is not None)
    parts = [
        f"{found.person}  {found.name}",
        f"on file as {found.file_name}" if found.file_name != found.name else "",
        ", ".join(MATCHES[each].en.lower() for each in found.how) + f" ({found.score})",
        f"{STATES[found.state].en} at {found.facility}" if found.state else "not in custody",
        f"born {'–'.join(years)}" if years else "year of birth not known",
        f"same person as {', '.join(found.same_as)}" if found.same_as else "",
    ]
    return "; ".join(each for each in parts if each)


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
