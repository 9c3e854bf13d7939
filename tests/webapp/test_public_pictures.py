"""Whatever a stranger can open shows no picture whose source does not allow it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from campaigns.models import Campaign
from detection.publication.services.publish_release import publish_release
from labeling.models import LabelTile
from tests.factories import make_campaign, make_member
from tests.factories_detection import confirm, make_detection, make_run
from tests.factories_labeling import answer_tile, make_event, make_guest, make_label_tile
from tests.webapp.test_permission_matrix import EVERYONE, MATRIX, address_of

PICTURE_SIGNS = (b"\xff\xd8\xff", b"RIFF", b"\x89PNG")
NO_SOURCE = {"event-qr"}
"""A drawn code: no picture of any source."""


@pytest.fixture
def published(db: None, settings: Settings, tmp_path: Path) -> Campaign:
    """A public campaign with labelled tiles, an event, and a release with a place whose picture is stored."""
    settings.DATA_ROOT = tmp_path
    campaign = make_campaign(is_public=True, confirmations_to_publish=1)
    make_label_tile(campaign)
    event, guest = make_event(campaign, code="NOCODE"), make_guest(campaign)
    guest.participations.update(event=event)
    answer_tile(campaign, guest, {1})
    run = make_run(campaign)
    editor: User = make_member("editor", campaign, "editor")  # type: ignore[arg-type]  # its value
    confirm(make_detection(run, files=True), editor)
    publish_release(campaign=campaign, run=run, published_by=editor, note="")
    assert not campaign.source.may_publish_pictures
    return campaign


@pytest.mark.parametrize("name", [name for name, rows in MATRIX.items() if rows.get("GET") == EVERYONE])
def test_an_address_for_everyone_serves_no_picture(published: Campaign, name: str) -> None:
    address = address_of(name, published)
    answer = Client(raise_request_exception=False).get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if name not in NO_SOURCE:
        assert not answer.get("Content-Type", "").startswith("image/")
        assert not content.startswith(PICTURE_SIGNS)
    assert b"/picture/" not in content or name in {"api-schema", "api-docs"}
    tile = LabelTile.objects.get().tile
    assert tile.picture.encode() not in content


@pytest.mark.parametrize(
    "name", ["api-label-picture", "api-label-surroundings-picture", "api-detection-picture"]
)
def test_a_stranger_gets_no_stored_picture(published: Campaign, name: str) -> None:
    answer = Client(raise_request_exception=False).get(address_of(name, published))
    assert answer.status_code in (401, 403, 404)
    assert not answer.content.startswith(PICTURE_SIGNS)
