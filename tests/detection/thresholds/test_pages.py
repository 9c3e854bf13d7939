"""Other thresholds tried and applied, on the page, by the API and by a command."""

import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Job
from detection.models import CandidateFile, DetectionRun, RunChunk
from detection.runs.services.drop_superpixels import drop_superpixels
from detection.thresholds.services.gather_candidates import gather_candidates
from detection.thresholds.stored import _read
from detection.thresholds.sweeps import prepare_where_due
from detection.thresholds.tasks import apply_rule as apply_task
from detection.thresholds.tasks import gather_candidates as gather_task
from imagery.files import data_path
from tests.detection.runs.grid import Scores
from tests.detection.thresholds.test_applying import search

# The queue's tasks are put aside by an in-memory broker that no worker reads.
pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/c/amber/searches/1/thresholds/"
API = "/api/v1/campaigns/amber/runs/1/findings/"


@pytest.fixture
def ended(run: DetectionRun, scores: Scores) -> DetectionRun:
    search(run, scores)
    now = timezone.now()
    run.job = Job.objects.create(
        campaign=run.campaign, kind=Job.Kind.DETECT, state=Job.State.SUCCEEDED, finished_at=now
    )
    run.planned_at = now
    run.save()
    run.chunks.update(state=RunChunk.State.DONE)
    return run


@pytest.fixture
def prepared(ended: DetectionRun) -> DetectionRun:
    gather_candidates(run=ended)
    return ended


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def test_a_preview_counts_and_draws_what_the_map_shows(
    prepared: DetectionRun, client: Client, editor: User
) -> None:
    client.force_login(editor)
    answer = client.get(f"{API}preview/?threshold=0.5&lone_threshold=0.95").json()
    assert (answer["n_findings"], answer["n_in_force"], answer["n_lone"], answer["in_view"]) == (3, 2, 1, 3)
    kinds = {feature["properties"]["kind"] for feature in answer["features"]}
    assert kinds == {"kept", "new"} and answer["features"][0]["geometry"]["type"] == "MultiPolygon"
    elsewhere = client.get(f"{API}preview/?threshold=0.5&bbox=0,0,1,1").json()
    assert (elsewhere["n_findings"], elsewhere["in_view"], elsewhere["features"]) == (2, 0, [])


def test_many_findings_are_drawn_as_points(
    prepared: DetectionRun, as_admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detection.thresholds.preview.MAX_SHAPES", 1)
    answer = as_admin.get(f"{API}preview/?threshold=0.5").json()
    assert [feature["geometry"]["type"] for feature in answer["features"]] == ["Point", "Point"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("threshold=0.01", "Scores below 0.2000 were not kept"),
        ("threshold=0.5&cluster_distance_m=999", "Distances above"),
        ("threshold=2", "less than or equal to 1"),
        ("", "required"),
        ("threshold=0.5&bbox=1,2", "west, south, east and north"),
    ],
)
def test_what_cannot_be_tried_is_said_in_words(
    prepared: DetectionRun, as_admin: Client, query: str, words: str
) -> None:
    answer = as_admin.get(f"{API}preview/?{query}")
    assert answer.status_code == 400 and words in answer.content.decode()


def test_a_search_without_prepared_scores_is_refused_and_prepared(
    ended: DetectionRun, as_admin: Client
) -> None:
    assert as_admin.get(f"{API}preview/?threshold=0.5").status_code == 409
    assert "not prepared yet" in as_admin.get(PAGE).content.decode()
    as_admin.post(f"{PAGE}prepare/")
    assert "Prepare thresholds" in as_admin.get(PAGE).content.decode()
    gather_task(ended.pk)
    job = Job.objects.get(kind=Job.Kind.CANDIDATES)
    assert job.state == Job.State.SUCCEEDED and "10 superpixels" in job.message
    assert as_admin.get(f"{API}preview/?threshold=0.5").status_code == 200
    assert as_admin.post(f"{API}prepare/").status_code == 409


def test_the_sweep_prepares_the_current_search_once(ended: DetectionRun) -> None:
    prepare_where_due()
    prepare_where_due()
    assert Job.objects.filter(kind=Job.Kind.CANDIDATES).count() == 1
    gather_task(ended.pk)
    prepare_where_due()
    assert Job.objects.filter(kind=Job.Kind.CANDIDATES).count() == 1


def test_scores_of_a_search_that_went_on_or_lost_superpixels_are_stale(
    prepared: DetectionRun, as_admin: Client
) -> None:
    drop = prepared.tile_results.select_related("tile").order_by("pk")[0]
    assert drop.tile is not None
    drop.tile.segmentations.update(n_without_data=1, without_data=[3])
    drop_superpixels(tile=drop.tile)
    assert as_admin.get(f"{API}preview/?threshold=0.5").status_code == 409
    gather_candidates(run=prepared)
    assert as_admin.get(f"{API}preview/?threshold=0.5").status_code == 200
    assert prepared.job is not None
    Job.objects.filter(pk=prepared.job.pk).update(finished_at=timezone.now())
    assert as_admin.get(f"{API}preview/?threshold=0.5").status_code == 409


