"""What a campaign has for its first labels."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from campaigns.models import Campaign, Job
from labeling.models import Answer, GoldAnswer, GoldCrop, KnowledgeFile, KnownPlace, LabelTile, PlaceOnTile
from labeling.thumbnails import Thumbnail, thumbnails_of

MAX_THUMBNAILS = 12
MAX_FILES = 20
KINDS = (Job.Kind.PREPARE, Job.Kind.KNOWN_PLACES, Job.Kind.CROPS)


@dataclass(frozen=True)
class Knowledge:
    n_tiles: int
    n_places: int
    n_positive_places: int
    n_crops: dict[str, int]
    """By answer."""
    files: list[KnowledgeFile]
    jobs: dict[str, Job]
    """The newest of each kind."""

    @property
    def is_empty(self) -> bool:
        return not (self.n_tiles or self.n_places or self.n_crops or self.jobs)

    @property
    def is_busy(self) -> bool:
        return any(job.is_active for job in self.jobs.values())


def knowledge_of(campaign: Campaign) -> Knowledge:
    places = KnownPlace.objects.filter(campaign=campaign)
    crops = GoldCrop.objects.filter(campaign=campaign).order_by()
    return Knowledge(
        n_tiles=LabelTile.objects.asked().filter(campaign=campaign).count(),
        n_places=places.count(),
        n_positive_places=places.filter(answer=Answer.POSITIVE).count(),
        n_crops=dict(crops.values_list("answer").annotate(n=Count("pk"))),
        files=list(KnowledgeFile.objects.of(campaign)[:MAX_FILES]),
        jobs=_newest_jobs(campaign),
    )


def _newest_jobs(campaign: Campaign) -> dict[str, Job]:
    found = {kind.value: Job.objects.filter(campaign=campaign, kind=kind).first() for kind in KINDS}
    return {kind: job for kind, job in found.items() if job}


def has_first_labels(campaign: Campaign) -> bool:
    return not knowledge_of(campaign).is_empty


def pictures_of_places(campaign: Campaign) -> list[tuple[Thumbnail, list[KnownPlace]]]:
    """Tiles with known places, newest first."""
    on_tiles = PlaceOnTile.objects.filter(place__campaign=campaign, label_tile__is_outside=False)
    rows = on_tiles.select_related("place").order_by("-pk")
    by_tile: dict[int, list[PlaceOnTile]] = {}
    for row in rows[: MAX_THUMBNAILS * 4]:
        by_tile.setdefault(row.label_tile_id, []).append(row)
    chosen = dict(list(by_tile.items())[:MAX_THUMBNAILS])
    tiles = LabelTile.objects.filter(pk__in=chosen).select_related("campaign", "tile__source", "segmentation")
    marks = {pk: {"known": {n for row in on for n in row.superpixels}} for pk, on in chosen.items()}
    thumbnails = thumbnails_of(tiles, marks)
    return [(thumbnails[pk], [row.place for row in on]) for pk, on in chosen.items()]


def places_collection(campaign: Campaign) -> dict[str, Any]:
    """All known places as GeoJSON. They are neither votes nor labels, so no export of labels holds them."""
    places = KnownPlace.objects.of(campaign)
    return {"type": "FeatureCollection", "features": [place.as_feature() for place in places]}


def n_gold(campaign: Campaign) -> dict[str, int]:
    """Experts' answers and crops by answer: what the tutorial is made from."""
    answers = GoldAnswer.objects.filter(label_tile__campaign=campaign).order_by()
    found = dict(answers.values_list("answer").annotate(n=Count("pk")))
    crops = knowledge_of(campaign).n_crops
    return {name: found.get(name, 0) + crops.get(name, 0) for name in Answer.DECIDED}
