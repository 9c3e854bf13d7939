"""A worker publishes: once, whatever dies, and with a batch of places in memory."""

import gzip
import json

import pytest
from django.contrib.auth.models import User

from campaigns.models import Campaign, Job
from campaigns.sweeps import resume_jobs
from detection.models import DetectionRun, Release, ReleaseRequest
from detection.publication.actions import request_release
from detection.publication.errors import NothingToPublish
from detection.publication.feature_file import id_of, packed, read_features, write_features
from detection.publication.services import publish_release as service
from detection.publication.tasks import publish
from detection.review.services.record_review import record_review
from imagery.files import data_path, write_atomically
from tests.factories_detection import confirm, make_detection, make_run


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


def ask(run: DetectionRun, admin: User) -> ReleaseRequest:
    request_release(campaign=run.campaign, run=run, requested_by=admin, note="Spring")
    return ReleaseRequest.objects.latest("pk")


def test_a_worker_that_dies_before_the_release_is_stored_leaves_nothing_behind(
    run: DetectionRun,
    admin: User,
    editor: User,
    second_editor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    confirm(make_detection(run), editor, second_editor)
    request = ask(run, admin)

    def die(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(service, "_write_documents", die)
        with pytest.raises(KeyboardInterrupt):
            publish(request.pk)
    assert not Release.objects.exists()
    Job.objects.update(heartbeat_at="2018-04-01T00:00Z")
    resume_jobs()
    publish(request.pk)
    assert Release.objects.get().n_detections == 1
    request.job.refresh_from_db()
    assert request.job.state == Job.State.SUCCEEDED


def test_a_worker_that_dies_after_it_publishes_nothing_twice(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    confirm(make_detection(run), editor, second_editor)
    request = ask(run, admin)
    publish(request.pk)
    Job.objects.update(state=Job.State.QUEUED)
    publish(request.pk)
    request.job.refresh_from_db()
    assert request.job.state == Job.State.SUCCEEDED
    assert Release.objects.count() == 1


def test_what_was_rejected_while_it_waited_is_not_published(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    detection = confirm(make_detection(run), editor, second_editor)
    request = ask(run, admin)
    record_review(detection=detection, editor=second_editor, decision="rejected")
    publish(request.pk)
    request.job.refresh_from_db()
    assert request.job.state == Job.State.FAILED
    assert "2 editors" in request.job.failure
    assert not Release.objects.exists()


def test_nothing_is_queued_when_there_is_nothing_to_publish(run: DetectionRun, admin: User) -> None:
    with pytest.raises(NothingToPublish):
        request_release(campaign=run.campaign, run=run, requested_by=admin, note="")
    assert not Job.objects.filter(kind=Job.Kind.PUBLISH).exists()


@pytest.mark.parametrize("n", [0, 1, 3])
def test_features_are_written_and_read_one_by_one(n: int) -> None:
    features = [{"type": "Feature", "id": number, "name": "Ґрунт\n[1]]}"} for number in range(n)]
    path, sha256 = write_features("releases/x/1", "detections", {"a": 1}, map(packed, features))
    content = data_path(path).read_bytes()
    assert json.loads(content) == {"type": "FeatureCollection", "landscar": {"a": 1}, "features": features}
    assert gzip.decompress(data_path(f"{path}.gz").read_bytes()) == content
    assert [json.loads(feature) for feature in read_features(path)] == features
    assert [id_of(feature) for feature in read_features(path)] == list(range(n))
    assert sha256[:12] in path
    assert not list(data_path("releases/x/1").glob(".writing-*"))


def test_files_of_one_line_are_read_too() -> None:
    write_atomically("old.geojson", json.dumps({"features": [{"id": 1}, {"id": 2}]}).encode())
    assert [id_of(feature) for feature in read_features("old.geojson")] == [1, 2]


def test_a_failure_while_writing_leaves_no_file_behind() -> None:
    def features() -> object:
        yield packed({"id": 1})
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_features("releases/x/2", "detections", {}, features())  # type: ignore[arg-type]  # a generator
    assert not list(data_path("releases/x/2").iterdir())
