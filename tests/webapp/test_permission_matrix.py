"""The permission matrix: every address and method, tried by everyone in the cast.

A new address fails the first test until it has a row here. The row names the lowest role that is let in;
"let in" means anything but 401, 403 and the way to the sign-in page (404 and 400 are let in: whoever gets
them was allowed to ask).
"""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.models import Campaign
from campaigns.roles import Role
from tests.factories import make_campaign, make_member, make_user
from tests.factories_labeling import make_event

EVERYONE, SIGNED_IN = "everyone", "signed in"
PEOPLE = ["stranger", "outsider", "volunteer", "editor", "admin"]
CREATOR = "may set up campaigns"
"""None of the cast, whose roles are in one campaign; see tests/campaigns/setup/test_permission.py."""
LOWEST = {EVERYONE: 0, SIGNED_IN: 1, Role.VOLUNTEER: 2, Role.EDITOR: 3, Role.ADMIN: 4, CREATOR: 5}
VOLUNTEER, EDITOR, ADMIN = Role.VOLUNTEER, Role.EDITOR, Role.ADMIN

MATRIX: dict[str, dict[str, str]] = {
    # webapp
    "home": {"GET": EVERYONE},
    "sign-in": {"GET": EVERYONE},
    "sign-up": {"GET": EVERYONE, "POST": EVERYONE},
    "thanks": {"GET": VOLUNTEER},
    "sign-out": {"POST": EVERYONE},
    "account": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "password-change": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "password-reset": {"GET": EVERYONE, "POST": EVERYONE},
    "password-reset-sent": {"GET": EVERYONE},
    "password-set": {"GET": EVERYONE, "POST": EVERYONE},
    "invitation": {"GET": EVERYONE, "POST": EVERYONE},
    "first-admin": {"GET": EVERYONE, "POST": EVERYONE},
    "health": {"GET": EVERYONE},
    # 404 for the whole cast, see tests/webapp/operations/test_access.py
    "operations": {"GET": EVERYONE},
    "health-details": {"GET": EVERYONE},
    "metrics": {"GET": EVERYONE},
    "set_language": {"POST": EVERYONE},
    "javascript-catalog": {"GET": EVERYONE},
    "api-schema": {"GET": EVERYONE},
    "api-docs": {"GET": EVERYONE},
    # campaigns
    "campaign": {"GET": EVERYONE},
    "stop-job": {"POST": ADMIN},
    "api-campaigns": {"GET": SIGNED_IN},
    "api-campaign": {"GET": VOLUNTEER, "PATCH": ADMIN},
    "api-jobs": {"GET": EDITOR},
    "api-job": {"GET": EDITOR},
    "api-job-stop": {"POST": ADMIN},
    "people": {"GET": ADMIN},
    "people-invite": {"POST": ADMIN},
    "people-revoke": {"POST": ADMIN},
    "people-qr": {"GET": ADMIN},
    "people-role": {"POST": ADMIN},
    "people-remove": {"POST": ADMIN},
    "people-password-link": {"POST": ADMIN},
    "people-leave": {"POST": VOLUNTEER},
    "api-members": {"GET": ADMIN},
    "api-member": {"GET": ADMIN, "PATCH": ADMIN, "DELETE": ADMIN},
    "api-invitations": {"GET": ADMIN, "POST": ADMIN},
    "api-invitation": {"DELETE": ADMIN},
    # campaigns: setup; a draft is 404 for everyone but its owner
    "new-campaign": {"GET": CREATOR, "POST": CREATOR},
    "draft-question": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "draft-superpixels": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "draft-delete": {"POST": SIGNED_IN},
    "draft-create": {"POST": SIGNED_IN},
    "campaign-settings": {"GET": ADMIN, "POST": ADMIN},
    "settings-question": {"GET": ADMIN, "POST": ADMIN},
    "settings-superpixels": {"GET": ADMIN, "POST": ADMIN},
    "api-drafts": {"GET": CREATOR, "POST": CREATOR},
    "api-draft": {"GET": SIGNED_IN, "PATCH": SIGNED_IN, "DELETE": SIGNED_IN},
    "api-draft-create": {"POST": SIGNED_IN},
    "api-draft-preview": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "api-draft-preview-picture": {"GET": SIGNED_IN},
    "api-draft-preview-outlines": {"GET": SIGNED_IN},
    "api-campaign-preview": {"GET": ADMIN, "POST": ADMIN},
    "api-campaign-preview-picture": {"GET": ADMIN},
    "api-campaign-preview-outlines": {"GET": ADMIN},
    # campaigns: region
    "draft-region": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "draft-region-check": {"POST": SIGNED_IN},
    "draft-region-upload": {"POST": SIGNED_IN},
    "draft-region-upload-state": {"GET": SIGNED_IN},
    "settings-region": {"GET": ADMIN, "POST": ADMIN},
    "settings-region-check": {"POST": ADMIN},
    "settings-region-upload": {"POST": ADMIN},
    "settings-region-upload-state": {"GET": ADMIN},
    # campaigns: closing
    "campaign-archive": {"POST": ADMIN},
    "campaign-delete": {"GET": ADMIN, "POST": ADMIN},
    "api-campaign-archive": {"POST": ADMIN},
    "api-campaign-delete": {"GET": ADMIN, "POST": ADMIN},
    # campaigns: imagery; drafts of others do not exist, see tests/campaigns/setup/test_imagery_page.py
    "draft-imagery": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "draft-imagery-look": {"POST": SIGNED_IN},
    "draft-imagery-upload": {"POST": SIGNED_IN},
    "draft-imagery-again": {"POST": SIGNED_IN},
    "settings-imagery": {"GET": ADMIN, "POST": ADMIN},
    "settings-imagery-look": {"POST": ADMIN},
    "settings-imagery-upload": {"POST": ADMIN},
    "settings-imagery-again": {"POST": ADMIN},
    "source": {"GET": CREATOR, "POST": CREATOR},
    "api-presets": {"GET": ADMIN},
    "api-sources": {"GET": ADMIN, "POST": ADMIN},
    "api-source": {"GET": ADMIN, "PATCH": CREATOR},
    "api-source-picture": {"GET": ADMIN},
    "api-source-overview": {"GET": ADMIN},
    "api-source-probes": {"POST": ADMIN},
    "api-source-probe": {"GET": ADMIN, "POST": ADMIN},
    "api-source-probe-picture": {"GET": ADMIN},
    # labeling: guests who joined may label too, see test_a_joined_guest_may_label_and_nothing_else
    "join": {"GET": EVERYONE, "POST": EVERYONE},
    "label": {"GET": VOLUNTEER},
    "tutorial": {"GET": VOLUNTEER},
    "join-by-code": {"GET": EVERYONE},
    "event": {"GET": EVERYONE},
    "event-board": {"GET": EVERYONE},
    "event-qr": {"GET": EVERYONE},
    "label-events": {"GET": EDITOR},
    "label-event-new": {"POST": ADMIN},
    "label-event": {"GET": ADMIN, "POST": ADMIN},
    "label-event-switch": {"POST": ADMIN},
    "label-queue": {"POST": ADMIN},
    "label-exports": {"GET": EDITOR},
    "label-export-new": {"POST": EDITOR},
    "label-export-file": {"GET": EDITOR},
    "label-import-new": {"POST": ADMIN},
    "api-label-exports": {"GET": EDITOR, "POST": EDITOR},
    "api-label-export-file": {"GET": EDITOR},
    "api-label-imports": {"GET": ADMIN, "POST": ADMIN},
    "label-rules": {"GET": ADMIN, "POST": ADMIN},
    "api-label-rules": {"GET": ADMIN, "PATCH": ADMIN},
    "queue-order": {"GET": EDITOR},
    "queue-request": {"POST": EDITOR},
    "queue-map": {"GET": EDITOR},
    "queue-count": {"POST": EDITOR},
    "api-queue-order": {"GET": EDITOR, "POST": EDITOR},
    "first-labels": {"GET": ADMIN},
    "first-labels-random": {"POST": ADMIN},
    "first-labels-places": {"POST": ADMIN},
    "first-labels-crops": {"POST": ADMIN},
    "first-labels-names": {"POST": ADMIN},
    "known-places-file": {"GET": ADMIN},
    "campaign-ready": {"GET": ADMIN, "POST": ADMIN},
    "api-known-places": {"GET": ADMIN, "POST": ADMIN},
    "api-known-crops": {"POST": ADMIN},
    "api-thumbnail": {"GET": EDITOR},
    "api-address-thumbnail": {"GET": EDITOR},
    "api-label-next": {"POST": VOLUNTEER},
    "api-label-votes": {"POST": VOLUNTEER},
    "api-label-heartbeat": {"POST": VOLUNTEER},
    "api-label-progress": {"GET": VOLUNTEER},
    "api-label-finish": {"POST": VOLUNTEER},
    "api-label-reopen": {"POST": VOLUNTEER},
    "api-label-release": {"POST": VOLUNTEER},
    "api-label-picture": {"GET": VOLUNTEER},
    "api-label-surroundings": {"GET": VOLUNTEER},
    "api-label-surroundings-picture": {"GET": VOLUNTEER},
    "api-label-outlines": {"GET": VOLUNTEER},
    "api-label-events": {"GET": ADMIN, "POST": ADMIN},
    "api-label-event": {"GET": ADMIN, "PATCH": ADMIN},
    "api-event-board": {"GET": EVERYONE},
    "api-event-join": {"POST": EVERYONE},
    "api-label-contribution": {"GET": VOLUNTEER},
    "api-label-queue": {"POST": ADMIN},
    "api-tutorial": {"GET": VOLUNTEER, "POST": VOLUNTEER},
    "api-tutorial-answers": {"POST": VOLUNTEER},
    "api-label-crop": {"GET": VOLUNTEER},
    "api-gold": {"GET": EDITOR, "POST": EDITOR},
    "api-gold-answer": {"DELETE": EDITOR},
    "volunteers": {"GET": EDITOR},
    "volunteer-exclude": {"POST": EDITOR},
    "volunteer-restore": {"POST": EDITOR},
    "expert": {"GET": EDITOR},
    "expert-answer": {"POST": EDITOR},
    "expert-gold": {"POST": EDITOR},
    "api-volunteers": {"GET": EDITOR},
    "api-volunteer-exclude": {"POST": EDITOR},
    "api-volunteer-restore": {"POST": EDITOR},
    "api-expert": {"GET": EDITOR, "POST": EDITOR},
    # detection: training
    "retrain": {"POST": ADMIN},
    "api-models": {"GET": EDITOR},
    "api-model": {"GET": EDITOR},
    "api-retrain": {"POST": ADMIN},
    # detection: runs
    "search-region": {"POST": ADMIN},
    "continue-search": {"POST": ADMIN},
    "search": {"GET": EDITOR},
    "search-new": {"GET": ADMIN},
    "search-look-ahead": {"POST": ADMIN},
    "api-preflight": {"GET": ADMIN, "POST": ADMIN},
    "search-repeat": {"POST": ADMIN},
    "search-schedule": {"POST": ADMIN},
    "api-search-schedule": {"GET": EDITOR, "PUT": ADMIN},
    "search-pause": {"POST": ADMIN},
    "search-resume": {"POST": ADMIN},
    "search-cancel": {"POST": ADMIN},
    "search-retry": {"POST": ADMIN},
    "search-accept": {"POST": ADMIN},
    "api-run-progress": {"GET": EDITOR},
    "api-run-cells": {"GET": EDITOR},
    "api-run-failures": {"GET": EDITOR},
    "api-run-pause": {"POST": ADMIN},
    "api-run-resume": {"POST": ADMIN},
    "api-run-retry": {"POST": ADMIN},
    "api-run-accept": {"POST": ADMIN},
    "api-runs": {"GET": EDITOR, "POST": ADMIN},
    "api-run": {"GET": EDITOR},
    "api-run-retry-failed": {"POST": ADMIN},
    "api-run-stop": {"POST": ADMIN},
    "api-run-novelty": {"GET": EDITOR},
    "api-run-tiles": {"GET": EDITOR},
    # detection: comparing
    "search-thresholds": {"GET": EDITOR},
    "search-thresholds-prepare": {"POST": ADMIN},
    "search-thresholds-apply": {"POST": ADMIN},
    "api-run-findings": {"GET": EDITOR, "POST": ADMIN},
    "api-run-preview": {"GET": EDITOR},
    "api-run-prepare": {"POST": ADMIN},
    "compare-searches": {"GET": EDITOR},
    "promote-search": {"POST": ADMIN},
    "api-run-compare": {"GET": EDITOR},
    "api-run-promote": {"POST": ADMIN},
    # detection: review
    "review": {"GET": EDITOR},
    "reader-reports": {"GET": EDITOR},
    "answer-report": {"POST": EDITOR},
    "report-training": {"POST": EDITOR},
    "api-detections": {"GET": EDITOR},
    "api-detections-next": {"POST": EDITOR},
    "api-claims": {"POST": EDITOR, "PUT": EDITOR},
    "api-detection": {"GET": EDITOR},
    "api-detection-picture": {"GET": EDITOR, "POST": EDITOR},
    "api-detection-outlines": {"GET": EDITOR},
    "api-reviews": {"POST": EDITOR},
    "api-detection-history": {"POST": EDITOR},
    "decide-many": {"GET": EDITOR, "POST": EDITOR},
    "undo-many": {"POST": EDITOR},
    "editors": {"GET": ADMIN},
    "void-reviews": {"POST": ADMIN},
    "api-review-undo": {"POST": EDITOR},
    # detection: precision
    "precision": {"GET": EDITOR, "POST": EDITOR},
    "api-precision": {"GET": EDITOR, "POST": EDITOR},
    # detection: publication, of a public campaign
    "public-map": {"GET": EVERYONE},
    "release": {"GET": EVERYONE},
    "place": {"GET": EVERYONE},
    "withdraw-place": {"POST": ADMIN},
    "api-place": {"GET": EVERYONE},
    "api-withdraw-place": {"POST": ADMIN},
    "report-error": {"GET": EVERYONE, "POST": EVERYONE},
    "embed-map": {"GET": EVERYONE},
    "release-feed": {"GET": EVERYONE},
    "districts": {"GET": ADMIN, "POST": ADMIN},
    "ticket": {"GET": EVERYONE},
    "corrections": {"GET": EVERYONE},
    "api-ticket": {"GET": EVERYONE},
    "api-corrections": {"GET": EVERYONE},
    "releases": {"GET": ADMIN, "POST": ADMIN},
    "api-oembed": {"GET": EVERYONE},
    "api-release-file": {"GET": EVERYONE},
    "api-release-place": {"GET": EVERYONE},
    "api-release-picture": {"GET": EVERYONE},
    "api-releases": {"GET": EVERYONE, "POST": ADMIN},
    "api-release": {"GET": EVERYONE},
    "api-release-detections": {"GET": EVERYONE},
    "api-release-coverage": {"GET": EVERYONE},
}
# What a campaign that is not public shows to its editors alone: to its volunteers it is 404.
FOR_EDITORS_UNLESS_PUBLIC = [
    "public-map",
    "release",
    "place",
    "api-place",
    "embed-map",
    "release-feed",
    "api-release-file",
    "api-release-place",
    "api-release-picture",
    "report-error",
    "ticket",
    "corrections",
    "api-ticket",
    "api-corrections",
    "api-releases",
    "api-release",
    "api-release-detections",
    "api-release-coverage",
]
ROWS = [(name, method) for name, methods in MATRIX.items() for method in methods]


