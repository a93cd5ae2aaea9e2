"""The environment variables of Constancia: each is read here, and nowhere else."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its name, default, and what it does."""

    name: str
    default: str
    meaning: str

    def read(self) -> str:
        """Return the value in force."""
        return os.environ.get(self.name, self.default)


HOME = Variable("CONSTANCIA_HOME", "./var", "Folder of the SQLite store, the web secret and uploaded import files.")
DB = Variable(
    "CONSTANCIA_DB",
    "",
    "Store, as a URL: `sqlite:///path` or `postgresql://…`. Empty: `register.sqlite3` in the home folder.",
)
HOSTS = Variable("CONSTANCIA_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the web answers to, separated by commas.")
SECRET = Variable(
    "CONSTANCIA_SECRET", "", "Key that signs sessions. Empty: one is made once and kept in the home folder."
)
HTTPS = Variable(
    "CONSTANCIA_HTTPS",
    "1",
    "1: cookies and redirects demand HTTPS. 0: plain HTTP, for a demonstration on this machine only.",
)
PROXIES = Variable(
    "CONSTANCIA_TRUSTED_PROXIES", "0", "How many reverse proxies stand in front and may name the client's address."
)
DEMO = Variable("CONSTANCIA_DEMO", "0", "1: demonstration; the sign-in page lists the demonstration users.")

ALL = (HOME, DB, HOSTS, SECRET, HTTPS, PROXIES, DEMO)


def home() -> Path:
    """Return the home folder as an absolute path, making it (readable by its owner only) when absent."""
    folder = Path(HOME.read()).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def database_url() -> str:
    """Return the URL of the store."""
    return DB.read() or f"sqlite:///{home() / 'register.sqlite3'}"


def secret_key() -> str:
    """Return the signing key, made once with 256 random bits and kept with owner-only permissions."""
    if SECRET.read():
        return SECRET.read()
    path = home() / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
