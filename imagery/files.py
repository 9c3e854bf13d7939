"""Files below DATA_ROOT: pictures, labels and outlines. No name leads outside that folder."""

import errno
import glob
import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from numpy.typing import NDArray
from PIL import Image

from imagery.errors import DiskFull, StorageError
from imagery.messages import Words
from imagery.messages import message as _
from imagery.models import ImagerySource, Tile, TileSegmentation
from ml.errors import PictureError
from ml.pictures import open_picture

Rings = list[list[tuple[float, float]]]

FULL = {errno.ENOSPC, errno.EDQUOT}

EXPIRED_WORDS = _(
    "This picture was deleted, as the terms of its source ask. When it is needed it is read again; try "
    "again in a minute."
)
# A stored picture never changes: new pixels are a new row with a new address.
FOREVER = "private, max-age=31536000, immutable"
DAY_S = 24 * 60 * 60


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
    """Write a file completely or not at all. Raises `DiskFull`, or `StorageError` when it is read-only."""
    path = data_path(relative)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise refused_write(relative, error) from error
    return path


def refused_write(relative: str, error: BaseException | None) -> StorageError:
    """What to raise for a file below DATA_ROOT that could not be written: `DiskFull` when that is why."""
    kind = DiskFull if getattr(error, "errno", None) in FULL else StorageError
    return kind(
        _(
            "%(path)s cannot be written (%(error)s); free space in %(folder)s "
            "or correct its permissions, then try again."
        )
        % {
            "path": relative,
            "error": getattr(error, "strerror", None) or error,
            "folder": settings.DATA_ROOT,
        }
    )


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
        raise damaged(name, error) from error


def read_valid(tile: Tile) -> NDArray[np.bool_] | None:
    """Where the tile's picture holds imagery: bool (1024, 1024), or None when all of it does. Raises
    `StorageError`."""
    if not tile.mask:
        return None
    try:
        with Image.open(io.BytesIO(read_stored(tile.mask)), formats=["PNG"]) as picture:
            return np.asarray(picture.convert("1"), dtype=np.bool_)
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged(tile.mask, error) from error


def write_valid(tile: Tile, valid: NDArray[np.bool_] | None) -> str:
    """Store a mask beside the tile's picture, named by its content; the path below DATA_ROOT, empty for
    None. Raises `StorageError`."""
    if valid is None:
        return ""
    buffer = io.BytesIO()
    Image.fromarray(valid).save(buffer, "PNG", optimize=True)
    content = buffer.getvalue()
    relative = f"{tile.path_stem}-mask-{hashlib.sha256(content).hexdigest()[:12]}.png"
    write_atomically(relative, content)
    return relative


def delete_picture_files(relative: str) -> None:
    """Delete a stored picture and everything that was made from it and is named after it: thumbnails."""
    for found in picture_files(relative):
        found.unlink(missing_ok=True)


def picture_files(relative: str) -> list[Path]:
    """A stored picture and its thumbnails: what goes when it goes."""
    path = data_path(relative)
    return [path, *path.parent.glob(f"{glob.escape(path.stem)}.thumb-*")]


def read_labels(segmentation: TileSegmentation) -> NDArray[np.int32]:
    """The superpixel number of each pixel: int32, (1024, 1024), from 1. Raises `StorageError`."""
    path = data_path(segmentation.labels)
    try:
        with np.load(path, allow_pickle=False) as arrays:
            labels: NDArray[np.int32] = arrays["labels"].astype(np.int32)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise damaged(segmentation.labels, error) from error
    return labels


def picture_response(request: HttpRequest, tile: Tile) -> HttpResponseBase:
    """The tile's picture, cacheable as long as the source's terms allow: 304 when the browser has it, 404
    with the reason when there is none, 410 when it was deleted. For people of the campaign; strangers get
    `public_picture_response`."""
    if tile.state == Tile.State.EXPIRED:
        return _no_picture(EXPIRED_WORDS, 410)
    if tile.state in (Tile.State.FAILED, Tile.State.NO_IMAGERY):
        return _no_picture(tile.failure_parts, 404)
    kind = "image/webp" if tile.picture.endswith(".webp") else "image/jpeg"
    response = stored_response(request, tile.picture, kind, etag=f'"{tile.sha256}"')
    response["Cache-Control"] = cache_control(tile.source)
    return response


def cache_control(source: ImagerySource) -> str:
    """How long a browser may keep a picture of the source."""
    if not source.may_cache:
        return "private, no-store"
    return FOREVER if source.keep_days is None else f"private, max-age={source.keep_days * DAY_S}"


def _no_picture(words: Words, status: int) -> JsonResponse:
    response = JsonResponse({"detail": str(words)}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def public_picture_response(request: HttpRequest, tile: Tile) -> HttpResponseBase:
    """The tile's picture for anybody, such as readers of the public map: 404 unless the source's terms allow
    its pictures to be published. Every address that a stranger can open serves pictures through this."""
    if not tile.source.may_publish_pictures:
        raise Http404(_("The terms of this imagery do not allow its pictures to be published."))
    return picture_response(request, tile)


def stored_response(request: HttpRequest, relative: str, kind: str, *, etag: str) -> HttpResponseBase:
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


def damaged(relative: str, error: Exception) -> StorageError:
    return StorageError(
        _(
            "%(path)s is damaged or missing (%(error)s); restore it from a backup, "
            "or raise the source's revision so that its tiles are read again."
        )
        % {"path": relative, "error": error}
    )
