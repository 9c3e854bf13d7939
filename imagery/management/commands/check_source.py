"""Reads one tile of a source and describes it."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from imagery.errors import ImageryError
from imagery.models import ImagerySource
from imagery.readers.base import TilePicture
from imagery.readers.registry import open_reader
from ml.errors import MlError
from ml.tiles import Tile


class Command(BaseCommand):
    help = "Read one tile of an imagery source, without storing it, and describe it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the source's short name")
        parser.add_argument("--z", type=int, required=True, help="zoom of the tile, such as 16")
        parser.add_argument("--x", type=int, required=True)
        parser.add_argument("--y", type=int, required=True)
        parser.add_argument("--save", type=Path, metavar="FILE.png", help="write the picture to a file")

    def handle(self, *args: Any, **options: Any) -> None:
        source = ImagerySource.objects.filter(slug=options["slug"]).first()
        if source is None:
            known = ", ".join(ImagerySource.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no source {options['slug']}. Known sources: {known}.")
        started = time.perf_counter()
        try:
            tile = Tile(options["z"], options["x"], options["y"])
            picture = open_reader(source).read(tile)
        except (ImageryError, MlError) as error:
            raise CommandError(str(error)) from error
        self._describe(tile, picture, time.perf_counter() - started)
        if options["save"]:
            Image.fromarray(picture.image).save(options["save"])

    def _describe(self, tile: Tile, picture: TilePicture, seconds: float) -> None:
        rows, columns, _ = picture.image.shape
        colour = ", ".join(f"{value:.0f}" for value in picture.image.mean(axis=(0, 1)))
        self.stdout.write(f"Tile {tile} ({tile.quadkey}), {tile.metres_per_pixel():.2f} m per pixel")
        self.stdout.write(f"Picture: {columns} x {rows} px, mean colour {colour}, read in {seconds:.1f} s")
        self.stdout.write(f"Without imagery: {picture.missing_share:.0%}")
        first, last = picture.captured_from or "unknown", picture.captured_to or "unknown"
        self.stdout.write(f"Captured: {first} to {last}")
