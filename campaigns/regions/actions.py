"""What a person starts: a file with a region is stored, then a worker reads it."""

import logging
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns.errors import InvalidRegion
from campaigns.models import Campaign, CampaignDraft, RegionUpload
from campaigns.regions.read_file import MAX_BYTES
from campaigns.regions.tasks import read_region
from campaigns.regions.words import NO_WORKER
from imagery.files import data_path
from imagery.messages import message as _
from imagery.uploads import store_upload
from ml.vector_archives import SUFFIXES

logger = logging.getLogger(__name__)
FOLDER = "uploads/regions"
Target = CampaignDraft | Campaign
PARTS = (".shp", ".shx", ".dbf", ".prj")


def max_bytes() -> int:
    return min(MAX_BYTES, settings.MAX_UPLOAD_BYTES)


def start_reading(*, target: Target, file: "UploadedFile[bytes]", user: User) -> RegionUpload:
    """Store the file and have it read. Raises `InvalidRegion`, and `UploadRefused` if it is too large."""
    name = file.name or ""
    suffix = _checked_suffix(name)
    stored = store_upload(file, data_path(FOLDER), max_bytes(), suffix)
    owner = {"draft": target} if isinstance(target, CampaignDraft) else {"campaign": target}
    with transaction.atomic():
        upload = RegionUpload.objects.create(
            **owner, created_by=user, file_name=name[-200:], path=f"{FOLDER}/{stored.path.name}"
        )
        transaction.on_commit(lambda: _queue(upload))
    return upload


def _checked_suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix in PARTS:
        raise InvalidRegion(
            _("A Shapefile is several files. Pack .shp, .shx, .dbf and .prj into one ZIP and upload that.")
        )
    if suffix not in SUFFIXES:
        raise InvalidRegion(
            _(
                "This kind of file is not known here. Upload GeoJSON (.geojson, .json), GeoPackage (.gpkg), "
                "KML (.kml, .kmz), "
                "FlatGeobuf (.fgb), or a Shapefile as .zip."
            )
        )
    return suffix


def _queue(upload: RegionUpload) -> None:
    try:
        read_region.apply_async(args=(str(upload.pk),))
    except (OperationalError, OSError) as error:
        logger.warning("Could not queue the region upload %s: %s", upload.pk, error)
        upload.fail(NO_WORKER)
