from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_front_page_opens_in_a_browser(page: Page, address: Callable[[str], str]) -> None:
    page.goto(address("/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
