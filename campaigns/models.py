"""Campaigns, their members, and the jobs that run in the background."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imagery.messages import MessageField, Words
from imagery.models import ImagerySource
from ml.segmentation_settings import SegmentationSettings


class Campaign(models.Model):
    """A question about a region, its imagery source, and the settings that its tiles share."""

    class Extractor(models.TextChoices):
        EFFICIENTNET = "efficientnet", _("EfficientNet (comes with Landscar)")
        TEXTURE = "texture", _("Texture (no neural network)")
        RESNET50 = "resnet50", _("ResNet50 (downloads ImageNet weights)")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    question = models.CharField(max_length=300)
    positive_name = models.CharField(max_length=60)
    negative_name = models.CharField(max_length=60)
    guidance = models.TextField(blank=True)
    source = models.ForeignKey(ImagerySource, on_delete=models.PROTECT, related_name="campaigns")
    region = models.JSONField()
    """GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees (EPSG:4326)."""
    zoom = models.PositiveSmallIntegerField(default=16)
    n_segments = models.PositiveSmallIntegerField(default=30)
    compactness = models.FloatField(default=35.0)
    sigma = models.FloatField(default=1.0)
    extractor = models.CharField(max_length=20, choices=Extractor, default=Extractor.EFFICIENTNET)
    votes_to_agree = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Number of volunteers who answer each tile at first, and of equal answers that decide a superpixel."""
    positive_votes_to_agree = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Number of yes answers that make a superpixel positive; rare things need more evidence."""
    votes_when_split = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Number of answers for a tile on which the first ones left a superpixel undecided."""
    votes_at_most = models.PositiveSmallIntegerField(
        default=11, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    """Largest number of answers for a tile; an expert decides what is still open after them."""
    gold_share = models.FloatField(default=0.05, validators=[MinValueValidator(0), MaxValueValidator(0.5)])
    """Share of the tiles served that an expert has answered too, 0..0.5; volunteers cannot tell which."""
    random_share = models.FloatField(default=0.12, validators=[MinValueValidator(0), MaxValueValidator(0.5)])
    """Share of the tiles served that are drawn at random, 0..0.5, which keeps estimates unbiased."""
    comparison_source = models.ForeignKey(
        ImagerySource, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """The same region on another date, shown beside the question on demand."""
    confirmations_to_publish = models.PositiveSmallIntegerField(default=2)
    """Number of editors who must confirm a finding before a release may contain it."""
    is_public = models.BooleanField(default=True)
    """Whether readers may see the campaign's releases."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaign", args=[self.slug])

    @property
    def vote_stages(self) -> list[int]:
        later = {self.votes_when_split, self.votes_at_most}
        return [self.votes_to_agree, *sorted(n for n in later if n > self.votes_to_agree)]

    @property
    def segmentation(self) -> SegmentationSettings:
        return SegmentationSettings(
            n_segments=self.n_segments, compactness=self.compactness, sigma=self.sigma
        )


class Membership(models.Model):
    """A signed-in person's role in a campaign. Guests have none: they join through labelling events."""

    class Role(models.TextChoices):
        VOLUNTEER = "volunteer", _("Volunteer")
        EDITOR = "editor", _("Editor")
        ADMIN = "admin", _("Admin")

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "user"], name="one_role_per_person")]


class JobQuerySet(models.QuerySet["Job"]):
    def active(self) -> Self:
        return self.filter(state__in=Job.ACTIVE)

    def silent_for(self, silence: timedelta) -> Self:
        """Active jobs without a heartbeat for `silence`: their worker died, or none ever took them."""
        since = timezone.now() - silence
        recent = Q(heartbeat_at__gte=since) | Q(heartbeat_at__isnull=True, created_at__gte=since)
        return self.active().exclude(recent)


class Job(models.Model):
    """A background job: its progress, its result, and why it failed."""

    class Kind(models.TextChoices):
        PREPARE = "prepare", _("Prepare tiles")
        TRAIN = "train", _("Retrain")
        DETECT = "detect", _("Search the region")
        EXPORT = "export", _("Export labels")
        IMPORT = "import", _("Import labels")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        SUCCEEDED = "succeeded", _("Finished")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    ACTIVE = (State.QUEUED, State.RUNNING)

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message_parts = MessageField()
    failure_parts = MessageField()
    result = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    n_claims = models.PositiveSmallIntegerField(default=0)
    """Number of workers that have claimed it; more than one means that a worker died."""

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "kind"],
                condition=Q(state__in=["queued", "running"]),
                name="one_active_job_per_kind",
            )
        ]

    @property
    def message(self) -> str:
        return str(self.message_parts)

    @property
    def failure(self) -> str:
        """What went wrong and what to try, in the reader's language."""
        return str(self.failure_parts)

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    def claim(self) -> bool:
        """Claim the job for this worker; False when another worker has it or it was stopped."""
        now = timezone.now()
        claimed = Job.objects.filter(pk=self.pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING, started_at=now, heartbeat_at=now, n_claims=F("n_claims") + 1
        )
        self.refresh_from_db()
        return bool(claimed)

    def report(self, done: int, total: int, message: Words = "") -> bool:
        """Record progress; False when the job was stopped, so that the worker ends."""
        changes: dict[str, Any] = {"done": done, "total": total, "heartbeat_at": timezone.now()}
        if message:
            changes["message_parts"] = message
        return bool(Job.objects.filter(pk=self.pk, state=Job.State.RUNNING).update(**changes))

    def advance(self, steps: int = 1) -> bool:
        """Count steps that one of several workers has done; False when the job was stopped."""
        running = Job.objects.filter(pk=self.pk, state=Job.State.RUNNING)
        return bool(running.update(done=F("done") + steps, heartbeat_at=timezone.now()))

    def requeue(self) -> bool:
        """Return a running job to the queue after its worker died; False when it has ended."""
        running = Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, heartbeat_at=self.heartbeat_at)
        return bool(running.update(state=Job.State.QUEUED, heartbeat_at=timezone.now()))

    def succeed(self, message: Words = "", **result: Any) -> bool:
        return self._finish(Job.State.SUCCEEDED, message_parts=message, result=result)

    def fail(self, reason: Words) -> bool:
        return self._finish(Job.State.FAILED, failure_parts=reason)

    def cancel(self) -> bool:
        return self._finish(Job.State.CANCELLED)

    def _finish(self, state: "Job.State", **changes: Any) -> bool:
        active = Job.objects.filter(pk=self.pk, state__in=Job.ACTIVE)
        finished = active.update(state=state, finished_at=timezone.now(), **changes)
        self.refresh_from_db()
        return bool(finished)
