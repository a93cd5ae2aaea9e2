"""Housing from the command line: a placement for a file of persons and cells, its check, and a facility's places as a file."""

import importlib
import os
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from constancia.cli.commands.buildings import export_facility, import_facility
from constancia.cli.output import answer, common
from constancia.housing.placement.checker import Checked, Checker
from constancia.housing.placement.files import read_json, write_json
from constancia.housing.placement.plan import DEFAULT_SECONDS, Plan, read_assignments
from constancia.housing.placement.proof import reaches

_NOT_VERIFIED = 3

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN = 20
"""So many breaches, conflicts or people without a cell are listed in the text answer; JSON has them all."""


@click.group()
def housing() -> None:
    """Place persons in cells and check a placement, from plain files; bring a facility's places in and write them out."""


housing.add_command(import_facility)
housing.add_command(export_facility)


@housing.command("solve")
@click.argument("instance", type=_FILE)
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The plan file.")
@click.option(
    "--time-limit", default=DEFAULT_SECONDS, show_default=True, type=click.FloatRange(0, 86_400), help="Seconds."
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**30), help="Same seed, same plan.")
@common
def solve_(instance: Path, output: Path, time_limit: float, seed: int, *, as_json: bool) -> None:
    """Place the persons of INSTANCE (constancia-placement/1) and write the plan with its proof."""
    _must_be_writable(output)
    plan = _engine("engine").solve(read_json(instance), time_limit=time_limit, seed=seed, tell=_show_progress)
    data = plan.as_data()
    write_json(output, data)
    shown = {name: value for name, value in data.items() if name not in {"assignments", "why", "proof"}}
    answer({**shown, "plan": str(output)}, _lines(plan, shown, output), as_json=as_json)


def _must_be_writable(output: Path) -> None:
    """Say before the search, and not after it, that the plan could not be written."""
    if not (output.parent.is_dir() and os.access(output.parent, os.W_OK)):
        raise click.BadParameter(f"the folder {output.parent} cannot be written to", param_hint="'-o'")


def _show_progress(checked: Checked) -> None:
    if sys.stderr.isatty():
        without = checked.terms["unplaced"]
        click.echo(f"\robjective {float(checked.objective):,.1f}, {without} without a cell  ", nl=False, err=True)


def _lines(plan: Plan, shown: dict[str, Any], output: Path) -> list[str]:
    gap = "–" if shown["gap"] is None else f"{100 * shown['gap']:.3f} %"
    lines = [
        f"{plan.status}: objective {shown['objective']:.3f}, proven bound {shown['lower_bound']:.3f}, gap {gap}",
        "  ".join(f"{name} {value:g}" for name, value in shown["terms"].items()),
        f"{len(plan.unplaced)} of {len(plan.assignments)} persons without a cell; {plan.seconds:.1f} s",
    ]
    if plan.cut_short:
        lines.append("the time limit ended the search; more time may find a better plan")
    lines += [each.text.en for each in plan.conflicts[:_SHOWN]]
    for person, reasons in list(plan.unplaced.items())[:_SHOWN]:
        lines.append(f"{person}: " + "; ".join(each.text.en for each in reasons))
    return [*lines, f"written to {output}"]


@housing.command()
@click.argument("instance", type=_FILE)
@click.argument("plan", type=_FILE)
@common
def check(instance: Path, plan: Path, *, as_json: bool) -> int:
    """Check PLAN against INSTANCE: hard rules, objective and bound, by code that shares nothing with the engine."""
    data, stated = read_json(instance), read_json(plan)
    _engine("instance").read_instance(data)
    checked = Checker(data).check(read_assignments(stated))
    wrong = _misstated(data, stated, checked)
    found = {
        "sound": checked.is_sound and not wrong,
        "objective": float(checked.objective),
        "terms": {name: float(value) for name, value in checked.terms.items()},
        "breaches": [
            {"rule": each.rule, "place": each.place, "persons": list(each.persons)} for each in checked.breaches
        ],
        "misstated": wrong,
    }
    counts = Counter(each.rule for each in checked.breaches)
    lines = ["no hard rule is broken" if checked.is_sound else f"broken: {dict(counts)}"]
    lines += [f"{each.rule} {each.place}: {', '.join(each.persons[:_SHOWN])}" for each in checked.breaches[:_SHOWN]]
    lines += [f"objective {float(checked.objective):.6f}", *wrong]
    answer(found, lines, as_json=as_json)
    return 0 if found["sound"] else _NOT_VERIFIED


def _misstated(data: Any, stated: Any, checked: Checked) -> list[str]:
    """Return what the plan file states that does not hold; a plan that states nothing of it is not wrong."""
    wrong = []
    objective, bound = stated.get("objective"), stated.get("lower_bound")
    if objective is not None and not _is_nearly(objective, checked.objective):
        wrong.append(f"the objective is stated as {objective}")
    if bound is not None and "proof" in stated and not reaches(data, stated["proof"], Fraction(str(bound))):
        wrong.append(f"the proof does not reach the stated bound {bound}")
    return wrong


def _is_nearly(stated: Any, exact: Fraction) -> bool:
    try:
        difference = abs(Fraction(str(stated)) - exact)
    except ValueError:
        return False
    return 1_000_000 * difference <= exact or 1_000_000 * difference <= 1


def _engine(room: str) -> Any:
    """Return a room of the engine; its solvers are an extra, so that everything else works without them."""
    try:
        return importlib.import_module(f"constancia.housing.placement.{room}")
    except ModuleNotFoundError as missing:
        raise click.ClickException(f"{missing.name} is not installed: install constancia[placement]") from missing
