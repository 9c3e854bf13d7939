"""Which tiles are served next, and why."""

import json

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from scipy.stats import binomtest

from campaigns.models import Campaign
from labeling.errors import InvalidTileRequest
from labeling.models import Assignment, Consensus, LabelTile, Reason, TileRating
from labeling.queueing.appearance import APPEARANCE_SIZE, appearance_of
from labeling.queueing.estimate import estimate_prevalence
from labeling.queueing.ranking import Candidates, doubt_of_tile, interleave, rank
from labeling.queueing.requested_tiles import read_requested_tiles
from labeling.queueing.services.order_queue import order_queue
from labeling.queueing.services.queue_tiles import queue_tiles
from tests.factories import HOME_TILE
from tests.factories_labeling import answer_tile, lease_tile, make_guest, make_label_tile


def candidates(
    appearances: list[float], uncertainty: list[float] | None = None, doubt: list[float] | None = None
) -> Candidates:
    n = len(appearances)
    return Candidates(
        appearances=np.array(appearances, dtype=float).reshape(-1, 1),
        uncertainty=np.array(uncertainty or [np.nan] * n, dtype=float),
        doubt=np.array(doubt or [0.0] * n, dtype=float),
        n_answers=np.array([1 if value else 0 for value in doubt or [0] * n]),
    )


NOTHING = np.zeros((0, 1))


def test_without_a_model_items_unlike_the_known_ones_come_first() -> None:
    assert rank(candidates([0.0, 1.0, 9.0]), np.array([[0.0]]))[0] == 2


def test_without_a_model_the_first_items_differ_from_each_other() -> None:
    assert set(rank(candidates([0.0, 0.1, 5.0, 5.1, 10.0]), NOTHING)[:3]) in ({0, 2, 4}, {0, 3, 4})


def test_of_similar_items_the_more_doubtful_comes_first() -> None:
    assert rank(candidates([1.0, 1.0, 1.0], [0.1, 0.9, 0.5]), NOTHING) == [1, 2, 0]


def test_another_vote_on_a_split_item_comes_before_a_new_clear_one() -> None:
    assert rank(candidates([1.0, 1.0], [0.2, 0.2], [0.0, 0.9]), NOTHING)[0] == 1


def test_a_new_doubtful_item_comes_before_another_vote_of_the_same_doubt() -> None:
    assert rank(candidates([1.0, 1.0], [0.9, 0.9], [0.9, 0.0]), NOTHING)[0] == 1


def test_every_item_is_ranked_once_even_beyond_the_diverse_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labeling.queueing.ranking.MAX_DIVERSE", 2)
    assert sorted(rank(candidates([3.0, 1.0, 2.0, 9.0], [0.1, 0.2, 0.3, 0.4]), NOTHING)) == [0, 1, 2, 3]


def test_random_items_have_their_share_throughout() -> None:
    order = interleave(list(range(80)), list(range(100, 120)), 0.2)
    assert sorted(order) == [*range(80), *range(100, 120)]
    assert all(sum(place >= 100 for place in order[start : start + 20]) == 4 for start in range(0, 100, 20))


def test_the_rest_follows_when_one_side_is_used_up() -> None:
    assert interleave([1], [7, 8, 9], 0.1) == [1, 7, 8, 9]
    assert interleave([1, 2], [7], 0.0) == [1, 2, 7]


def test_doubt_is_that_of_the_most_doubtful_superpixels() -> None:
    assert doubt_of_tile(np.array([0.5, 0.5, 0.5, *[0.0] * 27])) == 1.0
    assert doubt_of_tile(np.array([])) == 0.0


def test_pictures_of_another_colour_look_different() -> None:
    dark, light = np.zeros((64, 64, 3), np.uint8), np.full((64, 64, 3), 200, np.uint8)
    assert len(appearance_of(dark)) == APPEARANCE_SIZE
    assert np.abs(np.subtract(appearance_of(dark), appearance_of(light))).max() > 0.5


def test_tiles_are_leased_in_queue_order_with_their_reason(campaign: Campaign) -> None:
    tiles = [make_label_tile(campaign, index) for index in range(3)]
    TileRating.objects.create(label_tile=tiles[2], uncertainty=0.9)
    order_queue(campaign=campaign)
    guest = make_guest(campaign)
    first = lease_tile(campaign, guest)
    assert (first.label_tile, first.reason) == (tiles[2], Reason.UNCERTAIN)
    assert LabelTile.objects.get(pk=tiles[0].pk).reason == Reason.DIVERSE


