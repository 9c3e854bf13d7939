"""The description of the API names the answers to requests that do not succeed."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from campaigns.models import Campaign
from tests.factories import make_member

SCHEMA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "openapi.yaml").read_text(encoding="utf-8")
)
FORM = "multipart/form-data"
OPERATIONS = [
    (path, method, operation)
    for path, operations in SCHEMA["paths"].items()
    for method, operation in operations.items()
]


def answers_of(path: str, method: str) -> dict[str, Any]:
    return dict(SCHEMA["paths"][path][method]["responses"])


def test_every_upload_is_described_with_its_file_and_its_limit() -> None:
    uploads = [one for _path, _method, one in OPERATIONS if FORM in content_of(one)]
    assert len(uploads) >= 4
    for operation in uploads:
        name = content_of(operation)[FORM]["schema"]["$ref"].rpartition("/")[2]
        fields = SCHEMA["components"]["schemas"][name]["properties"].values()
        assert any(field.get("format") == "binary" for field in fields), name
        assert {"400", "413"} <= set(operation["responses"])


def content_of(operation: dict[str, Any]) -> dict[str, Any]:
    return dict(operation.get("requestBody", {}).get("content", {}))


def test_every_address_of_one_thing_may_be_empty() -> None:
    assert [path for path, _method, one in OPERATIONS if "{" in path and "404" not in one["responses"]] == []


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/api/v1/campaigns/{slug}/", "patch"),
        ("/api/v1/campaigns/{slug}/members/{id}/", "delete"),
        ("/api/v1/source-probes/{probe}/", "post"),
    ],
)
def test_a_conflict_is_described(path: str, method: str) -> None:
    assert "409" in answers_of(path, method)


def test_reading_conflicts_with_nothing() -> None:
    assert [path for path, method, one in OPERATIONS if method == "get" and "409" in one["responses"]] == []


def test_the_answers_look_as_described(campaign: Campaign, client: Client) -> None:
    client.force_login(make_member("ad", campaign, "admin"))  # type: ignore[arg-type]  # its value
    problem = client.get("/api/v1/campaigns/nothing-here/").json()
    assert list(problem) == ["detail"]
    faults = client.patch(
        "/api/v1/campaigns/amber/", {"zoom": "many"}, content_type="application/json"
    ).json()
    assert all(isinstance(words, list) for words in faults.values()), faults
