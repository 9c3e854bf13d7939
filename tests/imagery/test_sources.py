import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from imagery.models import ImagerySource
from imagery.services.add_source import add_source
from imagery.services.prepare_tile import prepare_tile
from tests.factories import HOME_TILE, make_source, make_user
from tests.imagery.tile_server import Answer, TileServer, draw_tile

XYZ = {
    "slug": "north",
    "name": "North",
    "kind": "xyz",
    "url": "https://tiles.example/{z}/{x}/{y}.png",
}
ADDRESS = {"z": HOME_TILE.z, "x": HOME_TILE.x, "y": HOME_TILE.y}


def test_a_tile_server_is_added(db: None) -> None:
    source = add_source(**XYZ)
    assert ImagerySource.objects.get(slug="north") == source


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"url": ""}, "url", "needs a URL template"),
        ({"url": "https://tiles.example/{w}"}, "url", "not a placeholder"),
        ({"kind": "raster"}, "path", "needs the path"),
        ({"kind": "teapot"}, "kind", "teapot"),
        ({"min_zoom": 19, "max_zoom": 3}, "max_zoom", "below the lowest"),
        (
            {"captured_from": date(2020, 1, 2), "captured_to": date(2020, 1, 1)},
            "captured_to",
            "before the first",
        ),
        ({"requests_per_second": 0}, "requests_per_second", "greater than"),
        ({"requests_per_second": float("nan")}, "requests_per_second", "Give a number"),
        ({"tile_px": 300}, "tile_px", "300"),
        ({"min_zoom": None}, "min_zoom", "null"),
        ({"min_zoom": "low"}, "min_zoom", "integer"),
    ],
)
def test_an_invalid_source_is_refused_by_field(
    db: None, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        add_source(**(XYZ | changes))
    assert words in " ".join(caught.value.message_dict[field])
    assert not ImagerySource.objects.exists()


@pytest.mark.parametrize(
    "change",
    [{"revision": 2}, {"url": "https://b.example/{q}"}, {"tile_px": 512}, {"subdomains": "ab"}],
)
def test_the_version_changes_with_whatever_may_change_pixels(change: dict[str, Any]) -> None:
    assert ImagerySource(**XYZ).version != ImagerySource(**(XYZ | change)).version


def test_the_version_ignores_changes_of_texts() -> None:
    assert (
        ImagerySource(**XYZ).version == ImagerySource(**(XYZ | {"name": "South", "licence": "CC0"})).version
    )


@pytest.fixture
def site_admin(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root", password="root-password"))
    return client


FORM = {
    **XYZ, "subdomains": "", "tile_px": 256, "path": "", "min_zoom": 0, "max_zoom": 22,
    "requests_per_second": 10, "attribution": "",
    "licence": "", "captured_from": "", "captured_to": "", "revision": 1,
}  # fmt: skip


def test_the_admins_form_adds_a_source(site_admin: Client) -> None:
    answer = site_admin.post(reverse("admin:imagery_imagerysource_add"), FORM)
    assert answer.status_code == 302
    assert ImagerySource.objects.filter(slug="north").exists()


def test_the_admins_form_shows_the_errors(site_admin: Client) -> None:
    answer = site_admin.post(reverse("admin:imagery_imagerysource_add"), FORM | {"url": "https://a/{w}"})
    assert answer.status_code == 200
    assert "is not a placeholder" in answer.content.decode()


def test_tiles_are_shown_with_their_failure_and_cannot_be_changed(
    site_admin: Client, xyz_source: ImagerySource, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer.html())
    tile = prepare_tile(source=xyz_source, address=HOME_TILE)
    assert "instead of a picture" in site_admin.get(reverse("admin:imagery_tile_changelist")).content.decode()
    page = site_admin.get(reverse("admin:imagery_tile_change", args=[tile.pk])).content.decode()
    assert 'name="_save"' not in page
    assert site_admin.get(reverse("admin:imagery_tile_add")).status_code == 403
    assert site_admin.post(reverse("admin:imagery_tile_delete", args=[tile.pk])).status_code == 403


def test_others_do_not_reach_the_admins_form(client: Client, db: None) -> None:
    client.force_login(make_user("olha"))
    assert client.get(reverse("admin:imagery_imagerysource_add")).status_code == 302


def test_check_source_describes_the_tile(
    xyz_source: ImagerySource, tile_server: TileServer, tmp_path: Path
) -> None:
    tile_server.headers["Data-Capture-Date-Range"] = "4/1/2018-4/30/2018"
    said = StringIO()
    call_command("check_source", "server", stdout=said, save=tmp_path / "seen.png", **ADDRESS)
    assert "1024 x 1024 px" in said.getvalue()
    assert "Captured: 2018-04-01 to 2018-04-30" in said.getvalue()
    corner = np.asarray(Image.open(tmp_path / "seen.png"))[:256, :256]
    np.testing.assert_array_equal(corner, draw_tile(HOME_TILE.children(18)[0]))


def test_check_source_explains_a_failure(xyz_source: ImagerySource, tile_server: TileServer) -> None:
    tile_server.misbehave(Answer.html())
    with pytest.raises(CommandError, match="instead of a picture"):
        call_command("check_source", "server", **ADDRESS)
    with pytest.raises(CommandError, match="does not exist"):
        call_command("check_source", "server", z=1, x=5, y=5)


def test_check_source_lists_the_known_sources(db: None) -> None:
    make_source(slug="there")
    with pytest.raises(CommandError, match=r"no source here\. Known sources: there"):
        call_command("check_source", "here", **ADDRESS)


def test_what_the_web_process_uses_loads_no_heavy_library() -> None:
    program = (
        "import django, sys; django.setup()\n"
        "import imagery.admin, imagery.files, imagery.source_checks, imagery.readers\n"
        "import imagery.services.prepare_tile, imagery.services.segment_tile, imagery.services.add_source\n"
        "heavy = {'rasterio', 'rio_tiler', 'skimage', 'sklearn', 'scipy', 'xgboost', 'tensorflow', 'keras'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