def test_a_damaged_file_is_said_and_can_be_made_again(prepared: DetectionRun, as_admin: Client) -> None:
    stored = CandidateFile.objects.get()
    data_path(stored.arrays).write_bytes(b"no such thing")
    _read.cache_clear()  # as in a process that has just begun
    answer = as_admin.get(f"{API}preview/?threshold=0.5")
    assert answer.status_code == 409 and "damaged or missing" in answer.json()["detail"]
    assert as_admin.post(f"{API}prepare/").status_code == 202


def test_thresholds_are_applied_as_a_new_version(
    prepared: DetectionRun, as_admin: Client, admin: User
) -> None:
    fields = {"threshold": "0.5", "lone_threshold": "0.95", "min_positive_superpixels": "3", "rule": "shape"}
    as_admin.post(f"{PAGE}apply/", fields | {"cluster_distance_m": ""})
    version = prepared.finding_sets.get(number=2)
    assert as_admin.post(API, {"threshold": 0.6}, "application/json").status_code == 409  # one at a time
    assert "2 findings" not in as_admin.get(PAGE).content.decode()
    apply_task(version.pk)
    apply_task(version.pk)
    prepared.refresh_from_db()
    assert prepared.finding_set == version and version.created_by == admin
    first, second = reversed(as_admin.get(API).json())
    assert (first["is_in_force"], second["is_in_force"], second["n_findings"]) == (False, True, 3)
    assert "Lone ones from 0.95" in as_admin.get(PAGE).content.decode()
    again = as_admin.post(API, {"threshold": 0.5, "lone_threshold": 0.95}, "application/json")
    assert again.status_code == 409 and "rule in force" in again.json()["detail"]


@pytest.mark.parametrize("fields", [{"threshold": "much"}, {"threshold": "0.5", "rule": "magic"}, {}])
def test_numbers_that_cannot_be_used_change_nothing(
    prepared: DetectionRun, as_admin: Client, fields: dict[str, str]
) -> None:
    page = as_admin.post(f"{PAGE}apply/", fields, follow=True).content.decode()
    assert "These numbers cannot be used" in page and prepared.finding_sets.count() == 1


def test_nothing_is_tried_while_the_search_is_under_way(prepared: DetectionRun, as_admin: Client) -> None:
    Job.objects.filter(run=prepared).update(state=Job.State.RUNNING)
    assert "This search is under way" in as_admin.get(PAGE).content.decode()
    answer = as_admin.post(API, {"threshold": 0.6}, "application/json")
    assert answer.status_code == 409 and "under way" in answer.json()["detail"]


def test_a_version_whose_search_went_on_meanwhile_fails_in_words(
    prepared: DetectionRun, as_admin: Client
) -> None:
    as_admin.post(API, {"threshold": 0.6}, "application/json")
    Job.objects.filter(run=prepared).update(state=Job.State.RUNNING)
    apply_task(prepared.finding_sets.get(number=2).pk)
    job = Job.objects.get(kind=Job.Kind.RULE)
    assert job.state == Job.State.FAILED and "Search 1" in job.failure
    assert job.failure in as_admin.get(PAGE).content.decode().replace("&#x27;", "'")
    prepared.refresh_from_db()
    assert prepared.finding_set is not None and prepared.finding_set.number == 1


def answer_of(*arguments: str) -> dict[str, Any]:
    output = io.StringIO()
    call_command("search_thresholds", "amber", *arguments, "--json", stdout=output)
    found: dict[str, Any] = json.loads(output.getvalue())
    return found


def test_a_command_tries_and_applies(prepared: DetectionRun, admin: User) -> None:
    found = answer_of("--preset", "tuned")
    assert (found["n_findings"], found["n_lone"], found["rule"]["cluster_distance_m"]) == (5, 1, 200.0)
    original = answer_of("--preset", "original")
    assert original["rule"] == {
        "threshold": 0.4, "min_superpixels": 3, "lone_threshold": None, "cluster_distance_m": 0.0,
        "per_tile": True,
    }  # fmt: skip
    queued = answer_of("--threshold", "0.65", "--apply", "--as", admin.username)
    assert queued["version"] == 2 and queued["n_findings"] is None
    apply_task(prepared.finding_sets.get(number=2).pk)
    assert prepared.finding_sets.get(number=2).n_findings == 2
    output = io.StringIO()
    call_command("search_thresholds", "amber", "--threshold", "0.8", stdout=output)
    assert "1 findings" in output.getvalue() and "1 gone" in output.getvalue()
    with pytest.raises(CommandError, match="metres from 0 to 1000"):
        call_command("search_thresholds", "amber", "--distance", "far")


def test_a_search_begins_with_the_tuned_thresholds(campaign: Campaign, run: DetectionRun) -> None:
    run.finding_sets.all().delete()
    call_command("search", campaign.slug, "--threshold", "tuned")
    begun = campaign.runs.newest_first()[0]
    assert (begun.threshold, begun.lone_threshold, begun.cluster_distance_m) == (0.5, 0.95, 200.0)
    assert begun.finding_set is not None and begun.finding_set.finding_rule == begun.finding_rule
