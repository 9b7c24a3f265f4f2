"""What the surroundings say: home directory, mode, database, keys (contract section 2).

An environment variable outranks `settings.toml` in the home directory; production never
reads a file whose mode is demo.
"""

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

CHECKOUT = Path(__file__).resolve().parents[2]
NO_ADDRESS = (
    "DANGJIANYUN_DATABASE_URL 不是数据库的地址，应如 postgres://用户:口令@主机:5432/库名 "
    "或 sqlite:////目录/文件。请改正，或去掉它，使用本机的数据库。"
)


@dataclass(frozen=True)
class Environment:
    """Where the program runs. `keys` maps a key's purpose to 32 bytes in hex.

    `region`: the code of the division that the installation serves, as `init` was told.
    """

    home: Path
    mode: str
    database_url: str
    secret_key: str
    hosts: tuple[str, ...]
    keys: dict[str, str] = field(repr=False)
    region: str = ""
    is_own_database: bool = True
    """Whether the database is the one of the home, not another that a variable points at."""


def read(environ: dict[str, str] | None = None) -> Environment:
    """The environment in force.

    Raises: ImproperlyConfigured where production would start without keys or with demo settings.
    """
    given = dict(os.environ if environ is None else environ)
    home = Path(given.get("DANGJIANYUN_HOME") or CHECKOUT / "var").resolve()
    written = _settings_file(home)
    asked = given.get("DANGJIANYUN_MODE")
    if asked == "production" and written.get("mode") == "demo":
        written = {}
    mode = asked or str(written.get("mode") or "production")
    if mode not in {"demo", "production"}:
        raise ImproperlyConfigured(f"DANGJIANYUN_MODE 只能是 demo 或 production，现在是“{mode}”")
    secret = given.get("DANGJIANYUN_SECRET_KEY") or str(written.get("secret_key", ""))
    keys = {str(k): str(v) for k, v in written.get("keys", {}).items()}
    for purpose in ("field", "index", "audit"):
        if value := given.get(f"DANGJIANYUN_{purpose.upper()}_KEY"):
            keys[purpose] = value
    hosts = given.get("DANGJIANYUN_HOSTS") or str(written.get("hosts", ""))
    own = str(written.get("database_url", "")) or f"sqlite:///{home / 'dangjianyun.sqlite3'}"
    database = given.get("DANGJIANYUN_DATABASE_URL") or own
    return Environment(
        home=home,
        mode=mode,
        database_url=database,
        is_own_database=database == own,
        secret_key=secret,
        hosts=tuple(filter(None, hosts.split(","))) or ("127.0.0.1", "localhost", "[::1]"),
        keys=keys,
        region=given.get("DANGJIANYUN_REGION") or str(written.get("region", "")),
    )


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database behind an address; it may hold a password, so is not told.

    Raises: ImproperlyConfigured where it is no address of a database.
    """
    try:
        known: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(NO_ADDRESS) from error
    if known.get("ENGINE", "").rpartition(".")[2] not in {"sqlite3", "postgresql"}:
        raise ImproperlyConfigured(NO_ADDRESS)
    if not known["NAME"]:
        raise ImproperlyConfigured(NO_ADDRESS)
    return known


def _settings_file(home: Path) -> dict[str, Any]:
    path = home / "settings.toml"
    if not path.exists():
        return {}
    return tomllib.loads(path.read_text(encoding="utf-8"))
