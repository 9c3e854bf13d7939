"""A support vector machine whose margin the trees start from.

On a few hundred labels a smooth kernel generalises better than trees, and trees then correct it where
features meet in steps: Cortes and Vapnik, "Support-Vector Networks", 1995; boosting from a margin is
XGBoost's own `base_margin`. The machine is kept as plain arrays.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml.calibration import fit_line

COST = 3.0
# Training grows with the square of the number of rows; beyond this many, a seeded sample is enough.
MAX_ROWS = 3000
CHUNK = 4096


@dataclass(frozen=True)
class KernelScorer:
    """Margins from standardised features: `mean`, `scale` (n_features,), support `vectors` (n, n_features)
    with their `coefficients` (n,), the kernel's `gamma`, and the line that turns a distance into a margin."""

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    vectors: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    gamma: float
    bias: float
    slope: float = 1.0
    intercept: float = 0.0

    def margins(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log odds of being positive, float32 (n,), for features (n, n_features)."""
        parts = [self._margins(features[start : start + CHUNK]) for start in range(0, len(features), CHUNK)]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _margins(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        standard = (features - self.mean) / self.scale
        sides = _gaussian(standard, self.vectors, self.gamma) @ self.coefficients + np.float32(self.bias)
        margins: NDArray[np.float32] = (sides * self.slope + self.intercept).astype(np.float32)
        return margins

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that it is, for an npz file; `KernelScorer.from_arrays` makes it again."""
        return {name: np.asarray(value) for name, value in asdict(self).items()}

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> KernelScorer:
        plain: dict[str, Any] = {
            name: value if value.ndim else float(value) for name, value in arrays.items()
        }
        return cls(**plain)


def fit_kernel(
    features: NDArray[np.float32],
    probabilities: NDArray[np.float64],
    weights: NDArray[np.float64],
    *,
    seed: int = 0,
) -> KernelScorer:
    """A machine for superpixels (n, n_features) with their `probabilities` (n,) of being positive, each of
    which counts by its weight and by how sure it is. Its margins are not yet on the scale of log odds."""
    from sklearn.svm import SVC

    chosen = _sample(len(features), seed)
    sample, targets = features[chosen], probabilities[chosen] >= 0.5
    mean, scale = sample.mean(axis=0), sample.std(axis=0)
    scale[scale < 1e-6] = 1.0
    importance = weights[chosen] * np.maximum(np.abs(2 * probabilities[chosen] - 1), 0.01)
    standard = ((sample - mean) / scale).astype(np.float32)
    gamma = 1.0 / (standard.shape[1] * max(float(standard.var()), 1e-6))
    # The kernel of all pairs by one matrix product: many times faster than one pair at a time.
    alike = _gaussian(standard, standard, gamma)
    machine = SVC(C=COST, kernel="precomputed").fit(
        alike, targets, sample_weight=importance / importance.mean()
    )
    return KernelScorer(
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        vectors=standard[machine.support_],
        coefficients=machine.dual_coef_[0].astype(np.float32),
        gamma=gamma,
        bias=float(machine.intercept_[0]),
    )


def on_log_odds(
    scorer: KernelScorer,
    unseen: NDArray[np.float32],
    probabilities: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> KernelScorer:
    """The same machine with margins that are log odds, learnt from margins `unseen` (n,) of superpixels
    that machines like it had not seen."""
    slope, intercept = fit_line(unseen, probabilities, weights)
    return KernelScorer(**{**vars(scorer), "slope": slope, "intercept": intercept})


def _gaussian(one: NDArray[np.float32], other: NDArray[np.float32], gamma: float) -> NDArray[np.float32]:
    """How alike each of `one` (n, k) is to each of `other` (m, k), (n, m), 0 to 1."""
    squares = (one**2).sum(axis=1)[:, np.newaxis] + (other**2).sum(axis=1)
    distances = np.maximum(squares - 2 * one @ other.T, 0)
    alike: NDArray[np.float32] = np.exp(-np.float32(gamma) * distances)
    return alike


def _sample(n: int, seed: int) -> NDArray[np.int64]:
    if n <= MAX_ROWS:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, MAX_ROWS, replace=False))
