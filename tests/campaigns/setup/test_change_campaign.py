"""What changes with a campaign's settings is told in numbers before, and is what happens."""

from typing import Any

import pytest
import shapely
import shapely.geometry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign, Job
from campaigns.setup.changes import consequences_of
from campaigns.setup.services.change_campaign import change_campaign
from imagery.models import ImagerySource
from labeling.answering.services.lease_gold import gold_tiles_for
from labeling.first_labels.overview import knowledge_of, pictures_of_places
from labeling.models import Consensus, GoldAnswer, KnowledgeFile, KnownPlace, LabelTile, PlaceOnTile, Vote
from labeling.queueing.queue_map import describe_map
from labeling.queueing.services import queue_tiles
from labeling.volunteers.known_places import places_left
from ml.tiles import Tile
from tests.factories import HOME_TILE, box_around, make_source
from tests.factories_detection import make_model_version, make_run
from tests.factories_labeling import answer_tile, make_guest, make_label_tile


@pytest.fixture
def queue(campaign: Campaign) -> list[LabelTile]:
    """Three tiles side by side; the first has 6 answers."""
    tiles = [make_label_tile(campaign, index, priority=-index) for index in range(3)]
    answer_tile(campaign, make_guest(campaign), positive={1})
    return tiles


def region_of(*tiles: LabelTile) -> dict[str, Any]:
    boxes = [shapely.box(*tile.tile.address.bounds).buffer(-1e-5) for tile in tiles]
    return dict(shapely.geometry.mapping(shapely.union_all(boxes)))


def words(campaign: Campaign, **fields: Any) -> str:
    return "\n".join(one.words for one in consequences_of(campaign, fields))


def pictures() -> set[int]:
    return set(LabelTile.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("fields", [{"n_segments": 60}, {"zoom": 17}, {"source": "another"}])
def test_answered_tiles_stay_as_they_are_and_the_others_leave(
    campaign: Campaign, queue: list[LabelTile], fields: dict[str, Any]
) -> None:
    if "source" in fields:
        fields = {"source": make_source(slug="another")}
    said = words(campaign, **fields)
    assert "1 tile with answers (6 in all) stays" in said
    assert "2 tiles that nobody has answered leave the queue" in said
    change_campaign(campaign=campaign, fields=fields)
    kept = LabelTile.objects.get()
    assert (kept, kept.segmentation) == (queue[0], queue[0].segmentation)
    assert Vote.objects.count() == 6
    assert not kept.is_outside


def test_the_same_place_is_queued_again_with_the_new_picture(
    campaign: Campaign, queue: list[LabelTile]
) -> None:
    change_campaign(campaign=campaign, fields={"source": make_source(slug="another", path="b.tif")})
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert [tile.x for tile in queue_tiles._untried_tiles(campaign, seed=1)] == [HOME_TILE.x]


def test_a_tile_is_not_cut_twice(campaign: Campaign, queue: list[LabelTile]) -> None:
    change_campaign(campaign=campaign, fields={"n_segments": 60})
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert list(queue_tiles._untried_tiles(campaign, seed=1)) == []


def test_tiles_outside_a_smaller_region_are_not_asked_and_their_answers_stay(
    campaign: Campaign, queue: list[LabelTile]
) -> None:
    smaller = region_of(queue[1])
    said = words(campaign, region=smaller)
    assert "1 tile outside the new region is not asked any more. Its answers (6) are kept" in said
    assert "1 tile outside the new region that nobody has answered leaves the queue" in said
    change_campaign(campaign=campaign, fields={"region": smaller})
    assert {tile.pk: tile.is_outside for tile in LabelTile.objects.all()} == {
        queue[0].pk: True,
        queue[1].pk: False,
    }
    assert list(LabelTile.objects.open()) == [queue[1]]
    assert Vote.objects.count() == 6


def test_a_tile_outside_is_on_no_list_and_no_map(campaign: Campaign, queue: list[LabelTile]) -> None:
    outside = queue[0]
    Consensus.objects.create(label_tile=outside, superpixel=3, state=Consensus.State.EXPERT)
    job = Job.objects.create(campaign=campaign, kind=Job.Kind.KNOWN_PLACES)
    file = KnowledgeFile.objects.create(campaign=campaign, kind="places", job=job, file_name="a.geojson")
    place = KnownPlace.objects.create(
        campaign=campaign, file=file, geometry={"type": "Point", "coordinates": [0, 0]}, answer="positive"
    )
    PlaceOnTile.objects.create(place=place, label_tile=outside, shares={"1": 1.0})
    GoldAnswer.objects.create(label_tile=outside, superpixel=2, answer="positive")
    guest = make_guest(campaign, "Newcomer")

    def listed() -> list[int]:
        return [
            len(places_left(campaign, 9).tiles),
            len(pictures_of_places(campaign)),
            Consensus.objects.awaiting_expert(campaign).count(),
            len(gold_tiles_for(guest, campaign, 9)),
            len(describe_map(campaign)["waiting"]) + len(describe_map(campaign)["done"]),
            knowledge_of(campaign).n_tiles,
        ]

    before = listed()
    LabelTile.objects.filter(pk=outside.pk).update(is_outside=True)
    assert listed() == [n - 1 for n in before]


def test_a_region_that_grows_again_takes_its_tiles_back(campaign: Campaign, queue: list[LabelTile]) -> None:
    change_campaign(campaign=campaign, fields={"region": region_of(queue[1])})
    change_campaign(campaign=campaign, fields={"region": region_of(*queue[:2])})
    assert set(LabelTile.objects.open()) == set(queue[:2])


def test_saving_the_same_again_changes_nothing(campaign: Campaign, queue: list[LabelTile]) -> None:
    same = {
        "region": campaign.region,
        "zoom": campaign.zoom,
        "source": campaign.source,
        "n_segments": campaign.n_segments,
        "extractor": campaign.extractor,
    }
    assert consequences_of(campaign, same) == []
    change_campaign(campaign=campaign, fields=same)
    assert pictures() == {tile.pk for tile in queue}


def test_what_a_model_and_a_search_are_worth_afterwards_is_said(campaign: Campaign) -> None:
    make_run(campaign, model_version=make_model_version(campaign))
    assert "Model v1 learnt from superpixels that were cut otherwise" in words(campaign, n_segments=60)
    assert "Model v1 learnt from the old pictures" in words(campaign, zoom=17)
    assert "Model v1 stays usable" in words(campaign, extractor=Campaign.Extractor.EFFICIENTNET)
    assert "1 search and what was published from it stay" in words(
        campaign, region=box_around(Tile(16, 1, 1))
    )


def test_a_search_with_the_model_of_another_cut_is_refused(
    client: Client, campaign: Campaign, admin: User
) -> None:
    make_model_version(campaign)
    change_campaign(campaign=campaign, fields={"n_segments": 60})
    client.force_login(admin)
    answer = client.post(reverse("api-runs", args=[campaign.slug]), {}, content_type="application/json")
    assert answer.status_code == 409
    assert "Retrain before searching" in answer.json()["detail"]
    assert not Job.objects.exists()


def test_the_page_shows_the_consequences_and_saves_only_when_they_are_confirmed(
    client: Client, campaign: Campaign, queue: list[LabelTile], admin: User
) -> None:
    client.force_login(admin)
    address = reverse("settings-superpixels", args=[campaign.slug])
    fields: dict[str, Any] = {"zoom": 16, "n_segments": 60, "compactness": 35, "sigma": 1}
    first = client.post(address, fields)
    assert "stays cut as it is" in first.content.decode()
    assert Campaign.objects.get(pk=campaign.pk).n_segments == 30
    token = first.context["unconfirmed"].token
    answer_tile(campaign, make_guest(campaign), positive={2})
    assert client.post(address, fields | {"confirm": token}).status_code == 200, "the numbers are old"
    token = client.post(address, fields).context["unconfirmed"].token
    assert client.post(address, fields | {"confirm": token}).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).n_segments == 60


