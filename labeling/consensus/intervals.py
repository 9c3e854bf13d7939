"""Confidence intervals of shares."""

from math import sqrt

Z_95 = 1.96


def wilson_interval(share: float, draws: float) -> tuple[float, float]:
    """95 % interval of a share observed in `draws` independent draws (Wilson 1927)."""
    square = Z_95**2 / draws
    middle = (share + square / 2) / (1 + square)
    half = sqrt(share * (1 - share) * square + square**2 / 4) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
