"""Hidden gold: served often enough, and impossible to recognise."""

from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.lease_gold import gold_tiles_for
from labeling.answering.services.lease_tiles import lease_tiles
from labeling.consensus.services.mark_gold import mark_gold
from labeling.models import Answer, Assignment, Contributor, GoldAnswer, LabelTile, TutorialStep
from tests.factories_labeling import CLOCK, guest_client, make_guest, make_label_tile

NEXT = "/api/v1/campaigns/amber/labeling/next/"


def make_gold(tile: LabelTile, superpixel: int = 1, answer: Answer = Answer.POSITIVE) -> GoldAnswer:
    return mark_gold(label_tile=tile, superpixel=superpixel, answer=answer, author=None)


def serve(campaign: Campaign, contributor: Contributor, count: int) -> list[Assignment]:
    """Lease and answer tiles one after another."""
    served = []
    for number in range(count):
        for assignment in lease_tiles(campaign=campaign, contributor=contributor):
            finish_tile(assignment=assignment, clock=CLOCK + number)
            served.append(assignment)
    return served


@pytest.fixture
def stocked(campaign: Campaign) -> Campaign:
    """Thirty open tiles, and five finished ones with gold."""
    for index in range(30):
        make_label_tile(campaign, index)
    for index in range(30, 35):
        make_gold(make_label_tile(campaign, index, is_done=True, target=0))
    return campaign


def test_one_tile_in_every_block_is_gold(stocked: Campaign) -> None:
    Campaign.objects.update(gold_share=0.2)
    stocked.refresh_from_db()
    served = serve(stocked, make_guest(stocked), 25)
    gold = [index for index, assignment in enumerate(served) if assignment.label_tile.gold.exists()]
    assert Counter(index // 5 for index in gold) == dict.fromkeys(range(5), 1)


def test_the_position_of_gold_differs_between_contributors(stocked: Campaign) -> None:
    Campaign.objects.update(gold_share=0.1)
    stocked.refresh_from_db()
    firsts = []
    for _ in range(12):
        served = serve(stocked, make_guest(stocked), 10)
        firsts += [index for index, assignment in enumerate(served) if assignment.is_gold]
    assert len(set(firsts)) > 3


def test_hidden_gold_takes_no_slot(stocked: Campaign) -> None:
    Campaign.objects.update(gold_share=0.5)
    stocked.refresh_from_db()
    for _ in range(4):
        serve(stocked, make_guest(stocked), 6)
    assert Assignment.objects.filter(is_gold=True).count() >= 8
    assert set(LabelTile.objects.filter(gold__isnull=False).values_list("n_answers", flat=True)) == {0}
    assert not LabelTile.objects.filter(n_answers__gt=3).exists()


def test_an_open_tile_with_gold_counts_like_any_other(campaign: Campaign) -> None:
    Campaign.objects.update(gold_share=0.5)
    campaign.refresh_from_db()
    tile = make_label_tile(campaign)
    make_gold(tile)
    serve(campaign, make_guest(campaign), 2)
    tile.refresh_from_db()
    assert tile.n_answers == 1


def test_a_gold_share_of_zero_serves_no_gold(stocked: Campaign) -> None:
    Campaign.objects.update(gold_share=0)
    stocked.refresh_from_db()
    assert not [tile for tile in serve(stocked, make_guest(stocked), 30) if tile.is_gold]


def test_gold_added_during_labelling_is_served(campaign: Campaign) -> None:
    Campaign.objects.update(gold_share=0.5)
    campaign.refresh_from_db()
    for index in range(20):
        make_label_tile(campaign, index)
    guest = make_guest(campaign)
    serve(campaign, guest, 4)
    make_gold(make_label_tile(campaign, 20, is_done=True, target=0))
    assert [assignment for assignment in serve(campaign, guest, 4) if assignment.is_gold]


def test_no_gold_tile_is_served_twice_or_after_the_tutorial_showed_it(stocked: Campaign) -> None:
    guest = make_guest(stocked)
    gold = list(GoldAnswer.objects.order_by("pk"))
    TutorialStep.objects.create(participation=guest.participations.get(), position=1, gold_answer=gold[0])
    Assignment.objects.create(label_tile=gold[1].label_tile, contributor=guest, state=Assignment.State.DONE)
    left = {tile.pk for tile in gold_tiles_for(guest, stocked, 10)}
    assert left == {answer.label_tile_id for answer in gold[2:]}


def test_the_response_does_not_reveal_that_a_tile_is_gold(stocked: Campaign) -> None:
    Campaign.objects.update(gold_share=0.5)
    client = guest_client(make_guest(stocked))
    output = client.post(NEXT, {"count": 4}, content_type="application/json").json()["tiles"]
    gold = set(Assignment.objects.filter(is_gold=True).values_list("pk", flat=True))
    shapes = {(tuple(tile), len(tile["votes"])) for tile in output}
    assert gold
    assert gold & {tile["assignment"] for tile in output}
    assert len(shapes) == 1
    assert "gold" not in str(output)


def test_marking_gold_again_changes_the_answer_and_queues_the_consensus(
    campaign: Campaign, editor: User
) -> None:
    tile = make_label_tile(campaign)
    make_gold(tile, answer=Answer.POSITIVE)
    LabelTile.objects.update(needs_consensus=False)
    mark_gold(label_tile=tile, superpixel=1, answer=Answer.NEGATIVE, author=editor, reason="A cemetery.")
    gold = GoldAnswer.objects.get()
    assert (gold.answer, gold.author, gold.reason) == (Answer.NEGATIVE, editor, "A cemetery.")
    assert LabelTile.objects.get().needs_consensus


def test_gold_edited_in_the_administration_queues_the_consensus(
    campaign: Campaign, client: Client, admin_user: User
) -> None:
    client.force_login(admin_user)
    gold = make_gold(make_label_tile(campaign))
    LabelTile.objects.update(needs_consensus=False)
    given = {"label_tile": gold.label_tile_id, "superpixel": 1, "answer": "negative", "reason": "A cemetery."}
    client.post(f"/admin/labeling/goldanswer/{gold.pk}/change/", given)
    gold.refresh_from_db()
    assert (gold.answer, gold.reason) == (Answer.NEGATIVE, "A cemetery.")
    assert LabelTile.objects.get().needs_consensus
    client.post(f"/admin/labeling/goldanswer/{gold.pk}/delete/", {"post": "yes"})
    assert not GoldAnswer.objects.exists()
