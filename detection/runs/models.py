"""Searches: a frozen model version applied to every tile of a region."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Job
from detection.numbering import NumberedQuerySet
from detection.runs.claims import claim_first
from detection.runs.counters import COUNTED, counters_of
from detection.training.models import ModelVersion
from imagery.messages import MessageField
from imagery.models import ImagerySource, Tile
from ml import tiles
from ml.rule import MIN_POSITIVE_SUPERPIXELS, FindingRule
from ml.segmentation_settings import SegmentationSettings


def worker_silence() -> timedelta:
    return timedelta(seconds=settings.WORKER_SILENCE_SECONDS)


class DetectionRunQuerySet(NumberedQuerySet["DetectionRun"]):
    def under_way(self) -> Self:
        return self.filter(job__state__in=Job.ACTIVE)

    def latest_with_findings(self) -> "DetectionRun | None":
        runs = self.select_related("model_version", "source").newest_first()
        findings = apps.get_model("detection", "Detection").objects  # their module needs this one
        found = Exists(findings.filter(run=OuterRef("pk")))
        return runs.filter(found).first() or runs.first()

    def latest_finished(self) -> "DetectionRun | None":
        done = self.filter(job__state=Job.State.SUCCEEDED).select_related("model_version")
        return done.newest_first().first()

    def current(self) -> "DetectionRun | None":
        """The search that is reviewed and published. Before one has been made current, the newest with
        findings."""
        chosen = self.filter(is_current=True).select_related("model_version", "source").first()
        return chosen or self.latest_with_findings()

    def numbered_or_current(self, number: int | None) -> "DetectionRun | None":
        """The search with this number (Http404 when there is none); without a number `current`."""
        return self.current() if number is None else get_object_or_404(self, number=number)


class DetectionRun(models.Model):
    """A search. Freezes everything that decides its result: model, imagery, region, segmentation, rule."""

    class Rule(models.TextChoices):
        SHAPE = "shape", _("Neighbouring superpixels, also across tiles")
        TILE = "tile", _("Superpixels of one tile, as in the original")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="runs")
    source = models.ForeignKey(ImagerySource, on_delete=models.PROTECT, related_name="+")
    source_version = models.CharField(max_length=12)
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeated_by"
    )
    """The earlier search whose tiles are taken over where the source has no newer pictures."""
    tiles_version = models.CharField(max_length=12, blank=True)
    """Under which new tiles are stored when it is not `source_version`: a source that is asked again may have
    other pictures, and those are never mixed with what was cut from the old ones."""
    region = models.JSONField()
    zoom = models.PositiveSmallIntegerField()
    segmentation = models.JSONField()
    segmentation_key = models.CharField(max_length=64)
    threshold = models.FloatField()
    share = models.FloatField(null=True)
    """Assumed share of positive superpixels in the region. Probabilities and threshold hold for it; null: the
    share learnt from."""
    rule = models.CharField(max_length=8, choices=Rule, default=Rule.SHAPE)
    min_positive_superpixels = models.PositiveSmallIntegerField(default=MIN_POSITIVE_SUPERPIXELS)
    """Number of positive superpixels that make a shape a finding, or by the other rule a tile positive."""
    lone_threshold = models.FloatField(null=True, blank=True)
    """A smaller shape is a finding when a superpixel reaches this stricter threshold; null: never."""
    cluster_distance_m = models.FloatField(default=0.0)
    """Shapes at most this far apart count together. These columns hold the rule of `finding_set`."""
    finding_set = models.ForeignKey(
        "detection.FindingSet", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The version of its findings that is reviewed and published."""
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="run")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    planned_at = models.DateTimeField(null=True, blank=True)
    """Set once every tile of the region has its TileResult."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    """When a worker last claimed one of its chunks: searches take turns."""
    paused_at = models.DateTimeField(null=True, blank=True)
    """Since when no worker takes a chunk of it; null: it is not paused."""
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_current = models.BooleanField(default=False)
    """Reviewed and published: one search of a campaign."""
    promoted_at = models.DateTimeField(null=True, blank=True)
    """When it was last made current."""
    promoted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DetectionRunQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_run_per_number"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(is_current=True), name="one_current_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign.slug} run {self.number}"

    def counts(self) -> dict[str, int]:
        """Number of tiles by state, from the counters of its chunks."""
        sums = self.chunks.aggregate(
            **{state: Sum(f"n_{state}", default=0) for state in TileResult.State.values}
        )
        return {state: int(n) for state, n in sums.items()}

    def findings(self) -> models.QuerySet[Any]:
        """The `Detection`s of the version in force; their module needs this one."""
        return self.detections.filter(finding_set=self.finding_set_id)

    @property
    def finding_rule(self) -> FindingRule:
        return FindingRule(
            threshold=self.threshold,
            min_superpixels=self.min_positive_superpixels,
            lone_threshold=self.lone_threshold,
            cluster_distance_m=self.cluster_distance_m,
            per_tile=self.rule == self.Rule.TILE,
        )

    def n_open_failures(self) -> int:
        """Failed tiles that nobody has accepted."""
        return int(self.chunks.aggregate(n=Sum(F("n_failed") - F("n_accepted"), default=0))["n"])

    def novel_share(self) -> float | None:
        """Share of analysed superpixels that are unlike what the model has learnt from; 0.05 is usual. None
        before any is analysed."""
        sums = self.chunks.aggregate(novel=Sum("n_novel"), all=Sum("n_superpixels"))
        return sums["novel"] / sums["all"] if sums["all"] else None

    @property
    def new_tiles_version(self) -> str:
        return self.tiles_version or self.source_version

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None and self.job is not None and self.job.is_active

    def is_searched(self) -> bool:
        planned = DetectionRun.objects.filter(pk=self.pk, planned_at__isnull=False).exists()
        return planned and not self.chunks.unfinished().exists()

    @property
    def segmentation_settings(self) -> SegmentationSettings:
        return SegmentationSettings(**self.segmentation)


class RunChunkQuerySet(models.QuerySet["RunChunk"]):
    def abandoned(self) -> Self:
        return self.filter(state=RunChunk.State.CLAIMED, heartbeat_at__lt=timezone.now() - worker_silence())

    def claimable(self) -> Self:
        return self.filter(state=RunChunk.State.PENDING) | self.abandoned()

    def unfinished(self) -> Self:
        return self.exclude(state=RunChunk.State.DONE)

    def claim_next(self) -> "RunChunk | None":
        """Claim a chunk for this worker, of the search that has waited longest for one; None when no search
        under way has any left."""
        under_way = DetectionRun.objects.filter(
            job__state=Job.State.RUNNING, planned_at__isnull=False, paused_at__isnull=True
        )
        runs = list(under_way.order_by(F("claimed_at").asc(nulls_first=True), "pk"))
        for run in runs:
            # One after the other, as neither alone has to look at chunks that are done.
            for waiting in (self.filter(state=RunChunk.State.PENDING), self.abandoned()):
                chunk: RunChunk | None = claim_first(waiting.filter(run=run))
                if chunk is None:
                    continue
                if len(runs) > 1:  # else nobody takes turns, and the row may be locked for a while
                    DetectionRun.objects.filter(pk=run.pk).update(claimed_at=timezone.now())
                return chunk
        return None

    def recount(self) -> int:
        """Bring the counters up to date with the tiles. Hold the chunks' rows locked (`hold`), or a count may
        miss what another transaction has just written."""
        return self.update(**counters_of(TileResult.objects.filter(chunk=OuterRef("pk"))))

    def hold(self) -> list[int]:
        """Lock the rows until the transaction ends, in an order that is always the same."""
        return list(self.order_by("pk").select_for_update().values_list("pk", flat=True))


class RunChunk(models.Model):
    """The tiles of a search below one quadkey: the unit of work that a worker claims. Their counts change in
    the same transaction as they, so that no page has to count the tiles of a region."""

    class State(models.TextChoices):
        PENDING = "pending"
        CLAIMED = "claimed"
        DONE = "done"

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="chunks")
    quadkey = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    claim = models.UUIDField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    n_claims = models.PositiveSmallIntegerField(default=0)
    n_pending = models.PositiveIntegerField(default=0)
    n_analysed = models.PositiveIntegerField(default=0)
    n_no_imagery = models.PositiveIntegerField(default=0)
    n_failed = models.PositiveIntegerField(default=0)
    n_accepted = models.PositiveIntegerField(default=0)
    """Of the failed tiles, those whose failure a person has accepted."""
    n_superpixels = models.PositiveIntegerField(default=0)
    n_novel = models.PositiveIntegerField(default=0)
    searched_s = models.FloatField(default=0.0)
    """Seconds that workers have spent on it, and what each stage took of its threads meanwhile."""
    reading_s = models.FloatField(default=0.0)
    segmenting_s = models.FloatField(default=0.0)
    describing_s = models.FloatField(default=0.0)
    judging_s = models.FloatField(default=0.0)

    objects = RunChunkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "quadkey"], name="one_chunk_per_quadkey")]
        indexes = [
            models.Index(fields=["run", "state", "id"]),
            models.Index(
                fields=["run", "-heartbeat_at"], condition=Q(searched_s__gt=0), name="latest_searched"
            ),
        ]

    def acquire_claim(self) -> bool:
        """Claim the chunk for this worker; False when another worker holds it or it is done."""
        claim, now = uuid.uuid4(), timezone.now()
        claimable = RunChunk.objects.claimable().filter(pk=self.pk)
        if not claimable.update(
            state=self.State.CLAIMED, claim=claim, heartbeat_at=now, n_claims=F("n_claims") + 1
        ):
            return False
        self.state, self.claim = self.State.CLAIMED, claim
        return True

    def heartbeat(self) -> bool:
        """Report that the worker is alive; False when another worker has claimed the chunk since."""
        return bool(self._own().update(heartbeat_at=timezone.now()))

    def may_go_on(self) -> bool:
        """The same between two tiles; False also when the search was paused."""
        return bool(self._own().filter(run__paused_at__isnull=True).update(heartbeat_at=timezone.now()))

    def finish(self) -> bool:
        """False when another worker has it, or when tiles of it are to be tried again: then it goes back."""
        if self._own().filter(n_pending=0).update(state=self.State.DONE):
            return True
        self.release_claim()
        return False

    def release_claim(self) -> bool:
        return bool(self._own().update(state=self.State.PENDING, claim=None))

    def _own(self) -> RunChunkQuerySet:
        return RunChunk.objects.filter(pk=self.pk, state=self.State.CLAIMED, claim=self.claim)


class TileResultQuerySet(models.QuerySet["TileResult"]):
    @transaction.atomic
    def update(self, **changes: Any) -> int:
        """As ever; the counters of the tiles' chunks follow. `update_uncounted` leaves them to the caller."""
        if not COUNTED & changes.keys():
            return super().update(**changes)
        held = RunChunk.objects.filter(pk__in=self.order_by().values("chunk")).hold()
        changed = super(TileResultQuerySet, self.filter(chunk__in=held)).update(**changes)
        RunChunk.objects.filter(pk__in=held).recount()
        return changed

    update.alters_data = True  # type: ignore[attr-defined]  # as Django marks it, so that no template calls it

    def update_uncounted(self, **changes: Any) -> int:
        """For a caller that holds and recounts the chunk."""
        return super().update(**changes)

    def pending(self) -> Self:
        return self.filter(state=TileResult.State.PENDING)

    def finished(self) -> Self:
        return self.exclude(state=TileResult.State.PENDING)

    def failed(self) -> Self:
        return self.filter(state=TileResult.State.FAILED)


