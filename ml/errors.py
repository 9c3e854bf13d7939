"""What can go wrong in `ml`; every message says what happened, to what, and what to try next."""


class MlError(Exception):
    """Base of every error that this package raises on purpose."""


class PictureError(MlError):
    """A picture cannot be read, or is too large to be read safely."""


class NoData(MlError):
    """A place has no imagery. Not a failure: there is nothing to classify."""


class SegmentationError(MlError):
    """An array cannot be cut into superpixels."""


class FeatureError(MlError):
    """Features cannot be computed, or are not finite."""


class UnknownExtractor(FeatureError):
    """No feature extractor has the name asked for."""


class MissingWeights(FeatureError):
    """The weights of a network are absent, or are not the ones expected."""


class UnknownRuntime(FeatureError):
    """No runtime for networks has the name asked for, or it is not installed."""


class TrainingError(MlError):
    """A model cannot be learnt from the labels given: too few, or one class only."""


class BundleError(MlError):
    """A stored model is absent, damaged, or of a layout that this version does not read."""


class VersionMismatch(BundleError):
    """A model or a store was made by another version of the feature extractor."""


class StoreError(MlError):
    """A file of the feature store is absent, torn, or belongs to something else."""


class StoreFull(StoreError):
    """The disk or the quota of the feature store is full: whatever is written next will fail too."""


class WriteError(MlError):
    """A result cannot be written: no permission, no space, not a regular file."""
