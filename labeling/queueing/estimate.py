"""What the random tiles say of the whole region, without bias."""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, Q

from campaigns.models import Campaign
from labeling.models import Consensus, LabelTile
from ml.labels import POSITIVE_FROM

MIN_TILES = 5
Z_95 = 1.96


@dataclass(frozen=True)
class Prevalence:
    """Share of superpixels that are positive, 0..1, with the bounds of 95 %."""

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
    """A ratio over the answered random tiles. Tiles, not superpixels, are what was drawn, so the interval is
    theirs, and it never shrinks to nothing: where no tile differs from another, as when nothing was found at
    all, each counts as one draw. None while there are fewer than five.

    Variance of a ratio: Cochran, "Sampling Techniques", 1977, section 9A; interval: Wilson's, for as many
    independent draws as would vary as much, after Korn and Graubard, "Confidence Intervals for
    Proportions with Small Expected Number of Positive Counts Estimated from Survey Data", 1998.
    """
    is_decided = Q(consensus__state__in=Consensus.DECIDED)
    tiles = LabelTile.objects.filter(campaign=campaign, is_random=True, is_done=True).annotate(
        n_decided=Count("consensus", filter=is_decided),
        n_positive=Count("consensus", filter=is_decided & Q(consensus__probability__gte=POSITIVE_FROM)),
    )
    rows = list(tiles.filter(n_decided__gt=0).values_list("n_positive", "n_decided"))
    if len(rows) < MIN_TILES:
        return None
    n, total = len(rows), sum(decided for _positive, decided in rows)
    share = sum(positive for positive, _known in rows) / total
    spread = sum((positive - share * decided) ** 2 for positive, decided in rows) / (n - 1)
    variance = spread / n / (total / n) ** 2
    draws = min(share * (1 - share) / variance, total) if variance > 0 else float(n)
    low, high = _bounds(share, draws)
    return Prevalence(n, share, low, high)


def _bounds(share: float, draws: float) -> tuple[float, float]:
    """Wilson's interval of a share seen in so many independent draws."""
    square = Z_95**2 / draws
    middle = (share + square / 2) / (1 + square)
    half = sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
