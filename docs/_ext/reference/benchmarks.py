"""The page of benchmarks: what each measures, beside what."""

from collections.abc import Iterator
from importlib import import_module

from constancia.bench.catalogue import BENCHMARKS, Benchmark
from reference.markdown import code, paragraphs, target, text


def undocumented() -> Iterator[str]:
    """Yield what is missing about benchmarks."""
    for name, each in BENCHMARKS.items():
        if not (each.shows.strip() and (_module(each).__doc__ or "").strip() and (each.work().__doc__ or "").strip()):
            yield f"benchmark {name}: says not what it shows, or its module or `run` has no docstring"


def page() -> str:
    """Return the page."""
    return "\n\n".join(_benchmark(name, each) for name, each in BENCHMARKS.items())


def _benchmark(name: str, each: Benchmark) -> str:
    stores = "needs no store" if each.stores == ("none",) else f"runs on {' and '.join(each.stores)}"
    return "\n\n".join(
        [
            f"{target('benchmark', name)}\n## {code(name)}",
            f"Shows {text(each.shows)}; {stores}.",
            paragraphs(_module(each).__doc__),
            paragraphs(each.work().__doc__),
        ]
    )


def _module(each: Benchmark) -> object:
    return import_module(f"constancia.bench.{each.module}")