class TileResult(models.Model):
    """The result for one tile. Planning creates one for every tile of the region before the search begins."""

    class State(models.TextChoices):
        PENDING = "pending", _("Not attempted yet")
        ANALYSED = "analysed", _("Analysed")
        NO_IMAGERY = "no_imagery", _("No imagery")
        FAILED = "failed", _("Failed")

    run = models.ForeignKey(
        DetectionRun, on_delete=models.CASCADE, related_name="tile_results", db_index=False
    )
    chunk = models.ForeignKey(RunChunk, on_delete=models.CASCADE, related_name="tile_results")
    z = models.PositiveSmallIntegerField()
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    failure_parts = MessageField()
    reason = models.CharField(max_length=16, blank=True, editable=False)
    """What failures with the same cause have in common, see `detection.runs.failures`."""
    acceptance = models.ForeignKey(
        "detection.Acceptance",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tile_results",
        db_index=False,
    )
    """Who accepted that this tile failed; null: nobody."""
    tile = models.ForeignKey(
        Tile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    n_superpixels = models.PositiveSmallIntegerField(default=0)
    """Number of superpixels that were judged: those with data."""
    n_positive = models.PositiveSmallIntegerField(default=0)
    max_probability = models.FloatField(null=True)
    probabilities = models.JSONField(null=True, blank=True)
    """Of superpixels 1, 2, ... in order, rounded to 4 decimals; null for those without data."""
    n_novel = models.PositiveSmallIntegerField(default=0)
    """Number of superpixels that are unlike what the model has learnt from, see `ml.novelty`."""
    is_newer = models.BooleanField(null=True)
    """Of a search that repeats another: whether the source has another picture now; null: not compared."""
    captured_from = models.DateField(null=True, blank=True)
    captured_to = models.DateField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    n_attempts = models.PositiveSmallIntegerField(default=0)
    """How often a worker has started it and not finished; a worker's death counts for every tile that it was
    working on."""
    n_alone = models.PositiveSmallIntegerField(default=0)
    """How often a worker has started it alone. Several such starts without a result mean that the tile
    crashes workers."""

    objects = TileResultQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "z", "x", "y"], name="one_result_per_tile")]
        indexes = [
            models.Index(fields=["run", "state"]),
            models.Index(fields=["run", "reason"], condition=Q(state="failed"), name="failures_by_reason"),
            models.Index(fields=["tile"], condition=Q(tile__isnull=False), name="by_tile"),
            models.Index(fields=["run"], condition=Q(is_newer=True), name="newer_tiles"),
            models.Index(fields=["acceptance"], condition=Q(acceptance__isnull=False), name="by_acceptance"),
        ]

    def __str__(self) -> str:
        return f"{self.z}/{self.x}/{self.y}"

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        chunk = RunChunk.objects.filter(pk=self.chunk_id)
        chunk.hold()
        super().save(*args, **options)
        chunk.recount()

    @property
    def failure(self) -> str:
        return str(self.failure_parts)

    @property
    def address(self) -> tiles.Tile:
        return tiles.Tile(z=self.z, x=self.x, y=self.y)
