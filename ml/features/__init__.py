"""Feature extractors: a picture and its superpixels in, one vector a superpixel out."""

from __future__ import annotations

from typing import Any

from ml.errors import UnknownExtractor
from ml.features.base import FeatureExtractor

EXTRACTORS = ("efficientnet", "texture", "resnet50")
DEFAULT_EXTRACTOR = "efficientnet"

__all__ = ["DEFAULT_EXTRACTOR", "EXTRACTORS", "FeatureExtractor", "get_extractor"]


def get_extractor(name: str, **options: Any) -> FeatureExtractor:
    """The extractor of that name, with its own options; its libraries are loaded only here.

    Raises `UnknownExtractor` for another name, and what the extractor raises for its options.
    """
    if name == "efficientnet":
        from ml.features.efficientnet import EfficientNetExtractor

        efficientnet: FeatureExtractor = EfficientNetExtractor(**options)
        return efficientnet
    if name == "texture":
        from ml.features.texture import TextureExtractor

        texture: FeatureExtractor = TextureExtractor(**options)
        return texture
    if name == "resnet50":
        from ml.features.resnet50 import ResNet50Extractor

        resnet50: FeatureExtractor = ResNet50Extractor(**options)
        return resnet50
    raise UnknownExtractor(f"There is no extractor {name!r}; choose one of {', '.join(EXTRACTORS)}.")
