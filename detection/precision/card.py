"""What a release states about precision, frozen when it is published."""

from math import floor
from typing import Any

from detection.precision.estimates import CONFIDENCE, Interval
from detection.precision.figures import Figures, figures_of, samples_that_count
from detection.runs.models import DetectionRun


def precision_card(run: DetectionRun) -> dict[str, Any] | None:
    """Of the newest sample with decided findings; None where the precision was not measured. Shares are 0..1,
    areas hectares."""
    for sample in samples_that_count(run):
        figures = figures_of(sample)
        if figures.share is not None:
            return _card(figures, figures.share, n_samples=run.precision_samples.count())
    return None


def _card(figures: Figures, share: Interval, *, n_samples: int) -> dict[str, Any]:
    sample, weighted, area, alpha = figures.sample, figures.weighted, figures.area, figures.agreement.alpha
    return {
        "sample": sample.number,
        "n_samples": n_samples,
        "seed": sample.seed,
        "drawn_at": sample.drawn_at.isoformat(),
        "n_findings": sample.n_findings,
        "n_drawn": sample.size,
        "n_decided": figures.n_decided,
        "n_confirmed": figures.n_confirmed,
        "confidence": CONFIDENCE,
        "share": round(share.value, 4),
        "lower": round(share.lower, 4),
        "upper": round(share.upper, 4),
        "at_least_percent": floor(100 * share.lower),
        "weighted_share": weighted and round(weighted.value, 4),
        "mapped_ha": round(sample.mapped_ha, 4),
        "estimated_ha": area and round(area.value, 4),
        "estimated_ha_lower": area and round(area.lower, 4),
        "estimated_ha_upper": area and round(area.upper, 4),
        "alpha": None if alpha is None else round(alpha, 3),
    }
