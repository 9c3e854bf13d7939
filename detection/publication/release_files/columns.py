"""What the columns of a release's files mean."""

from django.utils.translation import gettext_lazy as _

COLUMNS = {
    "place": _("Number of the place. It stays the same in all releases."),
    "lng": _("Longitude of a point inside the place, degrees, WGS 84."),
    "lat": _("Latitude of the same point, degrees, WGS 84."),
    "area_ha": _("Area in hectares on the WGS 84 ellipsoid."),
    "district": _("District that the point lies in; empty outside all districts."),
    "score": _("The model’s highest probability in the place, 0 to 1."),
    "captured_from": _("Date of the oldest picture in which the place was seen."),
    "captured_to": _("Date of the newest picture in which the place was seen."),
    "year": _("Year of the pictures; empty where their dates are unknown or more than 12 months apart."),
    "year_uncertain": _("True where the year is empty."),
    "confirmed_by": _("Number of editors who confirmed the place, each on their own."),
    "run": _("Number of the search that found it."),
    "model_version": _("Version of the model that found it."),
    "detection": _("Number of the finding, for questions to the editors."),
    "tile": _("Map tile that holds most of the place: zoom/x/y."),
    "quadkey": _("The same tile as a quadkey."),
    "superpixels": _("Numbers of the superpixels that make up the place, by tile."),
    "picture_sha256": _("SHA-256 of the picture that the model and the editors judged."),
}