def every_address() -> dict[str, URLPattern]:
    """Each pattern by its name; the administration pages have Django's own permissions and tests."""
    found: dict[str, URLPattern] = {}

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                assert pattern.name, f"{pattern.pattern} has no name"
                found[pattern.name] = pattern
            elif pattern.app_name != "admin":
                walk(pattern.url_patterns)

    walk(get_resolver().url_patterns)
    return found


ADDRESSES = every_address()


def api_methods(pattern: URLPattern) -> set[str]:
    view = getattr(pattern.callback, "cls", None)
    offered = view().allowed_methods if view else []
    return set(offered) - {"OPTIONS", "HEAD"}


def address_of(name: str, campaign: Campaign) -> str:
    values: dict[str, Any] = {
        "slug": campaign.slug,
        "code": "NOCODE",
        "pk": 1,
        "number": 1,
        "other": 2,
        "tile": 1,
        "z": 16,
        "x": 1,
        "y": 1,
        "review_id": uuid.UUID(int=1),
        "token": "no-token",
        "uidb64": "MQ",
        "draft": uuid.UUID(int=1),
        "position": 1,
        "upload": uuid.UUID(int=1),
        "source": campaign.source.slug if campaign.source_id else "none",
        "name": "places.csv",
        "place": 1,
        "probe": uuid.UUID(int=1),
    }
    wanted = ADDRESSES[name].pattern.converters
    parents = [key for key in values if key in wanted or key in _parent_converters(name)]
    return reverse(name, kwargs={key: values[key] for key in parents})


