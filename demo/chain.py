"""The whole chain on a drawn landscape. Every stage looks first at what is stored: a second run goes on."""

import subprocess
import time
from datetime import date
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User

from campaigns.models import Campaign, Job
from demo.console import Console, Report
from demo.editors import simulate_reviews
from demo.gold import mark_demo_gold
from demo.landscape import DemoRegion, draw_region
from demo.people import ensure_people
from demo.processes import ProcessFailed, log_path
from demo.volunteers import give_account, simulate_volunteers
from detection.publication.services.publish_release import publish_release
from detection.runs.actions import start_run
from detection.runs.models import DetectionRun
from detection.training.actions import start_training
from detection.training.models import ModelVersion
from imagery.models import ImagerySource
from labeling.events.services.save_event import save_event
from labeling.models import Event
from labeling.queueing.actions import start_queueing

SLUG = "demo"
JOIN_CODE = "DEMO24"
N_LABELLED_TILES = 48
GOAL_TILES = 72
TEAMS = ("Dunes", "Pines")
CAPTURED = date(2018, 4, 22)
GUIDANCE = (
    "Look for dense round pits in sandy, torn-up ground. "
    "Not meant: cemeteries, sand quarries, clear-cuts, building sites, snow."
)


class Chain:
    """Draw, queue, label, retrain, search, review, publish."""

    STAGES = ("draw", "queue", "label", "train", "search", "review", "publish", "leave_some")

    def __init__(self, *, console: Console, worker: "subprocess.Popen[bytes]", n_tiles: int) -> None:
        self.console = console
        self.worker = worker
        self.n_tiles = n_tiles

    def run(self) -> None:
        for stage in self.STAGES:
            getattr(self, stage)()

    def draw(self) -> None:
        with self.console.stage("Draw the landscape") as report:
            self.region: DemoRegion = draw_region(folder=self._folder, n_tiles=self.n_tiles, progress=report)
            self.campaign: Campaign = ensure_campaign(self.region)
            self.people: dict[str, User] = ensure_people(self.campaign)
            self.event = ensure_event(self.campaign)

    def queue(self) -> None:
        with self.console.stage("Cut tiles into superpixels") as report:
            self._queue_up_to(self._n_labelled, report)
            mark_demo_gold(self.campaign, self.region, self.people["editor"])

    def label(self) -> None:
        with self.console.stage("Label with simulated volunteers") as report:
            if not self._was_labelled:
                simulate_volunteers(event=self.event, region=self.region, report=report)
            give_account(self.event, self.people["volunteer"])

    def train(self) -> None:
        with self.console.stage("Retrain") as report:
            if not self.campaign.model_versions.exists():
                self._wait_for(start_training(campaign=self.campaign, started_by=self._admin), report)

    def search(self) -> None:
        with self.console.stage("Search the region") as report:
            run = self.campaign.runs.first() or start_run(campaign=self.campaign, started_by=self._admin)
            if run.job is not None and run.job.is_active:
                self._wait_for(run.job, report)

    def review(self) -> None:
        with self.console.stage("Review with simulated editors") as report:
            if not self.run_row.detections.filter(reviews__isnull=False).exists():
                editors = [self.people["editor"], self.people["second-editor"]]
                simulate_reviews(run=self.run_row, region=self.region, editors=editors, report=report)

    def publish(self) -> None:
        with self.console.stage("Publish"):
            if not self.campaign.releases.exists():
                publish_release(campaign=self.campaign, run=self.run_row, published_by=self._admin)

    def leave_some(self) -> None:
        """Tiles that nobody has labelled: what a newcomer is asked about."""
        with self.console.stage("Leave some tiles to label") as report:
            self._queue_up_to(self._n_labelled + self._n_labelled // 2, report)

    @cached_property
    def run_row(self) -> DetectionRun:
        return self.campaign.runs.select_related("model_version").latest("number")

    @property
    def model_version(self) -> ModelVersion:
        return self.run_row.model_version

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
    def _was_labelled(self) -> bool:
        return self.campaign.label_tiles.filter(is_done=True).count() >= self._n_labelled

    def _queue_up_to(self, wanted: int, report: Report) -> None:
        missing = wanted - self.campaign.label_tiles.count()
        if missing > 0:
            self._wait_for(
                start_queueing(campaign=self.campaign, started_by=self._admin, count=missing), report
            )

    def _wait_for(self, job: Job, report: Report) -> None:
        """Follows the job until it ends; a failed job or a dead worker ends the chain with the reason."""
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


def ensure_event(campaign: Campaign) -> Event:
    """An afternoon with two teams; what an admin changed since stays."""
    known = Event.objects.filter(code=JOIN_CODE).first()
    event = Event(
        campaign=campaign,
        code=JOIN_CODE,
        name="Open Data Day",
        goal_tiles=GOAL_TILES,
        shows_feedback=True,
    )
    return known or save_event(event=event, teams=TEAMS)


def ensure_campaign(region: DemoRegion) -> Campaign:
    """The demo's source and campaign; what an admin changed since stays."""
    source, _ = ImagerySource.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Drawn landscape",
            "kind": ImagerySource.Kind.RASTER,
            "path": str(region.raster_path.relative_to(settings.RASTER_ROOT)),
            "attribution": "Landscar’s demo: drawn by code, no real place",
            "licence": "MIT",
            "captured_from": CAPTURED,
            "captured_to": CAPTURED,
        },
    )
    campaign, _ = Campaign.objects.get_or_create(
        slug=SLUG,
        defaults={
            "name": "Amber mining (demo)",
            "question": "Is this illegal amber mining?",
            "positive_name": "Mining",
            "negative_name": "Not mining",
            "guidance": GUIDANCE,
            "source": source,
            "region": region_polygon(region),
            "zoom": region.z,
        },
    )
    return campaign


def region_polygon(region: DemoRegion) -> dict[str, object]:
    """The drawn square as GeoJSON, a hair inside its edges so that no neighbouring tile is touched."""
    inset = (region.east - region.west) * 1e-6
    west, south, east, north = (
        region.west + inset,
        region.south + inset,
        region.east - inset,
        region.north - inset,
    )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
