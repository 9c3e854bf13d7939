"""Web Map Services, versions 1.1.1 and 1.3.0. Imports OWSLib, so only worker processes may import it."""

from collections.abc import Mapping

from imagery.errors import NoImagery, SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.assembling import server_picture
from imagery.readers.base import UNKNOWN_DATES, CaptureDates, SourceFacts, TilePicture
from imagery.readers.canvas import Canvas
from imagery.readers.capabilities import dates_of, first_offered, host_of, layer_of, load_wms
from imagery.readers.decoding import decode, require_size
from imagery.readers.service_address import request_address
from imagery.readers.tile_client import FetchedPicture, FetchLimits, client_for, hiding_key
from imagery.readers.wms_capabilities import WmsLayer, WmsService
from imagery.readers.wms_grid import Piece, area_of, pieces_of, readable_crs
from ml.tiles import Tile

# PNG first where something may be missing: its transparency says what.
TRANSPARENT_FORMATS = ("image/png", "image/png; mode=32bit", "image/webp")
OPAQUE_FORMATS = ("image/jpeg", "image/jpg", "image/png", "image/png; mode=24bit", "image/webp")


class WmsReader:
    """Reads tiles by GetMap requests.

    A tile is one request for exactly its 1024 x 1024 px in web mercator, or several where the server allows
    less. A server without web mercator is asked in degrees (CRS:84 or EPSG:4326) and the picture is warped
    bilinearly. Method: OGC 01-068r3 and 06-042, in which the second writes EPSG:4326 with the latitude first.
    Requests go to the source's own address, not to those that capabilities name: these are often wrong behind
    proxies, and the key belongs to that server.
    """

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        self._source = source
        self._client = client_for(source, limits)

    @hiding_key
    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3), with the mask of what is not transparent.

        Raises `NoImagery` where more than half of it is transparent or all of one colour, `SourceUnavailable`
        when the server refuses or lacks the layer or a projection, `BadPicture` with the server's reason when
        it sends an exception, a web page or a picture of another size.
        """
        service = load_wms(self._source, self._client)
        layer = layer_of(self._source, service.layers)
        crs = readable_crs(service, layer)
        if not crs:
            raise SourceUnavailable(self._no_projection(layer))
        gdal_crs, edges, side = area_of(tile, crs)
        pieces = pieces_of(edges, side, service)
        if not pieces:
            raise SourceUnavailable(
                _("%(host)s gives pictures of %(columns)s x %(rows)s px at most, too small for tiles.")
                % {"host": host_of(self._source), "columns": service.max_width, "rows": service.max_height}
            )
        canvas = Canvas(gdal_crs, edges, side, side)
        dates = [self._paste(canvas, piece, self._address(service, layer, crs, piece)) for piece in pieces]
        return server_picture(
            *canvas.cut(tile), tile, dates_of(self._source, layer, CaptureDates.spanning(dates))
        )

    @hiding_key
    def describe(self) -> SourceFacts:
        """Extent, dates and attribution of the layer. Raises `SourceUnavailable` as `read` does."""
        layer = layer_of(self._source, load_wms(self._source, self._client).layers)
        return SourceFacts(
            bounds=layer.bounds,
            dates=dates_of(self._source, layer, UNKNOWN_DATES),
            attribution=str(self._client.hide(layer.attribution)),
        )

    def _no_projection(self, layer: WmsLayer) -> object:
        return _(
            "Layer “%(layer)s” comes neither in web mercator (EPSG:3857) nor in degrees (EPSG:4326), "
            "but in %(projections)s; use another layer or service."
        ) % {"layer": layer.name, "projections": ", ".join(sorted(layer.crs)[:10]) or "-"}

    def _address(self, service: WmsService, layer: WmsLayer, crs: str, piece: Piece) -> str:
        picture_format = self._format(service, layer)
        is_new = service.version == "1.3.0"
        west, south, east, north = piece.edges
        box = (south, west, north, east) if is_new and crs.upper() == "EPSG:4326" else piece.edges
        parameters: Mapping[str, object] = {
            "SERVICE": "WMS",
            "REQUEST": "GetMap",
            "VERSION": service.version,
            "LAYERS": layer.name,
            "STYLES": self._source.style,
            "CRS" if is_new else "SRS": crs,
            "BBOX": ",".join(repr(float(edge)) for edge in box),
            "WIDTH": piece.columns,
            "HEIGHT": piece.rows,
            "FORMAT": picture_format,
            **self._background(picture_format),
            **({"TIME": self._source.time} if self._source.time else {}),
        }
        return request_address(self._source.url, parameters)

    def _format(self, service: WmsService, layer: WmsLayer) -> str:
        wanted = OPAQUE_FORMATS if layer.is_opaque else (*TRANSPARENT_FORMATS, *OPAQUE_FORMATS)
        return first_offered(self._source, service.formats, wanted)

    def _background(self, picture_format: str) -> dict[str, object]:
        # Black where JPEG has nothing: it is recognised as filling.
        return {"TRANSPARENT": "TRUE"} if "jp" not in picture_format else {"BGCOLOR": "0x000000"}

    def _paste(self, canvas: Canvas, piece: Piece, address: str) -> CaptureDates:
        fetched = self._fetch(address)
        image, valid = decode(fetched.content)
        require_size(host_of(self._source), valid.shape, (piece.rows, piece.columns))
        canvas.paste(image, valid, piece.row, piece.column)
        return fetched.dates

    def _fetch(self, address: str) -> FetchedPicture:
        if fetched := self._client.fetch(address):
            return fetched
        raise NoImagery(_("%(host)s has no picture of this place.") % {"host": host_of(self._source)})
