"""Bad input, given as people give it: words at the field, and nothing stored but the look or the upload.

These say what was wrong, and go after a day.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pyogrio.raw import write as write_vectors
from pytest_django.fixtures import Settings

from campaigns.models import CampaignDraft, RegionUpload
from campaigns.regions.tasks import read_region
from imagery.models import SourceProbe
from imagery.readers.capabilities import forget_capabilities
from imagery.tasks import look_at_source
from tests.factories import make_user
from tests.imagery.test_probe_zip import png_bomb, projection, world_file
from tests.imagery.tile_server import Answer, TileServer
from tests.imagery.wms_server import exception

KEY = "S3cret-key"
TILES = "/{z}/{x}/{y}.png"
WRONG_KEY = f'{{"message": "Unknown key {KEY}"}}'.encode()
EXPECTED_ROWS = {"SourceProbe", "RegionUpload", "SweepLock"}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_ROOT, settings.RASTER_ROOT = tmp_path / "data", tmp_path / "rasters"
    settings.RASTER_ROOT.mkdir()
    forget_capabilities()


@pytest.fixture
def draft(db: None) -> CampaignDraft:
    olha: User = make_user("olha", is_staff=True)
    return CampaignDraft.objects.create(owner=olha, name="Amber", question="Is this amber mining?")


@pytest.fixture
def page(client: Client, draft: CampaignDraft) -> Client:
    client.force_login(draft.owner)
    return client


@pytest.fixture
def server() -> Iterator[TileServer]:
    with TileServer() as server:
        yield server


def rows() -> dict[str, int]:
    configs = [apps.get_app_config(app) for app in ("imagery", "campaigns", "labeling", "detection")]
    counted = {model.__name__: model._base_manager.count() for app in configs for model in app.get_models()}
    return {name: n for name, n in counted.items() if name not in EXPECTED_ROWS}


def files(settings: Settings) -> set[Path]:
    """All but the pace of servers, which is kept in files of their own."""
    roots = (settings.DATA_ROOT, settings.RASTER_ROOT)
    found = {path for root in roots for path in root.rglob("*") if path.is_file()}
    return {path for path in found if "rate-limits" not in path.parts}


def packed(contents: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def broken_zip() -> bytes:
    return packed({"a.jpg": np.random.default_rng(1).bytes(20_000)})[:10_000]


def shapefile_without_prj() -> bytes:
    """In metres, which could be those of any zone."""
    square = np.array([shapely.to_wkb(shapely.box(600_000, 5_690_000, 601_000, 5_691_000))], dtype=object)
    with tempfile.TemporaryDirectory() as folder:
        write_vectors(
            Path(folder) / "a.shp", square, [np.array([1])], ["n"],
            geometry_type="Polygon", crs="EPSG:32635", driver="ESRI Shapefile",
        )  # fmt: skip
        found = {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.suffix != ".prj"}
    return packed(found)


def many_vertices() -> bytes:
    """More than a million in 8 MB: within the limit of a file, above that of a region."""
    corners = b"[1,2],[2,2],[2,3],[1,3]"
    return b'{"type":"Polygon","coordinates":[[' + b",".join([corners] * 300_000) + b",[1,2]]]}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.zip", broken_zip, "The ZIP file is damaged"),
        ("a.zip", shapefile_without_prj, "does not say its coordinate system"),
        ("a.geojson", many_vertices, "more than 1000000 points"),
    ],
    ids=["broken ZIP", "Shapefile without .prj", "a million vertices"],
)
def test_a_region_from_a_bad_file(
    page: Client,
    draft: CampaignDraft,
    settings: Settings,
    name: str,
    content: Callable[[], bytes],
    words: str,
) -> None:
    before = rows(), files(settings)
    page.post(f"/new/{draft.pk}/region/upload/", {"file": SimpleUploadedFile(name, content())})
    upload = RegionUpload.objects.get()
    read_region(str(upload.pk))
    assert words in page.get(f"/new/{draft.pk}/region/?upload={upload.pk}").content.decode()
    assert (rows(), files(settings)) == before
    draft.refresh_from_db()
    assert draft.region is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (broken_zip, "The ZIP is damaged"),
        (
            lambda: packed({"a.png": png_bomb(), "a.pgw": world_file(30_000), "a.prj": projection()}),
            "takes 900 million pixels",
        ),
    ],
    ids=["broken ZIP", "decompression bomb"],
)
def test_imagery_from_a_bad_file(
    page: Client, draft: CampaignDraft, settings: Settings, content: Callable[[], bytes], words: str
) -> None:
    before = rows(), files(settings)
    page.post(f"/new/{draft.pk}/imagery/upload/", {"file": SimpleUploadedFile("a.zip", content())})
    look(page, draft, words, field="file")
    assert (rows(), files(settings)) == before


@pytest.mark.parametrize(
    ("address", "answer", "field", "words"),
    [
        ("/wms?service=WMS", exception("Layer air is being rebuilt"), "address", "is being rebuilt"),
        (TILES, exception("Layer air is being rebuilt"), "address", "is being rebuilt"),
        (f"{TILES}?token={{key}}", Answer(401, WRONG_KEY), "key", "check the key"),
        (TILES, Answer(body=png_bomb()), "address", "so many pixels"),
        (TILES, Answer(302, headers={"Location": "http://127.0.0.1:1/"}), "address", "is not followed"),
    ],
    ids=["WMS of XML", "tiles of XML", "wrong key", "decompression bomb", "redirect inside"],
)
def test_imagery_from_a_bad_server(
    page: Client,
    draft: CampaignDraft,
    settings: Settings,
    server: TileServer,
    address: str,
    answer: Answer,
    field: str,
    words: str,
) -> None:
    server.misbehave(answer)
    before = rows(), files(settings)
    key = KEY if "{key}" in address else ""
    given = {"way": "address", "text": server.address + address, "key": key}
    page.post(f"/new/{draft.pk}/imagery/look/", given)
    look(page, draft, words, field=field)
    assert (rows(), files(settings)) == before


def look(page: Client, draft: CampaignDraft, words: str, *, field: str) -> None:
    probe = SourceProbe.objects.get()
    look_at_source.apply(args=[str(probe.pk)], throw=True)
    probe.refresh_from_db()
    assert (probe.state, probe.failure_field) == (SourceProbe.State.FAILED, field)
    shown = page.get(f"/new/{draft.pk}/imagery/?probe={probe.pk}").content.decode()
    assert words in shown
    assert KEY not in shown
