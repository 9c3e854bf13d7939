"""Runs all checks but the tests, and fails when one of them fails."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "docs" / "openapi.yaml"
MANAGE = [sys.executable, "manage.py"]
# Dummy settings with which production.py can be imported.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "webapp.settings.production",
    "LANDSCAR_SECRET_KEY": "only-to-check-the-settings-0123456789-abcdefghijklmnopqrstuvwxyz",
    "LANDSCAR_ALLOWED_HOSTS": "landscar.example.org",
    "LANDSCAR_CSRF_TRUSTED_ORIGINS": "https://landscar.example.org",
    "LANDSCAR_DATABASE_URL": "postgresql://landscar@127.0.0.1:1/landscar",
    "LANDSCAR_BROKER_URL": "redis://127.0.0.1:1/0",
}


def run(title: str, command: list[str], **environment: str) -> bool:
    print(f"==> {title}", flush=True)
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode == 0


@contextmanager
def empty_data_root() -> Iterator[dict[str, str]]:
    """The demo settings with an empty folder, so that no check touches a running demo's data."""
    with tempfile.TemporaryDirectory(prefix="landscar-lint-") as folder:
        yield {"DJANGO_SETTINGS_MODULE": "webapp.settings.demo", "LANDSCAR_DATA_ROOT": folder}


def write_schema(path: Path) -> bool:
    command = [*MANAGE, "spectacular", "--validate", "--fail-on-warn", "--file", str(path)]
    with empty_data_root() as environment:
        return run("API schema", command, **environment)


def schema_is_up_to_date() -> bool:
    with tempfile.TemporaryDirectory(prefix="landscar-schema-") as folder:
        fresh = Path(folder) / "openapi.yaml"
        if not write_schema(fresh):
            return False
        if SCHEMA.exists() and SCHEMA.read_text() == fresh.read_text():
            return True
    print("docs/openapi.yaml is out of date; run `make openapi` and commit it.")
    return False


def migrations_are_complete() -> bool:
    with empty_data_root() as environment:
        return run("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], **environment)


def main() -> int:
    if "--write-openapi" in sys.argv:
        return 0 if write_schema(SCHEMA) else 1
    python = [sys.executable, "-m"]
    results = {
        "format": run("format", [*python, "ruff", "format", "--check", "."]),
        "style": run("style", [*python, "ruff", "check", "."]),
        "pages": run("templates and styles", [sys.executable, "scripts/format_pages.py", "--check"]),
        "imports": run("import contracts", [str(Path(sys.executable).with_name("lint-imports"))]),
        "types": run("types", [*python, "mypy"]),
        "migrations": migrations_are_complete(),
        "deployment": run(
            "deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], **PRODUCTION
        ),
        "schema": schema_is_up_to_date(),
    }
    failed = [name for name, passed in results.items() if not passed]
    print(f"==> {'FAILED: ' + ', '.join(failed) if failed else 'All checks passed'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
