"""`detect`: find positive tiles among pictures, and in rasters of any size."""

from __future__ import annotations

import argparse
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from rasterio.errors import NotGeoreferencedWarning
from rio_tiler.errors import NoOverviewWarning

from ml.cli import common
from ml.cli.detector import Detector, Row, start_shapes
from ml.cli.features import MERGED, SHAPES, write_features
from ml.cli.images import Input, PlainPicture, Refused, open_input, require_coordinates
from ml.raster_grid import RasterGrid
from ml.rule import MIN_POSITIVE_SUPERPIXELS

SILENT = logging.NullHandler()


def add_parser(commands: common.Subparsers) -> None:
    parser = commands.add_parser("detect", help="find positive tiles, also in rasters of any size")
    parser.add_argument("--model", required=True, metavar="PATH")
    parser.add_argument(
        "images",
        nargs="+",
        type=Path,
        metavar="IMAGE",
        help="a picture, which is one tile, or a georeferenced raster, which is cut into tiles",
    )
    parser.add_argument(
        "--overlay",
        type=Path,
        metavar="DIR",
        help="draw outlines and probabilities there; of a raster, for tiles with a positive superpixel",
    )
    common.add_threshold(parser)
    parser.add_argument(
        "--rule",
        type=int,
        default=MIN_POSITIVE_SUPERPIXELS,
        metavar="N",
        help="a tile with at least N positive superpixels is positive (default %(default)s)",
    )
    _add_raster_options(parser)
    common.add_json(parser)
    parser.set_defaults(run=run)


def _add_raster_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--zoom",
        type=int,
        metavar="Z",
        help="zoom of a raster's tiles of 1024 pixels (default: the nearest to the raster's own pixels)",
    )
    parser.add_argument(
        "--geojson",
        type=Path,
        metavar="OUT",
        help="write the rasters' positive superpixels there, in EPSG:4326",
    )
    parser.add_argument(
        "--shapes",
        choices=SHAPES,
        default=MERGED,
        help="what --geojson holds: neighbours merged across tiles (default), or each superpixel",
    )


def run(options: argparse.Namespace) -> int:
    model, extractor = common.load_model(options.model)
    threshold = common.choose_threshold(model, options.threshold)
    detector = Detector(model, extractor, threshold, options.rule, options.overlay)
    with _quiet_libraries():
        inputs = [open_input(path, options.zoom) for path in options.images]
        if options.geojson:
            require_coordinates(inputs)
        rows = _detect(inputs, detector, options)
    for row in rows:
        if row["error"]:
            common.print_error(row["error"])
    common.print_json(rows) if options.json else _print(rows, detector)
    return 1 if _has_failed(rows) else 0


@contextmanager
def _quiet_libraries() -> Iterator[None]:
    """Errors are reported in our own words; the libraries' log lines and hints would repeat them."""
    logging.getLogger("rasterio").addHandler(SILENT)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="PIL")
        for hint in (NotGeoreferencedWarning, NoOverviewWarning):
            warnings.simplefilter("ignore", hint)
        yield


def _detect(inputs: list[Input], detector: Detector, options: argparse.Namespace) -> list[Row]:
    """A row for each input, in the order given. Pictures are analysed together, rasters one by one."""
    rows: dict[int, Row] = {}
    pictures = {place: one for place, one in enumerate(inputs) if isinstance(one, PlainPicture)}
    rows.update(zip(pictures, detector.in_pictures(pictures.values()), strict=True))
    members = {"model": options.model, "extractor": detector.extractor.name, **detector.threshold.as_json()}
    with write_features(options.geojson, members) if options.geojson else nullcontext() as features:
        for place, one in enumerate(inputs):
            if isinstance(one, RasterGrid):
                rows[place] = detector.in_raster(one, start_shapes(features, one, options.shapes))
            elif isinstance(one, Refused):
                rows[place] = detector.row("image", one.path, None, str(one.error))
    return [{**rows[place], **detector.threshold.as_json()} for place in sorted(rows)]


def _has_failed(rows: list[Row]) -> bool:
    """True when every input failed, or a raster in part: its shapes would look complete."""
    return all(row["error"] for row in rows) or any(row["error"] for row in rows if "tiles" in row)


def _print(rows: list[Row], detector: Detector) -> None:
    if all(row["positive"] is None for row in rows):
        return
    print(f"Threshold {detector.threshold}, {detector.rule} positive superpixels make a tile positive")
    for row in rows:
        if row["positive"] is None:
            continue
        if "tiles" in row:
            _print_raster(row)
        else:
            print(_sentence(row["image"], row))


def _print_raster(row: dict[str, Any]) -> None:
    print(
        f"{row['image']}: {row['n_tiles_positive']} of {row['n_tiles']} tiles positive at zoom {row['zoom']} "
        f"({row['metres_per_pixel']:.2f} m a pixel), {row['n_tiles_without_data']} without data, "
        f"{row['n_positive']} of {row['n_superpixels']} superpixels, "
        f"highest probability {row['max_probability']:.2f}"
    )
    for tile in row["tiles"]:
        if tile["positive"]:
            print(_sentence(f"  {tile['tile']}", tile))


def _sentence(name: str, row: Row) -> str:
    verdict = "positive" if row["positive"] else "negative"
    return (
        f"{name}: {verdict}, {row['n_positive']} of {row['n_superpixels']} superpixels, "
        f"highest probability {row['max_probability']:.2f}"
    )
