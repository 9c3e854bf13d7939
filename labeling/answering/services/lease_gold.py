"""Hidden gold: tiles that experts have answered, served among the others to measure how well contributors
answer."""

from random import SystemRandom

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import salted_hmac

from campaigns.models import Campaign
from labeling.models import Answer, Assignment, Contributor, GoldAnswer, LabelTile, TutorialStep
from labeling.models.tiles import lease_end


def lease_due_gold(*, campaign: Campaign, contributor: Contributor, count: int) -> list[int]:
    """Lease those of the next `count` tiles that are to be gold; returns the assignments' keys, often none.

    One in every 1 / `gold_share` tiles is gold, at a position that only the server can compute. Such a lease
    looks like any other to the client: no flag, and a reason that other tiles have too.
    """
    n_due = _count_due(campaign, contributor, count)
    if not n_due:
        return []
    return [_lease(tile, contributor) for tile in gold_tiles_for(contributor, campaign, n_due)]


def gold_tiles_for(contributor: Contributor, campaign: Campaign, count: int) -> list[LabelTile]:
    gold = GoldAnswer.objects.filter(label_tile=OuterRef("pk"), answer__in=Answer.DECIDED)
    asked = LabelTile.objects.asked().filter(campaign=campaign)
    tiles = asked.filter(Exists(gold), ~Exists(_tutorial_steps(contributor)))
    pks = list(tiles.not_assigned_to(contributor).values_list("pk", flat=True))
    chosen = SystemRandom().sample(pks, min(count, len(pks)))
    return list(LabelTile.objects.filter(pk__in=chosen).select_related("campaign"))


def _tutorial_steps(contributor: Contributor) -> "QuerySet[TutorialStep]":
    return TutorialStep.objects.filter(
        participation__contributor=contributor, gold_answer__label_tile=OuterRef("pk")
    )


def _count_due(campaign: Campaign, contributor: Contributor, count: int) -> int:
    if campaign.gold_share <= 0:
        return 0
    served = Assignment.objects.filter(contributor=contributor, label_tile__campaign=campaign).count()
    return sum(_is_gold_turn(campaign, contributor, position) for position in range(served, served + count))


def _is_gold_turn(campaign: Campaign, contributor: Contributor, position: int) -> bool:
    # One in every block of tiles, drawn with the server's secret.
    block = round(1 / campaign.gold_share)
    digest = salted_hmac("labeling.gold", f"{campaign.pk}:{contributor.pk}:{position // block}").digest()
    return int.from_bytes(digest[:8]) % block == position % block


@transaction.atomic
def _lease(tile: LabelTile, contributor: Contributor) -> int:
    LabelTile.objects.select_for_update().get(pk=tile.pk)
    with_slot = LabelTile.objects.with_open_slot(tile.wanted).filter(pk=tile.pk)
    # An expired lease of the contributor is updated: somebody else may have its slot by now.
    assignment, _created = Assignment.objects.update_or_create(
        label_tile=tile,
        contributor=contributor,
        state=Assignment.State.LEASED,
        defaults={"reason": tile.reason, "leased_until": lease_end(), "is_gold": not with_slot.exists()},
    )
    return assignment.pk
