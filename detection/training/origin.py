"""What a model learnt from, in numbers: for readers who ask where a map comes from."""

import json
from dataclasses import asdict
from typing import Any

from detection.training.models import TRAINING_SET, ModelVersion
from imagery.errors import StorageError
from imagery.files import read_stored
from labeling.interface import answers_given


def origin_of(model: ModelVersion) -> dict[str, Any] | None:
    """Superpixels of tiles, and pictures that were sorted elsewhere, in the frozen training set; and the
    answers that people had given when it was frozen. None where the set is no longer stored."""
    try:
        frozen = json.loads(read_stored(f"{model.folder}/{TRAINING_SET}"))
    except StorageError:
        return None
    given = answers_given(model.campaign, until=model.created_at)
    return {
        "n_tiles": len(frozen["tiles"]),
        "n_superpixels": sum(len(tile["numbers"]) for tile in frozen["tiles"]),
        "n_crops": len(frozen["crops"]),
        **asdict(given),
    }
