"""The compose file is valid and hardened."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from benchmarks.compose import COMPOSE_FILE, NEEDED, ROOT, VariableMissing, read_compose_file

SPECIFICATION = Path(__file__).with_name("compose_spec") / "compose-spec.json"
OURS = ["migrate", "web", "worker", "gpu-worker", "beat"]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = read_compose_file()["services"]
    return found


def test_it_follows_the_compose_specification() -> None:
    specification = json.loads(SPECIFICATION.read_text())
    jsonschema.Draft7Validator(specification).validate(read_compose_file())


def test_it_has_each_part_of_a_deployment(services: dict[str, Any]) -> None:
    assert set(services) == {*OURS, "redis", "postgres"}


@pytest.mark.parametrize("name", NEEDED)
def test_it_refuses_to_start_without_a_secret_or_an_address(name: str) -> None:
    with pytest.raises(VariableMissing, match=name):
        read_compose_file({key: value for key, value in NEEDED.items() if key != name})


def test_no_secret_has_a_default() -> None:
    # Former secrets are the exception: most installations have none.
    found = re.findall(r"\$\{(\w*(?:SECRET|PASSWORD)\w*):-([^}]*)", COMPOSE_FILE.read_text())
    assert found == [("LANDSCAR_SECRET_KEY_FALLBACKS", "")]


def test_only_the_web_process_is_published(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_what_lasts_has_a_health_check(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["migrate"]


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_read_only_and_without_privileges(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]


@pytest.mark.parametrize("name", ["web", "worker", "gpu-worker", "beat"])
def test_nothing_starts_before_the_migrations_are_done(services: dict[str, Any], name: str) -> None:
    assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", OURS)
def test_each_service_names_a_stage_of_the_dockerfile(services: dict[str, Any], name: str) -> None:
    stages = re.findall(r"^FROM \S+ AS (\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert services[name]["build"]["target"] in stages


def test_every_image_of_ours_runs_as_somebody_without_rights() -> None:
    """Each final stage of the Dockerfile has a USER before its CMD."""
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    final = [stage for stage in stages if "\nCMD " in stage]
    assert len(final) == 3
    assert all("\nUSER landscar\n" in stage for stage in final)


def test_what_the_image_needs_is_sent_to_its_build() -> None:
    """.dockerignore excludes everything by default, so each COPY from outside must be listed there."""
    let_through = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    named = {name for line in copied for name in line.split() if name != "."}
    assert named <= let_through
    assert all((ROOT / name).exists() for name in let_through)
