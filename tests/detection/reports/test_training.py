"""An accepted report becomes experts' answers that the next training uses."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign
from detection.models import DetectionRun, ReaderReport
from detection.publication.services.publish_release import publish_release
from detection.reports import actions
from detection.reports.services.answer_report import answer_report
from detection.reports.sweeps import learn_where_asked
from detection.reports.tasks import learn_from_report
from imagery.models import Tile
from labeling.interface import training_examples
from labeling.models import GoldAnswer, LabelTile
from labeling.queueing.services import queue_tiles
from tests.factories import HOME_TILE
from tests.factories_detection import confirm, make_detection
from tests.factories_labeling import make_label_tile
from tests.factories_reports import make_report
from tests.labeling.first_labels.conftest import box, draw_tile, point, segmentation_of

Gold = list[tuple[int, str]]


@pytest.fixture
def release(run: DetectionRun, editor: User, second_editor: User, admin: User) -> Any:
    """With one place, which covers the left third of the home tile: superpixels 1 and 4 of 6."""
    shape = {"type": "MultiPolygon", "coordinates": [box(HOME_TILE, 0, 0, 0.34, 1)["coordinates"]]}
    confirm(make_detection(run, address=HOME_TILE, geometry=shape), editor, second_editor)
    return publish_release(campaign=run.campaign, run=run, published_by=admin)


@pytest.fixture
def empty(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, int]]:
    """Addresses without imagery."""
    found: set[tuple[int, int]] = set()
    monkeypatch.setattr(queue_tiles, "prepare_tile", lambda **given: draw_tile(found, **given))
    monkeypatch.setattr(queue_tiles, "ensure_segmentation", segmentation_of)
    return found


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    calls: list[int] = []
    for module in ("actions", "sweeps"):
        monkeypatch.setattr(
            f"detection.reports.{module}.queue_task", lambda *, task, argument: calls.append(argument)
        )
    return calls


def accept(report: ReaderReport, editor: User) -> ReaderReport:
    return answer_report(report=report, editor=editor, state="accepted")


def use(report: ReaderReport, editor: User) -> ReaderReport:
    assert actions.ask_for_training(report=report, editor=editor)
    learn_from_report(report.pk)
    report.refresh_from_db()
    return report


def gold() -> Gold:
    return list(GoldAnswer.objects.order_by("superpixel").values_list("superpixel", "answer"))


def test_a_wrong_place_becomes_negative_examples(release: Any, campaign: Campaign, editor: User) -> None:
    make_label_tile(campaign, 0)
    report = use(accept(make_report(release, 1), editor), editor)
    assert gold() == [(1, "negative"), (4, "negative")]
    assert report.training.startswith("2 superpixels became") and report.trained_at
    examples = training_examples(campaign)
    assert (examples.n_positive, examples.n_negative) == (0, 2)
    answer = GoldAnswer.objects.first()
    assert answer and answer.author == editor and answer.reason == "Reader’s report 1"


def test_a_missed_point_becomes_a_positive_example_on_a_tile_that_is_read_for_it(
    release: Any, campaign: Campaign, editor: User, empty: set[tuple[int, int]]
) -> None:
    lng, lat = point(HOME_TILE, 0.5, 0.25)["coordinates"]
    use(accept(make_report(release, lng=lng, lat=lat), editor), editor)
    assert gold() == [(2, "positive")]
    assert LabelTile.objects.get().tile.address == HOME_TILE


def test_an_outline_becomes_the_superpixels_that_it_covers(
    release: Any, campaign: Campaign, editor: User
) -> None:
    make_label_tile(campaign, 0)
    shape = {"type": "MultiPolygon", "coordinates": [box(HOME_TILE, 0.3, 0, 0.95, 0.5)["coordinates"]]}
    use(accept(make_report(release, shape=shape), editor), editor)
    assert gold() == [(2, "positive"), (3, "positive")]


def test_an_outline_smaller_than_a_superpixel_becomes_the_one_it_lies_in(
    release: Any, campaign: Campaign, editor: User
) -> None:
    make_label_tile(campaign, 0)
    shape = {"type": "MultiPolygon", "coordinates": [box(HOME_TILE, 0.4, 0.6, 0.45, 0.65)["coordinates"]]}
    use(accept(make_report(release, shape=shape), editor), editor)
    assert gold() == [(5, "positive")]


def test_without_imagery_the_page_says_so_and_the_editor_may_ask_again(
    release: Any, editor: User, empty: set[tuple[int, int]], client: Client
) -> None:
    empty.add((HOME_TILE.x, HOME_TILE.y))
    report = use(accept(make_report(release, 1), editor), editor)
    assert gold() == [] and report.trained_at is None
    client.force_login(editor)
    page = client.get("/c/amber/reports/").content.decode()
    assert f"The imagery of tile {HOME_TILE} is not stored and could not be read" in page
    assert ">Use for training<" in page
    empty.clear()
    Tile.objects.all().delete()
    assert use(report, editor).trained_at and gold() == [(1, "negative"), (4, "negative")]


def test_a_point_outside_the_region_is_not_used(release: Any, editor: User) -> None:
    report = use(accept(make_report(release, lng=10.0, lat=10.0), editor), editor)
    assert "outside the campaign’s region" in report.training and gold() == []


def test_it_happens_once(release: Any, campaign: Campaign, editor: User, client: Client) -> None:
    make_label_tile(campaign, 0)
    report = use(accept(make_report(release, 1), editor), editor)
    GoldAnswer.objects.all().delete()  # an editor took the answers back
    assert not actions.ask_for_training(report=report, editor=editor)
    learn_from_report(report.pk)
    assert gold() == []
    client.force_login(editor)
    page = client.get("/c/amber/reports/").content.decode()
    assert "Used for training" in page and ">Use for training<" not in page


@pytest.mark.parametrize("said", [{"reason": "shape"}, {"reason": "date"}])
def test_a_wrong_outline_or_date_says_nothing_about_the_ground(
    release: Any, editor: User, client: Client, said: dict[str, str]
) -> None:
    report = accept(make_report(release, 1, **said), editor)
    assert not actions.ask_for_training(report=report, editor=editor)
    client.force_login(editor)
    assert "Use for training" not in client.get("/c/amber/reports/").content.decode()


@pytest.mark.parametrize("state", ["received", "looking", "declined"])
def test_only_an_accepted_report_is_used(release: Any, editor: User, client: Client, state: str) -> None:
    report = answer_report(report=make_report(release, 1), editor=editor, state=state)
    client.force_login(editor)
    page = client.post(f"/c/amber/reports/{report.pk}/training/", follow=True).content.decode()
    assert "Only an accepted report" in page
    learn_from_report(report.pk)
    assert gold() == []


def test_the_button_queues_the_work(
    release: Any, editor: User, client: Client, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    report = accept(make_report(release, 1), editor)
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(f"/c/amber/reports/{report.pk}/training/", follow=True).content.decode()
    assert sent == [report.pk] and "A worker is using it for training" in page


def test_work_whose_worker_died_is_queued_again(release: Any, editor: User, sent: list[int]) -> None:
    report = accept(make_report(release, 1), editor)
    actions.ask_for_training(report=report, editor=editor)
    learn_where_asked()
    assert sent == []
    ReaderReport.objects.update(training_asked_at=timezone.now() - timedelta(hours=1))
    learn_where_asked()
    learn_where_asked()
    assert sent == [report.pk]
