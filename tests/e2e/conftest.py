"""A real browser on the live server.

    def test_a_journey(page, address): page.goto(address("/")); ...

`page` is a fresh tab of 1024 x 768 px; `open_page(width=360, height=740, touch=True)` opens others, each with
cookies of its own. A script error in any tab, or a page of the server that answers 500, fails the test.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response, sync_playwright
from pytest_django.live_server_helper import LiveServer

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-dev-shm-usage"]


class OpenPage(Protocol):
    def __call__(
        self,
        *,
        width: int = 1024,
        height: int = 768,
        touch: bool = False,
        user: User | None = None,
        locale: str = "en-GB",
    ) -> Page: ...


@pytest.fixture(scope="package")
def browser(chromium_path: str) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, in which Django would refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = os.environ.get("LANDSCAR_CHROMIUM") or chromium_path
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def address(live_server: LiveServer) -> Callable[[str], str]:
    """The full address of a path on the live server."""
    return lambda path: f"{live_server.url}{path}"


@pytest.fixture
def browser_errors() -> list[str]:
    """What went wrong in the browser; a test that expects an error clears it."""
    return []


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, browser_errors: list[str]) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []

    def note_answer(response: Response) -> None:
        if response.status >= 500:
            browser_errors.append(f"{response.status} {response.url}")

    def open_one(
        *,
        width: int = 1024,
        height: int = 768,
        touch: bool = False,
        user: User | None = None,
        locale: str = "en-GB",
    ) -> Page:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, has_touch=touch, is_mobile=touch, locale=locale)
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: browser_errors.append(f"script error: {error}"))
        page.on("response", note_answer)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert browser_errors == []


def kill(page: Page) -> None:
    """Ends a page as a killed tab ends. One that is closed in peace is back on the network for a moment
    before it goes, and may send what waited."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def sign_in(context: BrowserContext, user: User, server_url: str) -> None:
    """Give the browser a session of the user's, without the sign-in form."""
    client = Client()
    client.force_login(user)
    cookies = [
        {"name": name, "value": morsel.value, "url": server_url} for name, morsel in client.cookies.items()
    ]
    context.add_cookies(cookies)  # type: ignore[arg-type] # a TypedDict whose keys these are
