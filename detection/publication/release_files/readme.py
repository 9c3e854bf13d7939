"""README.txt and SHA256SUMS of a release."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from detection.publication.models import Release
from detection.publication.release_files.columns import COLUMNS


def write_readme(release: Release, target: Path) -> None:
    """In every language that the pages have, one after another."""
    parts = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            context = {"release": release, "card": release.card, "columns": COLUMNS.items()}
            parts.append(render_to_string("detection/publication/readme.txt", context).strip())
    target.write_text("\n\n\n".join(parts) + "\n", encoding="utf-8")


def write_sums(hashes: Mapping[str, str], target: Path) -> None:
    """As `sha256sum --check` reads them."""
    lines = [f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items())]
    target.write_text("".join(lines), encoding="utf-8")
