"""What people paste, in the dialects of the programs that they copy it from."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagery.models import ImagerySource
from imagery.readers.url_template import fill_template
from imagery.recognition import NotRecognised, Recognised, recognise
from imagery.source_checks import find_source_faults
from imagery.source_kinds import SourceKind
from ml.tiles import Tile

T = "https://tiles.example"


@pytest.mark.parametrize(
    ("text", "url", "more"),
    [
        (f"{T}/{{z}}/{{x}}/{{y}}.png", f"{T}/{{z}}/{{x}}/{{y}}.png", {}),
        (f'  "{T}/{{z}}/{{x}}/{{y}}.png"\n', f"{T}/{{z}}/{{x}}/{{y}}.png", {}),
        ("tiles.example/{z}/{x}/{y}.png", f"{T}/{{z}}/{{x}}/{{y}}.png", {}),
        (f"{T}/%7Bz%7D/%7Bx%7D/%7By%7D", f"{T}/{{z}}/{{x}}/{{y}}", {}),
        (f"{T}/${{z}}/${{x}}/${{y}}", f"{T}/{{z}}/{{x}}/{{y}}", {}),
        (f"{T}/$z/$x/$y.png", f"{T}/{{z}}/{{x}}/{{y}}.png", {}),
        (f"{T}/{{zoom}}/{{x}}/{{-y}}", f"{T}/{{z}}/{{x}}/{{-y}}", {}),
        (f"{T}/{{zoom}}/{{x}}/{{ty}}", f"{T}/{{z}}/{{x}}/{{-y}}", {}),
        (f"{T}/a{{quadkey}}.jpeg?g=1", f"{T}/a{{q}}.jpeg?g=1", {}),
        (f"{T}/a{{u}}.jpeg", f"{T}/a{{q}}.jpeg", {}),
        (f"{T}/tile/{{level}}/{{row}}/{{col}}", f"{T}/tile/{{z}}/{{y}}/{{x}}", {}),
        (f"{T}/{{TileMatrix}}/{{TileRow}}/{{TileCol}}.png", f"{T}/{{z}}/{{y}}/{{x}}.png", {}),
        (f"{T}/{{z}}/{{x}}/{{y}}{{r}}.png", f"{T}/{{z}}/{{x}}/{{y}}.png", {}),
        (f"{T}/{{z}}/{{x}}/{{y}}@2x.png", f"{T}/{{z}}/{{x}}/{{y}}@2x.png", {"tile_px": 512}),
        (f"{T}/tiles/512/{{z}}/{{x}}/{{y}}", f"{T}/tiles/512/{{z}}/{{x}}/{{y}}", {"tile_px": 512}),
        ("https://{s}.t.example/{z}/{x}/{y}", "https://{s}.t.example/{z}/{x}/{y}", {"subdomains": "abc"}),
        ("https://{a-d}.t.example/{z}/{x}/{y}", "https://{s}.t.example/{z}/{x}/{y}", {"subdomains": "abcd"}),
        ("https://t{0-3}.example/{z}/{x}/{y}", "https://t{s}.example/{z}/{x}/{y}", {"subdomains": "0123"}),
        ("https://[abc].t.example/{z}/{x}/{y}", "https://{s}.t.example/{z}/{x}/{y}", {"subdomains": "abc"}),
        (
            "https://{switch:t0,t1}.t.example/{zoom}/{x}/{y}", "https://{s}.t.example/{z}/{x}/{y}",
            {"subdomains": "t0,t1"},
        ),
        (f"tms:{T}/{{zoom}}/{{x}}/{{y}}", f"{T}/{{z}}/{{x}}/{{y}}", {}),
        (f"tms[22]:{T}/{{zoom}}/{{x}}/{{y}}", f"{T}/{{z}}/{{x}}/{{y}}", {"max_zoom": 22}),
        (f"tms[2,19]:{T}/{{zoom}}/{{x}}/{{y}}", f"{T}/{{z}}/{{x}}/{{y}}", {"min_zoom": 2, "max_zoom": 19}),
        (
            "type=xyz&zmin=3&zmax=18&url=https%3A%2F%2Ftiles.example%2F%7Bz%7D%2F%7Bx%7D%2F%7By%7D.png",
            f"{T}/{{z}}/{{x}}/{{y}}.png", {"min_zoom": 3, "max_zoom": 18},
        ),
        (f"{T}/a/16/37774/21852.png?v=2", f"{T}/a/{{z}}/{{x}}/{{y}}.png?v=2", {}),
        (
            f"{T}/arcgis/rest/services/Air/MapServer",
            f"{T}/arcgis/rest/services/Air/MapServer/tile/{{z}}/{{y}}/{{x}}", {},
        ),
        (
            f"{T}/arcgis/rest/services/Air/MapServer/tile/16/21852/37774",
            f"{T}/arcgis/rest/services/Air/MapServer/tile/{{z}}/{{y}}/{{x}}", {},
        ),
    ],
)  # fmt: skip
def test_templates_are_recognised(text: str, url: str, more: dict[str, Any]) -> None:
    found = recognise(text)
    assert found.kind == SourceKind.XYZ
    assert found.fields == {"kind": "xyz", "url": url, "tile_px": 256} | more
    assert not find_source_faults(ImagerySource(**found.fields))


@pytest.mark.parametrize(
    "text",
    [
        "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}.jpg90?access_token=pk.abc",
        "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}.jpg90?access_token={accessToken}",
        "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}.jpg90?access_token=<your access token>",
        "https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}.jpg90?access_token=YOUR_ACCESS_TOKEN",
    ],
)
def test_a_key_is_taken_out_of_the_address_and_not_shown(text: str) -> None:
    found = recognise(text)
    assert found.fields["url"].endswith("?access_token={key}")
    assert found.key == ("pk.abc" if "pk.abc" in text else "")
    assert "pk.abc" not in repr(found)


@pytest.mark.parametrize(
    ("text", "kind", "fields"),
    [
        ("https://m.example/wms", "wms", {"url": "https://m.example/wms"}),
        ("wms:https://m.example/wms?", "wms", {"url": "https://m.example/wms"}),
        (
            "https://m.example/cgi?map=/a.map&SERVICE=WMS&VERSION=1.1.1&REQUEST=GetCapabilities", "wms",
            {"url": "https://m.example/cgi?map=/a.map"},
        ),
        (
            "https://m.example/ows?service=WMS&request=GetMap&layers=air,roads&styles=&srs=EPSG:3857"
            "&bbox=1,2,3,4&width=256&height=256&format=image/png&time=2020-05-01", "wms",
            {"url": "https://m.example/ows", "layer": "air", "time": "2020-05-01"},
        ),
        (
            "wms:https://m.example/x?FORMAT=image/jpeg&VERSION=1.3.0&SERVICE=WMS&REQUEST=GetMap&LAYERS=air"
            "&STYLES=&CRS={proj}&WIDTH={width}&HEIGHT={height}&BBOX={bbox}", "wms",
            {"url": "https://m.example/x", "layer": "air"},
        ),
        (
            "https://m.example/x?layers=air&request=GetMap&bbox={bbox-epsg-3857}", "wms",
            {"url": "https://m.example/x", "layer": "air"},
        ),
        (
            "https://{switch:a,b}.m.example/wms?LAYERS=air&BBOX={bbox}", "wms",
            {"url": "https://a.m.example/wms", "layer": "air"},
        ),
        (
            "contextualWMSLegend=0&crs=EPSG:3857&dpiMode=7&format=image/png&layers=air&styles=natural"
            "&url=https://m.example/wms", "wms",
            {"url": "https://m.example/wms", "layer": "air", "style": "natural"},
        ),
        ("https://m.example/arcgis/services/Air/MapServer/WMSServer", "wms", {}),
        ("https://m.example/1.0.0/WMTSCapabilities.xml", "wmts", {}),
        (
            "https://m.example/wmts?service=WMTS&request=GetCapabilities", "wmts",
            {"url": "https://m.example/wmts"},
        ),
        (
            "https://m.example/x?SERVICE=WMTS&REQUEST=GetTile&LAYER=air&STYLE=default&TILEMATRIXSET=g&TILEMATRIX=3"
            "&TILEROW=1&TILECOL=2", "wmts",
            {"url": "https://m.example/x", "layer": "air", "style": "default", "matrix_set": "g"},
        ),
        (
            "crs=EPSG:3857&format=image/png&layers=air&styles=default&tileMatrixSet=g"
            "&url=https://m.example/wmts?service%3DWMTS%26request%3DGetCapabilities", "wmts",
            {"url": "https://m.example/wmts", "layer": "air", "style": "default", "matrix_set": "g"},
        ),
        ("https://m.example/a/north.pmtiles", "pmtiles", {"url": "https://m.example/a/north.pmtiles"}),
        ("pmtiles://https://m.example/north.pmtiles?v=1", "pmtiles", {}),
        ("https://m.example/stac/collections/air", "stac", {"url": "https://m.example/stac/collections/air"}),
        ("https://m.example/items/20240517.json", "stac", {}),
        ("2024/north.tif", "raster", {"path": "2024/north.tif"}),
        ("north.VRT", "raster", {"path": "north.VRT"}),
        ("air.mbtiles", "mbtiles", {"path": "air.mbtiles"}),
        ("air.pmtiles", "pmtiles", {"path": "air.pmtiles"}),
        ("drone/flight 3/", "pictures", {"path": "drone/flight 3"}),
    ],
)  # fmt: skip
def test_services_archives_and_files_are_recognised(text: str, kind: str, fields: dict[str, str]) -> None:
    found = recognise(text)
    assert found.kind == kind
    assert found.fields["kind"] == kind
    assert found.fields == found.fields | fields
    if "url" in found.fields and kind != "pmtiles":
        faults = find_source_faults(ImagerySource(**({"layer": "air"} | dict(found.fields))))
        assert not faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste an address"),
        ("a" * 3000, "Paste an address"),
        ("https://example.org", "neither a template"),
        ("https://example.org/about/", "neither a template"),
        (f"{T}/{{z}}/{{x}}.png", "must contain"),
        (f"{T}/{{z}}/{{x}}/{{y}}.{{ext}}", r"\{ext\} is not a placeholder"),
        (f"{T}/{{z}}/{{x}}/{{y}}/{{TileMatrixSet}}", r"\{tilematrixset\} is not a placeholder"),
        ("ftp://tiles.example/{z}/{x}/{y}", r"Addresses of this kind \(ftp\)"),
        ("s3://bucket/north.tif", r"this kind \(s3\)"),
        ("https://me:secret@m.example/wms", "Remove the user name"),
        ("https://m.example/north.tif", "copy this one into the raster folder"),
        ("/data/rasters/north.tif", "path below it"),
        ("C:\\pictures\\north.tif", "path below it"),
        ("notes.docx", "neither an address nor the path"),
        ("{z}/{x}/{y}.png", "neither an address nor the path"),
        ("https://m.example:port/wms", "cannot be read"),
    ],
)
def test_other_texts_are_refused_with_examples(text: str, words: str) -> None:
    with pytest.raises(NotRecognised, match=words) as refused:
        recognise(text)
    assert "Examples: https://tiles.example.org/{z}/{x}/{y}.png" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "preset", "may_cache"),
    [
        ("https://ecn.t0.tiles.virtualearth.net/tiles/a{quadkey}.jpeg?g=1", "bing-aerial", False),
        (
            "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer",
            "esri-world-imagery",
            False,
        ),
        (
            "https://tiles.planet.com/basemaps/v1/planet-tiles/m/gmap/{z}/{x}/{y}.png?api_key=a",
            "planet-basemaps",
            False,
        ),
        ("https://tiles.openaerialmap.org/5d/0/5e/{z}/{x}/{y}", "openaerialmap", True),
        ("https://tiles.maps.eox.at/wmts/1.0.0/WMTSCapabilities.xml", "eox-cloudless", True),
    ],
)
def test_an_address_of_a_known_provider_brings_its_terms(text: str, preset: str, may_cache: bool) -> None:
    fields = recognise(text).fields
    assert (fields["preset"], fields["may_cache"], fields["may_publish_pictures"]) == (
        preset,
        may_cache,
        False,
    )
    assert fields["attribution"]


def test_a_name_that_only_resembles_a_provider_has_no_terms() -> None:
    assert "preset" not in recognise("https://notmapbox.com/{z}/{x}/{y}").fields


@given(st.text(max_size=80))
def test_any_text_is_recognised_or_refused(text: str) -> None:
    try:
        assert isinstance(recognise(text), Recognised)
    except NotRecognised as error:
        assert str(error)


PIECES = [
    "{z}", "{x}", "{y}", "{zoom}", "{switch:a,b}", "{a-c}", "{s}", "?key=", "{", "}", "/", "$z", "%7B", "&",
    "=", "url", "wms", "[ab]", "16/37774/21852",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_any_template_that_is_recognised_can_be_filled(parts: list[str]) -> None:
    try:
        found = recognise(T + "/" + "".join(parts))
    except NotRecognised:
        return
    if found.kind == SourceKind.XYZ:
        assert fill_template(found.fields["url"], Tile(3, 1, 2), found.fields.get("subdomains", ""))
