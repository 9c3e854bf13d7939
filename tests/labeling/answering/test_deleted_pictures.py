"""A picture that was deleted, as its source's terms ask, is asked for again by whoever needs it."""

import pytest

from campaigns.models import Campaign
from imagery.services.expire_pictures import expire_pictures
from labeling.answering import actions
from tests.factories_labeling import guest_client, make_guest, make_label_tile


def test_a_volunteers_page_asks_once_for_a_deleted_picture(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(actions, "queue_task", lambda *, task, argument: asked.append(argument))
    label_tile = make_label_tile(campaign)
    expire_pictures(tiles=[label_tile.tile])
    browser = guest_client(make_guest(campaign))
    for _time in range(3):
        answer = browser.get(f"/api/v1/campaigns/amber/labeling/tiles/{label_tile.pk}/picture/")
        assert answer.status_code == 410
    assert asked == [label_tile.tile_id]
