"""An editor is told that a picture was deleted, as its terms ask, and has it read again."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from detection.models import Detection
from imagery.models import ImagerySource, Tile
from imagery.services.expire_pictures import expire_pictures
from tests.factories_detection import make_detection, make_run


@pytest.fixture
def finding(campaign: Campaign) -> Detection:
    return make_detection(make_run(campaign), files=True)


@pytest.fixture
def browser(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    sent: list[int] = []

    def record(*, task: Any, argument: int) -> bool:
        sent.append(argument)
        return True

    monkeypatch.setattr("detection.review.api.queue_task", record)
    return sent


def address(finding: Detection) -> str:
    return f"/api/v1/campaigns/amber/detections/{finding.pk}/picture/"


def test_a_picture_that_may_not_be_kept_is_not_kept_by_the_browser(
    browser: Client, finding: Detection
) -> None:
    ImagerySource.objects.update(may_cache=False)
    assert browser.get(address(finding))["Cache-Control"] == "private, no-store"


def test_a_deleted_picture_is_explained_and_read_again_on_demand(
    browser: Client, finding: Detection, asked: list[int]
) -> None:
    tile = finding.tile_result.tile
    assert tile is not None
    expire_pictures(tiles=[tile])
    answer = browser.get(address(finding))
    assert answer.status_code == 410
    assert "as the terms of its source ask" in answer.json()["detail"]
    assert browser.post(address(finding)).status_code == 202
    assert asked == [tile.pk]


def test_a_picture_that_changed_is_explained(browser: Client, finding: Detection) -> None:
    Tile.objects.update(state=Tile.State.FAILED, picture="", failure_parts="The imagery has changed since.")
    answer = browser.get(address(finding))
    assert (answer.status_code, answer.json()["detail"]) == (404, "The imagery has changed since.")
