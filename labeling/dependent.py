"""What labelling stores about a campaign, and what it does when the campaign changes or is deleted."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import shapely
import shapely.geometry
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.dependents import Change, Consequence, Dependent, Stored
from campaigns.models import Campaign
from imagery.files import bytes_below, data_path, delete_folders
from imagery.models import Tile
from imagery.services.delete_unused import files_of
from labeling.models import (
    Assignment,
    Contributor,
    GoldAnswer,
    GoldCrop,
    ImportedAnswer,
    LabelExport,
    LabelImport,
    LabelTile,
    Participation,
    Vote,
)
from ml import tiles

BATCH = 200
SAMPLE = 50
"""Tiles whose files are measured, to estimate the others'."""


class LabelingDependent(Dependent):
    def consequences(self, change: Change) -> list[Consequence]:
        queue = LabelTile.objects.asked().filter(campaign=change.campaign)
        said: list[Consequence] = []
        if change.is_new_picture:
            said += _of_new_pictures(change, queue)
        if change.is_new_region and change.region is not None:
            said += _of_new_region(queue.filter(pk__in=_outside(queue, change.region)))
        return said

    def after_change(self, change: Change) -> None:
        queue = LabelTile.objects.filter(campaign=change.campaign)
        if change.is_new_picture:
            _untouched(queue).delete()
        if change.is_new_region and change.region is not None:
            outside = queue.filter(pk__in=_outside(queue, change.region))
            queue.update(is_outside=False)
            _untouched(outside).delete()
            outside.update(is_outside=True)

    def stored(self, campaign: Campaign) -> list[Stored]:
        queue = LabelTile.objects.filter(campaign=campaign)
        n_tiles, n_people = queue.count(), Participation.objects.filter(campaign=campaign).count()
        n_votes = Vote.objects.filter(campaign=campaign).count()
        n_gold = GoldAnswer.objects.filter(label_tile__campaign=campaign).count()
        n_bytes = bytes_below(_folders(campaign))
        people = ngettext("%(n)s volunteer’s part in it", "%(n)s volunteers’ part in it", n_people)
        queued = ngettext("%(n)s tile in the queue", "%(n)s tiles in the queue", n_tiles)
        return [
            Stored(ngettext("%(n)s answer", "%(n)s answers", n_votes) % {"n": n_votes}, n=n_votes),
            Stored(people % {"n": n_people}, n=n_people),
            Stored(ngettext("%(n)s expert answer", "%(n)s expert answers", n_gold) % {"n": n_gold}, n=n_gold),
            Stored(queued % {"n": n_tiles}, _about_bytes(queue, n_tiles), n=n_tiles),
            Stored(_("Exported and imported files of labels"), n_bytes, n=n_bytes),
        ]

    def erase(self, campaign: Campaign) -> Iterator[list[int]]:
        queue = LabelTile.objects.filter(campaign=campaign).order_by("pk")
        while batch := list(queue.values_list("pk", flat=True)[:BATCH]):
            yield _erase_tiles(campaign, batch)
        _erase_people(campaign)
        _erase_files(campaign)


def _of_new_pictures(change: Change, queue: "QuerySet[LabelTile]") -> Iterator[Consequence]:
    n_untouched = _untouched(queue).count()
    touched = queue.exclude(pk__in=_untouched(queue))
    n, votes = touched.count(), Vote.objects.standing().filter(label_tile__in=touched).count()
    if n:
        yield Consequence(_as_they_are(change, n) % {"n": n, "votes": votes}, is_loss=True)
    if n_untouched:
        words = ngettext(
            "%(n)s tile that nobody has answered leaves the queue. Prepare new tiles afterwards.",
            "%(n)s tiles that nobody has answered leave the queue. Prepare new tiles afterwards.",
            n_untouched,
        )
        yield Consequence(words % {"n": n_untouched})


def _as_they_are(change: Change, n: int) -> str:
    if change.is_new_source or change.is_new_zoom:
        return ngettext(
            "%(n)s tile with answers (%(votes)s in all) stays with its old picture. The answers count and "
            "are exported; the same place can be asked again with the new picture.",
            "%(n)s tiles with answers (%(votes)s in all) stay with their old pictures. The answers count and "
            "are exported; the same places can be asked again with the new pictures.",
            n,
        )
    return ngettext(
        "%(n)s tile with answers (%(votes)s in all) stays cut as it is, because answers belong to its parts. "
        "Only tiles that are queued from now on are cut the new way.",
        "%(n)s tiles with answers (%(votes)s in all) stay cut as they are, because answers belong to their "
        "parts. Only tiles that are queued from now on are cut the new way.",
        n,
    )


