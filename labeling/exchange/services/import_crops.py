import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from imagery.files import write_atomically
from labeling.errors import EmptyFolder
from labeling.models import Answer, GoldCrop
from ml.errors import PictureError
from ml.pictures import open_picture

SUFFIXES = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp"}


@dataclass
class ImportedCrops:
    added: int = 0
    known: int = 0
    contradicted: list[str] = field(default_factory=list)
    """Pictures already in the campaign with the other answer, which stays."""
    skipped: list[str] = field(default_factory=list)
    """Files that are not usable pictures, with the reason."""


def import_crops(
    *, campaign: Campaign, folder: Path, answer: Answer, after_each: Callable[[], None] | None = None
) -> ImportedCrops:
    """Store the pictures of a folder and of those in it as gold; storing them again adds nothing."""
    outcome = ImportedCrops()
    for path in _pictures_in(folder):
        if after_each:
            after_each()
        try:
            open_picture(path, name=path.name)
        except PictureError as error:
            outcome.skipped.append(str(error))
            continue
        _import_one(campaign, path, answer, outcome)
    return outcome


def _pictures_in(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not found:
        words = {"folder": folder, "kinds": ", ".join(sorted(SUFFIXES))}
        raise EmptyFolder(_("%(folder)s contains no pictures (%(kinds)s). Check the path.") % words)
    return found


def _import_one(campaign: Campaign, path: Path, answer: Answer, outcome: ImportedCrops) -> None:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    known = GoldCrop.objects.filter(campaign=campaign, sha256=sha256).first()
    if known is None:
        picture = f"gold/{campaign.slug}/{sha256}{path.suffix.lower()}"
        write_atomically(picture, content)
        group = _tile_of(path)
        GoldCrop.objects.create(
            campaign=campaign,
            name=path.name[:200],
            picture=picture,
            sha256=sha256,
            answer=answer,
            group=group,
        )
        outcome.added += 1
    elif known.answer == answer:
        outcome.known += 1
    else:
        outcome.contradicted.append(path.name)


def _tile_of(path: Path) -> str:
    # Imported here: scikit-learn comes with it, which is for workers.
    from ml.evaluation import tile_of_crop

    return tile_of_crop(path.name)[:120]
