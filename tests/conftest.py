"""Which store the tests run on: CONSTANCIA_TEST_DB is `sqlite` (a real file, the default) or `postgresql` (a real server)."""

import os
import tempfile
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import HealthCheck, settings

from constancia.bench import postgres

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def _choose_store() -> None:
    """Name the store before Django reads its settings; workers use the server that the first process started."""
    os.environ["CONSTANCIA_HOME"] = tempfile.mkdtemp(prefix="constancia-test-")
    os.environ["CONSTANCIA_HTTPS"] = "0"
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    on_postgres = os.environ.get("CONSTANCIA_TEST_DB") == "postgresql"
    os.environ["CONSTANCIA_DB"] = postgres.start() if on_postgres else ""


settings.register_profile(
    "constancia", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("constancia")
"""No test is timed: a busy machine is no fault of the program. In continuous integration the examples are always the same."""

_choose_store()
os.environ["DJANGO_SETTINGS_MODULE"] = "constancia.project.settings"
django.setup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Let SQLite tests run on a file, as the product does, and not in memory."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("store") / "test.sqlite3")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real records, outside the project."""
    if not REAL_DATA.is_dir():
        pytest.skip("the real data folder ../shared/data is not on this machine")
    return REAL_DATA


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Path:
    """An empty migrated SQLite file, copied for each rebuild."""
    from django.core.management import call_command
    from django.db import connections
    from django.db.backends.sqlite3.base import DatabaseWrapper

    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    settings = {**connections["default"].settings_dict, "ENGINE": "django.db.backends.sqlite3"}
    scratch = DatabaseWrapper({**settings, "NAME": str(path), "OPTIONS": {}}, "default")
    with django_db_blocker.unblock():
        live = connections["default"]
        connections["default"] = scratch
        try:
            call_command("migrate", verbosity=0)
        finally:
            connections["default"] = live
            scratch.close()
    return path
