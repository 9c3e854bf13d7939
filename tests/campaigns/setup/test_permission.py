"""Who may set up campaigns, and whose drafts are seen."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from campaigns.models import CampaignDraft
from tests.factories import make_user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("rights", [{"is_staff": True}, {"is_superuser": True}, {}])
def test_staff_superusers_and_those_with_the_permission_start_campaigns(
    db: None, rights: dict[str, bool]
) -> None:
    user = make_user("cara", **rights)
    if not rights:
        user.user_permissions.add(Permission.objects.get(codename="add_campaign"))
    answer = client_of(user).post(reverse("new-campaign"))
    draft = CampaignDraft.objects.get(owner=user)
    assert answer["Location"] == reverse("draft-question", args=[draft.pk])
    assert client_of(user).get("/api/v1/drafts/").json()["count"] == 1


def test_the_admin_of_a_campaign_may_not_start_another(admin: User) -> None:
    assert client_of(admin).post(reverse("new-campaign")).status_code == 403
    assert client_of(admin).post("/api/v1/drafts/").status_code == 403
    assert not CampaignDraft.objects.exists()


@pytest.mark.parametrize("step", ["draft-question", "draft-superpixels", "api-draft", "api-draft-preview"])
def test_a_draft_is_seen_by_its_owner_alone(db: None, step: str) -> None:
    owner, other = make_user("cara", is_staff=True), make_user("carl", is_staff=True)
    draft = CampaignDraft.objects.create(owner=owner)
    assert client_of(owner).get(reverse(step, args=[draft.pk])).status_code == 200
    assert client_of(other).get(reverse(step, args=[draft.pk])).status_code == 404


def test_starting_twice_without_writing_anything_leaves_one_draft(db: None) -> None:
    user = make_user("cara", is_staff=True)
    for _ in range(2):
        client_of(user).post(reverse("new-campaign"))
    assert CampaignDraft.objects.count() == 1
