"""The consensus as a GeoPackage, streamed through GDAL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from campaigns.models import Campaign
from labeling.exchange.progress import Progress
from labeling.exchange.provenance import provenance_of
from labeling.exchange.superpixels import Superpixel, superpixels_of

if TYPE_CHECKING:
    import pyarrow as arrow

GEOMETRY = "geom"
COLUMNS = {
    "z": "int64",
    "x": "int64",
    "y": "int64",
    "superpixel": "int64",
    "label": "string",
    "probability": "float64",
    "majority": "float64",
    "weight": "float64",
    "state": "string",
    "n_votes": "int64",
    "is_random": "bool",
    "captured_from": "date32",
    "captured_to": "date32",
    "segmentation": "string",
    "picture_sha256": "string",
}
DATES = ("captured_from", "captured_to")
ROWS_AT_ONCE = 1000


def write_geopackage(campaign: Campaign, path: Path, progress: Progress) -> int:
    # Imported here: heavy libraries that only workers need.
    import pyarrow as arrow
    from pyogrio import raw

    schema = arrow.schema(
        [(GEOMETRY, arrow.binary()), *((name, arrow.type_for_alias(kind)) for name, kind in COLUMNS.items())]
    )
    stream = _Stream(campaign, schema, progress)
    with stream.own_errors():
        raw.write_arrow(
            arrow.RecordBatchReader.from_batches(schema, stream.batches()),
            path,
            "consensus",
            driver="GPKG",
            geometry_name=GEOMETRY,
            geometry_type="MultiPolygon",
            crs="EPSG:4326",
            layer_options={"IDENTIFIER": "Consensus"},
        )
    facts = [{"name": name, "value": str(value)} for name, value in provenance_of(campaign).items()]
    table = arrow.Table.from_pylist(
        facts, schema=arrow.schema({"name": arrow.string(), "value": arrow.string()})
    )
    options = {"IDENTIFIER": "Provenance"}
    raw.write_arrow(table, path, "provenance", driver="GPKG", append=True, layer_options=options)
    return stream.n


class _Stream:
    """The rows as Arrow batches, counted. GDAL reports an error of ours as one of its own; `own_errors` gives
    ours back."""

    def __init__(self, campaign: Campaign, schema: "arrow.Schema", progress: Progress) -> None:
        self.n = 0
        self._campaign, self._schema, self._progress = campaign, schema, progress
        self._error: BaseException | None = None

    def batches(self) -> Iterator["arrow.RecordBatch"]:
        import pyarrow as arrow

        try:
            superpixels = superpixels_of(self._campaign)
            while rows := [_row(superpixel) for superpixel in islice(superpixels, ROWS_AT_ONCE)]:
                yield arrow.RecordBatch.from_pylist(rows, schema=self._schema)
                self.n += len(rows)
                self._progress(self.n)
        except Exception as error:
            self._error = error
            raise

    @contextmanager
    def own_errors(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            raise (self._error or error) from error


def _row(superpixel: Superpixel) -> dict[str, Any]:
    properties = superpixel.properties()
    dates = {name: properties[name] and date.fromisoformat(properties[name]) for name in DATES}
    return {GEOMETRY: _multipolygon(superpixel.shape()), **properties, **dates}


def _multipolygon(shape: shapely.Geometry) -> bytes:
    many = shape if shape.geom_type == "MultiPolygon" else shapely.MultiPolygon([shape])
    wkb: bytes = shapely.to_wkb(many)
    return wkb
