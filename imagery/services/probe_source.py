"""Looks at a source that is being set up: what it says of itself, and one tile."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.exceptions import ValidationError
from numpy.typing import NDArray
from PIL import Image

from imagery import wayback
from imagery.archives import BadArchive, unpack_pictures
from imagery.errors import ImageryError, NoImagery
from imagery.files import write_atomically
from imagery.messages import Words, to_json, words_of
from imagery.models import ImagerySource, SourceProbe
from imagery.places import DEFAULT_PLACE, Place, centre_of, contains, is_worldwide
from imagery.probe_faults import field_of, words_of_fault
from imagery.readers.base import SourceFacts, TilePicture
from imagery.readers.registry import open_reader
from imagery.services.delete_probe import delete_upload
from imagery.services.mark_empty import learn_mark
from imagery.source_kinds import SourceKind
from ml.tiles import Tile, tile_at

LAYERED = {SourceKind.WMS, SourceKind.WMTS}
LOWEST_ZOOM = 8
"""Of campaigns."""
PARTS_DEEPER = 2
"""A 1024 px tile at zoom z shows what 256 px pictures show at z + 2."""
MAX_LAYERS = 500
MAX_NOTES = 10


@dataclass(frozen=True)
class Look:
    """Where a tile was read, and what the source says of itself."""

    facts: SourceFacts
    place: Place
    tile: Tile


def probe_source(*, probe: SourceProbe) -> None:
    """Look at the source of a claimed probe and store what is found, or why it does not work.

    Stored as `result`: kind, bounds, min_zoom, max_zoom, captured_from, captured_to (ISO), dates_by
    ("tile" or "source"), attribution, tile, metres_per_pixel (at the campaign's zoom), own_metres_per_pixel,
    fitting_zoom, missing_share, sends_parts (whether a server's pictures can be learnt), notes. Never raises
    `ImageryError`.
    """
    try:
        _unpack(probe)
        if not _has_layer(probe):
            return
        source = probe.as_source()
        source.clean()
        _look(probe, source)
    except BadArchive as error:
        _fail(probe, words_of(error), "file")
    except ValidationError as error:
        _fail(probe, *words_of_fault(error))
    except ImageryError as error:
        _fail(probe, words_of(error), field_of(error, probe))


def _fail(probe: SourceProbe, words: Words, field: str) -> None:
    """An upload that cannot be read goes at once."""
    probe.fail(words, field)
    delete_upload(probe=probe)


def _unpack(probe: SourceProbe) -> None:
    """An uploaded ZIP becomes a folder of pictures beside it."""
    if not probe.upload.endswith(".zip"):
        return
    archive: Path = settings.RASTER_ROOT / probe.upload
    folder = archive.with_suffix("")
    if not folder.exists():
        unpack_pictures(archive, folder)
    upload = str(Path(probe.upload).with_suffix(""))
    probe.change_fields(upload=upload, path=upload)
    archive.unlink(missing_ok=True)


def _has_layer(probe: SourceProbe) -> bool:
    """False when the person must choose one of several first."""
    fields = probe.fields
    if probe.source_id or fields.get("layer"):
        return True
    if fields.get("kind") in LAYERED:
        layers = _layers_of(probe.as_source())
    elif fields.get("preset") == wayback.PRESET and not fields.get("url"):
        layers = [_stored_release(release) for release in wayback.list_releases()]
    else:
        return True
    if len(layers) == 1:
        probe.change_fields(**layer_fields(layers[0]))
        return True
    probe.offer_layers(layers)
    return False


def _layers_of(source: ImagerySource) -> list[dict[str, Any]]:
    # Imported here: it parses capabilities with a library that web processes must not load.
    from imagery.readers.capabilities import list_layers

    return [_stored_layer(layer) for layer in list_layers(source)][:MAX_LAYERS]


def _stored_release(release: wayback.Release) -> dict[str, Any]:
    """A release of Wayback is chosen like a layer; `columns` is what it makes of the source."""
    title, columns = release.released.isoformat(), release.fields()
    empty: dict[str, Any] = {"style": "", "matrix_set": "", "times": [], "bounds": None}
    return {"layer": str(release.number), "title": title, **empty, "columns": columns}


def _stored_layer(layer: Any) -> dict[str, Any]:
    return {
        "layer": layer.layer,
        "title": layer.title,
        "style": layer.style,
        "matrix_set": layer.matrix_set,
        "times": list(layer.times)[-200:],
        "bounds": list(layer.bounds) if layer.bounds else None,
    }


def layer_fields(layer: dict[str, Any], time: str = "") -> dict[str, Any]:
    """The columns of a source that name a layer; the newest moment when no time is given.
    Of a layer with intervals alone the server shows its own default."""
    if "columns" in layer:
        return dict(layer["columns"])
    moments = [moment for moment in layer["times"] if "/" not in moment]
    newest = moments[-1] if moments else ""
    named = {name: layer[name] or "" for name in ("layer", "style", "matrix_set")}
    return named | {"time": time or newest}


def _look(probe: SourceProbe, source: ImagerySource) -> None:
    reader = open_reader(source)
    facts = reader.describe()
    if facts.tile_px and not probe.source_id:
        # Other pages count requests and zooms by it.
        probe.change_fields(tile_px=facts.tile_px)
    place = _choose_place(probe, facts)
    deepest = _deepest_zoom(source, facts)
    tile = tile_at(place.lng, place.lat, min(probe.zoom, _fitting_zoom(deepest, probe.zoom)))
    look = Look(facts, place, tile)
    found = {"lng": place.lng, "lat": place.lat}
    if probe.marked_tile:
        learn_mark(probe=probe, source=source)
    try:
        picture = reader.read(tile)
    except NoImagery as nothing:
        result = _kept(probe) | _facts_of(look, source, probe.zoom, deepest)
        result["sends_parts"] = bool(nothing.parts)
        probe.succeed(result=result, failure_parts=words_of(nothing), picture="", **found)
        return
    result = _kept(probe) | _facts_of(look, source, probe.zoom, deepest) | _facts_of_picture(picture, source)
    probe.succeed(result=result, picture=_store(probe, picture.image), failure_parts="", **found)


def _kept(probe: SourceProbe) -> dict[str, Any]:
    """What later looks need too: the layers that were offered."""
    return {"layers": probe.result["layers"]} if "layers" in probe.result else {}


def _choose_place(probe: SourceProbe, facts: SourceFacts) -> Place:
    named = probe.place
    if named and (probe.place_is_chosen or facts.bounds is None or contains(facts.bounds, named)):
        return named
    if facts.bounds is not None and not is_worldwide(facts.bounds):
        return centre_of(facts.bounds)
    return named or DEFAULT_PLACE


def _deepest_zoom(source: ImagerySource, facts: SourceFacts) -> int | None:
    """Of 256 px pictures with detail of their own; None when the source does not say."""
    if facts.max_zoom is not None:
        return facts.max_zoom
    if source.kind == SourceKind.XYZ:
        return source.max_zoom + (source.tile_px // 256).bit_length() - 1
    return None


def _fitting_zoom(deepest: int | None, zoom: int) -> int:
    """The deepest zoom for a campaign at which the source is not blown up."""
    return zoom if deepest is None else max(LOWEST_ZOOM, min(zoom, deepest - PARTS_DEEPER))


def _facts_of(look: Look, source: ImagerySource, zoom: int, deepest: int | None) -> dict[str, Any]:
    facts, at_zoom = look.facts, tile_at(look.place.lng, look.place.lat, zoom)
    metres = at_zoom.metres_per_pixel()
    by_zoom = None if deepest is None else metres * 2.0 ** (zoom + PARTS_DEEPER - deepest)
    own = facts.metres_per_pixel or by_zoom
    dates = facts.dates
    return {
        "kind": source.kind,
        "bounds": list(facts.bounds) if facts.bounds else None,
        "min_zoom": facts.min_zoom,
        "max_zoom": facts.max_zoom,
        "attribution": facts.attribution,
        "tile": str(look.tile),
        "metres_per_pixel": metres,
        "own_metres_per_pixel": own,
        "fitting_zoom": _fitting_zoom(deepest, zoom),
        "captured_from": dates.first.isoformat() if dates.first else None,
        "captured_to": dates.last.isoformat() if dates.last else None,
        "dates_by": "source" if any(dates) else "",
        "missing_share": 0.0,
        "notes": [to_json(note) for note in facts.notes[:MAX_NOTES]],
    }


def _facts_of_picture(picture: TilePicture, source: ImagerySource) -> dict[str, Any]:
    """The dates of the tile itself replace those of the source, unless they are the source's default."""
    found: dict[str, Any] = {"missing_share": picture.missing_share, "sends_parts": bool(picture.parts)}
    first, last = picture.captured_from, picture.captured_to
    if (first or last) and (first, last) != (source.captured_from, source.captured_to):
        found |= {
            "captured_from": first.isoformat() if first else None,
            "captured_to": last.isoformat() if last else None,
            "dates_by": "tile",
        }
    return found


def _store(probe: SourceProbe, image: NDArray[np.uint8]) -> str:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "JPEG", quality=90)
    content = buffer.getvalue()
    relative = f"probes/{probe.pk}/{hashlib.sha256(content).hexdigest()[:12]}.jpg"
    write_atomically(relative, content)
    return relative
