"""A campaign with any number of tiles and votes, generated inside PostgreSQL, and checks of it afterwards.

Import it only after the settings point to the temporary database.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from numpy.typing import NDArray
from PIL import Image

from benchmarks.pictures import find_pictures
from benchmarks.report import note
from campaigns.models import Campaign
from imagery.files import write_atomically
from imagery.models import ImagerySource, Tile, TileSegmentation
from imagery.outlines import pack_outlines
from labeling.models import Assignment, Consensus, Contributor, Event, LabelTile, Participation, Vote
from ml.outlines import superpixel_outlines
from ml.pictures import open_picture
from ml.segmentation import segment_tile

TARGET = 3
OLD_CONTRIBUTORS = 400
SUPERPIXELS = 30


@dataclass(frozen=True)
class QueueSize:
    """`tiles` in the queue, as many of them finished as needed for `votes`."""

    tiles: int
    votes: int

    @property
    def done(self) -> int:
        return self.votes // (SUPERPIXELS * TARGET)


def fill_database(size: QueueSize) -> str:
    """Create the campaign; returns the code of its open event."""
    call_command("migrate", verbosity=0)
    source = ImagerySource.objects.create(slug="bench", name="Bench", kind="raster", path="bench.tif")
    campaign = Campaign.objects.create(
        slug="bench",
        name="Bench",
        question="Is this mining?",
        positive_name="Mining",
        negative_name="Not mining",
        source=source,
        region={"type": "Polygon", "coordinates": [[[27, 51], [28, 51], [28, 52], [27, 51]]]},
        votes_to_agree=TARGET,
    )
    _fill_queue(campaign, size, _store_pictures())
    if size.done:
        _fill_answers(campaign, size)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Event.objects.create(campaign=campaign, name="Open Data Day").code


def _store_pictures() -> list[int]:
    """Real or generated pictures with outlines, in files that all rows share: bench/0.webp, bench/0.json …
    Returns the number of superpixels of each."""
    counts = []
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(find_pictures(Path(folder)).paths):
            picture = open_picture(path)
            labels = segment_tile(picture)
            write_atomically(f"bench/{number}.webp", _as_webp(picture))
            write_atomically(f"bench/{number}.json", pack_outlines(superpixel_outlines(labels)))
            counts.append(int(labels.max()))
    return counts


def _as_webp(picture: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "WEBP", quality=85)
    return buffer.getvalue()


def _fill_queue(campaign: Campaign, size: QueueSize, counts: list[int]) -> None:
    n_pictures = len(counts)
    note(f"  {size.tiles:,} tiles for the queue")
    tile = Tile.objects.create(
        source=campaign.source,
        source_version=campaign.source.version,
        z=16,
        x=0,
        y=0,
        quadkey="0" * 16,
        state=Tile.State.READY,
        picture="bench/0.webp",
        sha256="0" * 64,
    )
    segmentation = TileSegmentation.objects.create(
        tile=tile,
        settings_key=campaign.segmentation.key,
        n_superpixels=counts[0],
        labels="bench/0.npz",
        outlines="bench/0.json",
    )
    label_tile = LabelTile.objects.create(campaign=campaign, tile=tile, segmentation=segmentation)
    each = f"generate_series(1, {size.tiles - 1}) AS i"
    by_picture = " ".join(f"WHEN {number} THEN {count}" for number, count in enumerate(counts))
    clone(
        tile,
        each,
        id=f"{tile.pk} + i",
        x="i % 1000",
        y="i / 1000",
        quadkey="lpad(i::text, 16, '0')",
        picture=f"'bench/' || i % {n_pictures} || '.webp'",
        sha256="md5(i::text) || md5(i::text)",
    )
    clone(
        segmentation,
        each,
        id=f"{segmentation.pk} + i",
        tile_id=f"{tile.pk} + i",
        n_superpixels=f"CASE i % {n_pictures} {by_picture} END",
        outlines=f"'bench/' || i % {n_pictures} || '.json'",
    )
    clone(
        label_tile,
        each,
        id=f"{label_tile.pk} + i",
        tile_id=f"{tile.pk} + i",
        segmentation_id=f"{segmentation.pk} + i",
        priority="random()",
    )


def _fill_answers(campaign: Campaign, size: QueueSize) -> None:
    """Tiles already answered by `TARGET` contributors: assignments, votes and consensus."""
    note(f"  {size.done:,} of them answered, with {size.votes:,} votes")
    first = LabelTile.objects.order_by("pk").values_list("pk", flat=True)[0]
    old = Contributor.objects.create(nickname="old")
    participation = Participation.objects.create(contributor=old, campaign=campaign)
    name = "('00000000-0000-4000-8000-' || lpad(({})::text, 12, '0'))::uuid"
    people = f"generate_series(1, {OLD_CONTRIBUTORS}) AS i"
    clone(old, people, id=name.format("i"))
    clone(participation, people, contributor_id=name.format("i"))
    contributor = name.format(f"1 + (i * {TARGET} + k) % {OLD_CONTRIBUTORS}")
    tiles = f"generate_series(0, {size.done - 1}) AS i"
    answers = f"{tiles}, generate_series(1, {TARGET}) AS k"
    superpixels = f"generate_series(1, {SUPERPIXELS}) AS s"
    template = LabelTile.objects.get(pk=first)
    now, pick = timezone.now(), "CASE WHEN random() < 0.05 THEN 'positive' ELSE 'negative' END"
    done = Assignment.objects.create(
        label_tile=template, contributor=old, state=Assignment.State.DONE, finished_at=now, clock=1
    )
    vote = Vote.objects.create(
        id=uuid4(),
        campaign=campaign,
        label_tile=template,
        superpixel=1,
        contributor=old,
        answer="negative",
        is_implied=True,
        clock=1,
        voted_at=now,
    )
    agreed = Consensus.objects.create(
        label_tile=template, superpixel=1, probability=0.0, state=Consensus.State.AGREED, n_votes=TARGET
    )
    clone(done, answers, label_tile_id=f"{first} + i", contributor_id=contributor)
    clone(
        vote,
        f"{answers}, {superpixels}",
        id="gen_random_uuid()",
        label_tile_id=f"{first} + i",
        superpixel="s",
        contributor_id=contributor,
        answer=pick,
    )
    clone(agreed, f"{tiles}, {superpixels}", label_tile_id=f"{first} + i", superpixel="s + 1")
    for template_row in (agreed, vote, done):
        template_row.delete()
    LabelTile.objects.filter(pk__lt=first + size.done).update(n_answers=TARGET, is_done=True)


def clone(row: Model, source: str, **changes: str) -> None:
    """`INSERT … SELECT` of a copy of `row` for each row of the SQL `source`. `changes` are SQL expressions by
    column; all other columns are copied."""
    meta = row._meta
    columns = [str(field.column) for field in meta.concrete_fields]
    columns = [column for column in columns if column != "id" or "id" in changes]
    values = ", ".join(changes.get(column, f'template."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, _bare_table(meta.db_table):
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) SELECT {values} '  # noqa: S608 - written above
            f"FROM \"{meta.db_table}\" AS template, {source} WHERE template.id = '{row.pk}'"
        )
        if "id" in changes and not isinstance(row, Vote | Contributor):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{meta.db_table}', 'id'), max(id)) "  # noqa: S608 - our own table's name
                f'FROM "{meta.db_table}"'
            )


@contextmanager
def _bare_table(table: str) -> Iterator[None]:
    """Without foreign key checks, and without the indexes that hold no constraint, which are rebuilt
    afterwards: many times faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint)",
            [table],
        )
        indexes = cursor.fetchall()
        cursor.execute("SET session_replication_role = replica; SET maintenance_work_mem = '256MB'")
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = origin; RESET maintenance_work_mem")


