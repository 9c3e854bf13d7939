"""What can be wrong with a raster. A module of its own, because it is needed where rasterio is not."""

from __future__ import annotations

from pathlib import Path

from ml.errors import MlError, NoData


class RasterError(MlError):
    """A raster cannot be read as map tiles."""


class UnreadableRaster(RasterError):
    """GDAL cannot read the file: it is no raster, damaged, cut short or not permitted."""

    def __init__(self, path: Path, reason: object) -> None:
        self.reason = reason
        super().__init__(
            f"{path} cannot be read ({reason}); check it with `rio info`, and copy or make it again."
        )


class NotGeoreferenced(RasterError):
    """The raster has no coordinate reference system, or no transform of its pixels."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has no georeference; add one, for example with gdal_translate -a_srs.")


class UnsupportedValues(RasterError):
    """The values are not 8 or 16 bits, or there is only an alpha band. `kinds` are the types of the values,
    comma-separated, and empty for an alpha band alone."""

    def __init__(self, path: Path, kinds: str) -> None:
        self.kinds = kinds
        wrong = f"{kinds} values; export it as 8-bit or 16-bit" if kinds else "an alpha band only"
        super().__init__(f"{path} holds {wrong}.")


class HugeBlocks(RasterError):
    """The raster is stored in blocks of `rows` and `columns` that are too large to read a part."""

    def __init__(self, path: Path, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(
            f"{path} is stored in blocks of {columns} x {rows} pixels, too large to read a part; "
            "make a tiled copy: rio cogeo create, or gdal_translate -of COG."
        )


class LeadsElsewhere(RasterError):
    """The raster names `target`, a file or address from which GDAL would read in its place."""

    def __init__(self, path: Path, target: str) -> None:
        self.target = target
        super().__init__(
            f"{path} names {target}, which is not read; make a copy with gdal_translate -of COG."
        )


class TooFine(RasterError):
    """One tile would need more pixels than are decoded at once, `millions` of them."""

    def __init__(self, path: Path, millions: int) -> None:
        self.millions = millions
        super().__init__(
            f"One tile of {path} takes {millions} million pixels; choose a deeper zoom, or put "
            "overviews into the file: rio cogeo create, or gdal_translate -of COG."
        )


class PlacingError(RasterError):
    """A file or code that should place a picture does not. `reason` says which, and why."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = f"{path.name} {reason}"
        super().__init__(f"{self.reason}; export the picture again with its world file and .prj file.")


class OutsideRaster(NoData):
    """The tile lies outside the raster."""


class NoValidPixel(NoData):
    """The raster covers the tile and has no valid pixel there."""


class NotOnTheMap(RasterError):
    """The raster's coordinates have no place on the web-mercator map."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"{path} cannot be placed on the web-mercator map ({reason}); "
            "check its coordinate reference system, or warp it with gdalwarp -t_srs EPSG:3857."
        )
