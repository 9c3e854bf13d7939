"""What Prometheus reads: gauges taken from the database and the queue at each scrape.

Nothing is counted in the processes themselves, so every web process answers the same, and a restart resets
nothing. A scrape reads chunks, jobs and the label queue, never the tiles of a search.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from campaigns.models import Job
from campaigns.services.broker import queue_lengths
from detection.runs.models import DetectionRun, RunChunk
from labeling.models import Assignment, LabelTile
from webapp.models import ProcessSeen
from webapp.outages import DATABASE_ERRORS

Rows = Iterable[tuple[list[str], float]]


class LandscarCollector(Collector):
    def describe(self) -> list[Metric]:
        """Nothing, so that registering it reads nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from _disk()
        yield from _queues()
        try:
            metrics = [metric for read in FROM_DATABASE for metric in read()]
        except DATABASE_ERRORS:
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield from metrics


def make_registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(LandscarCollector())
    return registry


def _disk() -> Iterator[Metric]:
    try:
        usage = shutil.disk_usage(settings.DATA_ROOT)
    except OSError:
        return
    yield _gauge("disk_free_bytes", "Free space of the data folder.", usage.free)
    yield _gauge("disk_size_bytes", "Size of the disk of the data folder.", usage.total)


def _queues() -> Iterator[Metric]:
    lengths = queue_lengths()
    yield _gauge("broker_up", "Whether the queue answers.", int(lengths is not None))
    rows = [([name], length) for name, length in (lengths or {}).items()]
    yield _gauges("queue_length", "Messages that wait for a worker.", ["queue"], rows)


def _jobs() -> Iterator[Metric]:
    counts = Job.objects.order_by().values_list("kind", "state").annotate(Count("pk"))
    rows = [([kind, state], n) for kind, state, n in counts]
    yield _gauges("jobs", "Background jobs.", ["kind", "state"], rows)
    oldest = Job.objects.filter(state=Job.State.QUEUED).aggregate(at=Min("created_at"))["at"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield _gauge("oldest_queued_job_seconds", "Age of the oldest job that no worker has taken.", age)


def _runs() -> Iterator[Metric]:
    labels = ["campaign", "run"]
    runs = list(DetectionRun.objects.under_way().select_related("campaign", "job"))
    names = {run.pk: [run.campaign.slug, str(run.number)] for run in runs}
    counts = (
        RunChunk.objects.filter(run__in=runs).order_by().values_list("run", "state").annotate(Count("pk"))
    )
    by_state = [([*names[run], state], n) for run, state, n in counts]
    yield _gauges("run_chunks", "Chunks of the searches under way.", [*labels, "state"], by_state)
    jobs = [(names[run.pk], run.job) for run in runs if run.job]
    done = [(name, job.done) for name, job in jobs]
    yield _gauges("run_tiles_done", "Finished tiles of the searches under way.", labels, done)
    total = [(name, job.total) for name, job in jobs]
    yield _gauges("run_tiles", "Tiles of the searches under way.", labels, total)


def _labelling() -> Iterator[Metric]:
    # Counting millions of votes would take seconds; the serial number of what was given out grows with each.
    newest = Assignment.objects.aggregate(last=Max("pk"))["last"] or 0
    given = CounterMetricFamily(
        "landscar_assignments", "Serial number of the newest tile given to a volunteer; take its rate."
    )
    given.add_metric([], newest)
    yield given
    counts = LabelTile.objects.open().order_by().values_list("campaign__slug").annotate(Count("pk"))
    rows = [([slug], n) for slug, n in counts]
    yield _gauges("open_label_tiles", "Tiles that wait for answers.", ["campaign"], rows)


def _processes() -> Iterator[Metric]:
    seen = list(ProcessSeen.objects.all())
    rows = [([one.kind, one.name], one.seen_at.timestamp()) for one in seen]
    yield _gauges(
        "process_seen_timestamp_seconds", "When a worker or beat was last seen.", ["kind", "name"], rows
    )
    alive = [one for one in seen if one.is_alive and one.kind == ProcessSeen.Kind.WORKER]
    names = [str(queue.name) for queue in settings.CELERY_TASK_QUEUES]
    serving = [([name], sum(name in worker.queues for worker in alive)) for name in names]
    yield _gauges("workers", "Workers alive that serve a queue.", ["queue"], serving)


FROM_DATABASE: list[Callable[[], Iterator[Metric]]] = [_jobs, _runs, _labelling, _processes]


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"landscar_{name}", words, value=value)


def _gauges(name: str, words: str, labels: list[str], rows: Rows) -> Metric:
    family = GaugeMetricFamily(f"landscar_{name}", words, labels=labels)
    for values, value in rows:
        family.add_metric(values, value)
    return family
