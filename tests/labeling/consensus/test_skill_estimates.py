"""Skills estimated from stored votes: whose count, when, and what follows."""

from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import Campaign
from labeling.answering.services.finish_tile import finish_tile
from labeling.consensus.services.estimate_skills import LONGEST_WAIT, estimate_skills, is_estimate_due
from labeling.consensus.services.update_consensus import update_consensus
from labeling.models import Answer, Assignment, Consensus, Contributor, Crowd, GoldAnswer, LabelTile, Skill
from labeling.sweeps import estimate_where_due
from tests.factories_labeling import (
    CLOCK,
    N_SUPERPIXELS,
    answer_tile,
    draft,
    lease_tile,
    make_guest,
    make_label_tile,
)

TRUTH = {1, 2}


def make_crowd(campaign: Campaign, n_tiles: int = 10) -> dict[str, Contributor]:
    """Three good volunteers and one who taps the opposite; experts have answered half of the tiles."""
    campaign.votes_to_agree = 4
    campaign.save()
    people = {name: make_guest(campaign, name) for name in ("Ada", "Bo", "Cy", "Dan")}
    for index in range(n_tiles):
        tile = make_label_tile(campaign, index)
        for name, guest in people.items():
            answer_tile(campaign, guest, {3, 4, 5, 6} if name == "Dan" else TRUTH)
        if index % 2:
            for number in range(1, N_SUPERPIXELS + 1):
                answer = Answer.POSITIVE if number in TRUTH else Answer.NEGATIVE
                GoldAnswer.objects.create(label_tile=tile, superpixel=number, answer=answer)
    return people


def skill_of(contributor: Contributor) -> Skill:
    return Skill.objects.get(participation__contributor=contributor)


def test_skills_separate_good_from_bad_contributors(campaign: Campaign) -> None:
    people = make_crowd(campaign)
    estimate_skills(campaign=campaign)
    ada, dan = skill_of(people["Ada"]), skill_of(people["Dan"])
    assert ada.low > 0.8 > 0.2 > dan.high
    assert ada.low < ada.value < ada.high
    assert (ada.gold_answers, ada.gold_right, dan.gold_right) == (30, 30, 0)
    assert (ada.n_votes, ada.n_tiles, ada.share_positive) == (60, 10, pytest.approx(1 / 3))
    assert ada.agreement == 1.0
    assert (ada.suspicions, dan.suspicions) == ([], ["gold"])


def test_the_consensus_follows_the_skills(campaign: Campaign) -> None:
    make_crowd(campaign)
    update_consensus(campaign=campaign)
    before = Consensus.objects.get(label_tile=LabelTile.objects.order_by("pk")[0], superpixel=1)
    assert estimate_skills(campaign=campaign) > 0
    after = Consensus.objects.get(pk=before.pk)
    assert after.majority == before.majority == 0.75
    assert (after.probability or 0) > (before.probability or 0) > 0.5
    assert after.weight > before.weight


def test_repeating_an_estimate_changes_nothing(campaign: Campaign) -> None:
    make_crowd(campaign, 4)
    estimate_skills(campaign=campaign)
    assert estimate_skills(campaign=campaign) == 0


def test_excluded_votes_do_not_enter_the_estimate(campaign: Campaign) -> None:
    people = make_crowd(campaign, 4)
    people["Dan"].participations.update(is_excluded=True)
    estimate_skills(campaign=campaign)
    assert not Skill.objects.filter(participation__contributor=people["Dan"]).exists()
    assert Crowd.objects.get(campaign=campaign).n_votes == 4 * 3 * N_SUPERPIXELS


def test_a_campaign_without_votes_uses_the_prior(campaign: Campaign) -> None:
    make_label_tile(campaign)
    assert estimate_skills(campaign=campaign) == 0
    crowd = Crowd.objects.get(campaign=campaign)
    assert crowd.prevalence == pytest.approx(0.1)
    assert crowd.log_ratios[0] > 2 > 0 > crowd.log_ratios[1]


def answer_after(campaign: Campaign, guest: Contributor, positive: set[int], viewing: dict[str, Any]) -> None:
    assignment = lease_tile(campaign, guest)
    votes = [draft(assignment.label_tile, number) for number in sorted(positive)]
    finish_tile(assignment=assignment, clock=CLOCK + 1, votes=votes, viewing=viewing)


