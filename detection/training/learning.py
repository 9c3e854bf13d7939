"""The learning curve of a campaign, and whether further labels still change much."""

from dataclasses import dataclass

from campaigns.models import Campaign
from detection.training.models import LearningPoint

WINDOW = 3
STABLE_KAPPA = 0.99
"""Both from Bloodgood and Vijay-Shanker (2009)."""
WIDTH, HEIGHT, MARGIN = 480, 220, 40


@dataclass(frozen=True)
class Mark:
    """A point of the curve and its position in the drawing, in the SVG's units."""

    point: LearningPoint
    x: float
    y: float

    @property
    def changed_percent(self) -> float | None:
        return None if self.point.changed is None else 100 * self.point.changed


@dataclass(frozen=True)
class Learning:
    marks: list[Mark]
    kappa: float | None
    """Mean of the last three comparisons; None before there are three."""

    @property
    def is_stable(self) -> bool:
        return self.kappa is not None and self.kappa >= STABLE_KAPPA

    @property
    def line(self) -> str:
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


def learning_of(campaign: Campaign) -> Learning:
    points = list(LearningPoint.objects.of(campaign))
    max_labels = max((point.n_labels for point in points), default=1) or 1
    kappas = [point.kappa for point in points[-WINDOW:] if point.kappa is not None]
    kappa = sum(kappas) / WINDOW if len(kappas) == WINDOW else None
    return Learning([_mark(point, max_labels) for point in points], kappa)


def _mark(point: LearningPoint, max_labels: int) -> Mark:
    f1 = float(point.model_version.metrics.get("f1", 0.0))
    across = MARGIN + (WIDTH - 2 * MARGIN) * point.n_labels / max_labels
    return Mark(point, round(across, 1), round(HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * f1, 1))
