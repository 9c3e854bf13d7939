"""Tiles that experts have answered, served among the others to see how well a contributor answers."""

from random import SystemRandom

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import salted_hmac

from campaigns.models import Campaign
from labeling.models import Answer, Assignment, Contributor, GoldAnswer, LabelTile, TutorialStep
from labeling.models.tiles import lease_end


def lease_due_gold(*, campaign: Campaign, contributor: Contributor, count: int) -> list[int]:
    """Lease those of the next `count` tiles that have to be gold; returns the assignments' keys, often none.

    Of every 1 / `gold_share` tiles one is gold, at a place that only the server can know. Nothing that is
    told about such a lease differs from any other: no flag, and a reason that other tiles have too.
    """
    n_due = _count_due(campaign, contributor, count)
    if not n_due:
        return []
    return [_lease(tile, contributor) for tile in gold_tiles_for(contributor, campaign, n_due)]


def gold_tiles_for(contributor: Contributor, campaign: Campaign, count: int) -> list[LabelTile]:
    """Tiles with gold that the contributor has neither answered, nor holds, nor saw in the tutorial; those
    with most gold are not preferred, so that all are used."""
    gold = GoldAnswer.objects.filter(label_tile=OuterRef("pk"), answer__in=Answer.DECIDED)
    tiles = LabelTile.objects.filter(Exists(gold), ~Exists(_shown(contributor)), campaign=campaign)
    pks = list(tiles.not_taken_by(contributor).values_list("pk", flat=True))
    chosen = SystemRandom().sample(pks, min(count, len(pks)))
    return list(LabelTile.objects.filter(pk__in=chosen).select_related("campaign"))


def _shown(contributor: Contributor) -> "QuerySet[TutorialStep]":
    return TutorialStep.objects.filter(
        participation__contributor=contributor, gold_answer__label_tile=OuterRef("pk")
    )


def _count_due(campaign: Campaign, contributor: Contributor, count: int) -> int:
    if campaign.gold_share <= 0:
        return 0
    served = Assignment.objects.filter(contributor=contributor, label_tile__campaign=campaign).count()
    return sum(_is_gold_turn(campaign, contributor, place) for place in range(served, served + count))


def _is_gold_turn(campaign: Campaign, contributor: Contributor, place: int) -> bool:
    """Whether a contributor's n-th tile is gold: one in every block, drawn with the server's secret."""
    block = round(1 / campaign.gold_share)
    drawn = salted_hmac("labeling.gold", f"{campaign.pk}:{contributor.pk}:{place // block}").digest()
    return int.from_bytes(drawn[:8]) % block == place % block


@transaction.atomic
def _lease(tile: LabelTile, contributor: Contributor) -> int:
    """As from the queue where the tile has a place free; else beside it, without taking one."""
    LabelTile.objects.select_for_update().get(pk=tile.pk)
    free = LabelTile.objects.with_open_slot(tile.wanted).filter(pk=tile.pk)
    # Updated where it is one of the contributor's own that had run out: its place may be another's by now.
    assignment, _created = Assignment.objects.update_or_create(
        label_tile=tile,
        contributor=contributor,
        state=Assignment.State.LEASED,
        defaults={"reason": tile.reason, "leased_until": lease_end(), "is_gold": not free.exists()},
    )
    return assignment.pk
