"""From what a person gives (an address, a preset, a file) to a look at one tile of it."""

import random
from dataclasses import dataclass
from typing import Any

import shapely
import shapely.geometry
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from campaigns.setup.targets import Target
from imagery import wayback
from imagery.actions import look_again, start_probe
from imagery.errors import ImageryError
from imagery.keys import encrypt_key
from imagery.models import ImagerySource, SourceProbe
from imagery.places import DEFAULT_PLACE, Place, parse_place, place_elsewhere
from imagery.presets import find_preset
from imagery.probe_faults import words_of_fault
from imagery.readers.raster_files import list_rasters
from imagery.recognition import recognise
from imagery.services.probe_source import LAYERED, layer_fields
from imagery.uploaded_kinds import recognise_upload
from imagery.uploads import store_upload

UPLOADS = "uploads"
"""The folder below RASTER_ROOT that uploads land in."""
ORDINARY_ZOOM = 16


class CannotLook(Exception):
    """What was given cannot be looked at. `field`: address, key, preset, answer, file, layer or place."""

    def __init__(self, field: str, words: Any) -> None:
        super().__init__(str(words))
        self.field = field


@dataclass(frozen=True)
class Around:
    """Where to look, when the person has named no place, and at which zoom."""

    zoom: int = ORDINARY_ZOOM
    place: Place | None = None
    is_chosen: bool = False
    """Whether the person named this place for this source."""


def around_target(target: Target, user: User) -> Around:
    """In the region, or where the person has looked before."""
    return Around(target.zoom, _place_in(target.region) or last_place(user))


def _place_in(region: Any) -> Place | None:
    try:
        point = shapely.geometry.shape(region).representative_point()
        return Place(point.x, point.y)
    except (TypeError, ValueError, AttributeError, KeyError, shapely.errors.ShapelyError):
        return None


def last_place(user: User) -> Place | None:
    chosen = SourceProbe.objects.filter(created_by=user, place_is_chosen=True).order_by("-created_at")
    newest = chosen.first()
    return newest.place if newest else None


def look_at_address(*, user: User, text: str, key: str = "", around: Around) -> SourceProbe:
    """Raises `CannotLook`."""
    try:
        found = recognise(text)
    except ImageryError as error:
        raise CannotLook("address", error) from error
    fields = {**found.fields, "kind": str(found.kind)}
    return _start(user, around, fields, key or found.key)


def look_at_preset(*, user: User, slug: str, answer: str = "", key: str = "", around: Around) -> SourceProbe:
    """A preset without an address of its own takes one as `answer`. Raises `CannotLook`."""
    preset = find_preset(slug)
    if preset is None:
        raise CannotLook("preset", _("There is no preset of this name. Choose one from the list."))
    if slug == wayback.PRESET and not answer.strip():
        # Without a release yet: the worker lists them, as it lists the layers of a service.
        return _begin(user, around, fields={"kind": str(preset.kind), "preset": slug, **preset.terms()})
    if (preset.asks or not preset.url) and not answer.strip():
        raise CannotLook("answer", _("Please fill this in."))
    if preset.url:
        return _start(user, around, preset.fields(answer), key)
    try:
        found = recognise(answer)
    except ImageryError as error:
        raise CannotLook("answer", error) from error
    fields = {**found.fields, "kind": str(found.kind), "preset": preset.slug, **preset.terms()}
    return _start(user, around, fields, key or found.key)


def fields_of_preset(slug: str, answer: str) -> dict[str, Any]:
    """Columns of a source from a preset with an address; none without a preset. Raises `ValidationError`."""
    preset = find_preset(slug)
    if slug and (preset is None or not preset.url):
        raise ValidationError({"preset": [_("There is no preset of this name with an address of its own.")]})
    if preset is not None and preset.asks and not answer.strip():
        raise ValidationError({"answer": [_("Please fill this in.")]})
    return preset.fields(answer) if preset else {}


def look_at_raster(*, user: User, path: str, around: Around) -> SourceProbe:
    """A file of the raster folder. Raises `CannotLook`."""
    return _start(user, around, {"kind": kind_of_path(path), "path": path}, "")


