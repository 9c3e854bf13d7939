"""A newcomer's first hour: from a fresh installation to a guest's first vote, without the administration.

`LANDSCAR_PICTURES=folder` also takes a picture of every step, at three widths in both languages.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from demo.landscape import draw_patch
from ml.tiles import TILE_SIZE, Tile
from tests.e2e.hands import Actions, Album, Hands
from tests.factories import HOME_TILE
from tests.imagery.rasters import write_over_tile
from tests.imagery.wms_server import WmsServer
from tests.webapp.serving.served import Served, serving

MOST_ACTIONS = 59
PASSWORD = "marsh-heron-42"
SLOW_MS = 60_000
"""The worker's first job loads the libraries."""
KINDS = (("mining", "forest"), ("meadow", "mining"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, "--port", "0", tile_server_allow_private="true") as one:
        yield one


@pytest.fixture
def actions() -> Iterator[Actions]:
    actions = Actions()
    yield actions
    print(f"\n{len(actions)} actions:", *actions.done, sep="\n  ")  # noqa: T201 - for pytest -s


@pytest.fixture
def open_hands(browser: Browser, actions: Actions) -> Iterator[Callable[..., Hands]]:
    seen: list[str] = []
    contexts: list[BrowserContext] = []

    def open_one(width: int = 1440, height: int = 900, touch: bool = False) -> Hands:
        size = {"width": width, "height": height}
        context = browser.new_context(viewport=size, has_touch=touch, is_mobile=touch, locale="en-GB")
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: seen.append(f"script error: {error}"))
        page.on("response", lambda answer: seen.append(f"{answer.status} {answer.url}"))
        return Hands(page, actions, touch=touch)

    yield open_one
    for context in contexts:
        context.close()
    assert not [one for one in seen if one.startswith("script error") or one[0] in "45" or "/admin/" in one]


