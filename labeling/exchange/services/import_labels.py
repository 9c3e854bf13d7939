from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from json import loads
from pathlib import Path
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Job
from imagery.files import data_path
from imagery.messages import message as _
from labeling.consensus.services.update_consensus import mark_tiles_for_consensus, update_consensus
from labeling.errors import InvalidLabelFile
from labeling.exchange.matching import TileReference, find_segmentations, queue_referenced_tiles
from labeling.exchange.reading import read_consensus, read_votes
from labeling.exchange.votes import VoteRow
from labeling.models import (
    Assignment,
    Contributor,
    ImportedAnswer,
    LabelTile,
    Participation,
    Reason,
    Vote,
)
from ml import tiles

NAMESPACE = UUID("6f1c1f4e-8a53-4b3e-9a4b-5a0b6d5f2c11")
"""For the ids of votes that exist in another campaign here: derived from the vote and this campaign, so that
importing again gives the same id."""
SUFFIXES = (".csv", ".zip", ".parquet", ".geojson", ".json")
ROWS_AT_ONCE = 2000
TileXY = tuple[int, int]


@dataclass
class Imported:
    added: int = 0
    known: int = 0
    """Skipped: imported before, or on tiles with votes of their own."""


def check_file(name: str) -> None:
    if not name.lower().endswith(SUFFIXES):
        raise InvalidLabelFile(_("Upload votes as .csv, .zip or .parquet, or a consensus as .geojson."))


def read_file(*, job: Job) -> None:
    row = job.label_import
    path = data_path(row.path)
    try:
        found = import_labels(campaign=job.campaign, path=path, name=row.file_name.lower())
    finally:
        path.unlink(missing_ok=True)
    words = {"added": found.added, "known": found.known}
    job.succeed(_("%(added)d rows imported, %(known)d were already in the campaign.") % words, **words)


def import_labels(*, campaign: Campaign, path: Path, name: str) -> Imported:
    """Import a file as a whole or not at all; importing it again adds nothing. Raises `InvalidLabelFile`."""
    if name.endswith((".geojson", ".json")):
        return _import_consensus(campaign, read_consensus(path))
    rows = read_votes(path, name)
    highest: dict[TileReference, int] = defaultdict(int)
    for row in rows:
        highest[_reference_of(row)] = max(highest[_reference_of(row)], row.superpixel)
    segmentations = find_segmentations(campaign, highest)
    with transaction.atomic():
        label_tiles = queue_referenced_tiles(campaign, segmentations)
        _add_contributors(campaign, rows)
        found = _add_votes(campaign, rows, label_tiles)
        _add_assignments(rows, label_tiles)
        for label_tile in label_tiles.values():
            label_tile.count_answers()
    update_consensus(campaign=campaign)
    return found


def _reference_of(row: VoteRow) -> TileReference:
    return TileReference(tiles.Tile(row.z, row.x, row.y), row.segmentation, row.picture_sha256, row.is_random)


def _add_contributors(campaign: Campaign, rows: Iterable[VoteRow]) -> None:
    excluded = {UUID(row.contributor): row.is_excluded for row in rows}
    Contributor.objects.bulk_create([Contributor(pk=pk) for pk in excluded], ignore_conflicts=True)
    now = timezone.now()
    Participation.objects.bulk_create(
        [
            Participation(contributor_id=pk, campaign=campaign, is_excluded=is_out, tutorial_passed_at=now)
            for pk, is_out in excluded.items()
        ],
        ignore_conflicts=True,
    )


def _add_votes(campaign: Campaign, rows: list[VoteRow], label_tiles: dict[TileXY, LabelTile]) -> Imported:
    ids = _ids(campaign, rows)
    known = set(Vote.objects.filter(campaign=campaign).values_list("pk", flat=True))
    standing = set(
        Vote.objects.filter(campaign=campaign, superseded_at__isnull=True).values_list(
            "label_tile", "superpixel", "contributor"
        )
    )
    new = []
    for row, pk in zip(rows, ids, strict=True):
        if pk in known:
            continue
        known.add(pk)
        vote = _vote(campaign, row, pk, label_tiles[row.x, row.y])
        vote_key = (vote.label_tile_id, vote.superpixel, vote.contributor_id)
        if vote.superseded_at is None and vote_key in standing:
            vote.superseded_at = timezone.now()  # only one vote may stand: the one given here
        elif vote.superseded_at is None:
            standing.add(vote_key)
        new.append(vote)
    Vote.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    return Imported(len(new), len(rows) - len(new))


