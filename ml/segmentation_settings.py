"""How tiles are cut into superpixels; light enough for the web process, which never imports
scikit-image."""

import hashlib
import json
from dataclasses import asdict, dataclass

from ml.errors import SegmentationError

ALGORITHM_VERSION = 1
"""Raised whenever the same picture and settings would give other labels."""


@dataclass(frozen=True)
class SegmentationSettings:
    """SLIC's settings: Achanta et al., "SLIC superpixels", IEEE TPAMI 34 (2012)."""

    n_segments: int = 30
    compactness: float = 35.0
    sigma: float = 1.0
    """Width of the Gaussian that smooths the picture first, in pixels of the full-size picture."""
    reduction: int = 4
    """The picture is segmented at 1/reduction of its size and the labels are scaled up again."""

    def __post_init__(self) -> None:
        if self.n_segments < 1 or self.reduction < 1 or self.compactness <= 0 or self.sigma < 0:
            raise SegmentationError(
                f"{self} cannot be used: n_segments and reduction start at 1, compactness is above 0, "
                "sigma is not negative."
            )

    @property
    def key(self) -> str:
        """12 hexadecimal digits that name the settings and the algorithm's version."""
        text = json.dumps({"algorithm": ALGORITHM_VERSION, **asdict(self)}, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
