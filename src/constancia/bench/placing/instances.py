"""The questions that are put: prisons of invented people, made by the shared generator where it is at hand, else by our own."""

import json
import subprocess
import sys
from pathlib import Path

from constancia.bench.placing.country import PRESETS, country
from constancia.bench.results import Scratch

_TOOLS = "formats/placement_tools.py"


def tools(scratch: Scratch) -> Path | None:
    """Return the shared generator and checker, which stands beside the folder of real data; None when it does not."""
    path = scratch.data.parent / _TOOLS if scratch.data else None
    return path if path is not None and path.is_file() else None


def make(scratch: Scratch, preset: str, *, moves: bool = False, close: int | None = None) -> Path:
    """Write an instance of a preset; `moves`: a move has a cost; `close`: the number of a module that closes tonight."""
    path = scratch.folder / f"{preset}{'-moves' if moves else ''}{'' if close is None else f'-close{close}'}.json"
    generator = tools(scratch)
    if generator is None:
        path.write_text(json.dumps(country(PRESETS[preset], moves=moves, close=close)))
        return path
    options = [*(["--moves"] if moves else []), *([] if close is None else ["--close", str(close)])]
    subprocess.run([sys.executable, str(generator), "generate", preset, *options, "-o", str(path)], check=True)
    return path
