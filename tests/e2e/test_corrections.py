"""What a reader finds wrong comes off the map: in the next release, or at once."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign
from detection.models import Release, ReleaseRequest
from detection.publication.services.publish_release import publish_release
from detection.publication.tasks import publish
from tests.e2e.conftest import OpenPage
from tests.factories_detection import confirm, make_detection, make_run

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Address = Callable[[str], str]


@pytest.fixture
def release(campaign: Campaign, editor: User, second_editor: User, admin: User) -> Release:
    run = make_run(campaign)
    for area in (1, 2, 3):
        confirm(make_detection(run, area_ha=area), editor, second_editor)
    return publish_release(campaign=campaign, run=run, published_by=admin)


def report(page: Page, address: Address, number: int) -> None:
    page.goto(address(f"/c/amber/map/#place={number}"))
    page.get_by_role("link", name="Report an error").click()
    page.get_by_label("This is something else").check()
    page.fill("[name=text]", "A pond, dug by beavers")
    page.get_by_role("button", name="Send to the editors").click()
    expect(page.get_by_text("Thank you.")).to_be_visible()


def accept(page: Page, address: Address) -> None:
    page.goto(address("/c/amber/reports/"))
    page.get_by_role("button", name="The reader is right").click()
    expect(page.get_by_text("Your answer is saved.")).to_be_visible()


def publish_again(page: Page, address: Address) -> None:
    page.goto(address("/c/amber/releases/"))
    page.get_by_role("button", name="Publish 2 places").click()
    expect(page.get_by_text("Waiting for a worker")).to_be_visible()
    publish(ReleaseRequest.objects.get().pk)
    expect(page.get_by_text("Release 2 is public.")).to_be_visible()


def test_a_reader_reports_an_editor_accepts_and_the_next_release_is_corrected(
    page: Page, open_page: OpenPage, address: Address, release: Release, editor: User, admin: User
) -> None:
    report(page, address, 2)
    accept(open_page(user=editor), address)
    publish_again(open_page(user=admin), address)
    page.goto(address("/c/amber/map/"))
    expect(page.locator("[data-public-map-target=n-places]")).to_have_text("2")
    page.goto(address("/c/amber/map/places/2/"))
    expect(page.get_by_text("The newest release no longer has this place.")).to_be_visible()


def test_an_admin_withdraws_a_place_and_old_links_say_so(
    page: Page, open_page: OpenPage, address: Address, release: Release, admin: User
) -> None:
    desk = open_page(user=admin)
    desk.goto(address("/c/amber/map/#place=2"))
    desk.get_by_role("link", name="Where the numbers come from").click()
    desk.get_by_text("Withdraw this place").click()
    desk.fill("#reason", "A pond, dug by beavers")
    desk.get_by_role("button", name="Withdraw").click()
    expect(desk.get_by_text("Withdrawn from the map")).to_be_visible()
    page.goto(address("/c/amber/map/#place=2"))
    expect(page.locator("[data-public-map-target=n-places]")).to_have_text("2")
    page.get_by_role("link", name="What happened to it").click()
    expect(page.get_by_text("A pond, dug by beavers")).to_be_visible()
