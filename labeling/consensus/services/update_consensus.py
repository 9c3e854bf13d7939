"""Consensus of tiles with new votes, using the skills estimated last: cheap enough for a request."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from campaigns.models import Campaign
from labeling.consensus.judge import Rules, Tally, default_log_ratios, judge
from labeling.consensus.parts import keys_without_data
from labeling.consensus.responses import PREVALENCE, response_of
from labeling.consensus.services.set_targets import set_targets
from labeling.models import Assignment, Consensus, Crowd, GoldAnswer, ImportedAnswer, LabelTile, Skill, Vote
from labeling.models.votes import SuperpixelKey

TILES_AT_ONCE = 25
"""Their rows are locked for some tenths of a second: meanwhile volunteers get other tiles, and votes on
these wait."""
Viewings = dict[tuple[int, UUID], dict[str, Any]]
"""`Assignment.viewing` by label tile and contributor."""


@dataclass(frozen=True)
class Skills:
    """Everyone's log ratios for each kind of response, as estimated last."""

    crowd: Sequence[float]
    own: dict[UUID, Sequence[float]]

    def log_ratio(self, contributor: UUID, response: int | None) -> float:
        return 0.0 if response is None else self.own.get(contributor, self.crowd)[response]


def update_consensus(*, campaign: Campaign, max_tiles: int | None = None) -> int:
    """Judge the tiles with new votes, or `max_tiles` of them. Returns the number of superpixels written."""
    written, remaining = 0, max_tiles
    while tiles := _next_tiles(campaign, remaining):
        written += _update_tiles(campaign, tiles)
        remaining = None if remaining is None else remaining - len(tiles)
    return written


def recompute_consensus(*, campaign: Campaign) -> int:
    judged = Exists(Consensus.objects.filter(label_tile=OuterRef("pk")))
    answered = Exists(GoldAnswer.objects.filter(label_tile=OuterRef("pk")))
    tiles = LabelTile.objects.filter(judged | answered, campaign=campaign)
    mark_tiles_for_consensus(tiles.values_list("pk", flat=True))
    return update_consensus(campaign=campaign)


def mark_tiles_for_consensus(tiles: Iterable[int]) -> None:
    """Have these tiles judged again. Their rows are locked in the order in which all code locks them: a plain
    update locks them in storage order and could deadlock."""
    pks = sorted(tiles)
    for start in range(0, len(pks), 500):
        with transaction.atomic():
            chunk = LabelTile.objects.filter(pk__in=pks[start : start + 500], needs_consensus=False)
            locked = list(chunk.select_for_update().order_by("pk").values_list("pk", flat=True))
            LabelTile.objects.filter(pk__in=locked).update(needs_consensus=True)


def update_tile_consensus(*, tile: LabelTile) -> int:
    """Judge one tile and set its target. The caller locks the tile's row."""
    return _update_tiles(tile.campaign, [tile.pk])


def rules_of(campaign: Campaign) -> Rules:
    crowd = Crowd.objects.filter(campaign=campaign).first()
    prevalence = crowd.prevalence if crowd else PREVALENCE
    return Rules(campaign.vote_stages, campaign.positive_votes_to_agree, prevalence)


def _next_tiles(campaign: Campaign, remaining: int | None) -> list[int]:
    waiting = LabelTile.objects.filter(campaign=campaign).awaiting_consensus().order_by("pk")
    limit = TILES_AT_ONCE if remaining is None else min(remaining, TILES_AT_ONCE)
    return list(waiting.values_list("pk", flat=True)[:limit])


@transaction.atomic
def _update_tiles(campaign: Campaign, pks: Sequence[int]) -> int:
    # Cleared first: the row lock waits for votes being stored, so that the counts below include them.
    rows = LabelTile.objects.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    tiles = list(rows.select_related("segmentation", "tile"))
    LabelTile.objects.filter(pk__in=[tile.pk for tile in tiles]).update(needs_consensus=False)
    verdicts = _judge_tiles(campaign, tiles)
    _delete_stale(pks, {(row.label_tile_id, row.superpixel) for row in verdicts})
    Consensus.objects.bulk_create(
        verdicts,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["label_tile", "superpixel"],
        update_fields=["probability", "majority", "weight", "state", "n_votes", "updated_at"],
    )
    set_targets(campaign=campaign, tiles=tiles, verdicts=verdicts)
    return len(verdicts)


