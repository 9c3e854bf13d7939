"""Consensus of tiles that had votes, with the skills estimated last: cheap enough for a request."""

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
from labeling.consensus.responses import PREVALENCE, response_of
from labeling.consensus.services.set_targets import set_targets
from labeling.models import Assignment, Consensus, Crowd, GoldAnswer, ImportedAnswer, LabelTile, Skill, Vote

TILES_AT_ONCE = 25
"""Their rows are held for some tenths of a second: volunteers are served others, and wait to send these."""
Key = tuple[int, int]
"""Label tile and superpixel."""
Seen = dict[tuple[int, UUID], dict[str, Any]]
"""How a contributor looked at a tile."""


@dataclass(frozen=True)
class Skills:
    """Log ratios of everyone's kinds of response, as estimated last."""

    crowd: Sequence[float]
    own: dict[UUID, Sequence[float]]

    def log_ratio(self, contributor: UUID, response: int | None) -> float:
        return 0.0 if response is None else self.own.get(contributor, self.crowd)[response]


def update_consensus(*, campaign: Campaign, most_tiles: int | None = None) -> int:
    """Recompute the tiles that have had votes since the last time, or `most_tiles` of them; returns how many
    superpixels were written."""
    written, left = 0, most_tiles
    while tiles := _next_tiles(campaign, left):
        written += _update_tiles(campaign, tiles)
        left = None if left is None else left - len(tiles)
    return written


def recompute_consensus(*, campaign: Campaign) -> int:
    """Recompute every tile that has any: after the campaign's settings were changed."""
    judged = Exists(Consensus.objects.filter(label_tile=OuterRef("pk")))
    answered = Exists(GoldAnswer.objects.filter(label_tile=OuterRef("pk")))
    tiles = LabelTile.objects.filter(judged | answered, campaign=campaign)
    note_news(tiles.values_list("pk", flat=True))
    return update_consensus(campaign=campaign)


def note_news(tiles: Iterable[int]) -> None:
    """Let these tiles be judged again. Their rows are locked in the order in which everybody locks them: an
    update alone takes them as they lie on the disk, and could wait for whoever waits for it."""
    pks = sorted(tiles)
    for start in range(0, len(pks), 500):
        with transaction.atomic():
            chunk = LabelTile.objects.filter(pk__in=pks[start : start + 500], needs_consensus=False)
            locked = list(chunk.select_for_update().order_by("pk").values_list("pk", flat=True))
            LabelTile.objects.filter(pk__in=locked).update(needs_consensus=True)


def settle_tile(*, tile: LabelTile) -> int:
    """Recompute one tile whose answers are complete, and say whether it wants more. The caller holds its
    row."""
    return _update_tiles(tile.campaign, [tile.pk])


def rules_of(campaign: Campaign) -> Rules:
    crowd = Crowd.objects.filter(campaign=campaign).first()
    prevalence = crowd.prevalence if crowd else PREVALENCE
    return Rules(campaign.vote_stages, campaign.positive_votes_to_agree, prevalence)


def _next_tiles(campaign: Campaign, left: int | None) -> list[int]:
    waiting = LabelTile.objects.filter(campaign=campaign).awaiting_consensus().order_by("pk")
    most = TILES_AT_ONCE if left is None else min(left, TILES_AT_ONCE)
    return list(waiting.values_list("pk", flat=True)[:most])


@transaction.atomic
def _update_tiles(campaign: Campaign, pks: Sequence[int]) -> int:
    # Cleared first: the row lock waits for votes being stored, so that the counts below include them.
    rows = LabelTile.objects.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    tiles = list(rows.select_related("segmentation"))
    LabelTile.objects.filter(pk__in=[tile.pk for tile in tiles]).update(needs_consensus=False)
    verdicts = _judge_tiles(campaign, tiles)
    _forget_others(pks, {(row.label_tile_id, row.superpixel) for row in verdicts})
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
    gold, tallies, rules = _gold(pks), count_votes(campaign, tiles), rules_of(campaign)
    n_answers = {tile.pk: tile.n_answers for tile in tiles}
    judged = [
        Consensus(
            label_tile_id=key[0],
            superpixel=key[1],
            **vars(judge(tallies.get(key, Tally()), gold.get(key), rules, n_answers[key[0]])),
        )
        for key in sorted(tallies.keys() | gold.keys())
    ]
    return judged + _imported(pks, tallies.keys() | gold.keys())


def _imported(tiles: Sequence[int], judged: Collection[Key]) -> list[Consensus]:
    """What was reached elsewhere stands where nobody has said anything here."""
    names = ("superpixel", "probability", "majority", "weight", "state", "n_votes")
    rows = ImportedAnswer.objects.filter(label_tile__in=tiles).order_by("label_tile", "superpixel")
    return [
        Consensus(label_tile_id=row.label_tile_id, **{name: getattr(row, name) for name in names})
        for row in rows
        if (row.label_tile_id, row.superpixel) not in judged
    ]


def count_votes(campaign: Campaign, tiles: Sequence[LabelTile]) -> dict[Key, Tally]:
    votes = Vote.objects.counted(campaign).filter(label_tile__in=[tile.pk for tile in tiles])
    rows = list(votes.values_list("label_tile", "superpixel", "contributor", "answer", "is_implied"))
    skills = skills_of(campaign, {row[2] for row in rows})
    sizes = {tile.pk: tile.segmentation.n_superpixels for tile in tiles}
    seen = viewings(sizes)
    tallies: dict[Key, Tally] = defaultdict(Tally)
    for tile, superpixel, contributor, answer, is_implied in rows:
        viewing = seen.get((tile, contributor))
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


def viewings(tiles: Iterable[int]) -> Seen:
    finished = Assignment.objects.finished().filter(label_tile__in=list(tiles))
    rows = finished.values_list("label_tile", "contributor", "viewing")
    return {(tile, contributor): viewing for tile, contributor, viewing in rows}


def _gold(tiles: Sequence[int]) -> dict[Key, str]:
    answers = GoldAnswer.objects.filter(label_tile__in=tiles)
    return {
        (tile, number): answer
        for tile, number, answer in answers.values_list("label_tile", "superpixel", "answer")
    }


def _forget_others(tiles: Sequence[int], keys: set[Key]) -> None:
    """Superpixels whose votes were all withdrawn have no consensus any more."""
    rows = Consensus.objects.filter(label_tile__in=tiles).values_list("pk", "label_tile", "superpixel")
    orphans: Iterator[int] = (
        pk for pk, tile, number in rows.iterator(chunk_size=5000) if (tile, number) not in keys
    )
    while batch := list(islice(orphans, 5000)):
        Consensus.objects.filter(pk__in=batch).delete()
