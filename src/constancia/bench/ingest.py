"""Sensor posts over HTTP to the real server: none lost, none double, at ten thousand a minute.

Devices post one reading at a time over connections that they keep. One post in twenty is sent twice, and posts arrive out of order.
"""

import http.client
import json
import os
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from subprocess import DEVNULL, Popen
from typing import Any

from constancia.bench.clerk import CLERK
from constancia.bench.results import Ratio, Scratch, Skipped, taken

A_MINUTE = 10_000
"""How many posts a minute have to be taken in."""

MINUTES, DEVICES, CONNECTIONS, FACILITY = 1, 40, 4, "F1"

Post = tuple[str, bytes]
"""The token of a device, and what it posts."""


def run(_scratch: Scratch) -> Iterator[Ratio | Skipped]:
    """Post `MINUTES` times `A_MINUTE` readings as fast as they are taken, and look for each of them in the store afterwards.

    Raises RuntimeError where a reading is lost or double, or where the answers are not those of a device that posts some readings
    twice and once with a forged token.
    """
    tokens = _devices()
    readings = _readings(MINUTES * A_MINUTE)
    posts = _posts(tokens, readings)
    with _server() as address:
        if _statuses(address, [("cd_forged", posts[0][1])]) != {401: 1}:
            raise RuntimeError("a forged device was not refused")
        with taken() as spent:
            answered = _all(address, posts)
    if answered != {200: len(posts)}:
        raise RuntimeError(f"not every post was answered well: {answered}")
    _compare(readings)
    rate = len(posts) / spent.wall * 60
    yield Ratio("posts a minute over HTTP, none lost", rate, A_MINUTE, "the goal", "posts/min", at_least=1)


def _devices() -> dict[str, str]:
    from constancia.ledger.actions import open_register
    from constancia.register.actions import open_facility
    from constancia.standards.actions import devices

    now = datetime.now(UTC)
    same: dict[str, Any] = {"by": CLERK, "now": now}
    open_register(name="Benchmark", at=now, **same)
    open_facility(at=now, code=FACILITY, name=FACILITY, zone="UTC", authority="x", **same)
    names = [f"D-{number}" for number in range(DEVICES)]
    for each in names:
        devices.open_device(at=now, facility=FACILITY, device=each, stands_for=60, **same)
    return {each: devices.make_device_token(device=each, **same) for each in names}


def _readings(number: int) -> list[tuple[str, datetime]]:
    """Return who reads when: each device once a second, in the hours before now."""
    last = datetime.now(UTC).replace(microsecond=0)
    return [(f"D-{each % DEVICES}", last - timedelta(seconds=each // DEVICES)) for each in range(number)]


def _posts(tokens: dict[str, str], readings: Sequence[tuple[str, datetime]]) -> list[Post]:
    dice = Random(7)
    told = [*readings, *dice.sample(readings, len(readings) // 20)]
    dice.shuffle(told)
    return [(tokens[device], json.dumps({"readings": [_reading(at)]}).encode()) for device, at in told]


def _reading(at: datetime) -> dict[str, str]:
    return {"kind": "co2", "at": at.isoformat(), "value": str(600 + at.second)}


@contextmanager
def _server() -> Iterator[str]:
    """Serve the store of this benchmark, with its background worker, and yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "constancia.cli", "serve", "--plain-http", "--bind", address]
    server = Popen(command, env={**os.environ, "CONSTANCIA_HTTPS": "0"}, stdout=DEVNULL, stderr=DEVNULL)
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str, server: "Popen[bytes]") -> None:
    host, _, port = address.partition(":")
    while server.poll() is None:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def _all(address: str, posts: Sequence[Post]) -> Counter[int]:
    """Send all posts over several connections at once and return how often each status came back."""
    shares = [posts[number::CONNECTIONS] for number in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return sum(pool.map(lambda share: _statuses(address, share), shares), Counter())


def _statuses(address: str, posts: Sequence[Post]) -> Counter[int]:
    found: Counter[int] = Counter()
    connection = http.client.HTTPConnection(address, timeout=60)
    for token, body in posts:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/measurements", body, headers)
        answer = connection.getresponse()
        answer.read()
        found[answer.status] += 1
    connection.close()
    return found


def _compare(readings: Sequence[tuple[str, datetime]]) -> None:
    """Hold the store against what was sent, once everything that waits is in the journal."""
    from constancia.standards.actions.readings import gather
    from constancia.standards.models import Arrival, Reading

    gather(by=CLERK, now=datetime.now(UTC))
    kept = Counter(Reading._default_manager.values_list("device", "at"))
    if Arrival._default_manager.exists() or kept != Counter(readings):
        raise RuntimeError(f"{len(readings)} readings were sent and {kept.total()} kept")
