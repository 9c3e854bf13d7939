"""Files below DATA_ROOT: pictures, labels and outlines. No name leads outside that folder."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from numpy.typing import NDArray

from imagery.errors import StorageError
from imagery.messages import message as _
from imagery.models import Tile, TileSegmentation
from ml.errors import PictureError
from ml.pictures import open_picture

Rings = list[list[tuple[float, float]]]

# A stored picture never changes: new pixels are a new row with a new address.
FOREVER = "private, max-age=31536000, immutable"


def data_path(relative: str) -> Path:
    """The path of a stored name. Raises `StorageError` for a name that leads outside DATA_ROOT."""
    root = settings.DATA_ROOT.resolve()
    path: Path = (root / relative).resolve() if "\0" not in relative else root
    if not path.is_relative_to(root) or path == root:
        raise StorageError(
            _("%(path)r is not a file below the data folder; the stored name is damaged.")
            % {"path": relative}
        )
    return path


def write_atomically(relative: str, content: bytes) -> Path:
    """Write a file completely or not at all. Raises `StorageError` when the disk is full or read-only."""
    path = data_path(relative)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise StorageError(
            _(
                "%(path)s cannot be written (%(error)s); free space in %(folder)s "
                "or correct its permissions, then try again."
            )
            % {"path": relative, "error": error.strerror or error, "folder": settings.DATA_ROOT}
        ) from error
    return path


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            # mkstemp gives 0600; a web process under another user must read what a worker wrote.
            os.fchmod(file.fileno(), 0o644)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def delete_folders(relatives: Iterable[str]) -> None:
    """Delete folders with all they hold; those that are gone already do no harm."""
    for relative in relatives:
        shutil.rmtree(data_path(relative), ignore_errors=True)


def bytes_below(relatives: Iterable[str]) -> int:
    """Sizes of all files below folders, added up; 0 for a folder that does not exist."""
    paths = (path for relative in relatives for path in data_path(relative).rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file())


def read_stored(relative: str) -> bytes:
    """The bytes of a stored file. Raises `StorageError` when the file is missing."""
    try:
        return data_path(relative).read_bytes()
    except OSError as error:
        raise StorageError(
            _(
                "%(path)s cannot be read (%(error)s); restore the data folder from a backup, "
                "or raise the source's revision so that its tiles are read again."
            )
            % {"path": relative, "error": error.strerror}
        ) from error


def read_picture(tile: Tile) -> NDArray[np.uint8]:
    """The tile's stored picture: uint8 RGB, (1024, 1024, 3). Raises `StorageError`."""
    name = _picture_name(tile)
    try:
        return open_picture(read_stored(name), name=name)
    except PictureError as error:
        raise _damaged(name, error) from error


def read_labels(segmentation: TileSegmentation) -> NDArray[np.int32]:
    """The superpixel number of each pixel: int32, (1024, 1024), from 1. Raises `StorageError`."""
    path = data_path(segmentation.labels)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            labels: NDArray[np.int32] = arrays["labels"].astype(np.int32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise _damaged(segmentation.labels, error) from error
    return labels


def read_outlines(segmentation: TileSegmentation) -> dict[int, Rings]:
    """Outlines by superpixel number, as rings of (column, row) in pixels. Raises `StorageError`."""
    try:
        stored = json.loads(read_stored(segmentation.outlines))
    except ValueError as error:
        raise _damaged(segmentation.outlines, error) from error
    return {
        int(number): [[(column, row) for column, row in ring] for ring in rings]
        for number, rings in stored.items()
    }


def picture_response(request: HttpRequest, tile: Tile) -> HttpResponseBase:
    """The tile's picture, cacheable for a year: 304 when the browser has it, 404 when there is none."""
    kind = "image/webp" if tile.picture.endswith(".webp") else "image/jpeg"
    return _stored_response(request, tile.picture, kind, etag=f'"{tile.sha256}"')


def outlines_response(request: HttpRequest, segmentation: TileSegmentation) -> HttpResponseBase:
    """The outlines as JSON, `{"1": [[[column, row], ...], ...], ...}`, cached like the picture."""
    etag = f'"{segmentation.tile.sha256[:32]}-{segmentation.settings_key}"'
    return _stored_response(request, segmentation.outlines, "application/json", etag=etag)


def _stored_response(request: HttpRequest, relative: str, kind: str, *, etag: str) -> HttpResponseBase:
    if not relative:
        raise Http404(_("This tile has no picture."))
    response = get_conditional_response(request, etag=etag)
    if not isinstance(response, HttpResponseNotModified):
        response = HttpResponse(_read_or_404(relative), content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER
    return response


def _read_or_404(relative: str) -> bytes:
    try:
        return read_stored(relative)
    except StorageError as error:
        raise Http404(_("This file is no longer stored.")) from error


def _picture_name(tile: Tile) -> str:
    if tile.state != Tile.State.READY:
        raise StorageError(
            _("Tile %(tile)s has no picture (%(state)s); prepare it first.")
            % {"tile": tile, "state": tile.get_state_display()}
        )
    return tile.picture


def _damaged(relative: str, error: Exception) -> StorageError:
    return StorageError(
        _(
            "%(path)s is damaged or missing (%(error)s); restore it from a backup, "
            "or raise the source's revision so that its tiles are read again."
        )
        % {"path": relative, "error": error}
    )