def kind_of_path(path: str) -> str:
    """As the raster folder's list has it; a file that is not listed is refused when it is looked for."""
    listed = {one.path: str(one.kind) for one in list_rasters()}
    return listed.get(path, str(ImagerySource.Kind.RASTER))


def look_at_upload(*, user: User, file: "UploadedFile[bytes]", crs: str = "", around: Around) -> SourceProbe:
    """`crs` is that of world files without a projection. Raises `CannotLook` and `UploadRefused`."""
    name = (file.name or "?")[-200:]
    try:
        found = recognise_upload(file, name)
    except ImageryError as error:
        raise CannotLook("file", error) from error
    folder = settings.RASTER_ROOT / UPLOADS
    stored = store_upload(file, folder, settings.MAX_IMAGERY_BYTES, found.suffix)
    path = f"{UPLOADS}/{stored.path.name}"
    fields = {"kind": str(found.kind), "path": path, "crs": crs.strip()[:60]}
    try:
        return _begin(user, around, fields=fields, upload=path, file_name=name)
    except CannotLook:
        stored.path.unlink(missing_ok=True)
        raise


def look_at_source(*, user: User, source: ImagerySource, around: Around) -> SourceProbe:
    return _begin(user, around, source=source, fields={"kind": source.kind})


def _start(user: User, around: Around, fields: dict[str, Any], key: str) -> SourceProbe:
    encrypted = encrypt_key(key, fields.get("url", "")) if key.strip() else ""
    check_fields(fields)
    return _begin(user, around, fields=fields, encrypted_key=encrypted)


def check_fields(fields: dict[str, Any]) -> None:
    """What can be seen without fetching anything, said at once and at the field."""
    try:
        ImagerySource(**fields).clean()
    except ValidationError as error:
        words, field = words_of_fault(error)
        if not (field == "layer" and fields["kind"] in LAYERED):
            raise CannotLook(field, words) from error


def _begin(user: User, around: Around, **columns: Any) -> SourceProbe:
    try:
        return start_probe(
            created_by=user,
            place=around.place,
            place_is_chosen=around.is_chosen,
            zoom=around.zoom,
            **columns,
        )
    except ImageryError as error:
        raise CannotLook("address", error) from error


def look_elsewhere(probe: SourceProbe, *, place: str = "") -> bool:
    """At the place in a text; without one, at another place in the source's area. Raises `CannotLook`."""
    try:
        found = parse_place(place) if place.strip() else _another_place(probe)
    except ImageryError as error:
        raise CannotLook("place", error) from error
    return look_again(probe=probe, lng=found.lng, lat=found.lat, place_is_chosen=True)


def _another_place(probe: SourceProbe) -> Place:
    bounds = probe.result.get("bounds")
    here = probe.place or DEFAULT_PLACE
    edges = (bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None
    return place_elsewhere(here, probe.zoom, edges, random.SystemRandom())


def look_at_layer(probe: SourceProbe, *, number: int, time: str = "") -> bool:
    """At one of the layers that were found, counted from 0. Raises `CannotLook`."""
    layers = probe.result.get("layers") or []
    if not 0 <= number < len(layers):
        raise CannotLook("layer", _("Choose one of the layers."))
    if time and time not in layers[number]["times"]:
        raise CannotLook("layer", _("The layer has no picture of this time."))
    fields = probe.fields | layer_fields(layers[number], time)
    return look_again(probe=probe, fields=fields, empty_pictures=[])


def mark_empty(probe: SourceProbe) -> bool:
    """Look again at the same tile, and learn that the source has nothing there. Raises `CannotLook`."""
    tile = probe.result.get("tile")
    if probe.state != SourceProbe.State.READY or not tile:
        raise CannotLook("place", _("Look at a tile first."))
    return look_again(probe=probe, marked_tile=tile)


def look_with_key(probe: SourceProbe, *, key: str) -> bool:
    """Raises `CannotLook`."""
    if not key.strip():
        raise CannotLook("key", _("Please fill this in."))
    return look_again(probe=probe, encrypted_key=encrypt_key(key, probe.fields.get("url", "")))
