"""Prevalence in the whole region, estimated from the random tiles."""

from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.models import Campaign
from labeling.consensus.intervals import wilson_interval
from labeling.models import Consensus, LabelTile
from ml.labels import POSITIVE_FROM

MIN_TILES = 5


@dataclass(frozen=True)
class Prevalence:
    """Share of superpixels that are positive, 0..1, with its 95 % interval."""

    n_tiles: int
    share: float
    low: float
    high: float

    @property
    def share_percent(self) -> float:
        return 100 * self.share

    @property
    def low_percent(self) -> float:
        return 100 * self.low

    @property
    def high_percent(self) -> float:
        return 100 * self.high


def estimate_prevalence(campaign: Campaign) -> Prevalence | None:
    """A ratio over the answered random tiles; None below five of them. Tiles are drawn, not superpixels, so
    the interval is computed over tiles. Where no tile differs from another, each counts as one draw, so that
    the interval has a width even if nothing was found.

    Variance of a ratio: Cochran, "Sampling Techniques", 1977, section 9A. Interval: Wilson's, with the number
    of independent draws that has the same variance, after Korn and Graubard, "Confidence Intervals for
    Proportions with Small Expected Number of Positive Counts Estimated from Survey Data", 1998.
    """
    is_decided = Q(consensus__state__in=Consensus.DECIDED)
    tiles = (
        LabelTile.objects.asked()
        .filter(campaign=campaign, is_random=True, is_done=True)
        .annotate(
            n_decided=Count("consensus", filter=is_decided),
            n_positive=Count("consensus", filter=is_decided & Q(consensus__probability__gte=POSITIVE_FROM)),
        )
    )
    rows = list(tiles.filter(n_decided__gt=0).values_list("n_positive", "n_decided"))
    if len(rows) < MIN_TILES:
        return None
    n, total = len(rows), sum(decided for _positive, decided in rows)
    share = sum(positive for positive, _decided in rows) / total
    spread = sum((positive - share * decided) ** 2 for positive, decided in rows) / (n - 1)
    variance = spread / n / (total / n) ** 2
    draws = min(share * (1 - share) / variance, total) if variance > 0 else float(n)
    low, high = wilson_interval(share, draws)
    return Prevalence(n, share, low, high)
