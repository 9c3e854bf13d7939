"""The consensus as GeoJSON (RFC 7946), as COCO, and as a STAC Item with the label extension."""

import json
import zipfile
from pathlib import Path
from typing import IO, Any

import shapely

from campaigns.models import Campaign
from labeling.exchange.progress import Progress, counted
from labeling.exchange.provenance import provenance_of
from labeling.exchange.superpixels import Superpixel, superpixels_of
from ml.tiles import TILE_SIZE

CATEGORIES = {"positive": 1, "negative": 2}
DIGITS = 7


def write_geojson(campaign: Campaign, path: Path, progress: Progress) -> int:
    with path.open("w", encoding="utf-8") as file:
        return _write_collection(campaign, file, progress)


def _write_collection(campaign: Campaign, file: IO[str], progress: Progress) -> int:
    n = 0
    provenance = json.dumps(provenance_of(campaign), ensure_ascii=False)
    file.write('{"type": "FeatureCollection", "provenance": ' + provenance + ', "features": [')
    for n, superpixel in counted(superpixels_of(campaign), progress):
        file.write(("\n" if n == 1 else ",\n") + json.dumps(_feature(superpixel), ensure_ascii=False))
    file.write("\n]}\n")
    return n


def _feature(superpixel: Superpixel) -> dict[str, Any]:
    shape = shapely.set_precision(superpixel.shape(), 10**-DIGITS, mode="pointwise")
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "geometry": geometry, "properties": superpixel.properties()}


def write_coco(campaign: Campaign, path: Path, progress: Progress) -> int:
    # COCO polygons have no holes: they are filled. Superpixels without a yes or no are left out.
    images: dict[int, dict[str, Any]] = {}
    annotations = []
    for n, superpixel in counted(superpixels_of(campaign), progress):
        if superpixel.label:
            images.setdefault(superpixel.label_tile.pk, _image(superpixel))
            annotations.append(_annotation(n, superpixel))
    provenance = provenance_of(campaign)
    licence = {"id": 1, "name": provenance["licence"] or "not stated", "url": ""}
    names = {"positive": campaign.positive_name, "negative": campaign.negative_name}
    found = {
        "info": {
            "description": campaign.question,
            "date_created": provenance["exported_at"],
            "provenance": provenance,
        },
        "licenses": [licence],
        "categories": [
            {"id": number, "name": names[label], "supercategory": label}
            for label, number in CATEGORIES.items()
        ],
        "images": list(images.values()),
        "annotations": annotations,
    }
    path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return len(annotations)


def _image(superpixel: Superpixel) -> dict[str, Any]:
    tile, (earliest, _latest) = superpixel.label_tile.tile, superpixel.captured
    suffix = Path(tile.picture).suffix
    return {
        "id": superpixel.label_tile.pk,
        "file_name": f"{tile.z}-{tile.x}-{tile.y}{suffix}",
        "width": TILE_SIZE,
        "height": TILE_SIZE,
        "license": 1,
        "date_captured": earliest.isoformat() if earliest else "",
        "sha256": tile.sha256,
    }


def _annotation(number: int, superpixel: Superpixel) -> dict[str, Any]:
    columns = [column for ring in superpixel.rings for column, _row in ring]
    rows = [row for ring in superpixel.rings for _column, row in ring]
    outer = [ring for ring in superpixel.rings if len(ring) >= 4]
    return {
        "id": number,
        "image_id": superpixel.label_tile.pk,
        "category_id": CATEGORIES[superpixel.label],
        "segmentation": [[value for point in ring[:-1] for value in point] for ring in outer],
        "area": float(sum(shapely.Polygon(ring).area for ring in outer)),
        "bbox": [min(columns), min(rows), max(columns) - min(columns), max(rows) - min(rows)],
        "iscrowd": 0,
        "score": superpixel.consensus.probability,
        "superpixel": superpixel.consensus.superpixel,
        "state": superpixel.consensus.state,
    }


def write_stac(campaign: Campaign, path: Path, progress: Progress) -> int:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        labels = path.with_suffix(".labels")
        try:
            n = write_geojson(campaign, labels, progress)
            archive.write(labels, "labels/labels.geojson")
        finally:
            labels.unlink(missing_ok=True)
        item = _stac_item(campaign)
        archive.writestr("labels/labels.json", json.dumps(item, ensure_ascii=False, indent=2))
        collection = _stac_collection(campaign, item)
        archive.writestr("collection.json", json.dumps(collection, ensure_ascii=False, indent=2))
    return n


def _stac_item(campaign: Campaign) -> dict[str, Any]:
    provenance = provenance_of(campaign)
    captured = [superpixel.captured for superpixel in superpixels_of(campaign)]
    earliest = min((first for first, _last in captured if first), default=None)
    latest = max((last for _first, last in captured if last), default=earliest)
    region = shapely.from_geojson(json.dumps(campaign.region))
    times = (
        {"datetime": None, "start_datetime": f"{earliest}T00:00:00Z", "end_datetime": f"{latest}T23:59:59Z"}
        if earliest
        else {"datetime": provenance["exported_at"]}
    )
    label = {
        "label:type": "vector",
        "label:properties": ["label"],
        "label:classes": [{"name": "label", "classes": list(CATEGORIES)}],
        "label:tasks": ["classification"],
        "label:methods": ["manual"],
        "label:description": campaign.question,
    }
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": ["https://stac-extensions.github.io/label/v1.0.1/schema.json"],
        "id": f"{campaign.slug}-labels",
        "collection": campaign.slug,
        "geometry": campaign.region,
        "bbox": list(region.bounds),
        "properties": {**times, **label, **{f"landscar:{key}": value for key, value in provenance.items()}},
        "assets": {"labels": {"href": "labels.geojson", "type": "application/geo+json", "roles": ["data"]}},
        "links": [
            {"rel": rel, "href": "../collection.json", "type": "application/json"}
            for rel in ("root", "parent", "collection")
        ],
    }


def _stac_collection(campaign: Campaign, item: dict[str, Any]) -> dict[str, Any]:
    times = item["properties"]
    first, last = (times.get(name) or times["datetime"] for name in ("start_datetime", "end_datetime"))
    return {
        "type": "Collection",
        "stac_version": "1.1.0",
        "id": campaign.slug,
        "title": campaign.name,
        "description": campaign.question,
        "license": "other",
        "providers": [{"name": campaign.source.attribution or campaign.source.name, "roles": ["producer"]}],
        "extent": {"spatial": {"bbox": [item["bbox"]]}, "temporal": {"interval": [[first, last]]}},
        "links": [
            {"rel": "root", "href": "./collection.json", "type": "application/json"},
            {"rel": "item", "href": "./labels/labels.json", "type": "application/geo+json"},
        ],
    }
