import numpy as np

from benchmarks.families import NAMES, family_columns
from ml.features import get_extractor


def test_every_feature_belongs_to_one_family_with_a_name() -> None:
    n_features = get_extractor("texture").n_features
    families = family_columns(n_features)
    assert set(families) == set(NAMES)
    assert set(np.sum(list(families.values()), axis=0)) == {1}
    assert all(len(columns) == n_features for columns in families.values())
