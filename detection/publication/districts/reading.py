"""Districts from a GeoJSON file."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import shapely
import shapely.geometry
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.regions.geojson import polygon_of, polygons_in, read_text
from detection.publication.errors import InvalidDistricts

MAX_BYTES = 20 * 1024 * 1024
MAX_DISTRICTS = 2000
MAX_NAME = 200
NAME_FIELDS = (
    "name",
    "NAME",
    "Name",
    "name_en",
    "name_uk",
    "shapeName",
    "NAME_2",
    "NAME_1",
    "ADM2_EN",
    "ADM1_EN",
)
"""Where boundary files in common use have the name."""


def read_districts(content: bytes) -> dict[str, shapely.Geometry]:
    """The districts by name; several features with one name are one district. Raises InvalidDistricts."""
    try:
        document = read_text(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InvalidDistricts(_("The file is not UTF-8 text. Save it as GeoJSON in UTF-8.")) from error
    except CampaignError as error:
        raise InvalidDistricts(str(error)) from error
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for number, feature in enumerate(_features(document), start=1):
        parts[_name_of(feature, number)] += _polygons(feature, number)
    if len(parts) > MAX_DISTRICTS:
        raise InvalidDistricts(
            _("The file has %(n)d districts, and a campaign may have %(most)d. Use larger ones.")
            % {"n": len(parts), "most": MAX_DISTRICTS}
        )
    return {name: shapely.make_valid(shapely.union_all(shapes)) for name, shapes in parts.items()}


def _features(document: Any) -> list[Any]:
    features = document.get("features") if isinstance(document, Mapping) else None
    if not isinstance(features, list) or not features:
        raise InvalidDistricts(
            _("The file is not a GeoJSON FeatureCollection. Export the boundaries as GeoJSON in WGS 84.")
        )
    return features


def _name_of(feature: Any, number: int) -> str:
    found = feature.get("properties") if isinstance(feature, Mapping) else None
    properties = found if isinstance(found, Mapping) else {}
    names = [properties.get(field) for field in NAME_FIELDS]
    name = next((one.strip() for one in names if isinstance(one, str) and one.strip()), "")
    if not name:
        raise InvalidDistricts(
            _("Feature %(n)d has no name. Give each district a property “name”.") % {"n": number}
        )
    return name[:MAX_NAME]


def _polygons(feature: Any, number: int) -> list[shapely.Geometry]:
    try:
        found = [polygon_of(rings) for rings in polygons_in(feature)]
    except CampaignError as error:
        raise InvalidDistricts(_("Feature %(n)d: %(reason)s") % {"n": number, "reason": error}) from error
    polygons = [shapely.make_valid(one) for one in found if one is not None]
    if not polygons:
        raise InvalidDistricts(_("Feature %(n)d has no area.") % {"n": number})
    return polygons