def _parent_converters(name: str) -> set[str]:
    """The arguments of the includes above a pattern, such as the campaign's slug."""
    _, _, _, converters = get_resolver().reverse_dict.getlist(name)[0]
    return set(converters)


def client_of(person: str, campaign: Campaign) -> Client:
    client = Client(raise_request_exception=False)
    if person == "outsider":
        client.force_login(make_user(person))
    elif person != "stranger":
        client.force_login(make_member(person, campaign, Role(person)))
    return client


def is_refused(response: Any) -> bool:
    to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("sign-in") + "?")
    return to_sign_in or response.status_code in (401, 403)


def call(client: Client, method: str, address: str) -> Any:
    return client.generic(method, address, b"", content_type="application/json")


SLUG_ROWS = [(name, method) for name, method in ROWS if "slug" in _parent_converters(name)]


def test_every_address_has_a_row() -> None:
    assert set(ADDRESSES) == set(MATRIX)


@pytest.mark.parametrize("name", [name for name in ADDRESSES if api_methods(ADDRESSES[name])])
def test_every_method_of_the_api_has_a_row(name: str) -> None:
    assert api_methods(ADDRESSES[name]) == set(MATRIX[name])


@pytest.mark.parametrize(("name", "method"), ROWS)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_address_admits_the_roles_of_its_row(db: None, person: str, name: str, method: str) -> None:
    campaign = make_campaign(is_public=True)
    response = call(client_of(person, campaign), method, address_of(name, campaign))
    may = PEOPLE.index(person) >= LOWEST[MATRIX[name][method]]
    assert is_refused(response) is not may, response
    assert response.status_code < 500, response


