"""Judging a facility from the command line: its board, what somebody must still cure, one verdict explained."""

from datetime import datetime
from typing import Any

import click

from constancia.cli.commands.evaluating import evaluate_, export_
from constancia.cli.main import language
from constancia.cli.output import answer, clock, common, operator
from constancia.core.time import iso
from constancia.ledger.journal import number_known_at
from constancia.register.actions.common import zone_of
from constancia.standards import board as boards
from constancia.standards import keeping, queries
from constancia.standards.actions.readings import gather
from constancia.standards.explaining import explain, sentence, what_would_change


@click.group()
def standards() -> None:
    """Judge the conditions of custody by the norms."""


standards.add_command(export_)
standards.add_command(evaluate_)


@standards.command()
@click.argument("facility")
@click.option("--keep", is_flag=True, help="Judge it anew first: open, re-open and escalate findings.")
@common
def board(facility: str, *, keep: bool, as_json: bool) -> int:
    """Show a facility's board: every topic by module, with how much of it could be judged."""
    zone_of(facility)
    if keep:
        keeping.keep(facility, now=clock())
    found = queries.kept_board(facility)
    if found is None:
        answer({"facility": facility, "judged": False}, ["Not judged yet; run it with --keep."], as_json=as_json)
        return 1
    tiles = boards.tiles(found.lines)
    data = {
        "facility": facility,
        "as_of": found.as_of,
        "upto": found.upto,
        "tiles": tiles,
        "timers": queries.timers_for(operator(), found),
    }
    answer(data, [f"{facility}, judged {iso(found.as_of)}", *map(_tile_line, tiles)], as_json=as_json)
    return 0


def _tile_line(tile: boards.Tile) -> str:
    share = tile.share
    how = "nothing to judge" if share is None else f"{share.judged:7.1%} judged {share.met:7.1%} met"
    module = "(facility)" if tile.module == boards.WHOLE else tile.module or "(none)"
    return f"  {tile.topic:<10} {module:<12} {tile.verdict:<9} {how}"


@standards.command()
@click.option("--facility", default="", help="Of one facility only.")
@click.option("--state", default="due", show_default=True, help="A state, or `due`: to be cured; empty: all.")
@common
def findings(facility: str, state: str, *, as_json: bool) -> None:
    """List findings, the gravest first."""
    rows = [
        {
            "id": each.id,
            "facility": each.facility,
            "severity": each.severity,
            "norm": each.norm,
            "subject": each.subject,
            "state": each.state,
            "level": each.level,
            "due_at": each.due_at,
        }
        for each in queries.findings(operator(), facility=facility, state=state)
    ]
    lines = [f"{row['id']}  {row['severity']}  {row['norm']:<14} {row['subject']:<14} {row['state']}" for row in rows]
    answer({"findings": rows}, [*lines, f"{len(rows)} findings"], as_json=as_json)


@standards.command()
@click.argument("facility")
@click.argument("norm")
@click.argument("subject")
@click.option(
    "--kind", default="person", show_default=True, type=click.Choice(["person", "cell", "facility"]), help="Of what."
)
@click.option("--as-known-at", type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]), help="As the register knew it then.")
@common
def why(facility: str, norm: str, subject: str, kind: str, as_known_at: datetime | None, *, as_json: bool) -> None:
    """Explain what a norm says of a person, a cell or the facility: verdicts over time, facts, what would change them."""
    known = None if as_known_at is None else number_known_at(as_known_at)
    try:
        found = explain(
            operator(), facility=facility, norm=norm, subject=subject, kind=kind, as_of=clock(), known_at=known
        )
    except KeyError as error:
        raise click.UsageError(f"no such norm: {norm}") from error
    tongue = language()
    data = [
        {
            "limb": each.question.limb.name,
            "rung": each.question.rung.id,
            "verdicts": [{"verdict": one.verdict, "because": sentence(one, tongue)} for one in each.verdicts],
            "facts": [
                {"table": fact.table, "entry": fact.entry, "since": fact.since, "until": fact.until}
                for fact in each.facts
            ],
            "changes": what_would_change(each.question, each.last, tongue),
        }
        for each in found
    ]
    answer({"norm": norm, "subject": subject, "answers": data}, _why_lines(data), as_json=as_json)


def _why_lines(data: list[dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    for each in data:
        lines.append(f"{each['limb']} · {each['rung']}")
        lines += [f"  {one['verdict']:<9} {one['because']}" for one in each["verdicts"]]
        lines += [f"  fact: {fact['table']} (entry {fact['entry']})" for fact in each["facts"]]
        lines += [f"  → {change}" for change in each["changes"]]
    return lines or ["Nothing on record makes this norm say anything here. That is not compliance."]


@standards.command("gather")
@common
def gather_(*, as_json: bool) -> None:
    """Write down the readings that devices posted; the worker of `serve` does so by itself."""
    entries = gather(by=operator(), now=clock())
    answer({"new_entries": entries}, [f"{entries} entries"], as_json=as_json)
