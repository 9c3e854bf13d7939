"""What a random sample of findings says about all of them. Pure functions; shares are 0..1, areas hectares.

The estimators are those of Olofsson et al. 2014, "Good practices for estimating area and assessing accuracy
of land change", Remote Sensing of Environment 148, 42-57, equations 8 to 11, for strata of findings instead
of map classes. Their units are pixels of one size. Findings differ in size, so the share of a stratum's area
is a ratio of hectares (Cochran 1977, "Sampling Techniques", 6.2 and 6.10); with equal sizes it is theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
"""1.96: standard errors on each side of a 95 % interval."""
MIN_JUDGED = 2
"""In each stratum, for a standard error."""


@dataclass(frozen=True)
class Judged:
    """A decided finding of the sample."""

    area_ha: float
    right: bool


@dataclass(frozen=True)
class JudgedStratum:
    n_findings: int
    """All of them, also those that were not drawn."""
    area_ha: float
    judged: Sequence[Judged]

    @property
    def not_judged(self) -> float:
        """The part of its findings, 0..1, that the estimate is about without having seen them."""
        return 1 - len(self.judged) / self.n_findings

    def share_right(self) -> tuple[float, float]:
        """Of its findings, with the variance."""
        n = len(self.judged)
        share = sum(one.right for one in self.judged) / n
        return share, self.not_judged * share * (1 - share) / (n - 1)

    def share_of_area(self) -> tuple[float, float]:
        """Of its hectares, with the variance."""
        n = len(self.judged)
        hectares = sum(one.area_ha for one in self.judged)
        share = sum(one.area_ha for one in self.judged if one.right) / hectares
        # Delete-one jackknife: a large finding among few counts for what it does to the share.
        left_out = sum(
            (one.area_ha * (one.right - share) / (hectares - one.area_ha)) ** 2 for one in self.judged
        )
        return share, self.not_judged * left_out * (n - 1) / n


@dataclass(frozen=True)
class Interval:
    """An estimate and the limits that hold it with 95 % confidence."""

    value: float
    lower: float
    upper: float
    standard_error: float | None = None


def wilson_interval(n_right: int, n: int) -> Interval:
    """A share, 0..1, of a simple random sample of `n` >= 1 (Wilson 1927; Brown, Cai and DasGupta 2001)."""
    share = n_right / n
    return Interval(share, *_wilson_limits(share, n))


def _wilson_limits(share: float, n: float) -> tuple[float, float]:
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def stratified_share(strata: Sequence[JudgedStratum]) -> Interval | None:
    """The share of all findings, 0..1, that are right, each stratum weighted by its number of findings. None
    when a stratum has fewer than two decided findings."""
    n_findings = sum(stratum.n_findings for stratum in strata)
    return _weighted(strata, JudgedStratum.share_right, [one.n_findings / n_findings for one in strata])


def estimated_area(strata: Sequence[JudgedStratum]) -> Interval | None:
    """Hectares of the findings that are right, each stratum weighted by its hectares. None when a stratum has
    fewer than two decided findings. What the search missed is no part of it."""
    return _weighted(strata, JudgedStratum.share_of_area, [stratum.area_ha for stratum in strata])


def _weighted(
    strata: Sequence[JudgedStratum],
    share_of: Callable[[JudgedStratum], tuple[float, float]],
    weights: Sequence[float],
) -> Interval | None:
    if min((len(stratum.judged) for stratum in strata), default=0) < MIN_JUDGED:
        return None
    whole = sum(weights)
    shares = [share_of(stratum) for stratum in strata]
    value = sum(weight * share for weight, (share, _) in zip(weights, shares, strict=True))
    error = sqrt(sum(weight**2 * variance for weight, (_, variance) in zip(weights, shares, strict=True)))
    lower, upper = _limits(value / whole, error / whole, strata)
    return Interval(value, whole * lower, whole * upper, error)


def _limits(share: float, error: float, strata: Sequence[JudgedStratum]) -> tuple[float, float]:
    """Wilson's for as many findings as would give this standard error in a simple sample (Dean and Pagano
    2015, "Evaluating Confidence Interval Methods for Binomial Proportions in Clustered Surveys").

    Shares near 1, and large findings, make the usual 1.96 errors on both sides too short below.
    """
    if not any(stratum.not_judged > 0 for stratum in strata):
        return share, share
    spread = share * (1 - share)
    # Decisions that are all alike show no spread. That does not make the estimate certain.
    n = spread / error**2 if error > 0 and spread > 0 else sum(len(one.judged) for one in strata)
    return _wilson_limits(share, n)
