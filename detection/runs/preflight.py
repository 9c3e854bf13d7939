"""What a look ahead found, and what follows from it for a search of the whole region."""

import hashlib
import json
import shutil
from dataclasses import dataclass, fields

from django.conf import settings

from campaigns.models import Campaign
from campaigns.setup.region_facts import WITH_PACE, duration_in_words
from detection.runs.novelty import USUAL_SHARE
from detection.runs.preflight_models import Preflight
from detection.training.models import ModelVersion, RegionEstimate
from imagery.models import ImagerySource
from imagery.source_kinds import SourceKind
from ml.tiles import TILE_SIZE

WITHOUT_REQUESTS = (SourceKind.RASTER, SourceKind.MBTILES, SourceKind.PICTURES)


def inputs_of(campaign: Campaign, model: ModelVersion) -> str:
    parts = [
        campaign.region,
        campaign.zoom,
        campaign.source.version if campaign.source else "",
        campaign.segmentation.key,
        model.pk,
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Findings:
    """Of a look ahead, as its report stores them."""

    n_tiles: int
    n_read: int
    """Tiles whose picture was read before."""
    n_described: int
    """Tiles whose features are stored: they are judged without a picture."""
    n_sample: int
    """Tiles that were analysed; the following is about these."""
    n_without_imagery: int
    n_failed: int
    failure: str
    """What one of the failed ones says."""
    seconds: float
    """For all of them by one worker, with its stages overlapping."""
    picture_bytes: int
    """Of the analysed tiles' pictures, as they are stored."""
    other_bytes: int
    """Of their superpixels and features."""
    n_superpixels: int
    n_novel: int

    @property
    def n_analysed(self) -> int:
        return self.n_sample - self.n_without_imagery - self.n_failed


@dataclass(frozen=True)
class Outlook:
    """What a search of the whole region takes."""

    found: Findings
    source: ImagerySource
    estimate: RegionEstimate | None

    @property
    def n_to_read(self) -> int:
        return self.found.n_tiles - self.found.n_read

    @property
    def n_requests(self) -> int | None:
        """None where it depends on the service."""
        if self.source.kind in WITHOUT_REQUESTS:
            return 0
        if self.source.kind in WITH_PACE:
            return self.n_to_read * (TILE_SIZE // self.source.tile_px) ** 2
        return self.n_to_read if self.source.kind == SourceKind.WMS else None

    @property
    def seconds_at_pace(self) -> float | None:
        """At the pace that is set for the source, which all workers share."""
        return self.n_requests / self.source.requests_per_second if self.n_requests else None

    @property
    def time_at_pace(self) -> str:
        return duration_in_words(self.seconds_at_pace) if self.seconds_at_pace else ""

    @property
    def seconds_measured(self) -> float | None:
        """For one worker, as quick as with the sample."""
        if not self.found.n_sample:
            return None
        return (self.found.n_tiles - self.found.n_described) * self.found.seconds / self.found.n_sample

    @property
    def time_measured(self) -> str:
        return duration_in_words(self.seconds_measured) if self.seconds_measured is not None else ""

    @property
    def bytes_needed(self) -> int | None:
        """On the disk; pictures count only where they may be kept."""
        if not self.found.n_analysed:
            return None
        share = self.found.n_analysed / self.found.n_sample
        pictures = self.n_to_read * self.found.picture_bytes if self.source.may_cache else 0
        others = (self.found.n_tiles - self.found.n_described) * self.found.other_bytes
        return round(share * (pictures + others) / self.found.n_analysed)

    @property
    def novel_share(self) -> float | None:
        return self.found.n_novel / self.found.n_superpixels if self.found.n_superpixels else None

    @property
    def is_novel(self) -> bool:
        return (self.novel_share or 0) > 3 * USUAL_SHARE

    @property
    def expected_positive(self) -> tuple[int, int, int] | None:
        """Number of positive superpixels in the region, with its interval, where their share is known."""
        if self.estimate is None or not self.found.n_analysed:
            return None
        each = self.found.n_superpixels / self.found.n_sample
        low, share, high = self.estimate.low, self.estimate.share, self.estimate.high
        n_low, n_mean, n_high = (round(part * each * self.found.n_tiles) for part in (low, share, high))
        return n_low, n_mean, n_high


def outlook_for(campaign: Campaign, model: ModelVersion | None) -> Outlook | None:
    """From the newest look ahead with exactly these inputs."""
    if model is None or campaign.source is None:
        return None
    made = Preflight.objects.finished().filter(campaign=campaign, inputs=inputs_of(campaign, model)).first()
    if made is None:
        return None
    found = Findings(**{field.name: made.report[field.name] for field in fields(Findings)})
    return Outlook(found, campaign.source, RegionEstimate.objects.filter(model_version=model).first())


def disk_free() -> int:
    """Bytes, where pictures and features are stored."""
    return shutil.disk_usage(settings.DATA_ROOT).free
