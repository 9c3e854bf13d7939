"""Learns the picture that a source sends where it has no imagery."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imagery.errors import ImageryError
from imagery.models import ImagerySource
from imagery.services.learn_placeholder import learn_placeholder
from ml.errors import MlError
from ml.tiles import Tile


class Command(BaseCommand):
    help = "Learn a source's “no imagery” picture from a tile that is known to be empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the source's short name")
        parser.add_argument("--z", type=int, required=True, help="zoom of the tile, such as 16")
        parser.add_argument("--x", type=int, required=True)
        parser.add_argument("--y", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        source = ImagerySource.objects.filter(slug=options["slug"]).first()
        if source is None:
            known = ", ".join(ImagerySource.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no source {options['slug']}. Known sources: {known}.")
        try:
            address = Tile(options["z"], options["x"], options["y"])
            learnt = learn_placeholder(source=source, address=address)
        except (ImageryError, MlError) as error:
            raise CommandError(str(error)) from error
        for placeholder in learnt:
            self.stdout.write(f"Learnt the picture at {placeholder}, SHA-256 {placeholder.sha256}")
        self.stdout.write(
            "Tiles read from now on count it as missing. To read earlier tiles again, raise the source's "
            "revision."
        )
