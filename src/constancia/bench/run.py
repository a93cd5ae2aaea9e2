"""One benchmark on one store, in a process of its own: `python -m constancia.bench.run NAME STORE FOLDER [DATA]`."""

import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from constancia.bench.catalogue import BENCHMARKS
from constancia.bench.results import Ratio, Scratch, Skipped


def main(arguments: Sequence[str]) -> None:
    """Prepare an empty store and print one JSON line for each result."""
    name, store, folder = arguments[:3]
    data = Path(arguments[3]) if len(arguments) > 3 else None
    if store != "none":
        _prepare()
    for result in BENCHMARKS[name].work()(Scratch(Path(folder), data, store)):
        print(json.dumps({"benchmark": name, "store": store, **_plain(result)}), flush=True)


def _prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "constancia.project.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _plain(result: Ratio | Skipped) -> dict[str, object]:
    if isinstance(result, Skipped):
        return {"what": result.what, "skipped": result.why}
    return {**dataclasses.asdict(result), "ratio": result.ratio, "met": result.met}


if __name__ == "__main__":
    main(sys.argv[1:])
