"""The imagery step in a browser: a GeoTIFF is uploaded, a tile server's address is pasted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from campaigns.models import CampaignDraft
from imagery.models import ImagerySource, SourceProbe
from imagery.readers.capabilities import forget_capabilities
from imagery.services.use_probe import use_probe
from imagery.tasks import look_at_source
from tests.e2e.conftest import OpenPage
from tests.e2e.test_accessibility import Place, complaints
from tests.factories import HOME_TILE, make_user
from tests.imagery.rasters import smooth_picture, write_over_tile
from tests.imagery.tile_server import Answer, TileServer
from tests.imagery.wms_server import WmsServer

Address = Callable[[str], str]
WIDTHS = [360, 768, 1440]


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_ROOT, settings.RASTER_ROOT = tmp_path / "data", tmp_path / "rasters"
    settings.RASTER_ROOT.mkdir()


@pytest.fixture
def olha(live_server: object) -> User:
    return make_user("olha", is_staff=True)


@pytest.fixture
def draft(olha: User) -> CampaignDraft:
    return CampaignDraft.objects.create(owner=olha, name="Amber", question="Is this amber mining?")


@pytest.fixture
def page(open_page: OpenPage, address: Address, olha: User, draft: CampaignDraft) -> Page:
    page = open_page(user=olha)
    page.goto(address(f"/new/{draft.pk}/imagery/"))
    return page


@pytest.fixture
def tile_server() -> Iterator[TileServer]:
    with TileServer() as server:
        yield server


def work() -> None:
    """What a worker does with the look that waits."""
    for probe in SourceProbe.objects.active():
        look_at_source.apply(args=[str(probe.pk)], throw=True)


def test_a_geotiff_is_uploaded_seen_and_used(page: Page, draft: CampaignDraft, tmp_path: Path) -> None:
    file = write_over_tile(tmp_path / "Drone May.tif", HOME_TILE, smooth_picture())
    page.get_by_text("A file", exact=True).click()
    page.get_by_label("File from this computer").set_input_files(file)
    page.get_by_role("button", name="Upload and look").click()
    expect(page.get_by_role("heading", name="Looking at one tile")).to_be_visible()
    work()
    picture = page.get_by_alt_text("One tile of this imagery")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1024
    expect(page.get_by_text("Date unknown")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Drone May")
    page.get_by_label("Captured from").fill("2024-05-17")
    page.get_by_label("Captured to").fill("2024-05-17")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/region/")
    source = ImagerySource.objects.get()
    draft.refresh_from_db()
    assert draft.source == source
    assert (source.name, str(source.captured_from)) == ("Drone May", "2024-05-17")


def test_a_pasted_address_that_fails_is_mended_in_place(
    page: Page, draft: CampaignDraft, tile_server: TileServer
) -> None:
    tile_server.misbehave(Answer.html())
    page.get_by_label("Address", exact=True).fill(tile_server.url_template)
    page.get_by_role("button", name="Look at one tile").first.click()
    expect(page.get_by_role("heading", name="Looking at one tile")).to_be_visible()
    work()
    expect(page.get_by_role("alert")).to_contain_text("web page (HTML)")
    expect(page.locator("#id_new_text")).to_have_value(tile_server.url_template)
    tile_server.recover()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", name="Looking at one tile")).to_be_visible()
    work()
    expect(page.get_by_alt_text("One tile of this imagery")).to_be_visible()
    page.get_by_label("Place").fill("https://www.openstreetmap.org/#map=15/50.5/26.5")
    page.get_by_role("button", name="Look here").click()
    work()
    expect(page.get_by_label("Place")).to_have_value("50.50000, 26.50000")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    open_page: OpenPage,
    address: Address,
    olha: User,
    draft: CampaignDraft,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.MAX_IMAGERY_BYTES = 2**20
    (tmp_path / "big.tif").write_bytes(b"II*\0" + bytes(2 * 2**20))
    page = open_page(user=olha)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.method))
    page.goto(address(f"/new/{draft.pk}/imagery/"))
    page.get_by_text("A file", exact=True).click()
    page.get_by_label("File from this computer").set_input_files(tmp_path / "big.tif")
    expect(page.locator("#upload_words")).to_contain_text("1 MiB are allowed")
    page.get_by_role("button", name="Upload and look").click()
    assert "POST" not in requests


def test_a_text_file_is_refused_at_the_field_by_the_server(page: Page, tmp_path: Path) -> None:
    (tmp_path / "notes.tif").write_text("only words")
    page.get_by_text("A file", exact=True).click()
    page.get_by_label("File from this computer").set_input_files(tmp_path / "notes.tif")
    page.get_by_role("button", name="Upload and look").click()
    expect(page.locator("#upload_words")).to_contain_text("is a text file")
    expect(page.get_by_role("button", name="Upload and look")).to_be_enabled()


@pytest.mark.parametrize("width", WIDTHS)
def test_every_width_shows_everything(
    open_page: OpenPage, address: Address, olha: User, draft: CampaignDraft, settings: Settings, width: int
) -> None:
    write_over_tile(settings.RASTER_ROOT / "north.tif", HOME_TILE, smooth_picture())
    fields = {"kind": "raster", "path": "north.tif"}
    probe = SourceProbe.objects.create(created_by=olha, fields=fields)
    work()
    page = open_page(width=width, user=olha)
    for query in ("", f"?probe={probe.pk}"):
        page.goto(address(f"/new/{draft.pk}/imagery/{query}"))
        for way in page.locator("details.way > summary").all():
            way.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wms_is_pasted_and_one_of_its_layers_chosen(page: Page, draft: CampaignDraft) -> None:
    forget_capabilities()
    with WmsServer(extra="<Layer><Name>roads</Name><Title>Roads</Title></Layer>") as server:
        page.get_by_label("Address", exact=True).fill(f"{server.url}&service=WMS&request=GetCapabilities")  # type: ignore[attr-defined]  # __enter__ is TileServer's
        page.get_by_role("button", name="Look at one tile").first.click()
        expect(page.get_by_text("Recognised as: WMS.")).to_be_visible()
        work()
        page.get_by_label("Aerial photographs").first.check()
        page.get_by_role("button", name="Look at this layer").click()
        expect(page.get_by_role("heading", name="Looking at one tile")).to_be_visible()
        work()
        expect(page.get_by_alt_text("One tile of this imagery")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Aerial photographs")
    expect(page.get_by_label("Attribution")).to_have_value("The mapping agency")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/region/")
    draft.refresh_from_db()
    assert draft.source is not None
    assert (draft.source.kind, draft.source.layer) == ("wms", "air")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_in_any_state(
    open_page: OpenPage, address: Address, olha: User, draft: CampaignDraft, settings: Settings, width: int
) -> None:
    write_over_tile(settings.RASTER_ROOT / "north.tif", HOME_TILE, smooth_picture())
    north = {"kind": "raster", "path": "north.tif"}
    wms = {"kind": "wms", "url": "https://wms.example/"}
    layer = {"layer": "air", "title": "Air", "style": "", "matrix_set": "", "times": [], "bounds": None}
    SourceProbe.objects.create(created_by=olha, fields=north)
    work()
    use_probe(probe=SourceProbe.objects.get(), created_by=olha, name="North")
    SourceProbe.objects.create(created_by=olha, fields=north, lng=1, lat=1, place_is_chosen=True)
    SourceProbe.objects.create(created_by=olha, fields=north)
    work()
    ended = {"created_by": olha, "fields": wms, "failure_parts": "It is closed."}
    for field in ("address", "key", "file"):
        SourceProbe.objects.create(state="failed", failure_field=field, **ended)
    SourceProbe.objects.create(
        created_by=olha, state="needs_layer", fields=wms, result={"layers": [layer] * 2}
    )
    SourceProbe.objects.create(created_by=olha, fields=wms)
    page, step = open_page(width=width, user=olha), f"/new/{draft.pk}/imagery/"
    found: list[str] = []
    for path in [step, "/sources/north/", *(f"{step}?probe={one.pk}" for one in SourceProbe.objects.all())]:
        page.goto(address(path))
        for way in page.locator("details:not([name])").all():
            way.evaluate("details => details.open = true")
        for way in page.locator("details.way").all():
            way.evaluate("details => { details.removeAttribute('name'); details.open = true; }")
        found += complaints(page, Place(path), width)
    assert not found, "\n".join(found)
