"""The background worker that `serve` starts: it reads what was handed over, survives being killed, and ends with the server."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import environment

HAND_OVER = """
import django; django.setup()
from datetime import UTC, datetime
from pathlib import Path
from constancia.access.models import User
from constancia.access.queries import actor_of
from constancia.imports.actions import hand_over_rolls
from constancia.imports.rules import Arrived
import sys
by = actor_of(User.objects.get(username="registrar"))
files = [Arrived(each, each.name, each.stat().st_size) for each in sorted(Path(sys.argv[1]).iterdir())]
print(hand_over_rolls(by=by, now=datetime.now(UTC), facility="CD-1", files=files, origin="web"))
"""


def hand_over(site, folder):
    settings = {**environment(site.home), "DJANGO_SETTINGS_MODULE": "constancia.project.settings"}
    subprocess.run([sys.executable, "-c", HAND_OVER, str(folder)], env=settings, check=True, capture_output=True)


def rolls(folder, days, people):
    """Write a roll for each day of a year; on every day other people have changed their age."""
    folder.mkdir()
    for day in range(days):
        rows = [f"{number},2024-12-30 14:05:00,F,{20 + (number + day) % 50},DE" for number in range(people)]
        name = f"roll_2025{1 + day // 28:02}{1 + day % 28:02}.csv"
        (folder / name).write_text("\n".join(["INMATEID,ADMITTED_DT,GENDER,AGE,INMATE_STATUS_CODE", *rows]) + "\n")
    return folder


def processes(site, *words):
    """Return the processes of this site that have all the words in their command line."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            if each.name.isdigit() and f"CONSTANCIA_HOME={site.home}\0".encode() in (each / "environ").read_bytes():
                command = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if all(word in command for word in words):
                    found.append(int(each.name))
        except OSError:
            continue
    return found


def wait_until(holds, seconds=90):
    for _ in range(seconds * 10):
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen")


def state(site):
    return site.rows("SELECT state FROM imports_run ORDER BY id DESC")[0][0]


def test_a_reading_that_is_killed_is_taken_up_again(site, tmp_path):
    wait_until(lambda: processes(site, "constancia.imports.worker"))
    hand_over(site, rolls(tmp_path / "rolls", days=60, people=400))
    wait_until(lambda: state(site) == "reading")
    for each in processes(site, "constancia.imports.worker"):
        os.kill(each, signal.SIGKILL)
    wait_until(lambda: state(site) == "done")
    assert site.rows("SELECT count(*) FROM register_roll_day") == [(60,)]
    assert site.rows("SELECT attempts > 1 FROM imports_run") == [(1,)]
    assert not list((site.home / "imports" / "1").glob("*"))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_ends_with_the_server_however_that_ends(how, site):
    wait_until(lambda: processes(site, "constancia.imports.worker"))
    master = min(processes(site, "gunicorn"))
    os.kill(master, how)
    wait_until(lambda: not processes(site, "constancia"), seconds=30)
