"""Benchmarks from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from constancia.bench import postgres
from constancia.bench.catalogue import BENCHMARKS
from constancia.cli.output import common

_BOUNDS = (("≤", "at_most"), ("≥", "at_least"))
_DATA = Path("../shared/data")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(BENCHMARKS)))
@click.option("--store", "only", type=click.Choice(["sqlite", "postgresql"]), help="On this kind of store only.")
@click.option(
    "--data", type=click.Path(path_type=Path), default=_DATA, show_default=True, help="Folder of real data, if any."
)
@common
def bench(names: tuple[str, ...], only: str | None, data: Path, *, as_json: bool) -> None:
    """Measure speed beside a peer, on scratch stores: one line per ratio, held to its goal."""
    for name in names or tuple(BENCHMARKS):
        for store in BENCHMARKS[name].stores:
            if only in (None, store) or store == "none":
                _measure(name, store, data, as_json=as_json)


def _measure(name: str, store: str, data: Path, *, as_json: bool) -> None:
    if store == "postgresql" and postgres.programs() is None:
        _show(
            {"benchmark": name, "store": store, "skipped": "PostgreSQL's server programs are not here"}, as_json=as_json
        )
        return
    with TemporaryDirectory(prefix="constancia-bench-") as folder:
        url = postgres.start(durable=True) if store == "postgresql" else ""
        environment = {**os.environ, "CONSTANCIA_HOME": folder, "CONSTANCIA_DB": url, "CONSTANCIA_HTTPS": "0"}
        command = [sys.executable, "-m", "constancia.bench.run", name, store, folder]
        command += [str(data.resolve())] if data.is_dir() else []
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603
            for line in running.stdout or ():
                _show(json.loads(line), as_json=as_json)
    if running.returncode:
        raise click.ClickException(f"the benchmark {name} on {store} failed")


def _show(result: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(result))
    elif "skipped" in result:
        click.echo(f"{result['benchmark']:>12} {result['store']:>10}  skipped: {result['skipped']}")
    else:
        goal = {True: " met", False: " NOT MET", None: ""}[result["met"]]  # type: ignore[index]
        bounds = [f"{sign} {result[name]:g}" for sign, name in _BOUNDS if result[name] is not None]
        click.echo(
            f"{result['benchmark']:>12} {result['store']:>10}  {result['what']}: {result['ours']:.4g} against"
            f" {result['peer']:.4g} {result['unit']} ({result['peer_is']}): ratio {result['ratio']:.3g} {''.join(bounds)}{goal}"
        )
