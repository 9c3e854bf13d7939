"""Counts that say how far a campaign's labelling is."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from campaigns.models import Campaign
from labeling.consensus.services.update_consensus import update_consensus as _update_consensus
from labeling.models import Consensus, GoldAnswer, GoldCrop, LabelTile, Participation, Vote
from ml.labels import POSITIVE_FROM

UNDECIDED = (Consensus.State.DISPUTED, Consensus.State.EXPERT)


MAX_TILES_PER_PAGE = 100


@dataclass(frozen=True)
class LabelingSummary:
    tiles_queued: int
    tiles_done: int
    votes: int
    contributors: int
    superpixels_positive: int
    superpixels_negative: int
    superpixels_disputed: int
    gold_crops: int


@dataclass(frozen=True)
class AnswersGiven:
    n_answers: int
    n_people: int
    n_expert_answers: int


def answers_given(campaign: Campaign, until: datetime) -> AnswersGiven:
    """What people had said about tiles at a moment: votes that counted, and experts' answers."""
    votes = Vote.objects.counted(campaign).filter(created_at__lte=until)
    gold = GoldAnswer.objects.filter(label_tile__campaign=campaign, created_at__lte=until)
    return AnswersGiven(
        n_answers=votes.count(),
        n_people=votes.order_by().values("contributor").distinct().count(),
        n_expert_answers=gold.count(),
    )


def labeling_summary(campaign: Campaign) -> LabelingSummary:
    _update_consensus(campaign=campaign, max_tiles=MAX_TILES_PER_PAGE)
    tiles = (
        LabelTile.objects.asked()
        .filter(campaign=campaign)
        .aggregate(queued=Count("pk"), done=Count("pk", filter=Q(is_done=True)))
    )
    decided = Q(state__in=Consensus.DECIDED)
    superpixels = Consensus.objects.filter(label_tile__campaign=campaign).aggregate(
        positive=Count("pk", filter=decided & Q(probability__gte=POSITIVE_FROM)),
        negative=Count("pk", filter=decided & Q(probability__lt=POSITIVE_FROM)),
        disputed=Count("pk", filter=Q(state__in=UNDECIDED)),
    )
    return LabelingSummary(
        tiles_queued=tiles["queued"],
        tiles_done=tiles["done"],
        votes=Vote.objects.counted(campaign).count(),
        contributors=Participation.objects.filter(campaign=campaign).count(),
        superpixels_positive=superpixels["positive"],
        superpixels_negative=superpixels["negative"],
        superpixels_disputed=superpixels["disputed"],
        gold_crops=GoldCrop.objects.filter(campaign=campaign).count(),
    )