def _judge_tiles(campaign: Campaign, tiles: Sequence[LabelTile]) -> list[Consensus]:
    pks = [tile.pk for tile in tiles]
    left_out = keys_without_data(tiles)
    gold = {key: answer for key, answer in _gold(pks).items() if key not in left_out}
    tallies = {key: tally for key, tally in count_votes(campaign, tiles).items() if key not in left_out}
    rules = rules_of(campaign)
    n_answers = {tile.pk: tile.n_answers for tile in tiles}
    judged = [
        Consensus(
            label_tile_id=key[0],
            superpixel=key[1],
            **vars(judge(tallies.get(key, Tally()), gold.get(key), rules, n_answers[key[0]])),
        )
        for key in sorted(tallies.keys() | gold.keys())
    ]
    return judged + _imported(pks, tallies.keys() | gold.keys() | left_out)


def _imported(tiles: Sequence[int], judged: Collection[SuperpixelKey]) -> list[Consensus]:
    names = ("superpixel", "probability", "majority", "weight", "state", "n_votes")
    rows = ImportedAnswer.objects.filter(label_tile__in=tiles).order_by("label_tile", "superpixel")
    return [
        Consensus(label_tile_id=row.label_tile_id, **{name: getattr(row, name) for name in names})
        for row in rows
        if (row.label_tile_id, row.superpixel) not in judged
    ]


def count_votes(campaign: Campaign, tiles: Sequence[LabelTile]) -> dict[SuperpixelKey, Tally]:
    votes = Vote.objects.counted(campaign).filter(label_tile__in=[tile.pk for tile in tiles])
    rows = list(votes.values_list("label_tile", "superpixel", "contributor", "answer", "is_implied"))
    skills = skills_of(campaign, {row[2] for row in rows})
    sizes = {tile.pk: tile.segmentation.n_with_data for tile in tiles}
    viewings = read_viewings(sizes)
    tallies: dict[SuperpixelKey, Tally] = defaultdict(Tally)
    for tile, superpixel, contributor, answer, is_implied in rows:
        viewing = viewings.get((tile, contributor))
        response = response_of(answer, is_implied, viewing, sizes[tile])
        tallies[tile, superpixel].add(answer, skills.log_ratio(contributor, response))
    return tallies


def skills_of(campaign: Campaign, contributors: Iterable[UUID]) -> Skills:
    crowd = Crowd.objects.filter(campaign=campaign).values_list("log_ratios", flat=True).first()
    own = Skill.objects.filter(
        participation__campaign=campaign, participation__contributor__in=list(contributors)
    )
    known = dict(own.values_list("participation__contributor", "log_ratios"))
    return Skills(crowd or default_log_ratios(), known)


def read_viewings(tiles: Iterable[int]) -> Viewings:
    finished = Assignment.objects.finished().filter(label_tile__in=list(tiles))
    rows = finished.values_list("label_tile", "contributor", "viewing")
    return {(tile, contributor): viewing for tile, contributor, viewing in rows}


def _gold(tiles: Sequence[int]) -> dict[SuperpixelKey, str]:
    answers = GoldAnswer.objects.filter(label_tile__in=tiles)
    return {
        (tile, number): answer
        for tile, number, answer in answers.values_list("label_tile", "superpixel", "answer")
    }


def _delete_stale(tiles: Sequence[int], keys: set[SuperpixelKey]) -> None:
    rows = Consensus.objects.filter(label_tile__in=tiles).values_list("pk", "label_tile", "superpixel")
    orphans: Iterator[int] = (
        pk for pk, tile, number in rows.iterator(chunk_size=5000) if (tile, number) not in keys
    )
    while batch := list(islice(orphans, 5000)):
        Consensus.objects.filter(pk__in=batch).delete()
