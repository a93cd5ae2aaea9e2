"""A throw-away PostgreSQL server: own folder, own port, never as root."""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql


def programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, or None where they are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def start(*, durable: bool = False) -> str:
    """Start a server that stops with this process, and return the URL of its database `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="constancia-pg-"))
    user = _ordinary_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    bin_folder = programs()
    assert bin_folder, "PostgreSQL's server programs are not installed"
    port = _free_port()
    data = folder / "data"
    _run(user, bin_folder / "initdb", "-D", data, "-U", "constancia", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    if not durable:
        options += " -c fsync=off -c full_page_writes=off"
    _run(user, bin_folder / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    atexit.register(_stop, user, bin_folder, data, folder)
    return f"postgresql://constancia@127.0.0.1:{port}/postgres"


def new_database(url: str, name: str, template: str = "template0") -> str:
    """Make a database on the server of `url`, like `template` (which nobody may be using), and return its own URL."""
    server = url.rsplit("/", 1)[0]
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with connect(f"{server}/template1") as connection:
        connection.execute(statement)
    return f"{server}/{name}"


def connect(url: str) -> psycopg.Connection[Any]:
    """Return a plain connection that commits by itself unless told to BEGIN."""
    return psycopg.connect(url, autocommit=True)


def _stop(user: pwd.struct_passwd | None, bin_folder: Path, data: Path, folder: Path) -> None:
    _run(user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    identity: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/", **identity)


def _ordinary_user() -> pwd.struct_passwd | None:
    """Return the account to use instead of root; None when we are not root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no ordinary account to run PostgreSQL as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
