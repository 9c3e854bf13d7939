"""A guest's work is merged into an account and counted once."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaigns.models import Campaign
from labeling.answering.services.finish_tile import finish_tile
from labeling.answering.services.record_votes import record_votes
from labeling.consensus.services.mark_gold import mark_gold
from labeling.joining.identity import COOKIE
from labeling.joining.services.merge_guest import merge_guest
from labeling.models import Answer, Assignment, Contributor, LabelTile, Participation, TutorialStep, Vote
from tests.factories_labeling import (
    CLOCK,
    N_SUPERPIXELS,
    answer_tile,
    draft,
    guest_client,
    lease_tile,
    make_guest,
    make_label_tile,
)

FORM = {"username": "ada", "password1": "a-long-password", "password2": "a-long-password"}


@pytest.fixture
def guest(campaign: Campaign) -> Contributor:
    make_label_tile(campaign)
    guest = make_guest(campaign, "Ada")
    answer_tile(campaign, guest, {1})
    return guest


def make_account(campaign: Campaign, user: User) -> Contributor:
    contributor = Contributor.objects.create(user=user)
    Participation.objects.create(contributor=contributor, campaign=campaign)
    return contributor


def standing(contributor: Contributor) -> dict[int, str]:
    return dict(Vote.objects.standing().filter(contributor=contributor).values_list("superpixel", "answer"))


def test_a_new_account_takes_over_the_guests_contributor(guest: Contributor) -> None:
    browser = guest_client(guest)
    assert browser.post("/sign-up/", FORM).headers["Location"] == "/"
    guest.refresh_from_db()
    assert guest.user == User.objects.get(username="ada")
    assert browser.get("/c/amber/label/").status_code == 200
    assert Assignment.objects.filter(contributor=guest).count() == 1


def test_the_account_has_its_work_on_another_device(guest: Contributor, client: Client) -> None:
    guest_client(guest).post("/sign-up/", FORM)
    client.post("/sign-in/", {"username": "ada", "password": "a-long-password"})
    progress = client.get("/api/v1/campaigns/amber/labeling/progress/").json()
    assert progress["own_tiles"] == 1


def test_an_account_is_created_only_from_the_guests_own_session(guest: Contributor, client: Client) -> None:
    assert "Start labelling first" in client.post("/sign-up/", FORM).content.decode()
    assert not User.objects.exists()


def test_the_sign_up_page_suggests_the_nickname_and_redirects_to_next(guest: Contributor) -> None:
    browser = guest_client(guest)
    assert 'value="Ada"' in browser.get("/sign-up/").content.decode()
    answer = browser.post("/sign-up/?next=/c/amber/thanks/", FORM | {"next": "/c/amber/thanks/"})
    assert answer.headers["Location"] == "/c/amber/thanks/"
    outside = guest_client(make_guest(Campaign.objects.get())).post(
        "/sign-up/", FORM | {"username": "eve", "next": "https://example.org/"}
    )
    assert outside.headers["Location"] == "/"


@pytest.mark.parametrize(
    "changes", [{"password2": "another-password"}, {"password1": "short", "password2": "short"}]
)
def test_a_weak_or_mistyped_password_is_reported(guest: Contributor, changes: dict[str, str]) -> None:
    answer = guest_client(guest).post("/sign-up/", FORM | changes)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not User.objects.exists()


def test_signing_in_merges_the_guest_only_on_request(
    campaign: Campaign, guest: Contributor, outsider: User
) -> None:
    account = make_account(campaign, outsider)
    given = {"username": "olha", "password": "olha-password"}
    page = guest_client(guest).get("/sign-in/").content.decode()
    assert "the guest “Ada”" in page
    guest_client(guest).post("/sign-in/", given)
    assert not standing(account)
    guest_client(guest).post("/sign-in/", given | {"keep": "yes"})
    assert standing(account)[1] == Answer.POSITIVE
    guest.refresh_from_db()
    assert guest.merged_into == account


def test_all_work_is_merged_and_counted_once(campaign: Campaign, guest: Contributor, outsider: User) -> None:
    account = make_account(campaign, outsider)
    tile = LabelTile.objects.get()
    merge_guest(guest=guest, user=outsider)
    merge_guest(guest=guest, user=outsider)
    tile.refresh_from_db()
    assert (tile.n_answers, tile.needs_consensus) == (1, True)
    assert len(standing(account)) == N_SUPERPIXELS
    assert Participation.objects.get().contributor == account
    assert not Vote.objects.filter(contributor=guest).exists()


def test_the_accounts_answers_stand_on_tiles_that_both_answered(
    campaign: Campaign, guest: Contributor, outsider: User
) -> None:
    account = make_account(campaign, outsider)
    answer_tile(campaign, account, {2})
    merge_guest(guest=guest, user=outsider)
    tile = LabelTile.objects.get()
    assert tile.n_answers == 1
    assert [number for number, answer in standing(account).items() if answer == Answer.POSITIVE] == [2]
    assert Vote.objects.count() == 2 * N_SUPERPIXELS


def test_a_leased_tile_continues_in_the_account(
    campaign: Campaign, guest: Contributor, outsider: User
) -> None:
    make_label_tile(campaign, 1)
    account = make_account(campaign, outsider)
    lease = lease_tile(campaign, guest)
    record_votes(campaign=campaign, contributor=guest, votes=[draft(lease.label_tile, 3)])
    merge_guest(guest=guest, user=outsider)
    lease.refresh_from_db()
    finish_tile(assignment=lease, clock=CLOCK + 5)
    assert lease.contributor == account
    assert Vote.objects.standing().filter(contributor=account).count() == 2 * N_SUPERPIXELS


def test_exclusion_and_tutorial_are_merged(campaign: Campaign, guest: Contributor, outsider: User) -> None:
    account = make_account(campaign, outsider)
    gold = mark_gold(label_tile=LabelTile.objects.get(), superpixel=1, answer=Answer.POSITIVE, author=None)
    own, its = account.participations.get(), guest.participations.get()
    for participation in (own, its):
        TutorialStep.objects.create(
            participation=participation, position=1, gold_answer=gold, answer="positive"
        )
    its.pass_tutorial()
    guest.participations.update(is_excluded=True)
    merge_guest(guest=guest, user=outsider)
    own.refresh_from_db()
    assert own.is_excluded and own.tutorial_passed_at
    assert list(own.tutorial_steps.values_list("attempt", flat=True)) == [1, 2]


def test_a_device_with_a_merged_guest_starts_as_a_stranger(
    campaign: Campaign, guest: Contributor, outsider: User
) -> None:
    make_account(campaign, outsider)
    browser = guest_client(guest)
    merge_guest(guest=guest, user=outsider)
    assert browser.get("/c/amber/label/").status_code == 403
    assert COOKIE in browser.cookies


def test_the_labelling_page_lists_merged_guests_whose_answers_may_be_unsent(
    campaign: Campaign, guest: Contributor, outsider: User, client: Client
) -> None:
    make_account(campaign, outsider)
    merge_guest(guest=guest, user=outsider)
    client.force_login(outsider)
    assert f'data-label-former-value="amber:{guest.pk} "' in client.get("/c/amber/label/").content.decode()