@pytest.fixture
def geotiff(tmp_path: Path) -> Path:
    """Four tiles, two of them mined."""
    rows = [
        np.hstack([draw_patch(TILE_SIZE, seed, kind) for seed, kind in enumerate(row, 10 * number)])
        for number, row in enumerate(KINDS)
    ]
    parent = Tile(HOME_TILE.z - 1, HOME_TILE.x // 2, HOME_TILE.y // 2)
    bands = np.moveaxis(np.vstack(rows), -1, 0)
    tags = {"TIFFTAG_DATETIME": "2018:06:14 09:12:00"}
    return write_over_tile(tmp_path / "Polissia 2018.tif", parent, bands, tags=tags)


def test_from_a_geotiff_to_a_guests_first_vote(
    served: Served, open_hands: Callable[..., Hands], browser: Browser, actions: Actions, geotiff: Path
) -> None:
    album, admin = Album(browser, "geotiff"), open_hands()
    begin(admin, served, album)
    admin.press(admin.page.get_by_text("A file", exact=True))
    admin.choose_file("File from this computer", geotiff)
    admin.button("Upload and look")
    finish(admin, open_hands(width=360, height=740, touch=True), album)
    assert len(actions) <= MOST_ACTIONS


def test_from_a_wms_to_a_guests_first_vote(
    served: Served, open_hands: Callable[..., Hands], browser: Browser, actions: Actions
) -> None:
    album, admin = Album(browser, "wms"), open_hands()
    with WmsServer(extra="<Layer><Name>roads</Name><Title>Roads</Title></Layer>") as server:
        begin(admin, served, album)
        admin.fill("Address", f"{server.url}&service=WMS&request=GetCapabilities")
        admin.press(admin.page.get_by_role("button", name="Look at one tile").first)
        expect(admin.page.get_by_text("Recognised as: WMS.")).to_be_visible(timeout=SLOW_MS)
        album.keep(admin.page, "layers", "input[name=layer]")
        admin.press(admin.page.get_by_label("Aerial photographs").first)
        admin.button("Look at this layer")
        finish(admin, open_hands(width=360, height=740, touch=True), album)
    assert len(actions) <= MOST_ACTIONS


def begin(admin: Hands, served: Served, album: Album) -> None:
    """To the imagery step."""
    album.keep_address(f"http://127.0.0.1:{served.port}/", "home-fresh")
    admin.open(served.wait_for(r"http://127\.0\.0\.1:\d+/first-admin/\S+")[0])
    album.keep(admin.page, "first-admin")
    admin.fill("Name", "olena")
    admin.fill("Password (at least", PASSWORD)
    admin.fill("Repeat the password", PASSWORD)
    admin.button("Create account")
    album.keep(admin.page, "home-empty")
    admin.link("Set up the first campaign")
    album.keep(admin.page, "new")
    admin.button("Start")
    album.keep(admin.page, "question")
    admin.button("Amber")
    admin.button("Save and go on")
    admin.page.wait_for_url("**/imagery/")
    album.keep(admin.page, "imagery")


def finish(admin: Hands, guest: Hands, album: Album) -> None:
    """From the first look at one's imagery to the vote."""
    use_what_is_seen(admin, album)
    draw_the_region(admin, album)
    cut_into_parts(admin, album)
    prepare_tiles(admin, album)
    invite_an_editor(admin, album)
    code = open_the_event(admin, album)
    vote(guest, admin.page.url, code, album)
    see_the_vote(admin, album)


def use_what_is_seen(admin: Hands, album: Album) -> None:
    expect(admin.page.get_by_alt_text("One tile of this imagery")).to_be_visible(timeout=SLOW_MS)
    album.keep(admin.page, "imagery-look", ".look__picture img")
    admin.button("Save and go on")
    admin.page.wait_for_url("**/region/")


def draw_the_region(admin: Hands, album: Album) -> None:
    page = admin.page
    here = page.url
    admin.button("Rectangle")
    expect(page.locator(".map--drawing .leaflet-image-layer")).to_be_visible()
    box = page.locator(".map--drawing").bounding_box()
    assert box
    for across, down in ((0.4, 0.3), (0.6, 0.7)):
        admin.point(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    expect(page.locator("[data-region-target=tiles]")).to_be_visible()
    admin.button("Save and go on")
    page.wait_for_url("**/superpixels/")
    album.keep_address(here, "region", "[data-region-target=tiles]", of=page.context)


def cut_into_parts(admin: Hands, album: Album) -> None:
    expect(admin.page.locator(".preview[data-state=ready]")).to_have_count(3, timeout=SLOW_MS)
    album.keep(admin.page, "superpixels", ".preview[data-state=ready] >> nth=2")
    admin.button("Create the campaign")
    admin.page.wait_for_url("**/first-labels/")
    album.keep(admin.page, "first-labels")


def prepare_tiles(admin: Hands, album: Album) -> None:
    admin.fill("Tiles to prepare", "4")
    admin.button("Prepare tiles")
    expect(admin.page.get_by_text("tiles are prepared.")).to_be_visible(timeout=SLOW_MS)
    album.keep(admin.page, "first-labels-prepared")
    admin.link("Go on")
    admin.page.wait_for_url("**/people/")


def invite_an_editor(admin: Hands, album: Album) -> None:
    page = admin.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    album.keep(page, "people")
    admin.press(page.get_by_role("radio", name=re.compile("^Editor")))
    admin.button("Make the link")
    admin.press(page.locator("li.person:target").get_by_role("button", name="Copy link"))
    assert "/invite/" in page.evaluate("navigator.clipboard.readText()")
    album.keep(page, "people-invited")
    admin.link("Go on")
    page.wait_for_url("**/ready/")


def open_the_event(admin: Hands, album: Album) -> str:
    album.keep(admin.page, "ready-form")
    admin.button("Start the event")
    code = admin.page.locator(".sheet__code").inner_text()
    assert re.fullmatch("[A-Z0-9]{6}", code)
    album.keep(admin.page, "ready", ".sheet__qr")
    return code


def vote(guest: Hands, ready: str, code: str, album: Album) -> None:
    page = guest.page
    guest.open(ready.partition("/c/")[0])
    guest.fill("Got a code?", code)
    guest.button("Join")
    page.wait_for_url("**/join/*/")
    album.keep(page, "join")
    guest.button("Start labelling")
    expect(page.locator(".part").first).to_be_visible(timeout=SLOW_MS)
    album.keep(page, "label", ".part")
    box = page.locator(".stage").bounding_box()
    assert box
    guest.point(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("option", selected=True)).to_have_count(1)
    guest.button("The rest is clear, next")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(page.locator("[data-label-target=waiting]")).to_be_hidden()


def see_the_vote(admin: Hands, album: Album) -> None:
    """The guest's answers, on the campaign's page, and where else an admin looks next."""
    page = admin.page
    admin.link("To the campaign")
    figures = dict(
        zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True)
    )
    assert figures["Volunteers"] == "1"
    assert int(figures["Votes"]) > 1
    album.keep(page, "campaign")
    site, _, _ = page.url.partition("/c/")
    for place in ("settings", "events", "queue", "expert", "volunteers", "people", "label"):
        album.keep_address(f"{page.url}{place}/", f"later-{place}", of=page.context)
    for path in ("", "account/", "sign-in/"):
        name = path.strip("/") or "home"
        album.keep_address(f"{site}/{path}", f"later-{name}", of=page.context)
        album.keep_address(f"{site}/{path}", f"stranger-{name}")
