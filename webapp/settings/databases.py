"""A database URL as Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"


def sqlite_settings(path: Path) -> dict[str, Any]:
    # A web process and a worker share it: WAL, and writers that wait for each other.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_PRAGMAS},
    }


def database_from_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name` or `sqlite:///path`; anything else is refused."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_settings(Path(parts.path))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"LANDSCAR_DATABASE_URL has the scheme {parts.scheme!r}; use postgresql:// or sqlite:///"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a query takes PostgreSQL longer than it saves: all end in well under a second.
        "OPTIONS": {"options": "-c jit=off"},
    }
