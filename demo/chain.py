"""The whole chain on the drawn landscape. Each step skips what is stored, so a second run continues."""

import subprocess
import time
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Job
from demo.campaign import ensure_campaign, ensure_districts, ensure_event
from demo.landscape import DemoRegion, draw_region
from demo.people.accounts import ensure_people
from demo.people.editors import simulate_reviews
from demo.people.expert import mark_demo_gold
from demo.people.volunteers import give_account, simulate_volunteers
from demo.runtime.console import Console, Report
from detection.publication.actions import request_release
from detection.runs.actions import start_run
from detection.runs.models import DetectionRun
from detection.training.actions import start_training
from detection.training.models import ModelVersion
from labeling.queueing.actions import start_queueing
from webapp.serving.processes import ProcessFailed, log_path

N_LABELLED_TILES = 48
STEPS = {
    "draw": _("Draw the landscape"),
    "queue": _("Cut tiles into superpixels"),
    "label": _("Label with simulated volunteers"),
    "train": _("Train the model"),
    "search": _("Search the region"),
    "review": _("Review with simulated editors"),
    "publish": _("Publish a release"),
    "queue_more": _("Queue tiles for you to label"),
}
"""Each key is a method of `Chain`."""


class Chain:
    def __init__(self, *, console: Console, worker: "subprocess.Popen[bytes]", n_tiles: int) -> None:
        self.console = console
        self.worker = worker
        self.n_tiles = n_tiles

    def run(self) -> None:
        for step in STEPS:
            with self.console.step(step) as report:
                getattr(self, step)(report)

    def draw(self, report: Report) -> None:
        self.region: DemoRegion = draw_region(folder=self._folder, n_tiles=self.n_tiles, progress=report)
        self.campaign: Campaign = ensure_campaign(self.region)
        self.people: dict[str, User] = ensure_people(self.campaign)
        self.event = ensure_event(self.campaign)

    def queue(self, report: Report) -> None:
        self._queue_up_to(self._n_labelled, report)
        mark_demo_gold(self.campaign, self.region, self.people["editor"])

    def label(self, report: Report) -> None:
        if not self._is_labelled:
            simulate_volunteers(event=self.event, region=self.region, report=report)
        give_account(self.event, self.people["volunteer"])

    def train(self, report: Report) -> None:
        if not self.campaign.model_versions.exists():
            self._wait_for(start_training(campaign=self.campaign, started_by=self._admin), report)

    def search(self, report: Report) -> None:
        run = self.campaign.runs.first() or start_run(campaign=self.campaign, started_by=self._admin)
        if run.job is not None and run.job.is_active:
            self._wait_for(run.job, report)

    def review(self, report: Report) -> None:
        if not self.detection_run.findings().filter(reviews__isnull=False).exists():
            editors = [self.people["editor"], self.people["second-editor"]]
            simulate_reviews(run=self.detection_run, region=self.region, editors=editors, report=report)

    def publish(self, report: Report) -> None:
        if not self.campaign.releases.exists():
            ensure_districts(self.campaign, self.region)
            job = request_release(
                campaign=self.campaign, run=self.detection_run, requested_by=self._admin, note=""
            )
            self._wait_for(job, report)

    def queue_more(self, report: Report) -> None:
        self._queue_up_to(self._n_labelled + self._n_labelled // 2, report)

    @cached_property
    def detection_run(self) -> DetectionRun:
        return self.campaign.runs.select_related("model_version").latest("number")

    @property
    def model_version(self) -> ModelVersion:
        return self.detection_run.model_version

    @property
    def _folder(self) -> Path:
        return Path(settings.RASTER_ROOT) / "demo"

    @property
    def _admin(self) -> User:
        return self.people["admin"]

    @property
    def _n_labelled(self) -> int:
        return min(N_LABELLED_TILES, self.n_tiles**2 // 2)

    @property
    def _is_labelled(self) -> bool:
        return self.campaign.label_tiles.filter(is_done=True).count() >= self._n_labelled

    def _queue_up_to(self, wanted: int, report: Report) -> None:
        missing = wanted - self.campaign.label_tiles.count()
        if missing > 0:
            self._wait_for(
                start_queueing(campaign=self.campaign, started_by=self._admin, count=missing), report
            )

    def _wait_for(self, job: Job, report: Report) -> None:
        """Follow the job until it ends. Raises ProcessFailed when the job fails or the worker dies."""
        while job.is_active:
            if self.worker.poll() is not None:
                raise ProcessFailed(f"The Celery worker ended. {log_path('worker')} says why.")
            report(job.done, job.total)
            time.sleep(0.3)
            job.refresh_from_db()
        if job.state != Job.State.SUCCEEDED:
            raise ProcessFailed(
                f"“{job.get_kind_display()}” did not succeed: {job.failure or job.get_state_display()}"
            )
