"""What the places of a file mean for a campaign: their class, and which lie in the region."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
import shapely.geometry

from campaigns.models import Campaign
from imagery.messages import message as _
from labeling.errors import InvalidLabelFile
from labeling.first_labels.names import Names
from labeling.first_labels.reading import RawPlace
from labeling.models import Answer, KnowledgeFile, KnownPlace
from ml.tiles import tiles_in_geometry

MAX_TILES_A_PLACE = 64
MAX_NAMES = 12
"""Names of classes that an admin is asked about."""
CLASS_COLUMNS = ("answer", "label", "class", "positive", "is_positive", "klass", "клас")
NAME_COLUMNS = ("name", "title", "id", "назва")
NOTE_COLUMNS = ("note", "notes", "comment", "description", "опис")


@dataclass
class Sorted:
    """The places of a file by what becomes of them."""

    places: list[KnownPlace] = field(default_factory=list)
    """Not stored yet."""
    outside: int = 0
    too_large: int = 0
    left_out: int = 0
    asks: Counter[str] = field(default_factory=Counter)
    """Names that mean neither class; nothing is stored while there are any."""
    is_swapped: bool = False
    """None lies in the region, but some would with longitude and latitude the other way round."""


def sort_places(file: KnowledgeFile, raw: Sequence[RawPlace]) -> Sorted:
    """Raises `InvalidLabelFile` for a column that the file does not have."""
    found, names = Sorted(), Names(file.campaign, file.answers)
    column = _class_column(file, raw, names)
    region = shapely.geometry.shape(file.campaign.region)
    shapely.prepare(region)
    for place in raw:
        _sort_one(file, place, column, names, region, found)
    if not found.places and found.outside:
        found.is_swapped = any(region.intersects(_swapped(place.geometry)) for place in raw)
    if len(found.asks) > MAX_NAMES:
        raise InvalidLabelFile(
            _("The property “%(column)s” has %(n)d different values, so it names no classes. Choose another.")
            % {"column": column, "n": len(found.asks)}
        )
    return found


def _sort_one(
    file: KnowledgeFile, raw: RawPlace, column: str, names: Names, region: shapely.Geometry, found: Sorted
) -> None:
    written = raw.properties.get(column) if column else None
    answer = names.answer_of(written) if column else Answer(file.answer or Answer.POSITIVE)
    if not region.intersects(raw.geometry):
        found.outside += 1
    elif column and names.is_left_out(written):
        found.left_out += 1
    elif answer is None:
        found.asks[str(written)[:100]] += 1
    elif not _fits(raw.geometry, region, file.campaign):
        found.too_large += 1
    else:
        found.places.append(_place(file, raw, answer))


def _fits(geometry: shapely.Geometry, region: shapely.Geometry, campaign: Campaign) -> bool:
    inside = shapely.geometry.mapping(geometry.intersection(region))
    return (
        sum(1 for _tile, _n in zip(tiles_in_geometry(inside, campaign.zoom), range(MAX_TILES_A_PLACE + 1)))  # noqa: B905 - stops at the limit
        <= MAX_TILES_A_PLACE
    )


def _place(file: KnowledgeFile, raw: RawPlace, answer: Answer) -> KnownPlace:
    geometry = json.loads(shapely.to_geojson(raw.geometry))
    return KnownPlace(
        campaign=file.campaign,
        file=file,
        geometry=geometry,
        fingerprint=hashlib.sha256(json.dumps(geometry, sort_keys=True).encode()).hexdigest(),
        answer=answer,
        name=_text(raw.properties, NAME_COLUMNS)[:200],
        note=_text(raw.properties, NOTE_COLUMNS)[:300],
    )


def _class_column(file: KnowledgeFile, raw: Sequence[RawPlace], names: Names) -> str:
    """The column that the admin named, or one whose every value says a class; empty where nothing does."""
    if file.column:
        if not any(file.column in place.properties for place in raw):
            raise InvalidLabelFile(
                _("No place of the file has a property “%(column)s”. It has: %(columns)s.")
                % {"column": file.column, "columns": ", ".join(_columns(raw))[:200] or "–"}
            )
        return file.column
    for column in _columns(raw):
        values = [place.properties.get(column) for place in raw]
        if column.casefold() in CLASS_COLUMNS and all(names.answer_of(value) for value in values):
            return column
    return ""


def _columns(raw: Sequence[RawPlace]) -> list[str]:
    return list(dict.fromkeys(str(column) for place in raw for column in place.properties))


def _text(properties: dict[str, Any], columns: tuple[str, ...]) -> str:
    by_name = {str(name).casefold(): value for name, value in properties.items()}
    return next((str(by_name[name]) for name in columns if by_name.get(name) not in (None, "")), "")


def _swapped(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda points: points[:, ::-1])