def _ids(campaign: Campaign, rows: list[VoteRow]) -> list[UUID]:
    # An id that another campaign here uses is replaced by one derived from it and this campaign.
    given = [UUID(row.vote) for row in rows]
    foreign: set[UUID] = set()
    for start in range(0, len(given), 500):
        part = Vote.objects.filter(pk__in=given[start : start + 500]).exclude(campaign=campaign)
        foreign |= set(part.values_list("pk", flat=True))
    return [uuid5(NAMESPACE, f"{campaign.slug}/{pk}") if pk in foreign else pk for pk in given]


def _vote(campaign: Campaign, row: VoteRow, pk: UUID, label_tile: LabelTile) -> Vote:
    superseded = datetime.fromisoformat(row.superseded_at) if row.superseded_at else None
    return Vote(
        pk=pk,
        campaign=campaign,
        label_tile=label_tile,
        superpixel=row.superpixel,
        contributor_id=UUID(row.contributor),
        answer=row.answer,
        is_implied=row.is_implied,
        clock=row.clock,
        voted_at=datetime.fromisoformat(row.voted_at),
        superseded_at=superseded,
    )


def _add_assignments(rows: Iterable[VoteRow], label_tiles: dict[TileXY, LabelTile]) -> None:
    finished = {(row.x, row.y, row.contributor): row for row in rows if row.tile_state}
    own = Assignment.objects.filter(label_tile__in=list(label_tiles.values()))
    own = own.exclude(state=Assignment.State.RELEASED)
    known = {(pk, str(contributor)) for pk, contributor in own.values_list("label_tile", "contributor")}
    Assignment.objects.bulk_create(
        Assignment(
            label_tile=label_tiles[x, y],
            contributor_id=UUID(contributor),
            state=row.tile_state,
            reason=row.reason,
            is_gold=row.reason == Reason.GOLD,
            viewing=loads(row.viewing) if row.viewing else {},
            clock=row.clock,
            finished_at=datetime.fromisoformat(row.voted_at),
        )
        for (x, y, contributor), row in finished.items()
        if (label_tiles[x, y].pk, contributor) not in known
    )


def _import_consensus(campaign: Campaign, rows: list[dict[str, object]]) -> Imported:
    highest: dict[TileReference, int] = defaultdict(int)
    for row in rows:
        reference = _reference_of_feature(row)
        highest[reference] = max(highest[reference], int(str(row["superpixel"])))
    segmentations = find_segmentations(campaign, highest)
    with transaction.atomic():
        label_tiles = queue_referenced_tiles(campaign, segmentations)
        voted = set(Vote.objects.filter(campaign=campaign).values_list("label_tile", flat=True))
        known = set(
            ImportedAnswer.objects.filter(label_tile__campaign=campaign).values_list(
                "label_tile", "superpixel"
            )
        )
        answers = [_answer(row, label_tiles[int(str(row["x"])), int(str(row["y"]))]) for row in rows]
        new = [
            answer
            for answer in answers
            if answer.label_tile_id not in voted and (answer.label_tile_id, answer.superpixel) not in known
        ]
        ImportedAnswer.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
        mark_tiles_for_consensus({answer.label_tile_id for answer in new})
    update_consensus(campaign=campaign)
    return Imported(len(new), len(rows) - len(new))


def _reference_of_feature(row: dict[str, object]) -> TileReference:
    z, x, y = (int(str(row[name])) for name in ("z", "x", "y"))
    return TileReference(tiles.Tile(z, x, y), str(row["segmentation"]), str(row["picture_sha256"]))


def _answer(row: dict[str, object], label_tile: LabelTile) -> ImportedAnswer:
    names = ("superpixel", "probability", "majority", "weight", "state", "n_votes")
    return ImportedAnswer(label_tile=label_tile, **{name: row[name] for name in names})
