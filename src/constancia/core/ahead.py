"""Working ahead on another core, and leaving the memory collector out of a long piece of work. Pure."""

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from queue import Queue
from typing import TypeVar

Item = TypeVar("Item")


@contextmanager
def ahead(source: Iterator[Item], most: int) -> Iterator[Iterator[Item]]:
    """Let another thread draw items from `source`, at most `most` ahead; give them out in the same order.

    What `source` raises is raised to the reader. When the reader stops early, so does the other thread.
    """
    items: Queue[Item | None] = Queue()
    room: Queue[bool] = Queue()
    for _ in range(most):
        room.put(True)

    def draw() -> None:
        try:
            while room.get() and (found := list(islice(source, 1))):
                items.put(found[0])
        finally:
            items.put(None)

    def given() -> Iterator[Item]:
        while (item := items.get()) is not None:
            yield item
            room.put(True)
        drawing.result()

    with ThreadPoolExecutor(max_workers=1) as pool:
        drawing = pool.submit(draw)
        try:
            yield given()
        finally:
            room.put(False)


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep Python's cycle collector from walking, again and again, a million objects that form no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