def test_the_api_tells_the_consequences_with_409(
    client: Client, campaign: Campaign, queue: list[LabelTile], admin: User
) -> None:
    client.force_login(admin)
    address = reverse("api-campaign", args=[campaign.slug])
    send: dict[str, Any] = {"content_type": "application/json"}
    refused = client.patch(address, {"n_segments": 60}, **send)
    assert refused.status_code == 409
    assert "1 tile with answers (6 in all) stays cut as it is" in refused.json()["detail"]
    assert client.patch(address, {"n_segments": 60, "confirm": True}, **send).status_code == 200
    assert Campaign.objects.get(pk=campaign.pk).n_segments == 60


def test_the_api_changes_texts_in_both_languages(client: Client, campaign: Campaign, admin: User) -> None:
    client.force_login(admin)
    address = reverse("api-campaign", args=[campaign.slug])
    given = {"texts": {"question": {"uk": "Це бурштин?"}}, "confirmations_to_publish": 3}
    answer = client.patch(address, given, content_type="application/json")
    assert answer.json()["texts"]["question"] == {"en": "Is this amber mining?", "uk": "Це бурштин?"}
    assert Campaign.objects.get(pk=campaign.pk).confirmations_to_publish == 3


@pytest.mark.parametrize(
    "bad",
    [
        {"confirmations_to_publish": 1},
        {"region": "hello"},
        {"region": {"type": "Point", "coordinates": [27, 51]}},
        {"source": "nowhere"},
        {"zoom": 30},
        {"texts": {"question": {"en": "", "uk": ""}}},
        {"texts": {"name": {"en": "x" * 300}}},
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    client: Client, campaign: Campaign, admin: User, bad: dict[str, Any]
) -> None:
    client.force_login(admin)
    before = Campaign.objects.filter(pk=campaign.pk).values().get()
    answer = client.patch(reverse("api-campaign", args=[campaign.slug]), bad, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, list(bad))
    assert Campaign.objects.filter(pk=campaign.pk).values().get() == before


def test_the_settings_page_saves_what_has_no_step(client: Client, campaign: Campaign, admin: User) -> None:
    client.force_login(admin)
    other = make_source(slug="older", path="older.tif")
    fields = {"confirmations_to_publish": 3, "comparison_source": other.pk, "extractor": "texture"}
    assert client.post(reverse("campaign-settings", args=[campaign.slug]), fields).status_code == 302
    stored = Campaign.objects.get(pk=campaign.pk)
    assert (stored.is_public, stored.confirmations_to_publish) == (False, 3)
    assert stored.comparison_source == other


def test_one_editor_is_not_enough_to_publish(client: Client, campaign: Campaign, admin: User) -> None:
    client.force_login(admin)
    fields = {"confirmations_to_publish": 1, "extractor": "texture"}
    answer = client.post(reverse("campaign-settings", args=[campaign.slug]), fields)
    assert "confirmations_to_publish" in answer.context["form"].errors
    assert ImagerySource.objects.count() == 1
