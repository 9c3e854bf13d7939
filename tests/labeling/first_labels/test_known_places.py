"""Places known beforehand: stored whole or not at all, asked first among others, proposed to an expert."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.errors import JobAlreadyRunning
from campaigns.models import Campaign, Job
from imagery.files import data_path
from labeling.exchange.services.export_labels import Format, write_labels
from labeling.first_labels.actions import Given, read_knowledge
from labeling.first_labels.services import queue_places as module
from labeling.first_labels.tasks import read_places_file
from labeling.interface import training_examples
from labeling.models import Consensus, GoldAnswer, KnowledgeFile, KnownPlace, PlaceOnTile, Reason, Vote
from labeling.queueing.services.order_queue import order_queue
from labeling.queueing.services.queue_tiles import queue_random_tiles
from labeling.volunteers.known_places import places_left
from tests.labeling.first_labels.conftest import (
    Read,
    box,
    collection,
    point,
    queued,
    run,
    tile_in_region,
)

FAR = {"type": "Point", "coordinates": [10.0, 10.0]}


def test_a_polygon_proposes_the_parts_that_it_covers_and_votes_on_none(
    campaign: Campaign, read_places: Read, tmp_path: Path
) -> None:
    # The left third whole, and half of the middle: parts 1 and 4, and half of 2 and 5.
    job = read_places(
        collection((box(tile_in_region(1, 1), 0, 0, 0.5, 1), {"name": "North pit", "note": "Pits"})),
        source="Survey of 2019",
    )
    assert job.state == Job.State.SUCCEEDED, job.failure
    place = KnownPlace.objects.get()
    assert (place.name, place.note, place.answer) == ("North pit", "Pits", "positive")
    row = PlaceOnTile.objects.get()
    assert {number: round(share, 1) for number, share in row.shares.items()} == {
        "1": 1.0, "2": 0.5, "4": 1.0, "5": 0.5,
    }  # fmt: skip
    assert row.covers(0.6).keys() == {1, 4}
    assert not Vote.objects.exists() and not GoldAnswer.objects.exists() and not Consensus.objects.exists()
    assert training_examples(campaign).n_positive == 0
    written = tmp_path / "labels.geojson"
    assert write_labels(campaign, Format.GEOJSON, written, lambda done: None) == 0


def test_a_point_lies_on_one_part_and_proposes_nothing(campaign: Campaign, read_places: Read) -> None:
    read_places(collection((point(tile_in_region(0, 0)), {})))
    row = PlaceOnTile.objects.get()
    assert row.superpixels == [2] and row.covers(0.6) == {}


def test_a_polygon_across_two_tiles_lies_on_both(campaign: Campaign, read_places: Read) -> None:
    read_places(collection((box(tile_in_region(0, 0), 0.7, 0.1, 1.3, 0.4), {})))
    assert {key for key, tile in queued(campaign).items() if tile.reason == Reason.KNOWN_PLACE} == {
        (0, 0),
        (1, 0),
    }


def test_a_place_smaller_than_a_part_lies_on_the_one_that_it_overlaps_most(
    campaign: Campaign, read_places: Read
) -> None:
    read_places(collection((box(tile_in_region(0, 0), 0.30, 0.1, 0.345, 0.12), {})))
    assert PlaceOnTile.objects.get().superpixels == [1]


def test_places_outside_the_region_are_counted_and_told(campaign: Campaign, read_places: Read) -> None:
    job = read_places(collection((point(tile_in_region(0, 0)), {}), (FAR, {}), (FAR, {})))
    assert KnownPlace.objects.count() == 1
    assert "1 place is new. 2 lie outside the region and were left out." in job.message


def test_a_file_without_a_place_in_the_region_stores_nothing(campaign: Campaign, read_places: Read) -> None:
    job = read_places(collection((FAR, {})))
    assert job.state == Job.State.FAILED and "None of the file’s 1 places lies in the region" in job.failure
    assert not KnownPlace.objects.exists()
    file = KnowledgeFile.objects.get()
    assert file.path == "" and not list(data_path(f"imports/{campaign.slug}").iterdir())


def test_swapped_axes_are_recognised(campaign: Campaign, read_places: Read) -> None:
    place = point(tile_in_region(0, 0))
    place["coordinates"] = place["coordinates"][::-1]
    assert "the other way round" in read_places(collection((place, {}))).failure


def test_a_place_that_covers_too_many_tiles_is_left_out(
    campaign: Campaign, read_places: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labeling.first_labels.places.MAX_TILES_A_PLACE", 3)
    wide = box(tile_in_region(0, 0), 0.1, 0.1, 3.5, 0.9)
    job = read_places(collection((wide, {}), (point(tile_in_region(2, 2)), {})))
    assert "1 covers too many tiles and was left out" in job.message
    assert KnownPlace.objects.count() == 1


@pytest.mark.parametrize("column", ["", "label"])
def test_a_property_tells_positive_from_negative(campaign: Campaign, read_places: Read, column: str) -> None:
    content = collection(
        (point(tile_in_region(0, 0)), {"label": "Mining"}),
        (point(tile_in_region(1, 0)), {"label": "not-mining"}),
        (point(tile_in_region(2, 0)), {"label": "0"}),
    )
    read_places(content, column=column)
    answers = list(KnownPlace.objects.order_by("pk").values_list("answer", flat=True))
    assert answers == ["positive", "negative", "negative"]


def test_unknown_names_are_asked_about_before_anything_is_stored(
    campaign: Campaign, read_places: Read, browser: Client
) -> None:
    content = collection(
        (point(tile_in_region(0, 0)), {"kind": "pit"}),
        (point(tile_in_region(1, 0)), {"kind": "field"}),
        (point(tile_in_region(2, 0)), {"kind": "cloud"}),
    )
    job = read_places(content, column="kind")
    assert job.state == Job.State.SUCCEEDED and "“pit”" in job.message
    assert not KnownPlace.objects.exists()
    file = KnowledgeFile.objects.get()
    assert file.asks == {"pit": 1, "field": 1, "cloud": 1}
    page = browser.get("/c/amber/first-labels/").content.decode()
    assert "Which is which in “mines.geojson”?" in page
    answers = {
        f"file-{file.pk}-name_{n}": answer for n, answer in enumerate(["leave-out", "negative", "positive"])
    }  # cloud, field, pit
    some = dict(list(answers.items())[:2])
    refused = browser.post(f"/c/amber/first-labels/names/{file.pk}/", some)
    assert refused.status_code == 400 and "Say what this name means." in refused.content.decode()
    assert browser.post(f"/c/amber/first-labels/names/{file.pk}/", answers).status_code == 302
    file.refresh_from_db()
    done = run(file.job_id)
    assert "1 was left out, as you chose" in done.message
    answers_by_kind = list(KnownPlace.objects.order_by("pk").values_list("answer", flat=True))
    assert answers_by_kind == ["positive", "negative"]
    assert browser.post(f"/c/amber/first-labels/names/{file.pk}/", answers).status_code == 404


def test_a_column_that_the_file_does_not_have_is_named(campaign: Campaign, read_places: Read) -> None:
    job = read_places(collection((point(tile_in_region(0, 0)), {"kind": "pit"})), column="klass")
    assert "“klass”" in job.failure and "kind" in job.failure


def test_a_column_of_names_is_no_column_of_classes(campaign: Campaign, read_places: Read) -> None:
    places = [(point(tile_in_region(n % 4, n // 4)), {"name": f"Pit {n}"}) for n in range(13)]
    assert "so it names no classes" in read_places(collection(*places), column="name").failure


def test_the_same_file_again_adds_nothing(campaign: Campaign, read_places: Read) -> None:
    content = collection((point(tile_in_region(0, 0)), {}))
    read_places(content)
    job = read_places(content)
    assert "1 was known already." in job.message and KnownPlace.objects.count() == 1


def test_a_place_in_a_later_file_is_laid_on_a_tile_that_is_queued_already(
    campaign: Campaign, read_places: Read
) -> None:
    read_places(collection((point(tile_in_region(0, 0)), {})))
    read_places(collection((point(tile_in_region(0, 0), 0.9, 0.9), {})))
    assert sorted(row.superpixels for row in PlaceOnTile.objects.all()) == [[2], [6]]


def test_a_place_that_becomes_a_tile_without_imagery_is_told(
    campaign: Campaign, read_places: Read, imagery: set[tuple[int, int]]
) -> None:
    nowhere = tile_in_region(0, 0)
    imagery.add((nowhere.x, nowhere.y))
    job = read_places(collection((point(nowhere), {})))
    assert "1 tile has no imagery or could not be read." in job.message


def test_volunteers_get_known_places_among_as_many_others(campaign: Campaign, read_places: Read) -> None:
    places = [(point(tile_in_region(n % 4, n // 4)), {}) for n in range(8)]
    read_places(collection(*places))
    reasons = [tile.reason for tile in sorted(queued(campaign).values(), key=lambda one: -one.priority)]
    assert len(reasons) == 16 and reasons.count(Reason.KNOWN_PLACE) == 8
    # The order is drawn: that all eight come first has a chance of 1 in 12,870.
    assert reasons[:8].count(Reason.KNOWN_PLACE) < 8


def test_negative_places_serve_as_others(campaign: Campaign, read_places: Read) -> None:
    places = [(point(tile_in_region(n, 0)), {"answer": "yes" if n < 2 else "no"}) for n in range(4)]
    read_places(collection(*places))
    assert {tile.reason for tile in queued(campaign).values()} == {Reason.KNOWN_PLACE}


def test_known_places_come_before_the_rest_and_keep_their_order(
    campaign: Campaign, read_places: Read
) -> None:
    queue_random_tiles(campaign, 10, lambda: True)
    known = [key for key in ((n % 4, n // 4) for n in range(16)) if key not in queued(campaign)][:2]
    read_places(collection(*[(point(tile_in_region(*key)), {}) for key in known]))
    before = {key: tile.priority for key, tile in queued(campaign).items()}
    first_four = sorted(before, key=lambda key: -before[key])[:4]
    assert set(known) <= set(first_four)
    order_queue(campaign=campaign)
    assert {key: tile.priority for key, tile in queued(campaign).items()} == before


def test_known_places_can_be_drawn_as_random_tiles_too(campaign: Campaign, read_places: Read) -> None:
    """Else the random tiles would miss what was known, and the estimate of its share would be too low."""
    campaign.random_share = 1.0
    campaign.save()
    read_places(collection(*[(point(tile_in_region(n, 0)), {}) for n in range(4)]))
    queue_random_tiles(campaign, 16, lambda: True)
    tiles = queued(campaign)
    assert len(tiles) == 16
    drawn_known = [tile for tile in tiles.values() if tile.reason == Reason.KNOWN_PLACE and tile.is_random]
    assert drawn_known


def test_a_job_whose_worker_died_goes_on(
    campaign: Campaign, imagery: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = collection(*[(point(tile_in_region(n, 0)), {}) for n in range(3)])
    file = SimpleUploadedFile("mines.geojson", content)
    (row,) = read_knowledge(campaign=campaign, kind="places", given=[Given(file)], started_by=None)
    queue, seen = module.queue_tile, []

    def die_on_the_second(*given: Any) -> Any:
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt  # as a killed process: no handler runs
        return queue(*given)

    monkeypatch.setattr(module, "queue_tile", die_on_the_second)
    # What is done on the way out of a handler is not done by a killed process either.
    monkeypatch.setattr("labeling.first_labels.tasks._forget_files", lambda job: None)
    with pytest.raises(KeyboardInterrupt):
        read_places_file.apply(args=[row.job_id], throw=True)
    monkeypatch.undo()
    assert KnownPlace.objects.count() == 3 and PlaceOnTile.objects.count() == 1


def test_a_job_taken_over_reads_its_file_again_and_adds_nothing_twice(
    campaign: Campaign, imagery: Any
) -> None:
    content = collection(*[(point(tile_in_region(n, 0)), {}) for n in range(3)])
    file = SimpleUploadedFile("mines.geojson", content)
    (row,) = read_knowledge(campaign=campaign, kind="places", given=[Given(file)], started_by=None)
    job = Job.objects.get(pk=row.job_id)
    assert job.claim()
    module.queue_places(campaign=campaign, report=job.report)
    Job.objects.get(pk=job.pk).requeue()  # as the sweep does when its worker is dead
    done = run(job.pk)
    assert done.state == Job.State.SUCCEEDED
    assert KnownPlace.objects.count() == 3 and PlaceOnTile.objects.count() == 3


def test_a_stopped_job_leaves_what_it_has_queued(
    campaign: Campaign, imagery: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = SimpleUploadedFile("m.geojson", collection(*[(point(tile_in_region(n, 0)), {}) for n in range(3)]))
    (row,) = read_knowledge(campaign=campaign, kind="places", given=[Given(file)], started_by=None)
    queue = module.queue_tile

    def stop_after(*given: Any) -> Any:
        Job.objects.get(pk=row.job_id).cancel()
        return queue(*given)

    monkeypatch.setattr(module, "queue_tile", stop_after)
    assert run(row.job_id).state == Job.State.CANCELLED
    assert PlaceOnTile.objects.count() == 1


def test_a_second_file_waits_for_the_first_and_is_not_kept(campaign: Campaign, imagery: Any) -> None:
    def give() -> None:
        file = SimpleUploadedFile("m.geojson", collection((point(tile_in_region(0, 0)), {})))
        read_knowledge(campaign=campaign, kind="places", given=[Given(file)], started_by=None)

    give()
    before = list(Path(settings.DATA_ROOT, "imports", campaign.slug).iterdir())
    with pytest.raises(JobAlreadyRunning):
        give()
    assert list(Path(settings.DATA_ROOT, "imports", campaign.slug).iterdir()) == before


def test_an_expert_is_offered_known_places_first_and_counts_them(
    campaign: Campaign, read_places: Read, browser: Client
) -> None:
    places = [
        (box(tile_in_region(0, 0), 0, 0, 1 / 3, 0.5), {"name": "West pit", "note": "Round pits"}),
        (point(tile_in_region(1, 0)), {"name": "East pit"}),
    ]
    read_places(collection(*places))
    page = browser.get("/c/amber/expert/").content.decode()
    assert "Known places: 0 of 2 answered" in page
    tile = queued(campaign)[0, 0]
    shown = browser.get(f"/c/amber/expert/?tile={tile.pk}").content.decode()
    first = shown.split('class="card question"')[1]
    assert "covers 100" in first and "<strong>Mining</strong>" in first and 'value="Round pits"' in first
    assert "question__proposal" not in shown.split('class="card question"')[2]
    browser.post(f"/c/amber/expert/gold/{tile.pk}/", {"superpixel": 1, "answer": "positive"})
    left = places_left(campaign, 10)
    assert (left.n_answered, left.n_places) == (1, 2)
    assert [[str(place) for place in known] for _thumbnail, known in left.tiles] == [["East pit"]]


def test_an_answer_elsewhere_on_the_tile_leaves_the_place_open(
    campaign: Campaign, read_places: Read, browser: Client
) -> None:
    read_places(collection((point(tile_in_region(0, 0)), {})))
    tile = queued(campaign)[0, 0]
    browser.post(f"/c/amber/expert/gold/{tile.pk}/", {"superpixel": 6, "answer": "negative"})
    assert places_left(campaign, 10).n_answered == 0


def test_the_places_come_out_again_with_their_origin(
    campaign: Campaign, read_places: Read, browser: Client
) -> None:
    read_places(collection((point(tile_in_region(0, 0)), {"name": "Pit"})), source="Survey of 2019")
    answer = browser.get("/c/amber/first-labels/places.geojson")
    assert "attachment" in answer["Content-Disposition"]
    (feature,) = json.loads(answer.content)["features"]
    assert feature["properties"]["source"] == "Survey of 2019"
    assert len(feature["properties"]["file_sha256"]) == 64
    listed = browser.get("/api/v1/campaigns/amber/labeling/known-places/").json()
    assert listed["features"][0]["geometry"] == feature["geometry"]


def test_the_api_takes_a_file(campaign: Campaign, imagery: Any, browser: Client) -> None:
    where = "/api/v1/campaigns/amber/labeling/known-places/"
    file = SimpleUploadedFile("m.geojson", collection((point(tile_in_region(0, 0)), {})))
    answer = browser.post(where, {"places": file, "answer": "negative"})
    assert answer.status_code == 202
    run(answer.json()["id"])
    assert KnownPlace.objects.get().answer == "negative"
    refused = browser.post(where, {"places": SimpleUploadedFile("m.txt", b"x")})
    assert refused.status_code == 400 and "m.txt" in refused.json()["places"][0]