def count_lost(observed: dict[str, Any]) -> int:
    """Acknowledged votes that are not stored exactly once: explicit ones by id, and for each finished tile
    one standing vote of the contributor on every superpixel."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::uuid[]) AS sent(id) LEFT JOIN labeling_vote USING (id) "
            "WHERE labeling_vote.id IS NULL",
            [observed["votes"]],
        )
        missing: int = cursor.fetchone()[0]
        names, tiles, counts = zip(*observed["finished"], strict=True) if observed["finished"] else ((),) * 3
        cursor.execute(
            "SELECT coalesce(sum(abs(answered.n - (SELECT count(*) FROM labeling_vote "
            "WHERE label_tile_id = answered.tile AND contributor_id = labeling_contributor.id "
            "AND superseded_at IS NULL))), 0) "
            "FROM unnest(%s::text[], %s::bigint[], %s::int[]) AS answered(name, tile, n) "
            "LEFT JOIN labeling_contributor ON nickname = answered.name",
            [list(names), list(tiles), list(counts)],
        )
        return missing + int(cursor.fetchone()[0])


def count_over_target() -> int:
    """Tiles with standing votes of more contributors than their target."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT label_tile_id, count(DISTINCT contributor_id) AS n "
            "FROM labeling_vote WHERE superseded_at IS NULL GROUP BY label_tile_id) AS answered "
            "JOIN labeling_labeltile AS tile ON tile.id = answered.label_tile_id "
            "WHERE answered.n > coalesce(tile.target, %s)",
            [TARGET],
        )
        return int(cursor.fetchone()[0])
