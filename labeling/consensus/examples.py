"""The examples a model is trained on: superpixels that people have answered."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Q

from campaigns.models import Campaign
from labeling.consensus.services.update_consensus import update_consensus
from labeling.models import Answer, Consensus, GoldCrop, LabelTile
from ml.labels import POSITIVE_FROM

DIGITS = 4
"""Of probabilities and weights. Repeating an estimate may change further digits, and with them the hash."""


@dataclass(frozen=True)
class TileExamples:
    """Answered superpixels of one tile."""

    tile_id: int
    segmentation_id: int
    group: str
    """Examples of one group stay on one side of a split."""
    numbers: list[int]
    probabilities: list[float]
    """Probability that each superpixel is positive, 0..1."""
    weights: list[float]
    """Training weights, 0..1: 1 where the answers leave no doubt, near 0 where they are split."""


@dataclass(frozen=True)
class CropExample:
    """A picture of one superpixel that was labelled elsewhere."""

    path: str
    """Below DATA_ROOT."""
    group: str
    probability: float
    name: str


@dataclass(frozen=True)
class TrainingExamples:
    tiles: list[TileExamples]
    crops: list[CropExample]

    @cached_property
    def sha256(self) -> str:
        words = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(words.encode()).hexdigest()

    @cached_property
    def probabilities(self) -> list[float]:
        of_tiles = [probability for tile in self.tiles for probability in tile.probabilities]
        return of_tiles + [crop.probability for crop in self.crops]

    @property
    def n_positive(self) -> int:
        return sum(probability >= POSITIVE_FROM for probability in self.probabilities)

    @property
    def n_negative(self) -> int:
        return len(self.probabilities) - self.n_positive


def training_examples(campaign: Campaign) -> TrainingExamples:
    """All answers of a campaign, in a fixed order, after bringing skills and consensus up to date. For
    workers: it reads every vote."""
    # Imported here: the web process loads this module, and NumPy is for workers.
    from labeling.consensus.services.estimate_skills import estimate_skills, is_estimate_due

    if is_estimate_due(campaign):
        estimate_skills(campaign=campaign)
    update_consensus(campaign=campaign)
    return TrainingExamples(tiles=_tile_examples(campaign), crops=_crop_examples(campaign))


def _tile_examples(campaign: Campaign) -> list[TileExamples]:
    known = Q(state__in=Consensus.DECIDED) | Q(n_votes__gte=campaign.votes_to_agree)
    rows = Consensus.objects.filter(
        known, label_tile__campaign=campaign, probability__isnull=False, weight__gt=0
    )
    rows = rows.select_related("label_tile__tile").order_by("label_tile", "superpixel")
    return [
        _examples_of(label_tile, list(known))
        for label_tile, known in groupby(rows.iterator(chunk_size=5000), key=lambda row: row.label_tile)
    ]


def _examples_of(label_tile: LabelTile, known: list[Consensus]) -> TileExamples:
    return TileExamples(
        tile_id=label_tile.tile_id,
        segmentation_id=label_tile.segmentation_id,
        group=str(label_tile.tile),
        numbers=[row.superpixel for row in known],
        probabilities=[round(row.probability, DIGITS) for row in known if row.probability is not None],
        weights=[round(row.weight, DIGITS) for row in known],
    )


def _crop_examples(campaign: Campaign) -> list[CropExample]:
    decided = GoldCrop.objects.filter(campaign=campaign, answer__in=[Answer.POSITIVE, Answer.NEGATIVE])
    return [
        CropExample(
            path=crop.picture,
            group=crop.group,
            probability=1.0 if crop.answer == Answer.POSITIVE else 0.0,
            name=crop.name,
        )
        for crop in decided.order_by("sha256")
    ]
