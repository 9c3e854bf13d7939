"""Small pictures of tiles, for lists: made once from the stored picture, and stored beside it."""

import io
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from PIL import Image, ImageDraw

from imagery.errors import ImageryError
from imagery.files import Rings, cache_control, data_path, read_stored, write_atomically
from imagery.messages import message as _
from imagery.models import Tile, TileSegmentation
from imagery.outlines import read_outlines
from ml.tiles import TILE_SIZE

WIDTH = 320
QUALITY = 82
LINE = (255, 255, 255, 130)
FORMATS = ("JPEG", "WEBP", "PNG")


def thumbnail_response(
    request: HttpRequest, tile: Tile, segmentation: TileSegmentation | None = None
) -> HttpResponseBase:
    """A JPEG 320 px wide, with the outlines of the superpixels where a segmentation is given. 404 without a
    stored picture; 304 when the browser has it."""
    etag = f'"{tile.sha256[:32]}-{_variant(segmentation)}"'
    response = get_conditional_response(request, etag=etag)
    if not isinstance(response, HttpResponseNotModified):
        response = HttpResponse(_content(tile, segmentation), content_type="image/jpeg")
    response["ETag"] = etag
    response["Cache-Control"] = cache_control(tile.source)
    return response


def draw_thumbnail(picture: bytes, outlines: dict[int, Rings]) -> bytes:
    """JPEG of `WIDTH` x `WIDTH` px from a stored picture, thin outlines drawn on it."""
    with Image.open(io.BytesIO(picture), formats=FORMATS) as stored:
        stored.draft("RGB", (WIDTH, WIDTH))
        small = stored.convert("RGB").resize((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    _with_outlines(small, outlines).save(buffer, "JPEG", quality=QUALITY)
    return buffer.getvalue()


def _content(tile: Tile, segmentation: TileSegmentation | None) -> bytes:
    try:
        if not tile.picture or not data_path(tile.picture).is_file():
            raise Http404(_("This tile has no picture."))
        name = str(Path(tile.picture).with_suffix(f".thumb-{_variant(segmentation)}.jpg"))
        if data_path(name).is_file():
            return read_stored(name)
        content = draw_thumbnail(read_stored(tile.picture), _outlines(segmentation))
        if tile.source.may_cache:
            _store(name, content, tile)
    except (ImageryError, OSError, SyntaxError) as error:
        raise Http404(_("This file is no longer stored.")) from error
    return content


def _store(name: str, content: bytes, tile: Tile) -> None:
    path = write_atomically(name, content)
    if not data_path(tile.picture).is_file():
        path.unlink(missing_ok=True)  # It was deleted while this was drawn, and nobody would find this later.


def _variant(segmentation: TileSegmentation | None) -> str:
    return segmentation.settings_key[:16] if segmentation else "plain"


def _outlines(segmentation: TileSegmentation | None) -> dict[int, Rings]:
    try:
        return read_outlines(segmentation) if segmentation else {}
    except ImageryError:
        return {}  # the picture alone is useful too


def _with_outlines(small: Image.Image, outlines: dict[int, Rings]) -> Image.Image:
    lines = Image.new("RGBA", small.size, (255, 255, 255, 0))
    pen, scale = ImageDraw.Draw(lines), small.width / TILE_SIZE
    for rings in outlines.values():
        for ring in rings:
            pen.line([(column * scale, row * scale) for column, row in ring], fill=LINE, width=1)
    return Image.alpha_composite(small.convert("RGBA"), lines).convert("RGB")
