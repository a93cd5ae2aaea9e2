"""Custody that no ground covers, as at any moment and as known at any other."""

from datetime import datetime

import click

from constancia.cli.commands.people import Moment, known_option
from constancia.cli.output import answer, clock, common
from constancia.core.time import iso
from constancia.ledger.journal import number_known_at
from constancia.register.flags import Flag, uncovered_custody


@click.command()
@click.option("--at", "at", type=Moment(), help="As at this moment (default: now).")
@click.option("--past", is_flag=True, help="Also what had ended by then: it happened all the same.")
@known_option
@common
def uncovered(at: datetime | None, known: datetime | None, *, past: bool, as_json: bool) -> None:
    """List custody without a ground, longest first, and who decided it where somebody did."""
    known_at = None if known is None else number_known_at(known)
    found = uncovered_custody(at or clock(), past=past, known_at=known_at)
    answer({"as_known_at_entry": known_at, "uncovered": found}, map(_line, found), as_json=as_json)


def _line(flag: Flag) -> str:
    until = iso(flag.until) if flag.until else ""
    line = f"{flag.person}  {flag.facility}  {iso(flag.since)} … {until}"
    if flag.override:
        line += f"  override: {flag.override} ({flag.decided_by}; recorded by {flag.recorded_by}, entry {flag.entry})"
    return line
