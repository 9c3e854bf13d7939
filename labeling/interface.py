"""What other rooms may ask of labelling. Nothing else in this package is theirs to import."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet

from campaigns.models import Campaign
from labeling.models import Answer, Consensus, Event, GoldCrop, LabelTile, Participation, TileRating, Vote
from labeling.queueing.estimate import Prevalence, estimate_prevalence
from labeling.queueing.ranking import doubt_of_tile
from labeling.services.order_queue import order_queue
from labeling.services.update_consensus import update_consensus as _update_consensus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KNOWN = (Consensus.State.AGREED, Consensus.State.SETTLED)
UNDECIDED = (Consensus.State.DISPUTED, Consensus.State.EXPERT)
POSITIVE_FROM = 0.5
TILES_A_PAGE = 100
DIGITS = 4
"""Of probabilities and weights: beyond them an estimate made again may differ, and with it the hash."""


@dataclass(frozen=True)
class TileExamples:
    """Superpixels of one tile that people have answered."""

    tile_id: int
    segmentation_id: int
    group: str
    """Examples of one group stay on one side of a split."""
    numbers: list[int]
    probabilities: list[float]
    """That each superpixel is positive, 0..1."""
    weights: list[float]
    """How much each teaches, 0..1: 1 where the answers leave no doubt, near 0 where they are split."""


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
        """Names exactly these examples: the same answers give the same hash."""
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


@dataclass(frozen=True)
class LabellingSummary:
    tiles_queued: int
    tiles_done: int
    votes: int
    contributors: int
    superpixels_positive: int
    superpixels_negative: int
    superpixels_disputed: int
    gold_crops: int


@dataclass(frozen=True)
class QueuedTile:
    label_tile_id: int
    tile_id: int
    segmentation_id: int


def update_consensus(campaign: Campaign) -> int:
    """Bring the consensus up to date with the votes; returns how many superpixels were written."""
    return _update_consensus(campaign=campaign)


def training_examples(campaign: Campaign) -> TrainingExamples:
    """Everything that people have answered in a campaign, in a fixed order; skills and consensus are brought
    up to date first. For workers: it reads all votes."""
    # Imported here: the web process loads this module, and NumPy is for workers.
    from labeling.services.estimate_skills import estimate_skills, is_estimate_due

    if is_estimate_due(campaign):
        estimate_skills(campaign=campaign)
    update_consensus(campaign)
    return TrainingExamples(tiles=_tile_examples(campaign), crops=_crop_examples(campaign))


def _tile_examples(campaign: Campaign) -> list[TileExamples]:
    """Superpixels that are settled, and those with answers enough though they are not: how much they teach
    is their weight."""
    known = Q(state__in=KNOWN) | Q(n_votes__gte=campaign.votes_to_agree)
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


def labelling_summary(campaign: Campaign) -> LabellingSummary:
    """Counts, brought up to date as far as a page can wait for; workers do the rest within a minute."""
    _update_consensus(campaign=campaign, most_tiles=TILES_A_PAGE)
    tiles = LabelTile.objects.filter(campaign=campaign).aggregate(
        queued=Count("pk"), done=Count("pk", filter=Q(is_done=True))
    )
    known = Q(state__in=KNOWN)
    superpixels = Consensus.objects.filter(label_tile__campaign=campaign).aggregate(
        positive=Count("pk", filter=known & Q(probability__gte=POSITIVE_FROM)),
        negative=Count("pk", filter=known & Q(probability__lt=POSITIVE_FROM)),
        disputed=Count("pk", filter=Q(state__in=UNDECIDED)),
    )
    return LabellingSummary(
        tiles_queued=tiles["queued"],
        tiles_done=tiles["done"],
        votes=Vote.objects.counted(campaign).count(),
        contributors=Participation.objects.filter(campaign=campaign).count(),
        superpixels_positive=superpixels["positive"],
        superpixels_negative=superpixels["negative"],
        superpixels_disputed=superpixels["disputed"],
        gold_crops=GoldCrop.objects.filter(campaign=campaign).count(),
    )


def prevalence_of(campaign: Campaign) -> Prevalence | None:
    """What share of the region's superpixels is positive, from the random tiles alone; None while too few of
    them are answered."""
    return estimate_prevalence(campaign)


def open_events(campaign: Campaign) -> "QuerySet[Event]":
    return Event.objects.open().filter(campaign=campaign).order_by("name")


def sample_tiles(campaign: Campaign, count: int) -> list[QueuedTile]:
    """The same tiles every time as the queue grows: the oldest random ones, then the oldest others."""
    tiles = LabelTile.objects.filter(campaign=campaign).order_by("-is_random", "pk")
    return [QueuedTile(*row) for row in tiles.values_list("pk", "tile_id", "segmentation_id")[:count]]


def tiles_to_predict(campaign: Campaign, model_number: int) -> list[QueuedTile]:
    """Tiles that still want answers and that this model has not been asked about, as they are served."""
    tiles = LabelTile.objects.filter(campaign=campaign).open().exclude(rating__model_number=model_number)
    return [
        QueuedTile(*row) for row in tiles.in_queue_order().values_list("pk", "tile_id", "segmentation_id")
    ]


def record_predictions(
    campaign: Campaign, model_number: int, predictions: "Mapping[int, NDArray[np.floating[Any]]]"
) -> int:
    """Keep how unsure a model is of tiles: {label tile id: probabilities of its superpixels}. The order in
    which is asked stays as it is until `order_label_queue`."""
    tiles = LabelTile.objects.filter(campaign=campaign, pk__in=predictions).values_list("pk", flat=True)
    ratings = [
        TileRating(label_tile_id=pk, uncertainty=doubt_of_tile(predictions[pk]), model_number=model_number)
        for pk in tiles
    ]
    TileRating.objects.bulk_create(
        ratings,
        update_conflicts=True,
        unique_fields=["label_tile"],
        update_fields=["uncertainty", "model_number"],
        batch_size=500,
    )
    return len(ratings)


def order_label_queue(campaign: Campaign) -> int:
    """Ask in the order that is due by all that is known now; returns how many tiles changed their place."""
    return order_queue(campaign=campaign)
