"""Finds the pictures that a source sends where it has no imagery, by their coming back."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from imagery.models import PartSighting, SourcePlaceholder, Tile
from imagery.readers.fingerprints import SAME_PRINT, Part
from imagery.services.mark_missing import mark_missing
from ml import tiles

ADDRESSES = 3
"""Different addresses at which a picture was seen, from which it is a placeholder. The same bytes twice may
be a server's mistake; imagery of two places is never the same."""


def find_placeholders(*, tile: Tile, parts: Sequence[Part]) -> list[tiles.Tile]:
    """Addresses of those parts that are placeholders of the tile's source; the suspicious ones are
    remembered.

    A picture that is seen at its third address becomes a placeholder for all workers, and tiles that were
    stored with it before lose the parts that show it. Uses the database."""
    if not parts:
        return []
    known = _known(tile.source_id)
    for part in _remember(tile, [part for part in parts if not _is_among(part, known)]):
        _make_placeholder_if_seen_often(tile, part)
    return known_placeholders(source_id=tile.source_id, parts=parts)


def known_placeholders(*, source_id: int, parts: Sequence[Part]) -> list[tiles.Tile]:
    """Addresses of those parts that all workers know as placeholders now."""
    known = _known(source_id) if parts else []
    return [part.address for part in parts if _is_among(part, known)]


def add_placeholder(
    *, source_id: int, part: Part, found_at: tiles.Tile, origin: SourcePlaceholder.Origin
) -> SourcePlaceholder:
    placeholder, _created = SourcePlaceholder.objects.get_or_create(
        source_id=source_id,
        sha256=part.sha256,
        defaults={
            "fingerprint": part.fingerprint, "origin": origin,
            "z": found_at.z, "x": found_at.x, "y": found_at.y,
        },
    )  # fmt: skip
    return placeholder


def _known(source_id: int) -> list[tuple[str, bytes]]:
    rows = SourcePlaceholder.objects.filter(source=source_id)
    return [(sha256, bytes(stored)) for sha256, stored in rows.values_list("sha256", "fingerprint")]


def _is_among(part: Part, known: Iterable[tuple[str, bytes]]) -> bool:
    return any(part.sha256 == sha256 or part.looks_like(fingerprint) for sha256, fingerprint in known)


def _remember(tile: Tile, parts: Iterable[Part]) -> list[Part]:
    suspicious = [part for part in parts if part.is_suspicious]
    if suspicious:
        PartSighting.objects.bulk_create(
            [_sighting(tile, part) for part in suspicious], ignore_conflicts=True
        )
        PartSighting.objects.all().forget_oldest()
    return suspicious


def _sighting(tile: Tile, part: Part) -> PartSighting:
    z, x, y = part.address.z, part.address.x, part.address.y
    return PartSighting(
        source_id=tile.source_id, tile=tile, sha256=part.sha256,
        fingerprint=part.fingerprint, brightness=part.brightness, z=z, x=x, y=y,
    )  # fmt: skip


@transaction.atomic
def _make_placeholder_if_seen_often(tile: Tile, part: Part) -> None:
    sightings = sightings_of(source_id=tile.source_id, part=part)
    if len(sightings) < ADDRESSES:
        return
    first = tiles.Tile(sightings[0].z, sightings[0].x, sightings[0].y)
    origin = SourcePlaceholder.Origin.REPEATED
    add_placeholder(source_id=tile.source_id, part=part, found_at=first, origin=origin)
    take_out_of_use(sightings=sightings, but=tile)


def sightings_of(*, source_id: int, part: Part) -> list[PartSighting]:
    rows = PartSighting.objects.filter(source=source_id, sha256=part.sha256)
    found = {row.pk: row for row in rows.select_related("tile")}
    if part.brightness is not None:
        similar = PartSighting.objects.like(source_id, part.brightness, SAME_PRINT)
        found |= {
            row.pk: row for row in similar.select_related("tile") if part.looks_like(bytes(row.fingerprint))
        }
    return [found[pk] for pk in sorted(found)]


def take_out_of_use(*, sightings: Sequence[PartSighting], but: Tile | None = None) -> None:
    """Judge again the tiles that were stored with a picture that has proved to be a placeholder; `but` is the
    tile that is being stored now."""
    by_tile: dict[int, list[PartSighting]] = {}
    for sighting in sightings:
        by_tile.setdefault(sighting.tile_id, []).append(sighting)
    for rows in by_tile.values():
        if rows[0].tile != but:
            mark_missing(tile=rows[0].tile, parts=[tiles.Tile(row.z, row.x, row.y) for row in rows])
    PartSighting.objects.filter(pk__in=[sighting.pk for sighting in sightings]).delete()
