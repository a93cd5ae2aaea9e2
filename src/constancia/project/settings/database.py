"""The store: SQLite by default, PostgreSQL by URL."""

from typing import Any

import dj_database_url

from constancia.project.settings import environment

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;"
    ),
}


def databases() -> dict[str, Any]:
    """Return Django's DATABASES for the store in force: durable commits, one writer at a time on SQLite."""
    default: dict[str, Any] = dict(dj_database_url.parse(environment.database_url(), conn_max_age=60))
    if default["ENGINE"].endswith("sqlite3"):
        default["OPTIONS"] = dict(_SQLITE_OPTIONS)
    return {"default": default}
