"""Pages use no scripts and styles but our own files."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import Campaign
from tests.factories import make_campaign
from tests.webapp.test_permission_matrix import MATRIX, address_of, client_of

# The API's own documentation page: Swagger's sidecar writes styles as it draws.
OTHERS_PAGES = {"api-docs"}
PAGES = [name for name, methods in MATRIX.items() if "GET" in methods and not name.startswith("api-")]


@pytest.fixture
def public_campaign(db: None) -> Campaign:
    return make_campaign(is_public=True)


@pytest.mark.parametrize("name", [*PAGES, *OTHERS_PAGES])
def test_no_page_allows_inline_scripts_or_evaluation(public_campaign: Campaign, name: str) -> None:
    response = client_of("admin", public_campaign).get(address_of(name, public_campaign))
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_ours_needs_inline_scripts_or_styles(public_campaign: Campaign, name: str) -> None:
    page = client_of("admin", public_campaign).get(address_of(name, public_campaign)).content.decode()
    inline = [tag for tag in re.findall(r"<script\b[^>]*>", page) if not re.search(r"\bsrc=|json", tag)]
    assert not inline
    assert not re.findall(r"<style\b", page)
    assert not re.findall(r"<[a-z][^>]*\sstyle=", page)
    assert not re.findall(r"<[a-z][^>]*\son[a-z]+=", page)
    assert "javascript:" not in page


def test_the_error_page_has_the_policy_too(db: None) -> None:
    response = Client().get("/no-such-page/")
    assert response.status_code == 404
    assert "unsafe" not in response["Content-Security-Policy"]


def test_no_other_site_may_frame_a_page(db: None) -> None:
    assert Client().get(reverse("sign-in"))["X-Frame-Options"] == "DENY"
