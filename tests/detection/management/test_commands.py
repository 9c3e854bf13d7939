"""The commands of region runs, called as from a terminal."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from campaigns.models import Campaign, Job
from detection.models import DetectionRun, Release
from tests.factories_detection import confirm, make_detection, make_model_version, make_run
from webapp.settings.environment import PROJECT_ROOT as ROOT

# The queue's tasks are put aside by an in-memory broker that no worker reads.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def model(campaign: Campaign) -> int:
    return make_model_version(campaign).number


def answer_of(command: str, *arguments: str) -> dict[str, Any]:
    output = io.StringIO()
    call_command(command, *arguments, "--json", stdout=output)
    found: dict[str, Any] = json.loads(output.getvalue())
    return found


def words_of(command: str, *arguments: str) -> str:
    output = io.StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def make_searching(campaign: Campaign, **job: Any) -> DetectionRun:
    fields = {"state": Job.State.RUNNING, "started_at": timezone.now(), "total": 4} | job
    return make_run(campaign, job=Job.objects.create(campaign=campaign, kind=Job.Kind.DETECT, **fields))


@pytest.fixture
def while_waiting(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """What happens each time that a command waits, instead of time passing."""

    def use(happens: Callable[[], object]) -> None:
        monkeypatch.setattr("campaigns.management.command.time.sleep", lambda _seconds: happens())

    return use


def test_a_search_is_queued_with_the_rule_that_was_asked_for(campaign: Campaign, model: int) -> None:
    found = answer_of(
        "search", campaign.slug, "--threshold", "balanced", "--rule", "tile", "--min-superpixels", "4",
        "--lone-threshold", "0.9",
    )  # fmt: skip
    run = DetectionRun.objects.get()
    assert (run.threshold, run.rule, run.min_positive_superpixels, run.lone_threshold) == (
        0.52,
        "tile",
        4,
        0.9,
    )
    assert (found["run"], found["state"], found["threshold"]) == (run.number, "queued", 0.52)
    assert run.created_by is None


def test_a_search_is_started_in_somebodys_name(campaign: Campaign, model: int, admin: User) -> None:
    answer_of("search", campaign.slug, "--as", admin.username)
    assert DetectionRun.objects.get().created_by == admin


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "nowhere"], "There is no campaign 'nowhere'"),
        (["search", "amber"], "There is no model yet"),
        (["search", "amber", "--model", "7"], "no model 7"),
        (["search", "amber", "--as", "nobody"], "no account named “nobody”"),
        (["search_status", "amber"], "has no search yet"),
        (["search_status", "amber", "--run", "3"], "has no search 3"),
        (["search_stop", "amber"], "has no search yet"),
        (["search_continue", "amber"], "has no search yet"),
        (["publish", "amber", "--note", "First"], "has no search yet"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(campaign: Campaign, arguments: list[str], words: str) -> None:
    assert campaign.slug == "amber"
    with pytest.raises(CommandError, match=words) as refused:
        call_command(*arguments)
    assert refused.value.returncode == 1


@pytest.mark.parametrize("threshold", ["1.5", "nearly"])
def test_a_threshold_that_is_none_starts_nothing(campaign: Campaign, model: int, threshold: str) -> None:
    for option in ("--threshold", "--lone-threshold"):
        with pytest.raises(CommandError, match="from 0 to 1"):
            call_command("search", campaign.slug, option, threshold)
    assert not DetectionRun.objects.exists()


def test_a_second_search_is_refused_while_one_is_under_way(campaign: Campaign, model: int) -> None:
    answer_of("search", campaign.slug)
    with pytest.raises(CommandError, match="already under way"):
        call_command("search", campaign.slug)


def test_a_search_that_cannot_be_queued_is_a_failure(
    campaign: Campaign, model: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.services.queue_task.queue_task", lambda **_task: False)
    with pytest.raises(CommandError, match="cannot be reached"):
        call_command("search", campaign.slug)


def test_the_status_says_how_far_a_search_is(campaign: Campaign) -> None:
    run = make_searching(campaign, done=1)
    make_detection(run)
    found = answer_of("search_status", campaign.slug)
    assert (found["state"], found["done"], found["total"], found["findings"]) == ("running", 1, 4, 1)
    assert found["tiles"]["analysed"] == 1
    assert "Findings: 1" in words_of("search_status", campaign.slug, "--run", str(run.number))


def test_watching_ends_with_the_search_and_draws_its_progress_on_a_terminal(
    campaign: Campaign,
    while_waiting: Callable[[Callable[[], object]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = make_searching(campaign).job
    assert job is not None
    steps = iter([lambda: job.report(2, 4), lambda: job.succeed()])
    while_waiting(lambda: next(steps)())
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    call_command("search_status", campaign.slug, "--watch", stderr=screen, stdout=io.StringIO())
    assert "0/4" in screen.getvalue() and "2/4" in screen.getvalue()
    assert next(steps, None) is None


def test_nothing_is_drawn_into_a_file(
    campaign: Campaign, while_waiting: Callable[[Callable[[], object]], None]
) -> None:
    job = make_searching(campaign).job
    assert job is not None
    while_waiting(job.succeed)
    log = io.StringIO()
    call_command("search_status", campaign.slug, "--watch", stderr=log, stdout=io.StringIO())
    assert log.getvalue() == ""


def test_waiting_for_a_search_that_fails_is_a_failure(
    campaign: Campaign, model: int, while_waiting: Callable[[Callable[[], object]], None]
) -> None:
    while_waiting(lambda: DetectionRun.objects.get().job.fail("The disk is full."))  # type: ignore[union-attr]  # a run has a job
    with pytest.raises(CommandError, match="The disk is full"):
        call_command("search", campaign.slug, "--wait", stdout=io.StringIO())


def test_ctrl_c_ends_the_watching_and_not_the_search(
    campaign: Campaign, while_waiting: Callable[[Callable[[], object]], None]
) -> None:
    run = make_searching(campaign)

    def interrupt() -> None:
        raise KeyboardInterrupt

    while_waiting(interrupt)
    with pytest.raises(CommandError, match="The work goes on"):
        call_command("search_status", campaign.slug, "--watch")
    assert Job.objects.get(run=run).state == Job.State.RUNNING


def test_a_search_is_stopped_and_continued(campaign: Campaign) -> None:
    make_searching(campaign)
    assert answer_of("search_stop", campaign.slug)["state"] == "cancelled"
    with pytest.raises(CommandError, match="not under way"):
        call_command("search_stop", campaign.slug)
    assert answer_of("search_continue", campaign.slug)["state"] == "queued"


def test_a_retraining_is_queued(campaign: Campaign) -> None:
    found = answer_of("retrain", campaign.slug)
    assert (found["kind"], found["state"], found["newest_model"]) == ("train", "queued", None)
    Job.objects.all().delete()
    assert "Training of amber: queued" in words_of("retrain", campaign.slug)


def test_confirmed_findings_are_published_with_a_note(
    campaign: Campaign, editor: User, second_editor: User
) -> None:
    confirm(make_detection(make_run(campaign)), editor, second_editor)
    found = answer_of("publish", campaign.slug, "--note", "First look", "--as", editor.username)
    release = Release.objects.get()
    assert (release.note, release.published_by) == ("First look", editor)
    assert (found["release"], found["places"], found["sha256"]) == (1, 1, release.sha256)
    with pytest.raises(CommandError, match="Nothing has changed"):
        call_command("publish", campaign.slug, "--note", "Again")


def test_a_database_that_is_away_is_said_in_words_with_exit_code_1() -> None:
    command = [sys.executable, "manage.py", "search_status", "nowhere"]
    away = os.environ | {"LANDSCAR_DATABASE_URL": "postgresql://landscar@127.0.0.1:1/landscar"}
    done = subprocess.run(command, cwd=ROOT, env=away, capture_output=True, text=True)
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