@pytest.mark.parametrize(("name", "method"), SLUG_ROWS)
@pytest.mark.parametrize("person", ["stranger", "outsider"])
def test_a_campaign_that_is_not_public_answers_as_one_that_does_not_exist(
    db: None, person: str, name: str, method: str
) -> None:
    """The same status, body and work: nobody can tell by the answer, nor by how long it takes."""
    hidden, absent = make_campaign(is_public=False), Campaign(slug="nowhere")
    client = client_of(person, hidden)
    answers, n_queries = [], []
    for campaign in (hidden, absent, hidden):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = call(client, method, address_of(name, campaign))
        assert response.status_code == 404, response
        answers.append(without_address(response, campaign))
        n_queries.append(len(queries))
    assert answers[0] == answers[1]
    assert n_queries[1] == n_queries[2]


def without_address(response: Any, campaign: Campaign) -> str:
    text = response.content.decode()
    assert hidden_words(text) == []
    text = re.sub(r'(data-csrf|name="csrfmiddlewaretoken" value)="\w+"', "", text)
    return text.replace(f"/{campaign.slug}/", "/…/")


def hidden_words(text: str) -> list[str]:
    return [word for word in ("Amber", "amber mining", "Mining") if word in text]


@pytest.mark.parametrize(("name", "method"), SLUG_ROWS)
@pytest.mark.parametrize("person", ["volunteer", "editor", "admin"])
def test_members_of_a_campaign_that_is_not_public_may_do_what_their_role_allows(
    db: None, person: str, name: str, method: str
) -> None:
    campaign = make_campaign(is_public=False)
    response = call(client_of(person, campaign), method, address_of(name, campaign))
    if person == "volunteer" and method == "GET" and name in FOR_EDITORS_UNLESS_PUBLIC:
        assert response.status_code == 404
        return
    may = PEOPLE.index(person) >= LOWEST[MATRIX[name][method]]
    assert is_refused(response) is not may, response
    assert response.status_code < 500, response


