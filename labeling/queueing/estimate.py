"""What the random tiles say of the whole region, without bias."""

from dataclasses import dataclass
from math import sqrt

from django.db.models import Count, Q

from campaigns.models import Campaign
from labeling.models import Consensus, LabelTile

KNOWN = (Consensus.State.AGREED, Consensus.State.SETTLED)
LEAST_TILES = 5
Z_95 = 1.96


@dataclass(frozen=True)
class Prevalence:
    """Share of superpixels that are positive, 0..1, with the bounds of 95 %."""

    n_tiles: int
    share: float
    low: float
    high: float

    @property
    def share_percent(self) -> str:
        return f"{100 * self.share:.1f}"

    @property
    def low_percent(self) -> str:
        return f"{100 * self.low:.1f}"

    @property
    def high_percent(self) -> str:
        return f"{100 * self.high:.1f}"


def estimate_prevalence(campaign: Campaign) -> Prevalence | None:
    """A ratio over the answered random tiles; tiles, not superpixels, are what was drawn, so the interval is
    theirs (Cochran, "Sampling Techniques", 1977, section 9A). None while there are fewer than five."""
    known = Q(consensus__state__in=KNOWN)
    tiles = LabelTile.objects.filter(campaign=campaign, is_random=True, is_done=True).annotate(
        n_known=Count("consensus", filter=known),
        n_positive=Count("consensus", filter=known & Q(consensus__probability__gte=0.5)),
    )
    rows = list(tiles.filter(n_known__gt=0).values_list("n_positive", "n_known"))
    if len(rows) < LEAST_TILES:
        return None
    n, total = len(rows), sum(known for _positive, known in rows)
    share = sum(positive for positive, _known in rows) / total
    spread = sum((positive - share * known) ** 2 for positive, known in rows) / (n - 1)
    half = Z_95 * sqrt(spread / n) / (total / n)
    return Prevalence(n, share, max(0.0, share - half), min(1.0, share + half))