def test_the_second_answer_has_another_vote_as_its_reason(campaign: Campaign) -> None:
    make_label_tile(campaign)
    order_queue(campaign=campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    assert lease_tile(campaign, make_guest(campaign)).reason == Reason.ANOTHER_VOTE


def test_a_random_tile_stays_random_whatever_the_model_predicts(campaign: Campaign) -> None:
    tile = make_label_tile(campaign, is_random=True)
    TileRating.objects.create(label_tile=tile, uncertainty=0.9)
    order_queue(campaign=campaign)
    answer_tile(campaign, make_guest(campaign), {1})
    assert set(Assignment.objects.values_list("reason", flat=True)) == {Reason.RANDOM}


def test_volunteers_do_not_see_the_reason(campaign: Campaign, volunteer: User) -> None:
    make_label_tile(campaign)
    client = Client()
    client.force_login(volunteer)
    body = client.post(reverse("api-label-next", args=[campaign.slug]), "{}", "application/json").json()
    assert len(body["tiles"]) == 1
    assert not {"reason", "is_gold", "is_random"} & set(body["tiles"][0])


def test_the_prevalence_comes_from_random_tiles_alone(campaign: Campaign, volunteer: User) -> None:
    for index in range(6):
        tile = make_label_tile(campaign, index, is_random=index < 5, is_done=True)
        for number in (1, 2):
            positive = 1.0 if number == 1 or index == 5 else 0.0
            Consensus.objects.create(
                label_tile=tile, superpixel=number, probability=positive, state=Consensus.State.AGREED
            )
    found = estimate_prevalence(campaign)
    assert found is not None
    assert (found.n_tiles, found.share) == (5, 0.5)
    assert 0.1 < found.low < 0.3 and 0.7 < found.high < 0.9
    client = Client()
    client.force_login(volunteer)
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "Based on 5 random tiles, about 50.0 %" in page


def test_random_tiles_without_positives_still_have_an_upper_bound(campaign: Campaign) -> None:
    for index in range(11):
        tile = make_label_tile(campaign, index, is_random=True, is_done=True)
        Consensus.objects.create(label_tile=tile, superpixel=1, probability=0.0, state=Consensus.State.AGREED)
    found = estimate_prevalence(campaign)
    assert found is not None
    assert (found.share, found.low) == (0.0, 0.0)
    assert 0.2 < found.high < 0.4


@pytest.mark.parametrize("n_positive", [1, 5, 10])
def test_tiles_that_are_all_or_nothing_count_as_one_draw_each(campaign: Campaign, n_positive: int) -> None:
    for index in range(20):
        tile = make_label_tile(campaign, index, is_random=True, is_done=True)
        for number in (1, 2, 3):
            Consensus.objects.create(
                label_tile=tile,
                superpixel=number,
                probability=float(index < n_positive),
                state=Consensus.State.AGREED,
            )
    found = estimate_prevalence(campaign)
    assert found is not None
    # SciPy's interval of so many in 20 draws is a little narrower: it knows that tiles are alike inside.
    plain = binomtest(n_positive, 20).proportion_ci(method="wilson")
    assert plain.low - 0.04 < found.low < plain.low and plain.high < found.high < plain.high + 0.04


def test_few_random_tiles_give_no_estimate(campaign: Campaign) -> None:
    make_label_tile(campaign, is_random=True, is_done=True)
    assert estimate_prevalence(campaign) is None


def test_requested_tiles_may_be_an_area_a_box_or_a_list(campaign: Campaign) -> None:
    west, south, east, north = HOME_TILE.bounds
    inset = 1e-5
    box = f"{west + inset},{south + inset},{east - inset},{north - inset}"
    assert read_requested_tiles(box, campaign) == [HOME_TILE]
    assert read_requested_tiles(json.dumps(campaign.region), campaign)
    assert read_requested_tiles(
        f"{HOME_TILE.z}/{HOME_TILE.x}/{HOME_TILE.y}\n{HOME_TILE.quadkey}", campaign
    ) == [HOME_TILE]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "The list is empty"),
        ("{", "not valid GeoJSON"),
        ('{"type": "Blob"}', "cannot be read"),
        ("30,50,20,51", "west < east"),
        ("16/1/1\nhello", "Line 2"),
        ("3/1/1", "zoom 3"),
        ("-179,-80,179,80", "More than 2000"),
    ],
)
def test_invalid_tile_requests_are_refused_with_the_reason(
    campaign: Campaign, written: str, said: str
) -> None:
    with pytest.raises(InvalidTileRequest, match=said):
        read_requested_tiles(written, campaign)


def test_an_editor_moves_a_tile_to_the_front(
    campaign: Campaign, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_label_tile(campaign, 0)
    wanted = make_label_tile(campaign, 1)
    client = Client()
    client.force_login(editor)
    url = reverse("api-queue-order", args=[campaign.slug])
    answer = client.post(url, {"tiles": str(wanted.tile)}, "application/json")
    assert answer.status_code == 202
    job = campaign.jobs.get()
    monkeypatch.setattr("labeling.queueing.services.queue_tiles.prepare_tile", lambda **given: wanted.tile)
    monkeypatch.setattr(
        "labeling.queueing.services.queue_tiles.ensure_segmentation", lambda **given: wanted.segmentation
    )
    job.refresh_from_db()
    if job.is_active:
        job.claim()
        queue_tiles(job=job)
    else:
        pytest.fail(job.failure)
    order_queue(campaign=campaign)
    first = lease_tile(campaign, make_guest(campaign))
    assert (first.label_tile, first.reason) == (wanted, Reason.REQUESTED)
    assert client.get(url).json()["next"][0]["reason"] == "requested"


def test_the_page_explains_an_invalid_list_and_shows_it_again(campaign: Campaign, editor: User) -> None:
    client = Client()
    client.force_login(editor)
    answer = client.post(reverse("queue-request", args=[campaign.slug]), {"tiles": "nonsense"})
    assert answer.status_code == 400
    assert b"nonsense" in answer.content
    assert b"neither z/x/y nor a quadkey" in answer.content
    assert client.get(reverse("queue-order", args=[campaign.slug])).status_code == 200
