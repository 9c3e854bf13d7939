"""The lines of a worker are JSON and name the task, its job, and the request that queued it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.compose import ROOT
from campaigns.log_context import about, log_facts
from campaigns.models import Campaign, Job
from campaigns.services.take_job import taken_job
from webapp.logs.tasks import HEADER, send_request_id

SCRIPT = """
import logging
from campaigns.log_context import about
from webapp.celery import app

@app.task(name="log_something")
def log_something():
    logging.getLogger("landscar.test").warning("Something with access_token=abcdefgh")
    raise ValueError("and a fault")
"""


@pytest.mark.django_db
def test_the_lines_of_a_job_name_it(campaign: Campaign) -> None:
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.TRAIN)
    with taken_job(job.pk):
        assert log_facts() == {"job_id": job.pk}
    assert log_facts() == {}


def test_a_task_carries_the_number_of_the_request_that_queued_it() -> None:
    headers: dict[str, Any] = {}
    send_request_id(headers=headers)
    assert headers == {}
    with about(request_id="r-1"):
        send_request_id(headers=headers)
    assert headers == {HEADER: "r-1"}


@pytest.fixture
def worker_log(redis_url: str, tmp_path: Path) -> Iterator[Path]:
    """What a worker writes that has done one task, queued in a request."""
    (tmp_path / "noisy.py").write_text(SCRIPT)
    environment = os.environ | {
        "LANDSCAR_BROKER_URL": redis_url,
        "LANDSCAR_LOG_FORMAT": "json",
        "LANDSCAR_DATA_ROOT": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "webapp.settings.local",
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    queue = (
        "import django; django.setup()\n"
        "from noisy import *\n"
        "with about(request_id='r-12345'): log_something.delay()"
    )
    subprocess.run([sys.executable, "-c", queue], cwd=ROOT, env=environment, check=True)
    log = tmp_path / "worker.log"
    command = [
        sys.executable, "-m", "celery", "-A", "webapp", "worker", "--include", "noisy", "-c", "1",
        "--loglevel", "info",
    ]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + 90
        while "ValueError" not in log.read_text() and time.monotonic() < deadline:
            time.sleep(0.3)
        yield log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def test_a_worker_writes_one_line_of_json_an_event(worker_log: Path) -> None:
    lines = [json.loads(text) for text in worker_log.read_text().splitlines() if text.startswith("{")]
    (ours,) = [one for one in lines if one["logger"] == "landscar.test"]
    assert (ours["task"], ours["request_id"]) == ("log_something", "r-12345")
    assert ours["task_id"]
    assert ours["message"] == "Something with access_token=[hidden]"
    (fault,) = [one for one in lines if "and a fault" in one.get("exception", "")]
    assert fault["level"] == "ERROR"
