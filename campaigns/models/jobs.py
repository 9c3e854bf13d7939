"""Background jobs."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from imagery.messages import MessageField, Words


class JobQuerySet(models.QuerySet["Job"]):
    def active(self) -> Self:
        return self.filter(state__in=Job.ACTIVE)

    def silent_for(self, silence: timedelta) -> Self:
        """Active jobs without a heartbeat for `silence`: their worker died, or none ever took them."""
        since = timezone.now() - silence
        recent = Q(heartbeat_at__gte=since) | Q(heartbeat_at__isnull=True, created_at__gte=since)
        return self.active().exclude(recent)

    def lost_with_their_worker(self) -> Self:
        """Claimed jobs whose worker's heartbeat has stopped."""
        silence = timedelta(seconds=settings.WORKER_SILENCE_SECONDS)
        return self.filter(state=Job.State.RUNNING).silent_for(silence)

    def unclaimed_for(self, silence: timedelta) -> Self:
        return self.filter(state=Job.State.QUEUED).silent_for(silence)


class Job(models.Model):
    """A background job: its progress, its result, and why it failed."""

    class Kind(models.TextChoices):
        PREPARE = "prepare", _("Prepare tiles")
        TRAIN = "train", _("Retrain")
        PREFLIGHT = "preflight", _("Look ahead")
        DETECT = "detect", _("Search the region")
        CANDIDATES = "candidates", _("Prepare thresholds")
        RULE = "rule", _("Apply thresholds")
        PUBLISH = "publish", _("Publish")
        EXPORT = "export", _("Export labels")
        IMPORT = "import", _("Import labels")
        KNOWN_PLACES = "known_places", _("Read known places")
        CROPS = "crops", _("Read a folder of crops")

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
    task = models.CharField(max_length=120, blank=True, editable=False)
    """Name of the Celery task that does it, and its `argument`, so that a sweep can queue it again."""
    argument = models.BigIntegerField(null=True, blank=True, editable=False)

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

    def beat(self) -> bool:
        """Report that the worker is alive; False when the job was stopped."""
        running = Job.objects.filter(pk=self.pk, state=Job.State.RUNNING)
        return bool(running.update(heartbeat_at=timezone.now()))

    def give_back(self) -> bool:
        """Return a job that this worker runs to the queue for a reason outside the job: no claim is
        counted."""
        running = Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, n_claims=self.n_claims)
        return bool(
            running.update(state=Job.State.QUEUED, n_claims=F("n_claims") - 1, heartbeat_at=timezone.now())
        )

    def touch(self) -> bool:
        """Put off the next look at an unclaimed job; False when somebody else did."""
        unclaimed = Job.objects.filter(pk=self.pk, state=Job.State.QUEUED, heartbeat_at=self.heartbeat_at)
        return bool(unclaimed.update(heartbeat_at=timezone.now()))

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
