"""A WMTS on loopback that shows the landscape on several grids, by templates or by parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from imagery.readers.base import Bounds
from tests.imagery.landscape import draw_area
from tests.imagery.tile_server import Answer, TileServer

WORLD_M = 20037508.342789244


@dataclass(frozen=True)
class Grid:
    """A tile matrix set. `top_left` is as the capabilities write it, `west` and `north` what it means; level
    `n` has pixels of `px / 2**n` units."""

    name: str
    crs: str
    urn: str
    px: float
    west: float
    north: float
    top_left: str
    metres_a_unit: float = 1.0
    tile_px: int = 256
    levels: tuple[int, ...] = tuple(range(20))
    names: str = "{}"
    across: int = 1
    down: int = 1

    def xml(self) -> str:
        matrices = "".join(
            f"<TileMatrix><ows:Identifier>{self.names.format(level)}</ows:Identifier>"
            f"<ScaleDenominator>{self.px / 2**level * self.metres_a_unit / 0.00028!r}</ScaleDenominator>"
            f"<TopLeftCorner>{self.top_left}</TopLeftCorner><TileWidth>{self.tile_px}</TileWidth>"
            f"<TileHeight>{self.tile_px}</TileHeight><MatrixWidth>{self.across << level}</MatrixWidth>"
            f"<MatrixHeight>{self.down << level}</MatrixHeight></TileMatrix>"
            for level in self.levels
        )
        return (
            f"<TileMatrixSet><ows:Identifier>{self.name}</ows:Identifier>"
            f"<ows:SupportedCRS>{self.urn}</ows:SupportedCRS>{matrices}</TileMatrixSet>"
        )

    def edges(self, level: int, row: int, column: int) -> Bounds:
        size = self.px / 2**level * self.tile_px
        west, north = self.west + column * size, self.north - row * size
        return Bounds(west, north - size, west + size, north)

    def level_of(self, matrix: str) -> int | None:
        return next((level for level in self.levels if self.names.format(level) == matrix), None)


GOOGLE = Grid(
    "GoogleMapsCompatible", "EPSG:3857", "urn:ogc:def:crs:EPSG:6.18:3:3857", 2 * WORLD_M / 256, -WORLD_M,
    WORLD_M, "-20037508.3428 20037508.3428",
)  # fmt: skip
LARGE = Grid(
    "google512", "EPSG:3857", "EPSG:900913", 2 * WORLD_M / 512, -WORLD_M, WORLD_M, "-20037508.34 20037508.34",
    tile_px=512, names="EPSG:900913:{}",
)  # fmt: skip
ODD = Grid(
    "odd", "EPSG:3857", "EPSG:3857", 97.3, 3_050_000.0, 6_690_000.0, "3050000.0 6690000.0",
    levels=tuple(range(9)), across=9,
)  # fmt: skip
DEGREES = Grid(
    "WGS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", 180 / 256, -180.0, 90.0, "90.0 -180.0",
    111319.49079327358, across=2,
)  # fmt: skip
CRS84 = Grid(
    "CRS84", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84", 180 / 256, -180.0, 90.0, "-180.0 90.0",
    111319.49079327358, across=2,
)  # fmt: skip
UTM = Grid(
    "utm35", "EPSG:32635", "urn:ogc:def:crs:EPSG::32635", 100.0, 300_000.0, 5_800_000.0, "300000 5800000",
    levels=tuple(range(10)), across=64, down=64,
)  # fmt: skip
UNKNOWN = Grid("moon", "", "urn:ogc:def:crs:IAU::30100", 1.0, 0, 0, "0 0")


@dataclass
class Layer:
    name: str = "air"
    grids: tuple[str, ...] = ("GoogleMapsCompatible",)
    formats: tuple[str, ...] = ("image/png",)
    limits: str = ""
    dimension: str = ""
    styles: tuple[str, ...] = ("plain", "natural")
    """The last one is the default."""
    extra: dict[str, str] = field(default_factory=dict)


class WmtsServer(TileServer):
    """Serves `/caps.xml` with templates (`rest`), and `/wmts?` by parameters."""

    def __init__(self, *grids: Grid, layer: Layer | None = None, rest: bool = True, key: str = "") -> None:
        super().__init__()
        self.grids = {grid.name: grid for grid in grids or (GOOGLE,)}
        self.layer = layer or Layer(grids=tuple(self.grids))
        self.rest, self.key = rest, key
        self.template = ""
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"{self.address}/caps.xml" if self.rest else f"{self.address}/wmts"

    def respond(self, path: str, received: Mapping[str, str]) -> Answer:
        parts = urlsplit(path)
        query = {name.upper(): values[-1] for name, values in parse_qs(parts.query, True).items()}
        if self.key and query.get("TOKEN") != self.key:
            return Answer(403)
        if parts.path == "/caps.xml" or query.get("REQUEST") == "GetCapabilities":
            return Answer(body=self.capabilities().encode(), headers={"Content-Type": "application/xml"})
        if self.rest:
            names = ("LAYER", "STYLE", "TIME", "TILEMATRIXSET", "TILEMATRIX", "TILEROW", "TILECOL")
            values = [unquote(value) for value in parts.path.removesuffix(".png").strip("/").split("/")]
            query |= dict(zip(names, values[1:], strict=False))
        self.asked.append(query)
        return self.tile(query)

    def tile(self, query: Mapping[str, str]) -> Answer:
        grid = self.grids.get(query.get("TILEMATRIXSET", ""))
        level = grid.level_of(query["TILEMATRIX"]) if grid else None
        if grid is None or level is None or query["LAYER"] != self.layer.name:
            return Answer(
                400,
                b"<ows:Exception><ows:ExceptionText>No such tile matrix</ows:ExceptionText></ows:Exception>",
            )
        edges = grid.edges(level, int(query["TILEROW"]), int(query["TILECOL"]))
        picture = Answer.picture(draw_area(edges, grid.tile_px, grid.tile_px, grid.crs))
        return Answer(body=picture.body, headers={**picture.headers, **self.headers})

    def capabilities(self) -> str:
        one = self.layer
        styles = "".join(
            f'<Style isDefault="{str(name == one.styles[-1]).lower()}">'
            f"<ows:Identifier>{name}</ows:Identifier></Style>"
            for name in one.styles
        )
        formats = "".join(f"<Format>{name}</Format>" for name in one.formats)
        links = "".join(
            f"<TileMatrixSetLink><TileMatrixSet>{name}</TileMatrixSet>{one.limits}</TileMatrixSetLink>"
            for name in one.grids
        )
        template = self.template or (
            f"{self.address}/tiles/{one.name}/{{Style}}/{{Time}}/{{TileMatrixSet}}/{{TileMatrix}}/{{TileRow}}/"
            "{TileCol}.png"
        )
        resource = (
            f'<ResourceURL format="image/png" resourceType="tile" template="{template}"/>'
            if self.rest
            else ""
        )
        operation = (
            ""
            if self.rest
            else '<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>'
            f'<ows:Get xlink:href="{self.address}/wmts?"><ows:Constraint name="GetEncoding">'
            "<ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint></ows:Get></ows:HTTP></ows:DCP>"
            "</ows:Operation></ows:OperationsMetadata>"
        )
        sets = "".join(grid.xml() for grid in self.grids.values())
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"
  xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0.0">{operation}<Contents><Layer>
<ows:Title>Aerial photographs</ows:Title><ows:WGS84BoundingBox><ows:LowerCorner>27 51</ows:LowerCorner>
<ows:UpperCorner>28 52</ows:UpperCorner></ows:WGS84BoundingBox><ows:Identifier>{one.name}</ows:Identifier>
{styles}{formats}{one.dimension}{links}{resource}</Layer>{sets}</Contents></Capabilities>"""
