"""Outlines of a tile's superpixels: drawn from its labels when somebody first needs them, then kept.

Most tiles of a search are never looked at, and drawing them takes as long as cutting the tile.
"""

import json
from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from imagery.errors import StorageError
from imagery.files import FOREVER, Rings, damaged, data_path, read_labels, read_stored, write_atomically
from imagery.messages import message as _
from imagery.models import TileSegmentation
from ml.outlines import superpixel_outlines


def stored_outlines(segmentation: TileSegmentation) -> bytes:
    """The outlines as `pack_outlines` writes them. Raises `StorageError` when the labels are missing too."""
    if not segmentation.outlines or data_path(segmentation.outlines).is_file():
        return read_stored(segmentation.outlines)
    content = pack_outlines(superpixel_outlines(read_labels(segmentation)))
    with suppress(StorageError):  # a full or read-only disk: drawn again next time
        write_atomically(segmentation.outlines, content)
    return content


def read_outlines(segmentation: TileSegmentation) -> dict[int, Rings]:
    """Outlines by superpixel number, as rings of (column, row) in pixels. Raises `StorageError`."""
    try:
        stored = json.loads(stored_outlines(segmentation))
    except ValueError as error:
        raise damaged(segmentation.outlines, error) from error
    return {
        int(number): [[(column, row) for column, row in ring] for ring in rings]
        for number, rings in stored.items()
    }


def outlines_response(request: HttpRequest, segmentation: TileSegmentation) -> HttpResponseBase:
    """The outlines as JSON, `{"1": [[[column, row], ...], ...], ...}`, cached like the picture."""
    etag = f'"{segmentation.tile.sha256[:32]}-{segmentation.settings_key}"'
    response = get_conditional_response(request, etag=etag)
    if not isinstance(response, HttpResponseNotModified):
        try:
            response = HttpResponse(stored_outlines(segmentation), content_type="application/json")
        except StorageError as error:
            raise Http404(_("This file is no longer stored.")) from error
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER
    return response


def pack_outlines(outlines: dict[int, Rings]) -> bytes:
    """Compact JSON, `{"1": [[[column, row], ...], ...]}`, to a tenth of a pixel."""
    rounded = {
        str(number): [[[_short(column), _short(row)] for column, row in ring] for ring in rings]
        for number, rings in outlines.items()
    }
    return json.dumps(rounded, separators=(",", ":")).encode()


def _short(value: float) -> float | int:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
