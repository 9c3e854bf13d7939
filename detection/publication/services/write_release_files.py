import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from detection.publication.feature_file import read_features
from detection.publication.files import folder_of
from detection.publication.models import Release, ReleaseFile
from detection.publication.release_files.formats import write_format
from detection.publication.release_files.map_tiles import write_map_tiles
from detection.publication.release_files.names import PICTURE, README, SUMS, TILES, TIMESTAMP, names_for
from detection.publication.release_files.picture import write_picture
from detection.publication.release_files.readme import write_readme, write_sums
from detection.publication.release_files.timestamp import write_timestamp
from imagery.files import data_path, refused_write


def write_release_files(*, release: Release) -> None:
    """Make the files of a release that are missing or of an earlier state of it. Safe to run twice, also at
    the same time. Raises FileNotMade, DiskFull or StorageError; those that were made stay."""
    try:
        for name in names_for(release.n_detections):
            if not release.current_files.filter(name=name).exists():
                _make(release, name)
    except OSError as error:
        raise refused_write(folder_of(release), error) from error


def _make(release: Release, name: str) -> None:
    folder = data_path(folder_of(release))
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as temporary:
        made = Path(temporary) / name
        _write(release, name, made)
        made.chmod(0o644)
        with made.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        final = f"{made.stem}-{sha256[:12]}{made.suffix}"
        n_bytes = made.stat().st_size
        made.replace(folder / final)
    _record(release, name, path=f"{folder_of(release)}/{final}", sha256=sha256, n_bytes=n_bytes)


def _write(release: Release, name: str, target: Path) -> None:
    if name == TILES:
        write_map_tiles(_features(release), target)
    elif name == PICTURE:
        write_picture(_features(release), release.coverage_geojson, target)
    elif name == README:
        write_readme(release, target)
    elif name == SUMS:
        write_sums(_hashes(release), target)
    elif name == TIMESTAMP:
        sums = release.current_files.get(name=SUMS)
        write_timestamp(data_path(sums.path).read_bytes(), target)
    else:
        write_format(name, data_path(release.geojson), target)


def _features(release: Release) -> Iterator[dict[str, Any]]:
    return map(json.loads, read_features(release.geojson))


def _hashes(release: Release) -> dict[str, str]:
    made = dict(release.current_files.exclude(name__in=(SUMS, TIMESTAMP)).values_list("name", "sha256"))
    return made | {"detections.geojson": release.sha256, "coverage.geojson": release.coverage_sha256}


@transaction.atomic
def _record(release: Release, name: str, **made: Any) -> None:
    """The file that it replaces may hold a withdrawn place, so it is deleted."""
    former = ReleaseFile.objects.filter(release=release, name=name).exclude(path=made["path"]).first()
    ReleaseFile.objects.update_or_create(
        release=release, name=name, defaults={"made_of": release.sha256, **made}
    )
    if former is not None:
        transaction.on_commit(lambda: data_path(former.path).unlink(missing_ok=True))