@pytest.mark.parametrize("name", [name for name in MATRIX if "slug" in _parent_converters(name)])
def test_a_role_in_one_campaign_opens_no_other(db: None, name: str) -> None:
    """An admin of another campaign is an outsider here."""
    here, elsewhere = make_campaign(is_public=True), make_campaign(slug="elsewhere")
    client = client_of("admin", elsewhere)
    for method, wanted in MATRIX[name].items():
        response = call(client, method, address_of(name, here))
        assert is_refused(response) is (wanted != EVERYONE), response


def test_a_joined_guest_may_label_and_nothing_else(db: None) -> None:
    campaign = make_campaign(is_public=True)
    event = make_event(campaign)
    guest = Client(raise_request_exception=False)
    guest.post(reverse("join", args=[event.code]), {"nickname": "Roma"})
    let_in = {
        name for name, method in SLUG_ROWS if not is_refused(call(guest, method, address_of(name, campaign)))
    }
    labeling = {name for name in MATRIX if set(MATRIX[name].values()) == {VOLUNTEER}}
    public = {name for name in MATRIX if EVERYONE in MATRIX[name].values()}
    rooms = {name for name in labeling if "label" in name or "tutorial" in name or name == "thanks"}
    assert let_in == rooms | (public & {name for name, _ in SLUG_ROWS})
