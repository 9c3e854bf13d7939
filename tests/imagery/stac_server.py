"""STAC documents and Cloud Optimized GeoTIFFs on a loopback server."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import shapely
from rasterio.shutil import copy

from imagery.readers.base import Bounds
from ml.tiles import Tile
from tests.imagery.landscape import draw_area
from tests.imagery.rasters import write_over_tile
from tests.imagery.tile_server import Answer, TileServer


def write_cog(path: Path, tile: Tile, side_px: int = 1024, **profile: Any) -> Path:
    """The landscape over a tile, as a Cloud Optimized GeoTIFF."""
    bands = draw_area(Bounds(*tile.mercator_bounds), side_px, side_px).transpose(2, 0, 1)
    plain = write_over_tile(path.with_suffix(".plain.tif"), tile, bands, **profile)
    copy(plain, path, driver="COG", compress="DEFLATE", blocksize=256)
    plain.unlink()
    return path


def item(name: str, tile: Tile, href: str, **changes: Any) -> dict[str, Any]:
    """A STAC item over a tile, with one visual asset."""
    properties = {"datetime": "2023-06-05T10:00:00Z"} | changes.pop("properties", {})
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "bbox": list(tile.bounds), "links": [],
        "geometry": shapely.geometry.mapping(shapely.box(*tile.bounds)), "properties": properties,
        "assets": {"visual": {"href": href, "type": "image/tiff; application=geotiff", "roles": ["data"]}},
    } | changes  # fmt: skip


def collection(**changes: Any) -> dict[str, Any]:
    return {
        "type": "Collection", "stac_version": "1.0.0", "id": "flights", "description": "Flights",
        "license": "CC-BY-4.0", "links": [], "providers": [{"name": "The mapping agency", "roles": ["host"]}],
        "extent": {
            "spatial": {"bbox": [[27.0, 51.0, 28.0, 52.0]]},
            "temporal": {"interval": [["2022-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]]},
        },
    } | changes  # fmt: skip


class StacServer(TileServer):
    """Serves files, documents, and an API's collection at `/api/collections/flights` once `items` are set."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[dict[str, Any]] = []
        self.page_items = 100
        self.has_search = True

    def publish(self, path: str, document: Mapping[str, Any]) -> str:
        self.serve(path, json.dumps(document).encode())
        return self.address + path

    def publish_file(self, path: str, file: Path) -> str:
        self.serve(path, file.read_bytes())
        return self.address + path

    @property
    def api_collection(self) -> str:
        return f"{self.address}/api/collections/flights"

    def respond(self, path: str, received: Mapping[str, str]) -> Answer:
        place = urlsplit(path).path
        if self.items and place.startswith("/api"):
            return self._api(place, {name: one[-1] for name, one in parse_qs(urlsplit(path).query).items()})
        return super().respond(path, received)

    def _api(self, place: str, query: Mapping[str, str]) -> Answer:
        if place == "/api":
            links = [{"rel": "search", "href": f"{self.address}/api/search", "method": "POST"}]
            if self.has_search:
                links.append({"rel": "search", "href": f"{self.address}/api/search", "method": "GET"})
            return _json({"type": "Catalog", "stac_version": "1.0.0", "id": "api", "links": links})
        if place == "/api/collections/flights":
            links = [
                {"rel": "root", "href": f"{self.address}/api"},
                {"rel": "items", "href": f"{self.api_collection}/items"},
            ]
            return _json(collection(links=links))
        if place == "/api/search" and query.get("collections") != "flights":
            return Answer(400)
        return _json(self._page(place, query))

    def _page(self, place: str, query: Mapping[str, str]) -> dict[str, Any]:
        area = shapely.box(*(float(edge) for edge in query["bbox"].split(","))) if "bbox" in query else None
        found = [one for one in self.items if area is None or shapely.box(*one["bbox"]).intersects(area)]
        start = int(query.get("page", 0)) * self.page_items
        page: dict[str, Any] = {"type": "FeatureCollection"}
        page["features"] = found[start : start + self.page_items]
        if start + self.page_items < len(found):
            rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
            following = f"{self.address}{place}?{rest}&page={int(query.get('page', 0)) + 1}"
            page["links"] = [{"rel": "next", "href": following}]
        return page


def _json(document: Mapping[str, Any]) -> Answer:
    return Answer(body=json.dumps(document).encode(), headers={"Content-Type": "application/json"})
