"""What the region's page says about a region: tiles, area, how long it takes to read, what was mended."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.regions.check import CheckedRegion
from imagery.models import ImagerySource
from imagery.source_kinds import SourceKind
from ml.tiles import TILE_SIZE

WITH_PACE = (SourceKind.XYZ, SourceKind.WMTS)
MINUTE, HOUR, DAY = 60, 3600, 86400


def region_facts(region: CheckedRegion, source: ImagerySource | None) -> dict[str, Any]:
    """For the page and for its script, in the reader's language."""
    return {
        "geometry": region.geometry,
        "bounds": list(region.bounds),
        "n_tiles": region.n_tiles,
        "tiles": tiles_in_words(region),
        "area": area_in_words(region.area_km2),
        "reading": reading_in_words(region.n_tiles, source),
        "notes": [str(note) for note in region.notes],
        "spots": [list(spot) for spot in region.spots],
    }


def tiles_in_words(region: CheckedRegion) -> str:
    n = _figure(region.n_tiles)
    words = ngettext("%(n)s tile", "%(n)s tiles", region.n_tiles) % {"n": n}
    return words if region.is_exact else _("about %(tiles)s") % {"tiles": words}


def area_in_words(km2: float) -> str:
    digits = 0 if km2 >= 100 else 1 if km2 >= 1 else 3
    return _("%(n)s km²") % {"n": _figure(km2, digits)}


def reading_in_words(n_tiles: int, source: ImagerySource | None) -> str:
    """How long the imagery's server needs at its pace; empty where no pace is set."""
    if source is None or source.kind not in WITH_PACE:
        return ""
    n_requests = n_tiles * (TILE_SIZE // source.tile_px) ** 2
    return duration_in_words(n_requests / source.requests_per_second)


def duration_in_words(seconds: float) -> str:
    if seconds < 1.5 * HOUR:
        n = max(1, round(seconds / MINUTE))
        return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    if seconds < 2 * DAY:
        n = round(seconds / HOUR)
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    n = round(seconds / DAY)
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _figure(value: float, digits: int = 0) -> str:
    return str(number_format(round(value, digits), digits, use_l10n=True, force_grouping=True))
