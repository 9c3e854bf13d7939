"""docker-compose.yml as Docker reads it, so that tests and benchmarks can run its commands."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE_FILE = ROOT / "docker-compose.yml"
NEEDED = {
    "LANDSCAR_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz",
    "LANDSCAR_ALLOWED_HOSTS": "landscar.example.org",
    "LANDSCAR_POSTGRES_PASSWORD": "not-a-secret",
}
_VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


class VariableMissing(Exception):
    """A `${NAME:?message}` without a value."""


def interpolate(text: str, values: dict[str, str]) -> str:
    """Replace `${A:-default}`, `${A:?message}`, `${A}` and `$$` as the compose specification defines them."""

    def value(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        found = values.get(match["name"], "")
        if not found and match["kind"] == "?":
            raise VariableMissing(match["rest"])
        return found or (match["rest"] if match["kind"] == "-" else "")

    return _VARIABLE.sub(value, text)


def _walk(node: Any, values: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _walk(child, values) for key, child in node.items()}
    if isinstance(node, list):
        return [_walk(child, values) for child in node]
    return interpolate(node, values) if isinstance(node, str) else node


def read_compose_file(values: dict[str, str] = NEEDED) -> dict[str, Any]:
    document: dict[str, Any] = _walk(yaml.safe_load(COMPOSE_FILE.read_text()), values)
    return document


def service_environment(service: dict[str, Any], **changes: str) -> dict[str, str]:
    """The environment of the container's process, with changes such as the addresses of local servers."""
    image = {"DJANGO_SETTINGS_MODULE": "webapp.settings.production", "PYTHONPATH": str(ROOT)}
    inherited = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment: dict[str, str] = service["environment"]
    return inherited | image | {"PATH": path} | environment | changes
