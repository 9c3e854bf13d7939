"""A WMS on loopback that shows the landscape and is strict about what it is asked."""

import io
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image

from imagery.readers.base import Bounds
from tests.imagery.landscape import draw_area
from tests.imagery.tile_server import Answer, TileServer

HEAD_111 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://schemas.opengis.net/wms/1.1.1/WMS_MS_Capabilities.dtd" [
 <!ELEMENT VendorSpecificCapabilities EMPTY>
]>
<WMT_MS_Capabilities version="1.1.1">"""
HEAD_130 = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms"
  xmlns:xlink="http://www.w3.org/1999/xlink">"""


def exception(reason: str, code: str = "") -> Answer:
    """As servers report errors: XML, with status 200."""
    body = (
        f'<?xml version="1.0"?><ServiceExceptionReport version="1.3.0" xmlns="http://www.opengis.net/ogc">'
        f'<ServiceException code="{code}">\n {reason}\n</ServiceException></ServiceExceptionReport>'
    )
    return Answer(body=body.encode(), headers={"Content-Type": "application/vnd.ogc.se_xml"})


class WmsServer(TileServer):
    """Serves `/wms`. `crs` are the projections offered, `max_px` the largest side of a picture."""

    def __init__(
        self,
        version: str = "1.3.0",
        crs: tuple[str, ...] = ("EPSG:3857", "EPSG:4326"),
        formats: tuple[str, ...] = ("image/png", "image/jpeg"),
        max_px: int = 0,
        key: str = "",
        times: str = "",
        extra: str = "",
        is_opaque: bool = False,
    ) -> None:
        super().__init__()
        self.version, self.crs, self.formats = version, crs, formats
        self.max_px, self.key, self.times, self.extra = max_px, key, times, extra
        self.is_opaque = is_opaque
        self.west_of: float | None = None
        """West of this, in metres of web mercator, pixels are transparent."""
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"{self.address}/wms?map=/srv/here.map"

    def respond(self, path: str, received: Mapping[str, str]) -> Answer:
        query = {name.upper(): values[-1] for name, values in parse_qs(urlsplit(path).query, True).items()}
        if urlsplit(path).path != "/wms" or query.get("MAP") != "/srv/here.map":
            return Answer(404)
        if self.key and query.get("TOKEN") != self.key:
            return Answer(403, f'{{"message": "Unknown token {query.get("TOKEN", "")}"}}'.encode())
        self.asked.append(query)
        if query.get("REQUEST") == "GetCapabilities":
            return Answer(body=self.capabilities().encode(), headers={"Content-Type": "text/xml"})
        return self.map(query)

    def map(self, query: Mapping[str, str]) -> Answer:
        wanted = {"LAYERS", "STYLES", "BBOX", "WIDTH", "HEIGHT", "FORMAT", self.crs_parameter}
        if missing := wanted - set(query):
            return exception(f"Missing: {sorted(missing)}", "MissingParameterValue")
        if query["LAYERS"] != "air":
            return exception(f"Layer {query['LAYERS']} is unknown", "LayerNotDefined")
        if query[self.crs_parameter] not in self.crs or query["VERSION"] != self.version:
            return exception("This projection is not offered", "InvalidCRS")
        width, height = int(query["WIDTH"]), int(query["HEIGHT"])
        if self.max_px and max(width, height) > self.max_px:
            return exception("Too large", "InvalidDimensionValue")
        return self.draw_map(query, width, height)

    def draw_map(self, query: Mapping[str, str], width: int, height: int) -> Answer:
        box = [float(edge) for edge in query["BBOX"].split(",")]
        crs = query[self.crs_parameter]
        if self.version == "1.3.0" and crs == "EPSG:4326":
            box = [box[1], box[0], box[3], box[2]]
        edges = Bounds(*box)
        image = Image.fromarray(draw_area(edges, width, height, crs.replace("CRS:84", "EPSG:4326")))
        if self.west_of is not None and query.get("TRANSPARENT") == "TRUE":
            xs = edges.west + (np.arange(width) + 0.5) * (edges.east - edges.west) / width
            alpha = np.broadcast_to(np.where(xs < self.west_of, 0, 255).astype(np.uint8), (height, width))
            image.putalpha(Image.fromarray(np.ascontiguousarray(alpha)))
        buffer = io.BytesIO()
        kind = query["FORMAT"].partition("/")[2].partition(";")[0].upper()
        image.save(buffer, kind, quality=95, compress_level=1)
        return Answer(body=buffer.getvalue(), headers={"Content-Type": query["FORMAT"], **self.headers})

    @property
    def crs_parameter(self) -> str:
        return "CRS" if self.version == "1.3.0" else "SRS"

    def capabilities(self) -> str:
        tag = self.crs_parameter
        codes = "".join(f"<{tag}>{code}</{tag}>" for code in self.crs)
        formats = "".join(f"<Format>{name}</Format>" for name in self.formats)
        limits = (
            f"<MaxWidth>{self.max_px}</MaxWidth><MaxHeight>{self.max_px}</MaxHeight>" if self.max_px else ""
        )
        is_new = self.version == "1.3.0"
        if is_new:
            box = (
                "<EX_GeographicBoundingBox><westBoundLongitude>27</westBoundLongitude>"
                "<eastBoundLongitude>28</eastBoundLongitude><southBoundLatitude>51</southBoundLatitude>"
                "<northBoundLatitude>52</northBoundLatitude></EX_GeographicBoundingBox>"
            )
            time = f'<Dimension name="time" units="ISO8601" default="2019-06-01">{self.times}</Dimension>'
        else:
            box = '<LatLonBoundingBox minx="27" miny="51" maxx="28" maxy="52"/>'
            time = f'<Dimension name="time" units="ISO8601"/><Extent name="time">{self.times}</Extent>'
        name = "WMS" if is_new else "OGC:WMS"
        end = "</WMS_Capabilities>" if is_new else "</WMT_MS_Capabilities>"
        # The address that it names leads nowhere, as behind many a proxy.
        where = (
            '<DCPType><HTTP><Get><OnlineResource xmlns:xlink="http://www.w3.org/1999/xlink" '
            'xlink:href="http://inside.invalid/wms?"/></Get></HTTP></DCPType>'
        )
        return f"""{HEAD_130 if is_new else HEAD_111}
<Service><Name>{name}</Name><Title>Landscape</Title>{limits}</Service>
<Capability><Request><GetCapabilities><Format>text/xml</Format>{where}</GetCapabilities>
<GetMap>{formats}{where}</GetMap></Request><Exception><Format>XML</Format></Exception>
<Layer><Title>All</Title>{codes}{box}
<Layer opaque="{int(self.is_opaque)}"><Name>air</Name><Title>Aerial  photographs</Title>
<Attribution><Title>The mapping agency</Title></Attribution>{time if self.times else ""}
<Style><Name>natural</Name><Title>Natural colours</Title></Style></Layer>
{self.extra}</Layer></Capability>{end}"""
