"""The files that a worker makes of a release: other formats, map tiles, the picture, checksums."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyogrio.raw
import pytest
import shapely
from django.contrib.auth.models import User
from django.test import Client
from PIL import Image
from pmtiles.reader import MmapSource, Reader

from campaigns.models import Campaign
from detection.models import Place, Release
from detection.publication.errors import FileNotMade
from detection.publication.release_files import map_tiles
from detection.publication.release_files.columns import COLUMNS
from detection.publication.release_files.map_tiles import tile_features
from detection.publication.release_files.names import names_for
from detection.publication.release_files.serving import part_of
from detection.publication.services.publish_release import publish_release
from detection.publication.services.withdraw_place import withdraw_place
from detection.publication.services.write_release_files import write_release_files
from detection.publication.tasks import write_files_where_due
from imagery.files import data_path
from tests.factories_detection import confirm, make_detection, make_run

FILES = "/api/v1/campaigns/amber/releases/1/files/"


@pytest.fixture
def release(campaign: Campaign, admin: User, editor: User, second_editor: User) -> Release:
    run = make_run(campaign)
    for area, day in ((1.25, date(2018, 4, 3)), (2.5, date(2017, 5, 1)), (4, None)):
        confirm(make_detection(run, area_ha=area, captured=(day, day)), editor, second_editor)
    return publish_release(campaign=campaign, run=run, published_by=admin)


@pytest.fixture
def files(release: Release) -> Release:
    write_release_files(release=release)
    return release


def read(path: Path) -> tuple[dict[str, Any], dict[int, float], dict[int, shapely.Geometry]]:
    """With GDAL: what it says of the file, hectares and shapes by place."""
    meta, _fids, shapes, fields = pyogrio.raw.read(path)
    by_name = dict(zip(meta["fields"], fields, strict=True))
    places = [int(place) for place in by_name["place"]]
    areas = dict(zip(places, map(float, by_name["area_ha"]), strict=True))
    return meta, areas, dict(zip(places, shapely.from_wkb(shapes), strict=True)) if shapes is not None else {}


def content(client: Client, name: str, **headers: str) -> bytes:
    return b"".join(client.get(FILES + name, headers=headers).streaming_content)  # type: ignore[attr-defined]  # streamed


def test_every_file_is_made_and_given_out(files: Release, client: Client) -> None:
    for name in names_for(3):
        answer = client.get(FILES + name)
        assert answer.status_code == 200, name
        sent = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # streamed
        file = files.files.get(name=name)
        assert (hashlib.sha256(sent).hexdigest(), len(sent)) == (file.sha256, file.n_bytes)
        assert answer["ETag"] == f'"{file.sha256}"'
        assert client.get(FILES + name, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["places.gpkg", "places.kml", "places.csv"])
def test_gdal_reads_the_same_places_from_every_format(files: Release, name: str) -> None:
    meta, places, shapes = read(data_path(files.files.get(name=name).path))
    assert sorted(places) == [1, 2, 3]
    assert sorted(places.values()) == [1.25, 2.5, 4.0]
    if name != "places.csv":
        assert meta["crs"] == "EPSG:4326"
        _meta, _places, published = read(data_path(files.geojson))
        assert all(shapes[place].symmetric_difference(published[place]).area < 1e-12 for place in places)


def test_every_column_is_described(files: Release, client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(content(client, "places.csv").decode())))
    assert set(rows[0]) == set(COLUMNS)
    readme = content(client, "README.txt").decode()
    assert all(name in readme for name in COLUMNS)
    assert "release 1" in readme


def test_the_checksums_name_every_other_file(files: Release, client: Client) -> None:
    lines = dict(line.split("  ")[::-1] for line in content(client, "SHA256SUMS").decode().splitlines())
    assert set(lines) == {*names_for(3), "detections.geojson", "coverage.geojson"} - {"SHA256SUMS"}
    assert lines["detections.geojson"] == files.sha256
    assert lines["places.kml"] == hashlib.sha256(content(client, "places.kml")).hexdigest()


def test_the_tiles_hold_counts_then_dots_then_shapes(files: Release) -> None:
    place = files.places.get(number=1)
    with data_path(files.files.get(name="places.pmtiles").path).open("rb") as file:
        reader = Reader(MmapSource(file))
        assert (reader.header()["min_zoom"], reader.header()["max_zoom"]) == (2, 13)
        layers = {}
        for zoom in (2, 7, 8, 12, 13):
            tile = map_tiles.mercantile.tile(place.lng, place.lat, zoom)
            layers[zoom] = gzip.decompress(reader.get(tile.z, tile.x, tile.y))
    for zoom, name in ((2, b"counts"), (7, b"counts"), (8, b"dots"), (12, b"dots"), (13, b"shapes")):
        assert [one for one in (b"counts", b"dots", b"shapes") if one in layers[zoom]] == [name], zoom


def test_counts_add_up_at_every_zoom_and_year(files: Release) -> None:
    document = json.loads(data_path(files.geojson).read_text())
    totals: dict[int, dict[str, int]] = {}
    for feature in tile_features(document["features"]):
        if feature["tippecanoe"]["layer"] == "counts":
            of_zoom = totals.setdefault(feature["tippecanoe"]["minzoom"], {})
            for name, n in feature["properties"].items():
                of_zoom[name] = of_zoom.get(name, 0) + n
    assert set(totals) == set(map_tiles.COUNTS_ZOOMS)
    assert all(found == {"n": 3, "y0": 1, "y2017": 1, "y2018": 1} for found in totals.values())


def test_a_map_reads_a_part_of_the_archive(files: Release, client: Client) -> None:
    whole = content(client, "places.pmtiles")
    answer = client.get(FILES + "places.pmtiles", headers={"Range": "bytes=7-99"})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes 7-99/{len(whole)}"
    assert b"".join(answer.streaming_content) == whole[7:100]  # type: ignore[attr-defined]  # streamed
    beyond = client.get(FILES + "places.pmtiles", headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", range(10)),
        ("bytes=90-200", range(90, 100)),
        ("bytes=95-", range(95, 100)),
        ("bytes=-5", range(95, 100)),
        ("bytes=-500", range(100)),
        ("bytes=100-", None),
        ("bytes=-0", None),
        ("bytes=9-3", None),
        ("bytes=0-1,5-6", range(100)),
        ("items=0-1", range(100)),
        ("bytes=-", range(100)),
    ],
)
def test_ranges_as_http_defines_them(header: str, part: range | None) -> None:
    assert part_of(header, 100) == part


def test_a_withdrawn_place_is_in_no_file_from_that_moment(
    files: Release, admin: User, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    old = [data_path(path) for path in files.files.values_list("path", flat=True)]
    withdraw_place(place=Place.objects.get(number=2), withdrawn_by=admin, reason="A clear-cut")
    for name in names_for(2):
        answer = client.get(FILES + name)
        assert (answer.status_code, answer["Retry-After"]) == (503, "10"), name
    with django_capture_on_commit_callbacks(execute=True):
        write_files_where_due()
    rows = list(csv.DictReader(io.StringIO(content(client, "places.csv").decode())))
    assert sorted(row["place"] for row in rows) == ["1", "3"]
    files.refresh_from_db()
    kept = {data_path(path) for path in files.files.values_list("path", flat=True)}
    assert not [path for path in old if path.exists() and path not in kept]


def test_repeating_writes_nothing_twice(files: Release) -> None:
    before = list(files.files.values_list("pk", "sha256"))
    write_files_where_due()
    assert list(files.files.values_list("pk", "sha256")) == before


def test_an_empty_release_has_only_what_can_be_empty(files: Release, admin: User, client: Client) -> None:
    for number in (1, 2, 3):
        withdraw_place(place=Place.objects.get(number=number), withdrawn_by=admin, reason="Wrong")
    write_files_where_due()
    assert client.get(FILES + "places.gpkg").status_code == 404
    assert client.get(FILES + "map.png").status_code == 200
    assert "places" not in content(client, "SHA256SUMS").decode()


def test_a_failing_tool_leaves_what_was_made(
    release: Release, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(map_tiles, "OPTIONS", ["--no-such-option"])
    with pytest.raises(FileNotMade, match="tippecanoe failed"):
        write_release_files(release=release)
    monkeypatch.undo()
    write_release_files(release=release)
    assert client.get(FILES + "places.pmtiles").status_code == 200
    assert not list(data_path("releases/amber/1").glob(".writing-*"))


def test_the_picture_for_sharing_shows_the_places(files: Release, client: Client) -> None:
    with Image.open(io.BytesIO(content(client, "map.png"))) as picture:
        assert picture.size == (1200, 630)
        colours = {colour for _n, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert (242, 163, 58) in colours
    page = client.get("/c/amber/map/").content.decode()
    assert f'property="og:image" content="http://testserver{FILES}map.png"' in page


def test_a_file_that_no_release_has_is_not_found(files: Release, client: Client) -> None:
    assert client.get(FILES + "secrets.txt").status_code == 404
    assert client.get(FILES + "../detections.geojson").status_code == 404
