"""Only findings that enough editors confirmed are published, and a release never changes."""

import gzip
import hashlib
import json
from datetime import date
from typing import Any

import pytest
import shapely.geometry
from django.contrib.auth.models import User

from campaigns.models import Campaign
from detection.models import Detection, DetectionRun, Release, Review, TileResult
from detection.publication.errors import ForeignRun, NothingNew, NothingToPublish
from detection.publication.selection import preview_release
from detection.publication.services.publish_release import publish_release
from detection.review.services.record_review import record_review
from imagery.files import data_path
from ml.tiles import Tile
from tests import factories
from tests.factories_detection import confirm, make_detection, make_run, make_tile_result

D = Review.Decision


@pytest.fixture
def run(campaign: Campaign) -> DetectionRun:
    return make_run(campaign)


def publish(run: DetectionRun, admin: User, note: str = "") -> Release:
    return publish_release(campaign=run.campaign, run=run, published_by=admin, note=note)


def published(release: Release) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(data_path(release.geojson).read_bytes())
    return document


def test_only_what_two_editors_confirmed_is_published(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    both = confirm(make_detection(run), editor, second_editor)
    confirm(make_detection(run), editor)
    make_detection(run)
    disputed = confirm(make_detection(run), editor, second_editor)
    record_review(detection=disputed, editor=admin, decision=D.REJECTED)
    release = publish(run, admin)
    assert [place.detection for place in release.places.all()] == [both]
    assert [feature["properties"]["detection"] for feature in published(release)["features"]] == [both.pk]


def test_publishing_without_a_confirmed_finding_is_refused(
    run: DetectionRun, admin: User, editor: User
) -> None:
    confirm(make_detection(run), editor)
    with pytest.raises(NothingToPublish, match="confirmed by 2 editors"):
        publish(run, admin)
    assert not Release.objects.exists()


def test_a_confirmed_state_without_enough_reviews_is_not_published(
    run: DetectionRun, admin: User, editor: User
) -> None:
    make_detection(run, review_state=Detection.State.CONFIRMED)
    confirm(make_detection(run, review_state=Detection.State.CONFIRMED), editor)
    Detection.objects.update(review_state=Detection.State.CONFIRMED)
    with pytest.raises(NothingToPublish):
        publish(run, admin)


def test_raising_the_number_of_confirmations_holds_findings_back(
    run: DetectionRun, campaign: Campaign, admin: User, editor: User, second_editor: User
) -> None:
    confirm(make_detection(run), editor, second_editor)
    Campaign.objects.filter(pk=campaign.pk).update(confirmations_to_publish=3)
    with pytest.raises(NothingToPublish, match="3 editors"):
        publish(run, admin)


def test_later_decisions_do_not_change_a_release(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    detection = confirm(make_detection(run), editor, second_editor)
    release = publish(run, admin)
    before = published(release)
    record_review(detection=detection, editor=editor, decision=D.REJECTED)
    release.refresh_from_db()
    assert release.n_detections == release.places.count() == 1
    assert published(release) == before


def test_the_hash_fits_the_file_and_its_compressed_copy(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    confirm(make_detection(run), editor, second_editor)
    release = publish(run, admin)
    content = data_path(release.geojson).read_bytes()
    assert hashlib.sha256(content).hexdigest() == release.sha256
    assert gzip.decompress(data_path(f"{release.geojson}.gz").read_bytes()) == content


def test_areas_and_years_add_up(run: DetectionRun, admin: User, editor: User, second_editor: User) -> None:
    spans = [
        (date(2018, 4, 3), date(2018, 4, 20)),
        (date(2019, 5, 1), date(2019, 5, 1)),
        (date(2016, 1, 1), date(2018, 1, 1)),
        (None, None),
    ]
    for number, span in enumerate(spans, start=1):
        confirm(make_detection(run, captured=span, area_ha=number), editor, second_editor)
    release = publish(run, admin)
    features = published(release)["features"]
    assert release.area_ha == pytest.approx(10.0)
    assert sum(feature["properties"]["area_ha"] for feature in features) == pytest.approx(release.area_ha)
    assert [(row["year"], row["area_ha"]) for row in release.card["places"]["years"]] == [
        (2018, 1), (2019, 2), (None, 7),
    ]  # fmt: skip
    assert release.card["places"]["year_uncertain"] == 2
    assert [feature["properties"]["year_uncertain"] for feature in features] == [True, True, False, False]


def test_the_geojson_is_valid_and_right_handed(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    confirm(make_detection(run, superpixels=(1, 8, 9, 30)), editor, second_editor)
    feature = published(publish(run, admin))["features"][0]
    shape = shapely.geometry.shape(feature["geometry"])
    assert shape.is_valid
    assert shape.geom_type == "MultiPolygon"
    assert all(shapely.is_ccw(part.exterior) for part in shape.geoms)
    point = shapely.Point(feature["properties"]["lng"], feature["properties"]["lat"])
    assert shape.contains(point)
    assert feature["id"] == feature["properties"]["place"] == 1


def test_every_number_is_traceable(run: DetectionRun, admin: User, editor: User, second_editor: User) -> None:
    detection = confirm(make_detection(run, files=True), editor, second_editor)
    document = published(publish(run, admin, note="First look"))
    card, evidence = document["landscar"], document["features"][0]["properties"]
    assert card["run"]["number"] == evidence["run"] == run.number
    assert (card["run"]["threshold"], card["run"]["min_positive_superpixels"]) == (0.71, 3)
    assert card["model"]["training_set_sha256"] == run.model_version.training_set_sha256
    assert card["imagery"]["version"] == run.source_version
    assert card["release"]["note"] == "First look"
    assert evidence["confirmed_by"] == 2
    assert evidence["superpixels"] == detection.superpixels
    assert evidence["picture_sha256"] == detection.tile_result.tile.sha256
    assert (evidence["captured_from"], evidence["captured_to"]) == ("2018-04-03", "2018-04-20")


def test_no_editors_name_is_published(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    detection = make_detection(run)
    record_review(detection=detection, editor=editor, decision=D.CONFIRMED, comment="seen from the road")
    confirm(detection, second_editor)
    text = data_path(publish(run, admin).geojson).read_text()
    assert not [word for word in ("emil", "edda", "anna", "seen from the road") if word in text]


def test_coverage_is_frozen(run: DetectionRun, admin: User, editor: User, second_editor: User) -> None:
    confirm(make_detection(run), editor, second_editor)
    home = factories.HOME_TILE
    for step, state in enumerate(
        (TileResult.State.FAILED, TileResult.State.NO_IMAGERY, TileResult.State.PENDING)
    ):
        make_tile_result(run, Tile(home.z, home.x - step, home.y - 9), state=state)
    release = publish(run, admin)
    TileResult.objects.update(state=TileResult.State.ANALYSED)
    release.refresh_from_db()
    assert release.coverage == {"pending": 1, "analysed": 1, "no_imagery": 1, "failed": 1}
    coverage = json.loads(data_path(release.coverage_geojson).read_bytes())
    assert {feature["properties"]["state"] for feature in coverage["features"]} == set(release.coverage)


def test_releases_are_numbered_and_an_unchanged_one_is_refused(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    confirm(make_detection(run), editor, second_editor)
    first = publish(run, admin)
    with pytest.raises(NothingNew):
        publish(run, admin)
    confirm(make_detection(run), editor, second_editor)
    second = publish(run, admin)
    assert (first.number, second.number) == (1, 2)
    assert (first.n_detections, second.n_detections) == (1, 2)
    assert second.is_latest
    assert not first.is_latest


def test_the_search_of_another_campaign_is_refused(campaign: Campaign, admin: User) -> None:
    other = make_run(factories.make_campaign(slug="quarries"))
    with pytest.raises(ForeignRun):
        publish_release(campaign=campaign, run=other, published_by=admin)


def test_the_preview_shows_what_is_missing(
    run: DetectionRun, admin: User, editor: User, second_editor: User
) -> None:
    confirm(make_detection(run, area_ha=2.5), editor, second_editor)
    confirm(make_detection(run), editor)
    make_detection(run)
    record_review(detection=make_detection(run), editor=editor, decision=D.REJECTED)
    preview = preview_release(run)
    assert (preview.n_places, preview.area_ha) == (1, 2.5)
    assert preview.waiting == {"needs_second": 1, "unreviewed": 1, "rejected": 1}
    assert (preview.n_waiting, preview.n_tiles, preview.is_news) == (2, 4, True)
    publish(run, admin)
    assert not preview_release(run).is_news
