"""The permission matrix: every address and method, tried by everyone in the cast.

A new address fails the first test until it has a row here. The row names the lowest role that is let in;
"let in" means anything but 401, 403 and the way to the sign-in page (404 and 400 are let in: whoever gets
them was allowed to ask).
"""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.models import Campaign
from campaigns.roles import Role
from tests.factories import make_campaign, make_member, make_user
from tests.factories_labeling import make_event

EVERYONE, SIGNED_IN = "everyone", "signed in"
PEOPLE = ["stranger", "outsider", "volunteer", "editor", "admin"]
LOWEST = {EVERYONE: 0, SIGNED_IN: 1, Role.VOLUNTEER: 2, Role.EDITOR: 3, Role.ADMIN: 4}
VOLUNTEER, EDITOR, ADMIN = Role.VOLUNTEER, Role.EDITOR, Role.ADMIN

MATRIX: dict[str, dict[str, str]] = {
    # webapp
    "home": {"GET": EVERYONE},
    "sign-in": {"GET": EVERYONE},
    "sign-up": {"GET": EVERYONE, "POST": EVERYONE},
    "thanks": {"GET": VOLUNTEER},
    "sign-out": {"POST": EVERYONE},
    "health": {"GET": EVERYONE},
    "set_language": {"POST": EVERYONE},
    "javascript-catalog": {"GET": EVERYONE},
    "api-schema": {"GET": EVERYONE},
    "api-docs": {"GET": EVERYONE},
    # campaigns
    "campaign": {"GET": EVERYONE},
    "stop-job": {"POST": ADMIN},
    "api-campaigns": {"GET": SIGNED_IN},
    "api-campaign": {"GET": VOLUNTEER},
    "api-jobs": {"GET": EDITOR},
    "api-job": {"GET": EDITOR},
    "api-job-stop": {"POST": ADMIN},
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
    "api-runs": {"GET": EDITOR, "POST": ADMIN},
    "api-run": {"GET": EDITOR},
    "api-run-retry-failed": {"POST": ADMIN},
    "api-run-stop": {"POST": ADMIN},
    "api-run-novelty": {"GET": EDITOR},
    "api-run-tiles": {"GET": EDITOR},
    # detection: review
    "review": {"GET": EDITOR},
    "reader-reports": {"GET": EDITOR},
    "answer-report": {"POST": EDITOR},
    "api-detections": {"GET": EDITOR},
    "api-detection": {"GET": EDITOR},
    "api-detection-picture": {"GET": EDITOR},
    "api-detection-outlines": {"GET": EDITOR},
    "api-reviews": {"POST": EDITOR},
    "api-review-undo": {"POST": EDITOR},
    # detection: publication, of a public campaign
    "public-map": {"GET": EVERYONE},
    "release": {"GET": EVERYONE},
    "report-error": {"GET": EVERYONE, "POST": EVERYONE},
    "releases": {"GET": ADMIN, "POST": ADMIN},
    "api-releases": {"GET": EVERYONE, "POST": ADMIN},
    "api-release": {"GET": EVERYONE},
    "api-release-detections": {"GET": EVERYONE},
    "api-release-coverage": {"GET": EVERYONE},
}
# Where a campaign that is not public is hidden from those below editor, as if it were not there.
HIDDEN_UNLESS_PUBLIC = [
    "campaign",
    "public-map",
    "release",
    "report-error",
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
        "tile": 1,
        "z": 16,
        "x": 1,
        "y": 1,
        "review_id": uuid.UUID(int=1),
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


@pytest.mark.parametrize("name", HIDDEN_UNLESS_PUBLIC)
@pytest.mark.parametrize("person", ["stranger", "outsider", "volunteer"])
def test_a_campaign_that_is_not_public_is_hidden(db: None, person: str, name: str) -> None:
    campaign = make_campaign(is_public=False)
    response = call(client_of(person, campaign), "GET", address_of(name, campaign))
    is_own_campaign = name == "campaign" and person == "volunteer"
    assert response.status_code == (200 if is_own_campaign else 404)


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
    slug_rows = [(name, method) for name, method in ROWS if "slug" in _parent_converters(name)]
    let_in = {
        name for name, method in slug_rows if not is_refused(call(guest, method, address_of(name, campaign)))
    }
    labeling = {name for name in MATRIX if set(MATRIX[name].values()) == {VOLUNTEER}}
    public = {name for name in MATRIX if EVERYONE in MATRIX[name].values()}
    rooms = {name for name in labeling if "label" in name or "tutorial" in name or name == "thanks"}
    assert let_in == rooms | (public & {name for name, _ in slug_rows})
