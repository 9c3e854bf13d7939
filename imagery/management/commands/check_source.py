"""Reads one tile of a source and describes it."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from imagery.errors import ImageryError
from imagery.models import ImagerySource
from imagery.readers.base import SourceFacts, TilePicture
from imagery.readers.registry import open_reader
from ml.errors import MlError
from ml.tiles import Tile


class Command(BaseCommand):
    help = "Describe an imagery source, and one tile of it, without storing anything."

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
        try:
            tile = Tile(options["z"], options["x"], options["y"])
            reader = open_reader(source)
            self._print_facts(reader.describe())
            started = time.perf_counter()
            picture = reader.read(tile)
        except (ImageryError, MlError) as error:
            raise CommandError(str(error)) from error
        self._describe(tile, picture, time.perf_counter() - started)
        if options["save"]:
            Image.fromarray(picture.image).save(options["save"])

    def _print_facts(self, facts: SourceFacts) -> None:
        if facts.bounds:
            west, south, east, north = facts.bounds
            self.stdout.write(f"Extent: {west:.4f} to {east:.4f} E, {south:.4f} to {north:.4f} N")
        if facts.max_zoom is not None:
            lowest = 0 if facts.min_zoom is None else facts.min_zoom
            self.stdout.write(f"Zooms of 256 px pictures: {lowest} to {facts.max_zoom}")
        if any(facts.dates):
            first, last = facts.dates
            self.stdout.write(f"Captured in all: {first or 'unknown'} to {last or 'unknown'}")
        if facts.attribution:
            self.stdout.write(f"Attribution: {facts.attribution}")
        for note in facts.notes:
            self.stdout.write(f"Note: {note}")

    def _describe(self, tile: Tile, picture: TilePicture, seconds: float) -> None:
        rows, columns, _ = picture.image.shape
        colour = ", ".join(f"{value:.0f}" for value in picture.image.mean(axis=(0, 1)))
        self.stdout.write(f"Tile {tile} ({tile.quadkey}), {tile.metres_per_pixel():.2f} m per pixel")
        self.stdout.write(f"Picture: {columns} x {rows} px, mean colour {colour}, read in {seconds:.1f} s")
        self.stdout.write(f"Without imagery: {picture.missing_share:.0%}")
        first, last = picture.captured_from or "unknown", picture.captured_to or "unknown"
        self.stdout.write(f"Captured: {first} to {last}")
