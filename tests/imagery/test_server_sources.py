"""What a source of each kind needs is checked by field before it is stored."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from imagery.models import ImagerySource
from imagery.services.add_source import add_source

pytestmark = pytest.mark.django_db
ADDRESS = "https://maps.example/wms?token={key}"
BASE = {"slug": "a", "name": "A"}


@pytest.fixture(autouse=True)
def public_only(settings: Settings) -> None:
    settings.TILE_SERVER_ALLOW_PRIVATE = False
    (Path(settings.RASTER_ROOT) / "a.pmtiles").write_bytes(b"PMTiles")
    (Path(settings.RASTER_ROOT) / "a.tif").write_bytes(b"II*\0")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "wms", "url": ADDRESS, "layer": "air"},
        {"kind": "wmts", "url": ADDRESS, "layer": "air", "matrix_set": "g"},
        {"kind": "stac", "url": "https://maps.example/items/1"},
        {"kind": "pmtiles", "url": "https://maps.example/a.pmtiles"},
        {"kind": "pmtiles", "path": "a.pmtiles"},
    ],
)
def test_a_source_that_has_what_it_needs_is_stored(fields: dict[str, str]) -> None:
    assert add_source(**BASE, **fields) == ImagerySource.objects.get()


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"kind": "wms", "layer": "air"}, "url", "needs its address"),
        ({"kind": "wms", "url": ADDRESS}, "layer", "Choose a layer"),
        ({"kind": "wmts", "url": ADDRESS}, "layer", "Choose a layer"),
        ({"kind": "wms", "url": "maps.example/wms", "layer": "a"}, "url", "must begin with https"),
        ({"kind": "wms", "url": "file:///etc/passwd", "layer": "a"}, "url", "must begin with https"),
        ({"kind": "wms", "url": "https://maps.example/{z}", "layer": "a"}, "url", "only placeholder"),
        ({"kind": "wms", "url": "https://{key}.example/wms", "layer": "a"}, "url", "host must not"),
        ({"kind": "wms", "url": "https://a:b@maps.example/", "layer": "a"}, "url", "user name"),
        ({"kind": "wms", "url": "http://127.0.0.1/wms", "layer": "a"}, "url", "not on the public"),
        ({"kind": "wmts", "url": "http://[::1]/wmts", "layer": "a"}, "url", "not on the public"),
        ({"kind": "stac", "url": "http://169.254.169.254/"}, "url", "not on the public"),
        ({"kind": "pmtiles", "url": "http://10.0.0.1/a.pmtiles"}, "url", "not on the public"),
        ({"kind": "stac"}, "url", "needs its address"),
        ({"kind": "pmtiles"}, "url", "an address or a path"),
        ({"kind": "pmtiles", "url": "https://a.example/b.pmtiles", "path": "a.pmtiles"}, "url", "one of"),
        ({"kind": "pmtiles", "path": "b.pmtiles"}, "path", "has no file"),
        ({"kind": "pmtiles", "path": "../b.pmtiles"}, "path", "outside"),
        ({"kind": "pmtiles", "path": "a.tif"}, "path", r"end in .pmtiles"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_its_field(
    fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        add_source(**BASE, **fields)
    assert words in " ".join(refused.value.message_dict[field])
    assert not ImagerySource.objects.exists()
