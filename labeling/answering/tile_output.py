"""Leased tiles as the API returns them; plain dictionaries, because serializers are slow and every tile needs
one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from labeling.models import Assignment, Contributor, Vote


def describe_tiles(
    assignments: Sequence[Assignment], contributor: Contributor, slug: str
) -> list[dict[str, Any]]:
    """A `TileOutput` for each assignment. The assignments must be read with `for_page`."""
    resumed = [assignment.label_tile_id for assignment in assignments if not assignment.is_first]
    votes = _own_votes(contributor, resumed)
    return [_describe(assignment, slug, votes[assignment.label_tile_id]) for assignment in assignments]


def _describe(assignment: Assignment, slug: str, votes: list[dict[str, Any]]) -> dict[str, Any]:
    label_tile = assignment.label_tile
    tile = label_tile.tile
    # Cached for good: another picture or segmentation needs another address.
    version = f"?v={tile.sha256[:12]}-{label_tile.segmentation_id}"
    args = [slug, label_tile.pk]
    return {
        "assignment": assignment.pk,
        "tile": label_tile.pk,
        "name": str(tile),
        "n_superpixels": label_tile.segmentation.n_superpixels,
        "without_data": label_tile.segmentation.without_data,
        "picture": reverse("api-label-picture", args=args) + version,
        "outlines": reverse("api-label-outlines", args=args) + version,
        "captured_from": tile.captured_from,
        "captured_to": tile.captured_to,
        "attribution": tile.source.attribution,
        "metres_per_pixel": round(tile.address.metres_per_pixel(), 3),
        "leased_until": assignment.leased_until,
        "votes": votes,
    }


def _own_votes(contributor: Contributor, tiles: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    by_tile: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if tiles:
        votes = Vote.objects.standing().filter(contributor=contributor, label_tile__in=tiles)
        rows = votes.filter(is_implied=False).order_by("superpixel")
        for tile, superpixel, answer in rows.values_list("label_tile", "superpixel", "answer"):
            by_tile[tile].append({"superpixel": superpixel, "answer": answer})
    return by_tile
