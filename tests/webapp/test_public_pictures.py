"""Whatever a stranger can open shows no picture whose source does not allow it."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from numpy.typing import NDArray
from PIL import Image
from pytest_django import Settings

from campaigns.models import Campaign
from detection.publication.services.publish_release import publish_release
from imagery.files import read_stored
from imagery.models import Tile
from labeling.models import LabelTile
from tests.factories import make_campaign, make_member
from tests.factories_detection import confirm, make_detection, make_run
from tests.factories_labeling import answer_tile, make_event, make_guest, make_label_tile
from tests.webapp.test_permission_matrix import EVERYONE, MATRIX, address_of

PICTURE_SIGNS = (b"\xff\xd8\xff", b"RIFF", b"\x89PNG")
EMBEDDED = re.compile(rb"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=\s]+)")
ALIKE = 0.8
"""Correlation of two pictures' brightness on 24 x 24 cells from which one shows the other: re-encoding and
scaling leave 0.95 and more, other pictures reach 0.2."""
NO_SOURCE = {"event-qr"}
"""A drawn code: no picture of any source."""


@pytest.fixture
def published(db: None, settings: Settings, tmp_path: Path) -> Campaign:
    """A public campaign with labelled tiles, an event, and a release with a place whose picture is stored."""
    settings.DATA_ROOT = tmp_path
    campaign = make_campaign(is_public=True)
    make_label_tile(campaign)
    event, guest = make_event(campaign, code="NOCODE"), make_guest(campaign)
    guest.participations.update(event=event)
    answer_tile(campaign, guest, {1})
    run = make_run(campaign)
    editor: User = make_member("editor", campaign, "editor")  # type: ignore[arg-type]  # its value
    second: User = make_member("second", campaign, "editor")  # type: ignore[arg-type]  # its value
    confirm(make_detection(run, files=True), editor, second)
    publish_release(campaign=campaign, run=run, published_by=editor, note="")
    assert not campaign.source.may_publish_pictures
    return campaign


def cells_of(content: bytes) -> NDArray[np.float64] | None:
    """Brightness on 24 x 24 cells, None for what is no picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            small = picture.convert("L").resize((24, 24), Image.Resampling.BOX)
    except OSError:
        return None
    return np.asarray(small, dtype=np.float64)


def shows(content: bytes, stored: bytes) -> bool:
    """Whether an answer holds a stored picture: its bytes, or its pixels, as it is, scaled, encoded again or
    embedded in a page."""
    found = [content, *(base64.b64decode(one) for one in EMBEDDED.findall(content))]
    wanted = cells_of(stored)
    assert wanted is not None
    pictures = [cells for one in found if (cells := cells_of(one)) is not None and cells.std() > 0]
    alike = [np.corrcoef(cells.ravel(), wanted.ravel())[0, 1] for cells in pictures]
    return any(stored in one for one in found) or any(one >= ALIKE for one in alike)


def test_a_picture_is_known_again_however_it_is_served(published: Campaign) -> None:
    stored = read_stored(LabelTile.objects.get().tile.picture)
    other = make_label_tile(published, 3).tile
    small = io.BytesIO()
    Image.open(io.BytesIO(stored)).resize((320, 320)).save(small, "PNG")
    page = b'<img src="data:image/png;base64,' + base64.b64encode(small.getvalue()) + b'">'
    for served in (stored, small.getvalue(), page, b"x" + stored):
        assert shows(served, stored)
    assert not shows(read_stored(other.picture), stored)
    assert not shows(b"<p>nothing</p>", stored)


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
    for stored in Tile.objects.filter(picture__gt="").values_list("picture", flat=True):
        assert not shows(content, read_stored(stored))


@pytest.mark.parametrize(
    "name", ["api-label-picture", "api-label-surroundings-picture", "api-detection-picture"]
)
def test_a_stranger_gets_no_stored_picture(published: Campaign, name: str) -> None:
    answer = Client(raise_request_exception=False).get(address_of(name, published))
    assert answer.status_code in (401, 403, 404)
    assert not answer.content.startswith(PICTURE_SIGNS)
