"""Raw votes as files: one row per vote, superseded votes included."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

from campaigns.models import Campaign
from labeling.exchange.progress import Progress, counted
from labeling.exchange.provenance import provenance_of
from labeling.models import Assignment, Reason, Vote

ROWS_AT_ONCE = 5000
CSV_NAME, PROVENANCE_NAME = "votes.csv", "provenance.json"


@dataclass(frozen=True)
class VoteRow:
    """A vote as a file holds it. Times are ISO 8601, empty where there is none."""

    vote: str
    z: int
    x: int
    y: int
    superpixel: int
    answer: str
    is_implied: bool
    clock: int
    voted_at: str
    superseded_at: str
    contributor: str
    """A pseudonym, the same for all votes of a person."""
    is_excluded: bool
    tile_state: str
    """`done` or `surplus` where the contributor finished the tile."""
    reason: str
    """Why the tile was served."""
    is_random: bool
    viewing: str
    """JSON of `Assignment.viewing`."""
    segmentation: str
    picture_sha256: str


COLUMNS = [field.name for field in fields(VoteRow)]


def vote_rows(campaign: Campaign) -> Iterator[VoteRow]:
    assignments = _assignments_of(campaign)
    excluded = set(campaign.participations.excluded().values_list("contributor", flat=True))
    votes = Vote.objects.filter(campaign=campaign).order_by("label_tile", "superpixel", "clock", "pk")
    for vote in votes.select_related("label_tile__tile", "label_tile__segmentation").iterator(ROWS_AT_ONCE):
        tile = vote.label_tile.tile
        assignment = assignments.get((vote.label_tile_id, vote.contributor_id))
        yield VoteRow(
            vote=str(vote.pk),
            z=tile.z,
            x=tile.x,
            y=tile.y,
            superpixel=vote.superpixel,
            answer=vote.answer,
            is_implied=vote.is_implied,
            clock=vote.clock,
            voted_at=vote.voted_at.isoformat(),
            superseded_at=vote.superseded_at.isoformat() if vote.superseded_at else "",
            contributor=str(vote.contributor_id),
            is_excluded=vote.contributor_id in excluded,
            is_random=vote.label_tile.is_random,
            segmentation=vote.label_tile.segmentation.settings_key,
            picture_sha256=tile.sha256,
            **_assignment_columns(assignment),
        )


def _assignments_of(campaign: Campaign) -> dict[tuple[int, Any], Assignment]:
    leases = Assignment.objects.filter(label_tile__campaign=campaign).exclude(state=Assignment.State.RELEASED)
    return {(lease.label_tile_id, lease.contributor_id): lease for lease in leases.iterator(ROWS_AT_ONCE)}


def _assignment_columns(assignment: Assignment | None) -> dict[str, str]:
    if assignment is None:
        return {"tile_state": "", "reason": "", "viewing": ""}
    return {
        "tile_state": assignment.state if assignment.is_finished else "",
        "reason": Reason.GOLD.value if assignment.is_gold else assignment.reason,
        "viewing": json.dumps(assignment.viewing, sort_keys=True) if assignment.viewing else "",
    }


def write_csv(campaign: Campaign, path: Path, progress: Progress) -> int:
    n = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PROVENANCE_NAME, json.dumps(provenance_of(campaign), ensure_ascii=False, indent=2))
        with archive.open(CSV_NAME, "w") as binary, io.TextIOWrapper(binary, "utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            for n, row in counted(vote_rows(campaign), progress):  # noqa: B007 - returned below
                table.writerow(
                    [int(value) if isinstance(value, bool) else value for value in vars(row).values()]
                )
    return n


def write_parquet(campaign: Campaign, path: Path, progress: Progress) -> int:
    # Imported here: a heavy library that only workers need.
    import pyarrow as arrow
    from pyarrow import parquet

    kinds = {"int": arrow.int64(), "bool": arrow.bool_(), "str": arrow.string()}
    schema = arrow.schema(
        [
            (field.name, kinds[field.type.__name__])
            for field in fields(VoteRow)
            if isinstance(field.type, type)
        ],
        metadata={"landscar": json.dumps(provenance_of(campaign), ensure_ascii=False)},
    )
    n, rows = 0, vote_rows(campaign)
    with parquet.ParquetWriter(path, schema) as writer:
        while batch := [vars(row) for row in islice(rows, ROWS_AT_ONCE)]:
            writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
            n += len(batch)
            progress(n)
    return n
