"""Settings are typed, come from the environment, and are documented for operators."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from benchmarks.compose import COMPOSE_FILE, ROOT
from webapp.settings.databases import database_from_url
from webapp.settings.environment import Environment

DEPLOY = (ROOT / "docs" / "guides" / "deploy.md").read_text()
# `ml` knows no Django settings and asks the environment itself.
OF_ML = sorted(
    {
        name
        for path in (ROOT / "ml").rglob("*.py")
        for name in re.findall(r"\"(LANDSCAR_\w+)\"", path.read_text())
    }
)
VARIABLES = [f"LANDSCAR_{name.upper()}" for name in Environment.model_fields] + OF_ML
# Fixed by the image, or a matter of the demo alone.
NOT_IN_COMPOSE = {"LANDSCAR_DATA_ROOT"}


@pytest.mark.parametrize("name", VARIABLES)
def test_each_setting_is_in_the_deployment_guide(name: str) -> None:
    assert f"| `{name}` |" in DEPLOY


def test_the_guide_names_no_setting_that_is_gone() -> None:
    compose = set(re.findall(r"LANDSCAR_\w+", COMPOSE_FILE.read_text()))
    named = set(re.findall(r"\| `(LANDSCAR_\w+)` \|", DEPLOY))
    assert named <= set(VARIABLES) | compose


def test_each_variable_of_the_compose_file_is_in_the_guide() -> None:
    used = set(re.findall(r"\$\{(LANDSCAR_\w+)", COMPOSE_FILE.read_text()))
    assert not [name for name in used if f"| `{name}` |" not in DEPLOY]


@pytest.mark.parametrize("name", sorted(set(VARIABLES) - NOT_IN_COMPOSE))
def test_each_setting_reaches_the_containers(name: str) -> None:
    assert f"  {name}: " in COMPOSE_FILE.read_text()


def test_a_wrong_value_names_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSCAR_MAX_UPLOAD_MIB", "plenty")
    with pytest.raises(ValidationError, match="max_upload_mib"):
        Environment()


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSCAR_ALLOWED_HOSTS", "a.example, b.example,")
    assert Environment().allowed_hosts == ["a.example", "b.example"]


def test_a_database_password_may_hold_any_character() -> None:
    settings = database_from_url("postgresql://user:p%40ss%2Fword@db:5433/name")
    assert (settings["PASSWORD"], settings["HOST"], settings["PORT"]) == ("p@ss/word", "db", "5433")


def test_a_database_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        database_from_url("mysql://user@host/name")


def test_production_refuses_to_start_without_its_secrets(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "webapp.settings.production"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert (
        "LANDSCAR_SECRET_KEY, LANDSCAR_ALLOWED_HOSTS, LANDSCAR_DATABASE_URL, LANDSCAR_BROKER_URL"
        in done.stderr
    )
