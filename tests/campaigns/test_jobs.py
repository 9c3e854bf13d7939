"""The life of a job: one of a kind at a time, claimed once, with a heartbeat, ended once."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone, translation

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from campaigns.services.start_job import start_job
from detection.training.actions import start_training
from detection.training.services.train_model import train_model
from imagery.messages import message

State = Job.State


@pytest.fixture
def job(campaign: Campaign) -> Job:
    return start_job(campaign=campaign, kind=Job.Kind.TRAIN, started_by=None)


def test_a_second_job_of_a_kind_is_refused_until_the_first_has_ended(campaign: Campaign, job: Job) -> None:
    with pytest.raises(JobAlreadyRunning):
        start_job(campaign=campaign, kind=Job.Kind.TRAIN, started_by=None)
    job.fail("over")
    assert start_job(campaign=campaign, kind=Job.Kind.TRAIN, started_by=None).is_active


def test_jobs_of_two_kinds_run_side_by_side(campaign: Campaign, job: Job) -> None:
    assert start_job(campaign=campaign, kind=Job.Kind.DETECT, started_by=None).is_active


def test_only_one_worker_gets_a_job(job: Job) -> None:
    rival = Job.objects.get(pk=job.pk)
    assert job.claim() and not rival.claim()
    assert rival.n_claims == 1


def test_a_stopped_job_accepts_no_progress(job: Job) -> None:
    job.claim()
    assert job.report(1, 5, "at work") and job.advance()
    job.cancel()
    assert not job.report(3, 5) and not job.advance()
    job.refresh_from_db()
    assert (job.done, job.state) == (2, State.CANCELLED)


def test_a_job_ends_once(job: Job) -> None:
    job.claim()
    assert job.succeed("well", answer=42)
    assert not job.fail("too late") and not job.cancel()
    assert (job.state, job.failure, job.result) == (State.SUCCEEDED, "", {"answer": 42})


def test_silence_is_noticed_in_running_and_in_untaken_jobs(job: Job) -> None:
    long_ago, minute = timezone.now() - timedelta(hours=1), timedelta(minutes=1)
    assert not Job.objects.silent_for(minute).exists()
    Job.objects.update(created_at=long_ago)
    assert Job.objects.silent_for(minute).get() == job
    job.claim()
    assert not Job.objects.silent_for(minute).exists()
    Job.objects.update(heartbeat_at=long_ago)
    assert Job.objects.silent_for(minute).get() == job
    job.refresh_from_db()
    job.fail("over")
    assert not Job.objects.silent_for(minute).exists()


def test_a_job_that_was_heard_of_meanwhile_is_not_requeued(job: Job) -> None:
    job.claim()
    Job.objects.update(heartbeat_at=timezone.now() + timedelta(seconds=1))
    assert not job.requeue()
    job.refresh_from_db()
    assert job.requeue() and Job.objects.get().state == State.QUEUED


@pytest.fixture
def failed_in_ukrainian(campaign: Campaign, admin: User) -> Job:
    """Failed by a worker that speaks Ukrainian, for want of labels."""
    with translation.override("uk"):
        job = start_training(campaign=campaign, started_by=admin)
        train_model(job_id=job.pk)
    return Job.objects.get()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Retraining needs at least 10 superpixels"), ("uk", "щонайменше 10 узгоджених")],
)
def test_everyone_reads_a_failure_in_their_own_language(
    failed_in_ukrainian: Job, client: Client, admin: User, language: str, words: str
) -> None:
    client.force_login(admin)
    headers = {"Accept-Language": language}
    assert words in client.get("/c/amber/", headers=headers).content.decode()
    told = client.get(f"/api/v1/campaigns/amber/jobs/{failed_in_ukrainian.pk}/", headers=headers).json()
    assert words in told["failure"]


def test_everyone_reads_progress_in_their_own_language(job: Job, client: Client, admin: User) -> None:
    client.force_login(admin)
    job.claim()
    with translation.override("uk"):
        job.report(1, 3, message("Searching the region"))
    url = f"/api/v1/campaigns/amber/jobs/{job.pk}/"
    english, ukrainian = (
        client.get(url, headers={"Accept-Language": language}).json()["message"] for language in ("en", "uk")
    )
    assert english == "Searching the region" != ukrainian


def test_words_of_others_are_stored_as_they_are(job: Job) -> None:
    job.claim()
    job.report(1, 3, "as it is")
    job.fail("ValueError: 100% torn")
    assert (job.message, job.failure) == ("as it is", "ValueError: 100% torn")


def test_the_administration_shows_what_a_job_says(job: Job, admin_client: Client) -> None:
    job.fail(message("Searching the region"))
    page = admin_client.get(f"/admin/campaigns/job/{job.pk}/change/").content.decode()
    assert "Searching the region" in page and "msgid" not in page