def _of_new_region(outside: "QuerySet[LabelTile]") -> Iterator[Consequence]:
    n_untouched = _untouched(outside).count()
    touched = outside.exclude(pk__in=_untouched(outside))
    n, votes = touched.count(), Vote.objects.standing().filter(label_tile__in=touched).count()
    if n:
        words = ngettext(
            "%(n)s tile outside the new region is not asked any more. Its answers (%(votes)s) are kept, "
            "exported and learnt from, but do not count in estimates for the region.",
            "%(n)s tiles outside the new region are not asked any more. Their answers (%(votes)s) are kept, "
            "exported and learnt from, but do not count in estimates for the region.",
            n,
        )
        yield Consequence(words % {"n": n, "votes": votes}, is_loss=True)
    if n_untouched:
        words = ngettext(
            "%(n)s tile outside the new region that nobody has answered leaves the queue.",
            "%(n)s tiles outside the new region that nobody has answered leave the queue.",
            n_untouched,
        )
        yield Consequence(words % {"n": n_untouched})


def _untouched(queue: "QuerySet[LabelTile]") -> "QuerySet[LabelTile]":
    """Tiles on which nobody has said anything, and that nobody is looking at."""
    here: dict[str, Any] = {"label_tile": OuterRef("pk")}
    traces: list[QuerySet[Any]] = [
        Vote.objects.filter(**here),
        GoldAnswer.objects.filter(**here),
        ImportedAnswer.objects.filter(**here),
        Assignment.objects.held().filter(**here),
    ]
    return queue.filter(*(~Exists(trace) for trace in traces))


def _outside(queue: "QuerySet[LabelTile]", region: dict[str, Any]) -> list[int]:
    """Primary keys of the tiles that share no area with the region."""
    rows = list(queue.values_list("pk", "tile__z", "tile__x", "tile__y"))
    shape = shapely.geometry.shape(region)
    shapely.prepare(shape)
    boxes = [shapely.box(*tiles.Tile(z, x, y).bounds) for _pk, z, x, y in rows]
    inside = shapely.intersects(shape, boxes) & ~shapely.touches(shape, boxes)
    return [pk for (pk, *_address), is_inside in zip(rows, inside, strict=True) if not is_inside]


def _about_bytes(queue: "QuerySet[LabelTile]", n_tiles: int) -> int:
    sample = Tile.objects.filter(pk__in=list(queue.values_list("tile", flat=True)[:SAMPLE]))
    paths = [data_path(name) for name in files_of(sample)]
    measured = sum(path.stat().st_size for path in paths if path.is_file())
    return measured * n_tiles // max(1, min(n_tiles, SAMPLE))


def _folders(campaign: Campaign) -> list[str]:
    return [f"{kind}/{campaign.slug}" for kind in ("exports", "imports", "gold")]


@transaction.atomic
def _erase_tiles(campaign: Campaign, batch: list[int]) -> list[int]:
    rows = LabelTile.objects.filter(pk__in=batch)
    tile_ids = list(rows.values_list("tile", flat=True)) + _comparison_tiles(campaign, rows)
    # Remembered in the same transaction, so that a crash before the files are deleted loses none.
    Campaign.objects.filter(pk=campaign.pk).update(deleting_tiles=tile_ids)
    Vote.objects.filter(label_tile__in=batch).delete()
    rows.delete()
    return tile_ids


def _comparison_tiles(campaign: Campaign, rows: "QuerySet[LabelTile]") -> list[int]:
    if campaign.comparison_source_id is None:
        return []
    places = rows.values_list("tile__z", "tile__x", "tile__y")
    same = Tile.objects.filter(source=campaign.comparison_source_id)
    found = (same.filter(z=z, x=x, y=y).values_list("pk", flat=True) for z, x, y in places)
    return list(chain.from_iterable(found))


@transaction.atomic
def _erase_people(campaign: Campaign) -> None:
    """Guests who labelled nowhere else go; accounts stay."""
    here = Participation.objects.filter(campaign=campaign)
    people = list(here.values_list("contributor", flat=True))
    here.delete()
    guests = Contributor.objects.filter(pk__in=people, user__isnull=True, merged__isnull=True)
    guests.filter(participations__isnull=True, votes__isnull=True).delete()


def _erase_files(campaign: Campaign) -> None:
    rows: list[QuerySet[Any]] = [
        LabelExport.objects.filter(job__campaign=campaign).values_list("path", flat=True),
        LabelImport.objects.filter(job__campaign=campaign).values_list("path", flat=True),
        GoldCrop.objects.filter(campaign=campaign).values_list("picture", flat=True),
    ]
    for name in chain.from_iterable(rows):
        if name:
            data_path(name).unlink(missing_ok=True)
    delete_folders(_folders(campaign))
