"""PMTiles archives of pictures, below the raster folder or on a server that answers range requests."""

from urllib.parse import urlsplit

from imagery.errors import SourceUnavailable
from imagery.messages import message as _
from imagery.models import ImagerySource
from imagery.readers.answers import check_picture
from imagery.readers.base import UNKNOWN_DATES, Bounds, SourceFacts, TilePicture
from imagery.readers.folders import find_file
from imagery.readers.ogc_documents import bounds_of, short
from imagery.readers.pmtiles_archive import MAX_TILE_BYTES, Archive
from imagery.readers.tile_client import FetchedPicture, FetchLimits, hiding_key
from imagery.readers.xyz import XyzReader
from ml.tiles import Tile


class PmtilesReader(XyzReader):
    """Reads tiles as `XyzReader` does, from the pictures of a PMTiles archive (version 3; PNG, JPEG or WebP;
    256, 512 or 1024 px).

    Archives on servers are read by range requests through the guarded client; header and directories are kept
    for ten minutes.
    """

    def __init__(self, source: ImagerySource, limits: FetchLimits | None = None) -> None:
        super().__init__(source, limits)
        self._pictures: dict[Tile, bytes] = {}

    @hiding_key
    def read(self, tile: Tile) -> TilePicture:
        """The picture of a tile: uint8 RGB, (1024, 1024, 3).

        Raises `NoImagery` where more than half is missing, `SourceUnavailable` for an archive that is
        missing, damaged, of vector tiles or without the zoom, or a server without ranges, `BadPicture` for
        damaged pictures.
        """
        archive = self._archive()
        self._pictures = archive.tiles(tile.children(self._part_zoom(tile)))
        return super().read(tile)

    @hiding_key
    def describe(self) -> SourceFacts:
        """What the header and the metadata say. Raises `SourceUnavailable` as `read` does."""
        archive = self._archive()
        header, metadata = archive.header(), archive.metadata()
        deeper = (archive.side_px() // 256).bit_length() - 1
        return SourceFacts(
            bounds=_bounds_in(header),
            min_zoom=header["min_zoom"] + deeper,
            max_zoom=header["max_zoom"] + deeper,
            tile_px=archive.side_px(),
            dates=self._default_dates if any(self._default_dates) else UNKNOWN_DATES,
            attribution=short(str(self._client.hide(str(metadata.get("attribution") or "")))),
        )

    @property
    def _part_px(self) -> int:
        """As the archive's first picture is, whatever the source's columns say."""
        return self._archive().side_px()

    def _zooms(self) -> tuple[int, int]:
        header = self._archive().header()
        return header["min_zoom"], header["max_zoom"]

    def _fetch(self, part: Tile) -> FetchedPicture | None:
        content = self._pictures.get(part)
        if content is None:
            return None
        check_picture(self._name, "", content)
        return FetchedPicture(content, UNKNOWN_DATES)

    @property
    def _name(self) -> str:
        return self._source.path or urlsplit(self._source.url).hostname or ""

    def _archive(self) -> Archive:
        if self._source.path:
            return _file_archive(self._source.path)
        if not self._source.url:
            raise SourceUnavailable(_("The source has neither an address nor a path of a PMTiles archive."))
        version = f"{self._source.pk} {self._source.version}"
        return Archive(self._name, version, self._fetch_range)

    def _fetch_range(self, offset: int, length: int) -> bytes:
        return self._client.fetch_bytes(self._source.url, MAX_TILE_BYTES, range=(offset, length))


def _file_archive(relative: str) -> Archive:
    path = find_file(relative)
    found = path.stat()

    def get_bytes(offset: int, length: int) -> bytes:
        try:
            with path.open("rb") as file:
                file.seek(offset)
                return file.read(length)
        except (OSError, OverflowError, ValueError):
            return b""  # As beyond the end: the archive's directory leads nowhere.

    return Archive(relative, f"{path} {found.st_mtime_ns} {found.st_size}", get_bytes)


def _bounds_in(header: dict[str, int]) -> Bounds | None:
    names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    return bounds_of([header[name] / 1e7 for name in names])
