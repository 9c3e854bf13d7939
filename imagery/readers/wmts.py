"""Web Map Tile Services 1.0.0. Imports OWSLib, so only worker processes may import it."""

from concurrent.futures import ThreadPoolExecutor

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.assembling import server_picture
from imagery.readers.base import UNKNOWN_DATES, CaptureDates, SourceFacts, TilePicture
from imagery.readers.canvas import MERCATOR, Canvas
from imagery.readers.capabilities import dates_of, first_offered, host_of, layer_of, load_wmts
from imagery.readers.decoding import decode, require_size
from imagery.readers.service_address import fill_template, request_address, service_base, with_key_of
from imagery.readers.tile_client import FetchedPicture, FetchLimits, client_for, hiding_key
from imagery.readers.wmts_capabilities import WORLD, Matrix, MatrixSet, WmtsLayer, WmtsService
from imagery.readers.wmts_grid import Cover, cover, fitting_matrix, readable_sets
from ml.tiles import Tile

FORMATS = ("image/png", "image/jpeg", "image/jpg", "image/webp", "image/jpgpng", "image/png8", "image/png24")
THREADS = 4
CELL = ("TileMatrix", "TileRow", "TileCol")
KEPT = ("key",)
"""Put there by us alone, for the source's own server."""


class WmtsReader:
    """Reads tiles by GetTile requests, by address templates or by parameters.

    The service's own tiles that share area with ours are put together; those of a matrix set on the
    web-mercator grid are copied, others warped bilinearly. Method: OGC 07-057r7. Of a matrix set, the
    coarsest level is read whose pixels are no more than a tenth larger than the tile's.
    """

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        self._source = source
        self._client = client_for(source, limits)

    @hiding_key
    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3), with the mask of what is there.

        Raises `NoImagery` where more than half of it is missing or all of one colour, `SourceUnavailable`
        when the server refuses or lacks the layer, a known projection or so fine a level, `BadPicture` when
        it sends something other than tiles of the announced size.
        """
        service = load_wmts(self._source, self._client)
        layer = layer_of(self._source, service.layers)
        matrix_set = self._matrix_set(service, layer)
        found = self._cover(matrix_set, tile)
        canvas = Canvas(matrix_set.crs, found.edges, *found.size)
        template = self._template(service, layer, matrix_set)
        cells = [cell for cell in found.cells if _exists(layer, matrix_set, found.matrix, *cell)]
        sent = self._paste_all(canvas, found, cells, template)
        return server_picture(*canvas.cut(tile), tile, dates_of(self._source, layer, sent))

    @hiding_key
    def describe(self) -> SourceFacts:
        """Extent, zooms and dates of the layer. Raises `SourceUnavailable` as `read` does."""
        service = load_wmts(self._source, self._client)
        layer = layer_of(self._source, service.layers)
        matrix_set = self._matrix_set(service, layer)
        zooms = [_zoom_of(matrix) for matrix in matrix_set.matrices] if matrix_set.crs == MERCATOR else []
        return SourceFacts(
            bounds=layer.bounds,
            min_zoom=min(zooms, default=None),
            max_zoom=max(zooms, default=None),
            dates=dates_of(self._source, layer, UNKNOWN_DATES),
        )

    def _matrix_set(self, service: WmtsService, layer: WmtsLayer) -> MatrixSet:
        sets = readable_sets(service, layer)
        wanted = self._source.matrix_set
        if found := next((one for one in sets if not wanted or one.name == wanted), None):
            return found
        raise SourceUnavailable(
            _("Layer “%(layer)s” has no tile matrix set “%(wanted)s” that can be read; it has: %(sets)s.")
            % {"layer": layer.name, "wanted": wanted, "sets": ", ".join(layer.matrix_sets[:10]) or "-"}
        )

    def _cover(self, matrix_set: MatrixSet, tile: Tile) -> Cover:
        matrix = fitting_matrix(matrix_set, tile)
        found = cover(matrix, matrix_set, tile) if matrix else None
        if found:
            return found
        raise SourceUnavailable(
            _(
                "Tile matrix set “%(set)s” has no level that suits tile %(tile)s; "
                "choose a lower zoom for the campaign, or another tile matrix set."
            )
            % {"set": matrix_set.name, "tile": tile}
        )

    def _template(self, service: WmtsService, layer: WmtsLayer, matrix_set: MatrixSet) -> str:
        """An address with {TileMatrix}, {TileRow} and {TileCol} in it, all else filled in."""
        style = self._source.style or (layer.styles[0] if layer.styles else "")
        time = self._source.time or layer.default_time
        if layer.templates:
            template = layer.templates[first_offered(self._source, layer.templates, FORMATS)]
            values = {
                "style": style, "tilematrixset": matrix_set.name, "layer": layer.name,
                layer.time_name.lower(): time,
            }  # fmt: skip
            return with_key_of(fill_template(template, values, CELL), self._source.url)
        parameters = {
            "SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer.name, "STYLE": style,
            "FORMAT": first_offered(self._source, layer.formats, FORMATS), "TILEMATRIXSET": matrix_set.name,
            **({layer.time_name.upper(): time} if layer.time_name else {}),
        }  # fmt: skip
        address = request_address(service.tile_address or service_base(self._source.url), parameters)
        cell = "&TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}"
        return with_key_of(fill_template(address + cell, {}, CELL), self._source.url)

    def _paste_all(
        self, canvas: Canvas, found: Cover, cells: list[tuple[int, int]], template: str
    ) -> CaptureDates:
        """Fetch the cells, a few at a time, and paste those that are there. The first failure ends it."""

        def fetch(cell: tuple[int, int]) -> FetchedPicture | None:
            values = {"tilematrix": found.matrix.name, "tilerow": str(cell[0]), "tilecol": str(cell[1])}
            return self._client.fetch(fill_template(template, values, KEPT))

        threads = ThreadPoolExecutor(THREADS, thread_name_prefix="wmts")
        try:
            fetched = list(zip(cells, threads.map(fetch, cells), strict=True))
        finally:
            threads.shutdown(cancel_futures=True)
        pictures = [(cell, picture) for cell, picture in fetched if picture]
        for cell, picture in pictures:
            self._paste(canvas, found, cell, picture)
        return CaptureDates.spanning([picture.dates for _cell, picture in pictures])

    def _paste(self, canvas: Canvas, found: Cover, cell: tuple[int, int], picture: FetchedPicture) -> None:
        image, valid = decode(picture.content)
        height, width = found.matrix.tile_height, found.matrix.tile_width
        require_size(host_of(self._source), valid.shape, (height, width))
        row, column = cell
        canvas.paste(image, valid, (row - found.first_row) * height, (column - found.first_column) * width)


def _exists(layer: WmtsLayer, matrix_set: MatrixSet, matrix: Matrix, row: int, column: int) -> bool:
    limits = layer.limits.get((matrix_set.name, matrix.name))
    inside = 0 <= row < matrix.rows and 0 <= column < matrix.columns
    return inside and (limits is None or limits.hold(row, column))


def _zoom_of(matrix: Matrix) -> int:
    """The slippy-map zoom whose 256 px pictures have pixels of this size."""
    size = (WORLD.east - WORLD.west) / 256 / matrix.px
    return round(size).bit_length() - 1
