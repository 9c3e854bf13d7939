"""From an invitation to an editor's page, and from a forgotten password to a new one, in the browser."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from campaigns.models import Campaign, Invitation, Membership
from campaigns.roles import Role, role_in
from tests.e2e.conftest import OpenPage
from webapp.accounts.services.first_admin import make_first_admin_link

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

Address = Callable[[str], str]
PASSWORD = "marsh-heron-42"


@pytest.fixture
def hidden(campaign: Campaign) -> Campaign:
    Campaign.objects.update(is_public=False)
    campaign.refresh_from_db()
    return campaign


def invite_by_page(page: Page, address: Address, role: str, note: str) -> str:
    """The link that the page shows for a new invitation."""
    page.goto(address("/c/amber/people/"))
    page.get_by_role("radio", name=re.compile(f"^{role}")).check()
    page.get_by_label("For whom?").fill(note)
    page.get_by_role("button", name="Make the link").click()
    row = page.locator("li.person:target")
    expect(row).to_contain_text(note)
    return row.get_by_label("Link").input_value()


def fill_account(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password (at least").fill(PASSWORD)
    page.get_by_label("Repeat").fill(PASSWORD)


def test_an_invited_journalist_makes_an_account_and_reviews(
    hidden: Campaign, admin: User, open_page: OpenPage, address: Address
) -> None:
    link = invite_by_page(open_page(user=admin), address, "Editor", "Sunday desk")
    phone = open_page(width=360, height=740, touch=True)
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Amber")
    fill_account(phone, "nadia")
    phone.get_by_role("button", name="Create account and accept").click()
    expect(phone.get_by_role("status")).to_contain_text("Welcome to “Amber”")
    phone.get_by_role("link", name="Review").first.click()
    expect(phone).to_have_url(re.compile("/c/amber/review/"))
    assert role_in(User.objects.get(username="nadia"), hidden) == Role.EDITOR


def test_somebody_with_an_account_signs_in_and_accepts(
    hidden: Campaign, admin: User, outsider: User, open_page: OpenPage, address: Address
) -> None:
    link = invite_by_page(open_page(user=admin), address, "Volunteer", "Olha")
    page = open_page()
    page.goto(link)
    page.get_by_role("link", name="Sign in and accept").click()
    page.get_by_label("Name").fill("olha")
    page.get_by_label("Password").fill("olha-password")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(address("/c/amber/"))
    assert role_in(outsider, hidden) == Role.VOLUNTEER


def test_a_link_is_copied_and_withdrawn(
    hidden: Campaign, admin: User, open_page: OpenPage, address: Address
) -> None:
    page = open_page(user=admin)
    link = invite_by_page(page, address, "Editor", "Sunday desk")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    row = page.locator("li.person:target")
    row.get_by_role("button", name="Copy link").click()
    expect(row.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    row.get_by_text("QR code", exact=False).first.click()
    picture = row.get_by_role("img", name="QR code of the invitation")
    expect(picture).to_be_visible()
    page.wait_for_function("image => image.naturalWidth > 0", arg=picture.element_handle())
    row.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status").first).to_contain_text("withdrawn")
    assert Invitation.objects.get().state == "revoked"
    stranger = open_page()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This invitation no longer works")


def test_a_phone_shares_the_link(
    hidden: Campaign, admin: User, open_page: OpenPage, address: Address
) -> None:
    page = open_page(width=360, height=740, touch=True, user=admin)
    page.add_init_script("navigator.share = async (given) => { window.shared = given; }")
    link = invite_by_page(page, address, "Editor", "Sunday desk")
    page.locator("li.person:target").get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared.url") == link


def test_an_admin_makes_a_link_for_a_forgotten_password(
    hidden: Campaign, admin: User, editor: User, open_page: OpenPage, address: Address
) -> None:
    page = open_page(user=admin)
    page.goto(address("/c/amber/people/"))
    page.get_by_role("button", name="Link for a new password emil").click()
    link = page.get_by_label("Link", exact=True).input_value()
    forgetful = open_page()
    forgetful.goto(link)
    forgetful.get_by_label("New password").fill(PASSWORD)
    forgetful.get_by_label("Repeat").fill(PASSWORD)
    forgetful.get_by_role("button", name="Save and sign in").click()
    expect(forgetful.get_by_role("status")).to_contain_text("Your new password is set")
    forgetful.get_by_role("link", name="Your account").click()
    expect(forgetful.get_by_role("heading", name="Amber")).to_be_visible()


def test_a_member_leaves_on_a_phone(
    hidden: Campaign, editor: User, open_page: OpenPage, address: Address
) -> None:
    page = open_page(width=360, height=740, touch=True, user=editor)
    page.goto(address("/account/"))
    page.get_by_text("Leave", exact=False).first.click()
    page.get_by_role("button", name="Leave this campaign").click()
    expect(page.get_by_role("status")).to_contain_text("You have left “Amber”")
    assert not Membership.objects.filter(user=editor).exists()


def test_a_new_installation_leads_from_the_link_to_the_first_campaign(
    open_page: OpenPage, address: Address
) -> None:
    link = make_first_admin_link()
    assert link
    page = open_page(width=360, height=740, touch=True)
    page.goto(address("/"))
    expect(page.get_by_role("heading", name="A new installation")).to_be_visible()
    page.goto(address(link))
    fill_account(page, "olena")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("link", name="Set up the first campaign")).to_be_visible()