def test_gold_determines_the_weight_of_a_no_after_a_glance(campaign: Campaign) -> None:
    """Volunteers who glance miss positives; the others do not."""
    viewer, glancer = make_guest(campaign), make_guest(campaign)
    for index in range(12):
        tile = make_label_tile(campaign, index)
        answer_after(campaign, viewer, TRUTH, {"seconds": 12, "max_zoom": 1})
        answer_after(campaign, glancer, set(), {"seconds": 0.4, "max_zoom": 1})
        for number in range(1, N_SUPERPIXELS + 1):
            answer = Answer.POSITIVE if number in TRUTH else Answer.NEGATIVE
            GoldAnswer.objects.create(label_tile=tile, superpixel=number, answer=answer)
    estimate_skills(campaign=campaign)
    ratios = Crowd.objects.get(campaign=campaign).log_ratios
    viewed, glanced = ratios[4], ratios[3]
    assert viewed < -1.5 < -0.5 < glanced
    assert skill_of(glancer).seconds_per_tile == 0.4
    assert "fast" in skill_of(glancer).suspicions


def test_an_estimate_is_due_with_the_first_votes_and_with_new_gold(campaign: Campaign) -> None:
    assert not is_estimate_due(campaign)
    make_crowd(campaign, 4)
    assert is_estimate_due(campaign)
    estimate_skills(campaign=campaign)
    assert not is_estimate_due(campaign)
    GoldAnswer.objects.create(label_tile=make_label_tile(campaign, 9), superpixel=1, answer=Answer.POSITIVE)
    assert is_estimate_due(campaign)


def test_an_estimate_is_due_after_a_tenth_more_votes_or_an_hour(campaign: Campaign) -> None:
    make_crowd(campaign, 4)
    estimate_skills(campaign=campaign)
    make_label_tile(campaign, 9)
    answer_tile(campaign, make_guest(campaign), TRUTH)
    assert not is_estimate_due(campaign)
    Crowd.objects.update(updated_at=timezone.now() - 2 * LONGEST_WAIT)
    assert is_estimate_due(campaign)
    Crowd.objects.update(updated_at=timezone.now())
    answer_tile(campaign, make_guest(campaign), TRUTH)
    assert is_estimate_due(campaign)


def test_unfinished_tiles_do_not_affect_anybodys_pace(campaign: Campaign) -> None:
    make_label_tile(campaign)
    guest = make_guest(campaign)
    answer_tile(campaign, guest, TRUTH)
    Assignment.objects.update(state=Assignment.State.LEASED, viewing={"seconds": 3})
    estimate_skills(campaign=campaign)
    assert (skill_of(guest).n_tiles, skill_of(guest).seconds_per_tile) == (0, None)


def test_changed_rules_cause_every_tile_to_be_judged_again(campaign: Campaign) -> None:
    people = make_crowd(campaign, 4)
    tile = make_label_tile(campaign, 9, priority=9)
    for guest in (*list(people.values())[:3], make_guest(campaign)):
        answer_tile(campaign, guest, TRUTH)
    estimate_skills(campaign=campaign)
    tile.refresh_from_db()
    assert tile.is_done
    campaign.votes_to_agree = 5
    campaign.save()
    assert is_estimate_due(campaign)
    estimate_skills(campaign=campaign)
    tile.refresh_from_db()
    assert not tile.is_done
    assert not is_estimate_due(campaign)


def test_the_sweep_judges_waiting_tiles_when_no_estimate_is_due(campaign: Campaign) -> None:
    make_crowd(campaign, 4)
    estimate_skills(campaign=campaign)
    LabelTile.objects.update(needs_consensus=True)
    assert not is_estimate_due(campaign)
    estimate_where_due()
    assert not LabelTile.objects.awaiting_consensus().exists()


def test_a_page_judges_only_a_few_tiles(campaign: Campaign) -> None:
    make_crowd(campaign, 3)
    LabelTile.objects.update(needs_consensus=True)
    assert update_consensus(campaign=campaign, max_tiles=2) == 2 * N_SUPERPIXELS
    assert LabelTile.objects.awaiting_consensus().count() == 1
