"""Small pictures of tiles: made once, with outlines, from what is stored."""

import io
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from PIL import Image

from campaigns.models import Campaign
from imagery.files import data_path, delete_picture_files, picture_files, write_atomically
from imagery.models import ImagerySource
from imagery.thumbnails import WIDTH, draw_thumbnail
from labeling.models import LabelTile
from tests.factories import HOME_TILE, make_campaign, make_member
from tests.factories_labeling import make_label_tile


@pytest.fixture
def tile(campaign: Campaign) -> LabelTile:
    return make_label_tile(campaign)


@pytest.fixture
def browser(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def address(tile: LabelTile) -> str:
    return f"/api/v1/campaigns/{tile.campaign.slug}/tiles/{tile.pk}/thumbnail.jpg"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_a_thumbnail_is_small_and_lasts(browser: Client, tile: LabelTile) -> None:
    answer = browser.get(address(tile))
    assert answer["Content-Type"] == "image/jpeg" and "immutable" in answer["Cache-Control"]
    assert opened(answer.content).size == (WIDTH, WIDTH)
    assert len(answer.content) < 60_000
    assert browser.get(address(tile), headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_it_is_made_once_and_goes_with_its_picture(
    browser: Client, tile: LabelTile, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = browser.get(address(tile)).content
    assert [path.is_file() for path in picture_files(tile.tile.picture)] == [True, True]

    def fail(*given: Any) -> bytes:
        raise AssertionError("made twice")

    monkeypatch.setattr("imagery.thumbnails.draw_thumbnail", fail)
    assert browser.get(address(tile)).content == first
    data_path(tile.tile.picture).unlink()
    assert browser.get(address(tile)).status_code == 404


def test_the_outlines_lie_where_the_superpixels_meet() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (1024, 1024), (60, 80, 50)).save(buffer, "JPEG")
    square = {1: [[(256.0, 256.0), (768.0, 256.0), (768.0, 768.0), (256.0, 768.0), (256.0, 256.0)]]}
    pixels = np.asarray(opened(draw_thumbnail(buffer.getvalue(), square)).convert("L")).astype(int)
    on_line, inside = pixels[80, 160], pixels[160, 160]
    assert on_line > inside + 30
    assert abs(pixels[20, 20] - inside) < 10


def test_pictures_that_may_not_be_kept_leave_no_thumbnail(browser: Client, tile: LabelTile) -> None:
    ImagerySource.objects.update(may_cache=False)
    answer = browser.get(address(tile))
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert picture_files(tile.tile.picture) == [data_path(tile.tile.picture)]


def test_browsers_keep_a_thumbnail_no_longer_than_the_terms_allow(browser: Client, tile: LabelTile) -> None:
    ImagerySource.objects.update(keep_days=3)
    assert browser.get(address(tile))["Cache-Control"] == f"private, max-age={3 * 24 * 60 * 60}"


def test_a_thumbnail_drawn_while_its_picture_is_deleted_does_not_stay(
    browser: Client, tile: LabelTile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(picture: bytes, outlines: Any) -> bytes:
        delete_picture_files(tile.tile.picture)
        return draw_thumbnail(picture, outlines)

    monkeypatch.setattr("imagery.thumbnails.draw_thumbnail", draw)
    assert browser.get(address(tile)).status_code == 200
    assert not [path for path in picture_files(tile.tile.picture) if path.is_file()]


def test_a_damaged_picture_is_not_found(browser: Client, tile: LabelTile) -> None:
    write_atomically(tile.tile.picture, b"\xff\xd8\xff\xe0 cut short")
    assert browser.get(address(tile)).status_code == 404


def test_missing_outlines_leave_the_picture(browser: Client, tile: LabelTile) -> None:
    data_path(tile.segmentation.outlines).unlink()
    assert browser.get(address(tile)).status_code == 200


def test_a_tile_of_another_campaign_is_not_shown(browser: Client, tile: LabelTile) -> None:
    other = make_campaign(slug="other")
    elsewhere = make_label_tile(other, 3)
    assert browser.get(address(elsewhere)).status_code == 403
    assert browser.get(f"/api/v1/campaigns/amber/tiles/{elsewhere.pk}/thumbnail.jpg").status_code == 404


@pytest.mark.parametrize(
    ("column", "status"), [(0, 200), (5, 404)], ids=["in the region", "outside the region"]
)
def test_an_address_shows_tiles_of_the_region_alone(
    campaign: Campaign, browser: Client, column: int, status: int
) -> None:
    tile = make_label_tile(campaign, column).tile
    where = reverse("api-address-thumbnail", args=["amber", tile.z, tile.x, tile.y])
    assert browser.get(where).status_code == status


def test_an_address_that_does_not_exist_is_not_found(campaign: Campaign, browser: Client) -> None:
    for z, x, y in ((40, 1, 1), (2, 9, 1), (HOME_TILE.z, HOME_TILE.x, HOME_TILE.y)):
        assert browser.get(f"/api/v1/campaigns/amber/tiles/{z}/{x}/{y}/thumbnail.jpg").status_code == 404


def test_volunteers_do_not_get_editors_pictures(client: Client, campaign: Campaign, tile: LabelTile) -> None:
    client.force_login(make_member("vlad", campaign, "volunteer"))  # type: ignore[arg-type] # as stored
    assert client.get(address(tile)).status_code == 403
