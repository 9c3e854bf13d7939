"""Well-known imagery: addresses, and what its terms allow.

The terms were read in November 2026; docs/decisions/0018-imagery-from-servers.md says where. Where they are
unclear nothing is allowed: an operator with an agreement of their own changes the source afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imagery.source_kinds import SourceKind


@dataclass(frozen=True)
class Question:
    """What must be known before a preset has an address: the answer stands in it for `{name}`."""

    name: str
    label: str | Promise
    example: str


@dataclass(frozen=True)
class Preset:
    """`url` holds `{key}` where a key belongs. Without `url`, the person pastes an address of this provider
    and `imagery.recognition` reads it."""

    slug: str
    name: str | Promise
    url: str
    summary: str | Promise
    """What the terms allow, in one or two sentences."""
    attribution: str
    licence: str
    terms_url: str
    kind: SourceKind = SourceKind.XYZ
    subdomains: str = ""
    tile_px: int = 256
    min_zoom: int = 0
    max_zoom: int = 19
    requests_per_second: float = 10.0
    needs_key: bool = False
    asks: Question | None = None
    may_cache: bool = False
    keep_days: int | None = None
    may_publish_pictures: bool = False
    hosts: tuple[str, ...] = ()
    """Domains of the provider: a pasted address there has these terms too."""

    def fields(self, answer: str = "") -> dict[str, Any]:
        """Columns of an `ImagerySource`, without slug and key. `answer` is the one to `asks`."""
        url = self.url.replace(f"{{{self.asks.name}}}", answer.strip()) if self.asks else self.url
        return {
            "preset": self.slug,
            "name": f"{self.name} {answer.strip()}".strip(),
            "kind": self.kind.value,
            "url": url,
            "subdomains": self.subdomains,
            "tile_px": self.tile_px,
            "min_zoom": self.min_zoom,
            "max_zoom": self.max_zoom,
            "requests_per_second": self.requests_per_second,
            **self.terms(),
        }

    def terms(self) -> Mapping[str, Any]:
        """The columns that say what is allowed."""
        return {
            "attribution": self.attribution,
            "licence": self.licence,
            "terms_url": self.terms_url,
            "may_cache": self.may_cache,
            "keep_days": self.keep_days,
            "may_publish_pictures": self.may_publish_pictures,
        }


_ESRI: dict[str, Any] = {
    "attribution": "Esri, Maxar, Earthstar Geographics, and the GIS User Community",
    "licence": "Esri Master License Agreement",
    "terms_url": "https://www.esri.com/en-us/legal/terms/full-master-agreement",
    "summary": _(
        "Esri allows the imagery to be shown in maps with its attribution and forbids scraping, downloading "
        "and storing it. Ask Esri before you search a region; readers see shapes only."
    ),
}

PRESETS: tuple[Preset, ...] = (
    Preset(
        slug="bing-aerial",
        hosts=("virtualearth.net", "bing.com"),
        name=_("Bing aerial"),
        url="https://ecn.{s}.tiles.virtualearth.net/tiles/a{q}.jpeg?g=14226&n=z",
        subdomains="t0,t1,t2,t3",
        min_zoom=1,
        attribution="© Microsoft, © Maxar, © CNES Distribution Airbus DS",
        licence="Microsoft Bing Maps Platform APIs’ Terms of Use",
        terms_url="https://www.microsoft.com/en-us/maps/bing-maps/product",
        summary=_(
            "Microsoft forbids copying, storing and archiving Bing’s imagery, and gives out no new keys. "
            "Use it with Microsoft’s permission only; readers see shapes only."
        ),
    ),
    Preset(
        slug="azure-maps",
        hosts=("atlas.microsoft.com",),
        name=_("Azure Maps"),
        url=(
            "https://atlas.microsoft.com/map/tile?api-version=2024-04-01&tilesetId=microsoft.imagery"
            "&zoom={z}&x={x}&y={y}&tileSize=256&subscription-key={key}"
        ),
        min_zoom=1,
        needs_key=True,
        attribution="© Microsoft, © Maxar, © CNES Distribution Airbus DS",
        licence="Microsoft Product Terms, Azure Maps",
        terms_url="https://www.microsoft.com/licensing/terms/productoffering/MicrosoftAzure/MCA",
        summary=_(
            "Microsoft allows pictures to be kept only to be faster and for six months at most, and forbids "
            "keeping them to serve several people or showing them over other maps. Readers see shapes only."
        ),
    ),
    Preset(
        slug="esri-world-imagery",
        hosts=("arcgisonline.com", "ibasemaps-api.arcgis.com"),
        name=_("Esri World Imagery"),
        url="https://services.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/{z}/{y}/{x}",
        **_ESRI,
    ),
    Preset(
        slug="esri-wayback",
        hosts=("maptiles.arcgis.com",),
        name=_("Esri Wayback"),
        url=(
            "https://wayback.maptiles.arcgis.com/arcgis/rest/services/World_Imagery/WMTS/1.0.0/default028mm/"
            "MapServer/tile/{release}/{z}/{y}/{x}"
        ),
        asks=Question("release", _("Release number"), "56102"),
        **_ESRI,
    ),
    Preset(
        slug="openaerialmap",
        hosts=("openaerialmap.org", "hotosm.org"),
        name=_("OpenAerialMap"),
        url="",
        max_zoom=22,
        requests_per_second=5.0,
        attribution="© OpenAerialMap contributors",
        licence="CC BY 4.0",
        terms_url="https://openaerialmap.org/legal/",
        may_cache=True,
        summary=_(
            "Most pictures are CC BY 4.0 and may be kept; some are CC BY-NC or CC BY-SA. Read the licence on "
            "the picture’s page, then allow publication in the source if it permits that."
        ),
    ),
    Preset(
        slug="mapbox-satellite",
        hosts=("mapbox.com",),
        name=_("Mapbox Satellite"),
        url="https://api.mapbox.com/v4/mapbox.satellite/{z}/{x}/{y}@2x.jpg90?access_token={key}",
        tile_px=512,
        max_zoom=21,
        needs_key=True,
        attribution="© Mapbox, © Maxar",
        licence="Mapbox Terms of Service",
        terms_url="https://www.mapbox.com/legal/tos",
        summary=_(
            "Mapbox allows tracing for non-commercial purposes and for OpenStreetMap, and forbids other "
            "extraction of data and keeping pictures. Ask Mapbox before you search a region; readers see "
            "shapes only."
        ),
    ),
    Preset(
        slug="planet-basemaps",
        hosts=("planet.com",),
        name=_("Planet basemaps"),
        url="https://tiles.planet.com/basemaps/v1/planet-tiles/{mosaic}/gmap/{z}/{x}/{y}.png?api_key={key}",
        max_zoom=18,
        needs_key=True,
        asks=Question("mosaic", _("Name of the mosaic"), "planet_medres_visual_2024-06_mosaic"),
        attribution="© Planet Labs PBC",
        licence="Planet Terms of Use",
        terms_url="https://www.planet.com/terms-of-use/",
        summary=_(
            "Your agreement with Planet decides. That of the tropical forest programme (NICFI) allows "
            "non-commercial use that serves the forests. Pictures are not published unless you allow it."
        ),
    ),
    Preset(
        slug="eox-cloudless",
        hosts=("maps.eox.at", "s2maps-tiles.eu"),
        name=_("Sentinel-2 cloudless by EOX"),
        url="https://tiles.maps.eox.at/wmts/1.0.0/s2cloudless-{year}_3857/default/g/{z}/{y}/{x}.jpg",
        max_zoom=15,
        requests_per_second=5.0,
        asks=Question("year", _("Year"), "2024"),
        attribution=(
            "EOxCloudless https://cloudless.eox.at by EOX IT Services GmbH "
            "(Contains modified Copernicus Sentinel data)"
        ),
        licence="CC BY-NC-SA 4.0",
        terms_url="https://cloudless.eox.at/documentation/license",
        may_cache=True,
        summary=_(
            "Free for non-commercial use with attribution, under the same licence; commercial use needs one "
            "from EOX. If yours is non-commercial, allow publication in the source. A pixel is 10 m wide."
        ),
    ),
)
_BY_SLUG = {preset.slug: preset for preset in PRESETS}


def find_preset(slug: str) -> Preset | None:
    return _BY_SLUG.get(slug)


def preset_of(url: str) -> Preset | None:
    """The preset of an address's provider."""
    host = (urlsplit(url.replace("{s}", "s")).hostname or "").lower()
    belongs = (one for one in PRESETS if any(host == name or host.endswith(f".{name}") for name in one.hosts))
    return next(belongs, None)
